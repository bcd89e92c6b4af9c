"""School-absence lists: who was away from one school in one month, matched to the register; what the rules look over."""
