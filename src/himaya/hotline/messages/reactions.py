"""What did not arrive stands among the alerts of its contact."""

from django.utils.translation import gettext as _

import himaya.hotline.messages.actions  # noqa: F401  names its notices
from himaya.hotline.contacts.models import Contact
from himaya.hotline.contacts.page import hint
from himaya.hotline.messages.queries import undelivered
from himaya.kit.shapes import Alert


@hint
def _not_arrived(contact: Contact) -> list[Alert]:
    if not undelivered(contact):
        return []
    return [Alert(_("Your last message did not arrive."), "bad")]
