"""A contact as its pages show it, ready for the components. What other topics hang on a contact is read through it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import CONTACT_OVERSEE, CONTACT_REVIEW
from himaya.hotline.contacts.models import Contact
from himaya.hotline.contacts.process import ContactWork
from himaya.hotline.contacts.queries import ENDED, LISTS, called_before, counts
from himaya.hotline.contacts.rules import is_counselling, words_to_say
from himaya.kit import clock
from himaya.kit.addresses import address
from himaya.kit.shapes import Alert, Chip, Crumb, NextAction, Tab, Tone, Words
from himaya.kit.templatetags.faces import chip_faces
from himaya.kit.templatetags.himaya import az_datetime
from himaya.reference.queries import CodeItem, codes, label, remembered
from himaya.workflow.queries import due, find_process, next_actions, status_bar, story

TONES: dict[str, Tone] = {"critical": "grave", "high": "bad", "medium": "watch", "low": "good"}
OPEN_FOR_KIND = {"received", "counselling"}


# What other topics know that whoever answers must read first.
Hint = Callable[[Contact], list[Alert]]
HINTS: list[Hint] = []


def hint(find: Hint) -> Hint:
    """Adds what stands among the alerts of a contact."""
    HINTS.append(find)
    return find


def chips(contact: Contact) -> list[Chip]:
    """What one must see at a glance."""
    found = [Chip(ContactWork.state_of(contact).label)]
    if contact.risk:
        words = _("Danger: %(level)s") % {"level": label("risk.level", contact.risk)}
        found.insert(0, Chip(words, TONES.get(contact.risk, "")))
    found.append(Chip(label("hotline.channel", contact.channel), "", "message"))
    if not is_counselling(contact.kind):
        found.append(Chip(label("hotline.kind", contact.kind)))
    if contact.is_sample:
        found.append(Chip(_("Sample"), "", "flask"))
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """A contact in a list, each part as it is shown."""

    url: str
    reference: str
    arrived: str
    listener: str
    reason: str
    chips: SafeString


def rows_of(contacts: Iterable[Contact]) -> list[Row]:
    """The rows of a list. How the chips of a state look is drawn once for all contacts in that state."""
    language = get_language() or ""
    return [
        Row(
            url=contact.get_absolute_url(),
            reference=contact.reference,
            arrived=az_datetime(contact.arrived_at),
            listener=str(contact.counsellor),
            reason=label("hotline.reason", contact.main_reason, language),
            chips=_chips_drawn(
                language, contact.status, contact.risk, contact.channel, contact.kind, contact.is_sample
            ),
        )
        for contact in contacts
    ]


@remembered
def _chips_drawn(
    language: str, status: str, risk: str, channel: str, kind: str, is_sample: bool
) -> SafeString:
    like = Contact(status=status, risk=risk, channel=channel, kind=kind, is_sample=is_sample)
    return chip_faces(chips(like))


def alerts(contact: Contact) -> list[Alert]:
    """What one must know before acting."""
    found = []
    before = called_before(contact)
    if before.times and before.last_at:
        words = _("This caller contacted us before: %(times)s, last on %(day)s.") % {
            "times": before.times,
            "day": f"{clock.local(before.last_at):%d.%m.%Y %H:%M}",
        }
        found.append(Alert(words, "info"))
        if before.was_grave:
            found.append(Alert(_("There was grave danger then."), "bad"))
    for find in HINTS:
        found += find(contact)
    if contact.risk_proposed:
        words = _("A lower level waits for a supervisor: %(level)s. Until then the higher one holds.")
        found.append(Alert(words % {"level": label("risk.level", contact.risk_proposed)}, "watch"))
    return found


def actions(contact: Contact, by: User) -> list[NextAction]:
    """What may be done now, each with its clock or with what blocks it."""
    # which way a contact is finished is told by what it owes, not by who presses
    found = [
        a for a in next_actions(ContactWork, contact, by) if a.label != ContactWork.finish_with_calls.label
    ]
    if contact.status != ContactWork.received.name and contact.status in LISTS["open"]:
        found.insert(
            0, NextAction(_("Ask about danger again"), address("hotline:contact-triage", contact.public_id))
        )
    if contact.risk and not hasattr(contact, "plan") and contact.status != ContactWork.set_aside.name:
        found.append(NextAction(_("Make a safety plan"), address("hotline:contact-plan", contact.public_id)))
    if contact.risk_proposed and by.can(CONTACT_OVERSEE):
        found.insert(
            0,
            NextAction(
                _("Decide on the lower level"),
                address("hotline:contact-lowering", contact.public_id),
                primary=True,
            ),
        )
    if is_counselling(contact.kind) and contact.narrative:
        found.append(NextAction(_("Open an incident"), address("hotline:incident-open", contact.public_id)))
    if not contact.report_reference and is_counselling(contact.kind) and contact.narrative:
        found.append(
            NextAction(
                _("Pass on as a protection report"), address("hotline:contact-escalate", contact.public_id)
            )
        )
    return [*found, *_shared(contact), *_reviewed(contact, by)]


def _shared(contact: Contact) -> list[NextAction]:
    """What is done with others while a contact is under way."""
    if contact.status not in LISTS["open"]:
        return []
    return [
        NextAction(_("Agree on a call-back"), address("hotline:contact-call-back", contact.public_id)),
        NextAction(_("Hand to a colleague"), address("hotline:contact-hand", contact.public_id)),
    ]


def _reviewed(contact: Contact, by: User) -> list[NextAction]:
    """A finished contact may be taken for review, by somebody who did not listen to it."""
    over = contact.status in {*LISTS["calls"], ContactWork.closed.name} and contact.forgotten_on is None
    if not over or not by.can(CONTACT_REVIEW) or contact.counsellor_id == by.pk or hasattr(contact, "review"):
        return []
    return [NextAction(_("Take for review"), address("hotline:review-pick", contact.public_id))]


def kinds_offered(contact: Contact) -> list[CodeItem]:
    """What a contact may turn out to be in one stroke, while nobody was asked about danger."""
    if contact.status not in OPEN_FOR_KIND or contact.risk:
        return []
    return [item for item in codes("hotline.kind", clock.today()) if not item.attributes.get("counselling")]


def record_of(contact: Contact, by: User) -> dict[str, Any]:
    """The whole page of a contact, without its form."""
    steps = ContactWork.steps_of(contact)
    return {
        "contact": contact,
        "chips": chips(contact),
        "alerts": alerts(contact),
        "bar": status_bar(ContactWork, contact, steps),
        "actions": actions(contact, by),
        "clocks": [due(one) for one in ContactWork.clocks_of(contact)],
        "kinds": kinds_offered(contact),
        "script": words_to_say(contact, clock.today()),
        "by_phone": contact.channel == "phone" or contact.call_backs.exists(),
        "moments": story(ContactWork, steps),
        "children": list(contact.children.order_by("pk")),
        "crumbs": crumbs(contact)[:1],
        "oversees": by.can(CONTACT_OVERSEE),
        **_passed_on(contact),
    }


def _passed_on(contact: Contact) -> dict[str, Any]:
    """How far the report is that it became; it lies with the desk and is open to who passed it on."""
    passed = getattr(contact, "escalation", None)
    process = find_process("escalation")
    if passed is None or process is None:
        return {}
    clocks = [due(one) for one in process.clocks_of(passed)]
    return {"passed": passed, "passed_state": process.state_of(passed).label, "passed_clocks": clocks}


def known_of(contact: Contact) -> str:
    """The caller's name and numbers in clear, as far as they are known."""
    said = dict.fromkeys([contact.caller_name, contact.caller_number, contact.safe_number, contact.safe_time])
    return " · ".join(filter(None, said)) or _("Nothing is known.")


def crumbs(contact: Contact) -> list[Crumb]:
    """The way back."""
    return [
        Crumb(_("Hotline"), reverse("hotline:contacts")),
        Crumb(contact.reference, contact.get_absolute_url()),
    ]


def form_context(contact: Contact, form: Any, heading: Words, **more: Any) -> dict[str, Any]:
    """A page with one form about a contact."""
    return {
        "contact": contact,
        "chips": chips(contact),
        "crumbs": crumbs(contact),
        "form": form,
        "heading": heading,
        **more,
    }


def tabs(current: str, by: User) -> list[Tab]:
    """The lists of the hotline."""
    names = {"open": _("Under way"), "calls": _("Call-backs"), ENDED: _("Ended")}
    many, page = counts(by), reverse("hotline:contacts")
    return [Tab(name, f"{page}?list={code}", code == current, many.get(code)) for code, name in names.items()]
