"""News of break-glass for the contexts above: who is told, and who reviews."""

from django.dispatch import Signal

# Sent with `opening_id`, `public_id`, `unit_id` and `by`: a record was opened in an emergency, or somebody tried
# to open a closed one. Of the latter the asker may see nothing, so the row itself is not at hand.
opened = Signal()
refused = Signal()
# Sent with `opening` and `by`: it was looked at afterwards.
reviewed = Signal()
