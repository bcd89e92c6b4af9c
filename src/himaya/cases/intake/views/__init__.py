"""Screens: of the public (`public`), of staff who enter (`entering`), list and read (`desk`), and screen."""
