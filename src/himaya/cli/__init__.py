"""The command line: everything that starts, stops, checks and backs up the system."""
