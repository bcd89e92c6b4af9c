"""What case work leads to: in time or late, better or worse, closed for good or back again. Counts alone."""
