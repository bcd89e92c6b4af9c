"""A referral handed by a link to an organisation without an account: read, answered and told back from outside."""
