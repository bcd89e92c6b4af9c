"""How good the data is: what is missing, what cannot be, what is old, what waits to be judged; by unit, with the
records to mend."""
