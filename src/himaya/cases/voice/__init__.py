"""The child's best interests and view before decisions: written with the decision, asked for by its guards."""
