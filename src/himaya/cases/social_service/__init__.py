"""The right to social services: applied for, assessed, decided, given (Law 275-IVQ of 2011)."""
