"""Forms: what the public and staff tell (`told`), what officers decide (`screening`)."""
