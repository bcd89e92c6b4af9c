"""Search first: finding a person, and registering one who is not there yet."""
