"""Pages of the settings, one file a part."""
