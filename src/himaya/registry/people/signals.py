"""News of the people topic."""

from django.dispatch import Signal

# Staff wrote who a person is (registered, corrected, or said that they are a twin); sent inside the action's
# transaction with person, by, and `first`: they were registered this moment, so nobody else has told of them yet.
page_written = Signal()

# Who a known person is, is about to be written: with person, its new details on it, unsaved. A receiver that finds
# them impossible beside others raises `Refused`.
details_given = Signal()
