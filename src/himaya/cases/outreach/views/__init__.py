"""Pages of outreach: leads, and the rules that raise them."""
