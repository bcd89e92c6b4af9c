"""The toolbox: clock, periods, ids, Azerbaijani text, forms, components. Owns no table, knows no domain."""
