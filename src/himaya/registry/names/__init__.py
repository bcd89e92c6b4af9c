"""Names borne before, each with its time and ground; and how a person is found by every name on record."""
