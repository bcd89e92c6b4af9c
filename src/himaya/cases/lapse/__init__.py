"""The alarm of a plan in force under which nothing is being done any more."""
