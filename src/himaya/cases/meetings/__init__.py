"""Case conferences and sessions of a commission: agenda, papers, conflicts, quorum, votes, decisions and minutes."""
