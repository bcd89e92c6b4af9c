"""What is considered of the child before a decision: kept with the decision itself."""

from django.db import models

from himaya.access.models import EncryptedTextField
from himaya.kit.privacy import internal, special


class Considered(models.Model):
    """The columns of every record by which something is decided about a child (domain §6, best interests)."""

    # Options, and what each means for the child.
    best_interests = special(EncryptedTextField(blank=True))
    # Code of `childs_view.method`; one of them says that the child could not be heard.
    view_method = internal(models.CharField(max_length=40, blank=True))
    # The child's own words: never on a letter.
    child_words = special(EncryptedTextField(blank=True))
    not_heard_why = special(models.TextField(blank=True))

    class Meta:
        abstract = True
