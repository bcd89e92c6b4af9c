"""The audit, read by people: who read this record, what did this user see."""
