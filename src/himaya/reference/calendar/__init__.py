"""Working days in Azerbaijan, and the moments at which terms end."""
