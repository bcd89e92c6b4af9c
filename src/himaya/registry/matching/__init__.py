"""The batch over the register: trains models, compares everybody with the published one, puts pairs before people."""
