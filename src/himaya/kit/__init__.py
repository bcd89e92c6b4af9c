"""The toolbox: clock, periods, ids, Azerbaijani text, form fields, components. Owns no table and knows no domain."""
