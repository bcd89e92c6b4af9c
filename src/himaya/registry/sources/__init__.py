"""Who told what about a person: the source rows kept apart from the view derived from them."""
