"""Which column means what: by its title in three languages, by what stands in it, and by what was said the last time."""
