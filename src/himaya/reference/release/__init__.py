"""Which reference data is loaded, and since when: what caches in each process hang on."""
