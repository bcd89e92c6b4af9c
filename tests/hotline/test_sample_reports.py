"""Every phone, SMS and web row of the sample reports goes through the queue and the desk, and ends as its kind."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from himaya.access.gate import PUBLIC
from himaya.hotline.closing.actions import caller_left, finish_contact
from himaya.hotline.contacts.actions import set_kind, write_contact
from himaya.hotline.escalation.actions import pass_on
from himaya.hotline.models import Arrival, Contact
from himaya.hotline.queue.actions import accept, arrive, ended
from himaya.hotline.triage.actions import ask_about_danger
from tests.hotline.messages_cast import Child, child, gateway

__all__ = ["child", "gateway"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
FILE = Path(__file__).parent.parent / "data" / "reports_az.jsonl"
ROWS = {row["id"]: row for row in map(json.loads, FILE.read_text().splitlines())}
TAKEN = [row for row in ROWS.values() if row["channel"] in {"phone", "sms", "web"}]
REPORT, CLOSED, LEFT, ASIDE = "report", "closed", "left", "set_aside"
PILLS = {"wish_dead": "yes", "thoughts": "yes", "method": "yes", "intent": "yes", "means": "yes"}


@dataclass(frozen=True)
class Meant:
    """What a counsellor who listens well writes of a row, and how it ends."""

    end: str
    caller: str = ""
    reason: str = ""
    answers: dict[str, str] = field(default_factory=dict)


MEANT = {
    "r01": Meant(REPORT, "neighbour", "physical", {"unsafe_place": "yes", "young": "yes"}),
    "r02": Meant(REPORT, "child", "suicidal_thoughts", PILLS),
    "r03": Meant(REPORT, "other_child", "cyberbullying", {"unsafe_place": "unknown"}),
    "r05": Meant(REPORT, "parent", "disability_support"),
    "r06": Meant(REPORT, "citizen", "trafficking", {"unsafe_place": "unknown", "young": "yes"}),
    "r08": Meant(LEFT, "anonymous", "other", {"violence_now": "unknown", "unsafe_place": "unknown"}),
    "r09": Meant(REPORT, "citizen", "child_labour", {"unsafe_place": "yes"}),
    "r10": Meant(REPORT, "child", "domestic", {"violence_now": "yes"}),
    "r11": Meant(
        REPORT, "medic", "neglect", {"unsafe_place": "yes", "young": "yes", "perpetrator_near": "yes"}
    ),
    "r12": Meant(CLOSED, "parent", "benefits"),
    "r13": Meant(ASIDE),
    "r14": Meant(REPORT, "institution_staff", "physical", {"unsafe_place": "yes", "perpetrator_near": "yes"}),
    "r15": Meant(
        REPORT, "neighbour", "lost", {"unsafe_place": "yes", "young": "yes", "perpetrator_near": "yes"}
    ),
    "r16": Meant(CLOSED, "couple", "placement"),
}


def comes(row: dict[str, Any], child: Child, acting_as: Any) -> None:
    """It arrives by its own channel."""
    if row["channel"] == "sms":
        child.writes(row["text"])
        return
    with acting_as(PUBLIC):
        words = row["text"] if row["channel"] == "web" else ""
        arrive(channel=row["channel"], channel_id=row["id"], by=PUBLIC, words=words)


def finishes(contact: Contact, row: dict[str, Any], meant: Meant, at: Any) -> None:
    """The counsellor listens, writes, asks about danger and ends it."""
    if meant.end == ASIDE:
        at(contact, set_kind, kind="wrong_number")
        return
    if meant.end == LEFT:
        at(contact, set_kind, kind="silent", heard="yes")
    said = {"caller_kind": meant.caller, "main_reason": meant.reason, "place_text": row["place"]}
    at(contact, write_contact, said={**said, "narrative": row["text"], "place_code": row["territory"]})
    at(contact, ask_about_danger, answers={"hurt_now": "no", **meant.answers})
    if meant.end == REPORT:
        at(contact, pass_on)
    elif meant.end == LEFT:
        at(contact, caller_left, what=row["text"])
    else:
        at(contact, finish_contact)


def test_every_row_that_calls_or_writes_ends_as_its_kind(
    line: Any, child: Child, ready: Any, at: Any, acting_as: Any, as_owner: Any
) -> None:
    assert set(MEANT) == {row["id"] for row in TAKEN}
    ready("listener")
    for row in TAKEN:
        meant = MEANT[row["id"]]
        comes(row, child, acting_as)
        with acting_as(line["listener"]):
            taken = accept(arrival=Arrival.objects.latest("pk"), by=line["listener"])
            contact = Contact.objects.get(pk=taken.contact_id)
        assert (contact.channel, row["channel"] == "phone") == (row["channel"], contact.narrative == "")
        finishes(contact, row, meant, at)
        with acting_as(line["listener"]):
            ended(arrival=taken, by=line["listener"])
        with as_owner():
            now = Contact.objects.get(pk=contact.pk)
            assert bool(now.report_reference) == (meant.end == REPORT), row["id"]
            assert meant.end in {REPORT, now.status}, row["id"]
            wanted = {"none": {"", "low"}, "unknown": {"medium", "high"}}
            levels = set().union(*(wanted.get(level, {level}) for level in row["expected_risk"]))
            assert now.risk in levels, row["id"]
    with as_owner():
        assert not Arrival.objects.filter(state__in=("waiting", "recording", "handed")).exists()
