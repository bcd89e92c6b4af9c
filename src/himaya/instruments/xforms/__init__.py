"""Questionnaires that methodologists write as XLSForm workbooks: brought, looked through, compiled, approved, checked."""
