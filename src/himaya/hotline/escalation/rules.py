"""What goes along when a contact becomes a report."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.hotline.contacts.rules import TOP
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.queries import code_item


def may_pass_on(contact: Any) -> Verdict:
    """Once, and only where something was told. Missing consent never holds a report back (domain §6)."""
    if contact.report_reference:
        return no(_("This contact was passed on already."))
    if contact.status == "set_aside":
        return no(_("This contact was set aside."))
    return yes() if contact.narrative.strip() else no(_("Write what was told first."))


def concerns_of(reasons: Iterable[str]) -> list[str]:
    """The national categories (`concern.type`) of the reasons of a contact, each once."""
    found: dict[str, None] = {}
    for reason in reasons:
        item = code_item("hotline.reason", reason)
        if item is not None:
            found.update(dict.fromkeys(item.attributes.get("concerns", [])))
    return list(found)


def is_urgent(contact: Any) -> bool:
    """A top level is read at once."""
    return contact.risk in TOP
