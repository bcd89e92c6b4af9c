"""Screens: of who works the case (`desk`), and of who holds a link (`outside`)."""
