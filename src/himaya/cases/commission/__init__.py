"""Bodies that decide together about children: commissions, who sits in them, for how long, and when they last met."""
