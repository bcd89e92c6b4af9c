"""Who provides what, where, for whom. Not who pays (orders)."""
