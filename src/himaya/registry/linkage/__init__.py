"""Which records are of one person: a trained, published model, the batch that applies it, and what it proposes.

The model (`model.py`) is a plain versioned JSON: for each fact that is compared, its levels of agreement, each with
a named predicate (`predicates.py`) that DuckDB, Spark and PostgreSQL all understand, and three probabilities: of the
level among records of one person (m), of two strangers (u), and of two of one family (kin). The third is what
keeps twins two: what a family shares (day of birth, family name, father, home, telephone) says nothing about whether
two of its members are one.
"""
