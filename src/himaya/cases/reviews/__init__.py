"""Reviews of a plan: how far the goals are, whether the risk changed, and what follows."""
