"""Opening a record in an emergency: with a reason, for hours, seen by its supervisors at once, reviewed after."""
