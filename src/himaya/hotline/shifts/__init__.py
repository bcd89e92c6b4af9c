"""Shifts of the hotline: who listens, who stands behind them and who is called in, planned ahead and swapped."""
