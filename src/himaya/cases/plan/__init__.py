"""The individual plan: goals, who does what until when, who agreed, and which copy went to whom."""
