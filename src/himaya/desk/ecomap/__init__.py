"""The ecomap: a person among household, kin, helpers, school, services and cases."""
