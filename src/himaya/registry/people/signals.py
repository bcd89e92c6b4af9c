"""News of the people topic."""

from django.dispatch import Signal

# Staff wrote who a person is (registered, corrected, or said that they are a twin); sent inside the action's
# transaction with person, by.
page_written = Signal()
