"""What the hotline knows of a repeat caller stands on the page of their contact, and follows them to a number they tell."""

from typing import Any

from django.dispatch import receiver

import himaya.hotline.callers.process  # noqa: F401  names its notices
from himaya.hotline.callers.actions import follow_number
from himaya.hotline.callers.page import told_beside
from himaya.hotline.callers.queries import profile_of
from himaya.hotline.contacts.models import Contact
from himaya.hotline.contacts.page import hint
from himaya.hotline.contacts.signals import caller_numbered
from himaya.kit.shapes import Alert


@hint
def _known(contact: Contact) -> list[Alert]:
    profile = profile_of(contact.caller_key)
    return told_beside(profile) if profile is not None else []


@receiver(caller_numbered, dispatch_uid="hotline.callers")
def _numbered(sender: Any, contact: Contact, former: str, by: Any, **kwargs: Any) -> None:
    follow_number(contact=contact, former=former, by=by)
