"""An incident: apart from its contact, told to whom the kind names, with every hand its evidence went through."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from himaya.hotline.contacts.actions import write_child
from himaya.hotline.escalation.actions import pass_on
from himaya.hotline.incidents.actions import (
    Happened,
    Item,
    Telling,
    close_incident,
    hand_over,
    link_incident,
    log_evidence,
    open_incident,
    record_answer,
    set_incident_aside,
    tell_body,
)
from himaya.hotline.incidents.queries import evidence_of, listed, notices_of
from himaya.hotline.models import Contact, Evidence, Incident, IncidentNotice
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.documents.homes import home_of
from himaya.registry.models import Document
from himaya.workflow.models import Clock, Notice
from tests.pictures import PNG

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

BEATEN = Happened(kind="assault", what="Atası kəmərlə vurub.", precision="unknown", happened_words="dünən")
BELT = Item(kind="object", what="Kəmər", holder="Qonşu Rəna", taken_from="Qonşu Rəna")


@pytest.fixture
def incident(told: Any, at: Any) -> Any:
    """`incident(told=…)`: opened from a contact."""

    def make(happened: Happened = BEATEN, **more: Any) -> Incident:
        return at(told(**more), open_incident, told=happened)

    return make


@pytest.fixture
def on(line: Any, acting_as: Any) -> Any:
    """`on(incident, action, who, **said)`: somebody goes on with it, as it is now."""

    def do(thing: Incident, act: Any, who: str = "listener", **said: Any) -> Any:
        with acting_as(line[who]):
            return act(incident=Incident.objects.get(pk=thing.pk), by=line[who], **said)

    return do


def running(acting_as: Any, line: Any) -> set[str]:
    with acting_as(line["listener"]):
        rows = Clock.objects.filter(process="incident", state=Clock.RUNNING)
        return set(rows.values_list("name", flat=True))


def test_an_incident_has_a_dossier_and_a_clock_of_its_own(line: Any, incident: Any, acting_as: Any) -> None:
    made = incident()
    assert made.dossier_id != made.contact.dossier_id
    assert (made.status, made.report_id) == ("opened", None)
    assert running(acting_as, line) == {"told"}
    for who, sees in {
        "listener": 1,
        "lead": 1,
        "colleague": 0,
        "duty": 0,
        "supervisor": 0,
        "chief": 0,
    }.items():
        with acting_as(line[who]):
            assert Incident.objects.count() == sees, who
    with acting_as(line["lead"]):
        assert [one.pk for one in listed("open", line["lead"])] == [made.pk]
        assert not listed("over", line["lead"])
        assert Notice.objects.filter(kind="incident.opened").exists()
    with acting_as(line["duty"]), pytest.raises(PermissionDenied):
        open_incident(contact=made.contact, told=BEATEN, by=line["duty"])


def test_what_lies_ahead_has_not_happened(told: Any, at: Any) -> None:
    ahead = Happened("assault", "x", "exact", clock.now() + timedelta(hours=1))
    with pytest.raises(Refused, match="still to come"):
        at(told(), open_incident, told=ahead)


def test_it_closes_when_everybody_was_told_and_has_answered(
    line: Any, incident: Any, on: Any, acting_as: Any
) -> None:
    made = incident()
    with pytest.raises(Refused, match="Still to be told: Police, Doctor"):
        on(made, close_incident, outcome="safe")
    police = on(made, tell_body, telling=Telling("police", their_number="102-88"))
    assert running(acting_as, line) == {"answers"}
    on(made, tell_body, telling=Telling("doctor", told_at=clock.now() - timedelta(minutes=5)))
    with pytest.raises(Refused, match="still to come"):
        on(made, tell_body, telling=Telling("other", told_at=clock.now() + timedelta(minutes=5)))
    with pytest.raises(Refused, match="has answered"):
        on(made, close_incident, outcome="safe")
    with acting_as(line["listener"]):
        for notice in IncidentNotice.objects.all():
            record_answer(notice=notice, answer="registered", by=line["listener"])
        with pytest.raises(Refused, match="already recorded"):
            record_answer(notice=police, answer="refused", by=line["listener"])
        kept = [(one.body, one.their_number, one.answer) for one in notices_of(made)]
    assert kept == [("doctor", "", "registered"), ("police", "102-88", "registered")]
    closed = on(made, close_incident, outcome="safe", note="Xalasındadır")
    assert (closed.status, closed.outcome) == ("closed", "safe")
    assert running(acting_as, line) == set()
    late = on(made, tell_body, telling=Telling("prosecutor"))
    assert late.pk, "nothing holds back who must be told, not even the end"


def test_only_a_supervisor_says_that_it_was_none(incident: Any, on: Any) -> None:
    made = incident()
    with pytest.raises(PermissionDenied):
        on(made, set_incident_aside, outcome="mistaken")
    assert on(made, set_incident_aside, "lead", outcome="mistaken").status == "set_aside"


def test_every_hand_of_an_item_stands_in_the_log(line: Any, incident: Any, on: Any, acting_as: Any) -> None:
    made = incident()
    began = clock.now() - timedelta(hours=2)
    on(made, log_evidence, item=Item("object", "Kəmər", "Qonşu Rəna", began, "Qonşu Rəna"))
    second = on(made, log_evidence, item=BELT)
    assert second.number == 2
    with pytest.raises(Refused, match="still to come"):
        on(made, log_evidence, item=Item("object", "x", "y", clock.now() + timedelta(hours=1)))
    with acting_as(line["listener"]):
        first = Evidence.objects.get(number=1)
        hand_over(evidence=first, step="handed_over", holder="Polis, 9-cu bölmə", by=line["listener"])
        for moment, why in ((began - timedelta(1), "another hand"), (clock.now() + timedelta(1), "to come")):
            with pytest.raises(Refused, match=why):
                hand_over(evidence=first, step="moved", holder="x", by=line["listener"], at=moment)
        log = evidence_of(made)
        assert log[0].taken_from == "Qonşu Rəna"
    assert [[hand.step for hand in item.custody.all()] for item in log] == [["kept", "handed_over"], ["kept"]]


def test_a_file_lies_among_the_documents_with_the_digest_of_what_was_handed_in(
    line: Any, incident: Any, on: Any, acting_as: Any
) -> None:
    made = incident()
    file = SimpleUploadedFile("xəsarət.png", PNG, content_type="image/png")
    item = on(made, log_evidence, item=Item("photo", "Qolu", "Sistem"), file=file)
    assert len(item.document.original_digest) == 64
    for who, sees in {"listener": 1, "lead": 1, "colleague": 0, "duty": 0}.items():
        with acting_as(line[who]):
            assert Document.objects.count() == sees, who
            home = home_of(made.dossier, line[who])
            assert (home.url if home else "") == (made.get_absolute_url() if sees else ""), who


def test_the_desk_of_the_report_sees_the_incident_and_nothing_of_the_contact(
    line: Any, incident: Any, on: Any, at: Any, acting_as: Any
) -> None:
    made = incident(place_text="Sumqayıt", place_code=line["sumqayit"].code)
    assert made.territory is None
    with pytest.raises(Refused, match="not passed on"):
        on(made, link_incident)
    at(made.contact, write_child, said={"name": "Aysel", "age_years": 14})
    at(made.contact, pass_on)
    linked = on(made, link_incident)
    assert linked.territory == line["sumqayit"]
    with pytest.raises(Refused, match="already"):
        on(made, link_incident)
    with acting_as(line["lead"]):
        later = open_incident(contact=Contact.objects.get(), told=BEATEN, by=line["lead"])
        assert later.report_id is None, "a supervisor who does not see the report links nothing"
    direct = at(made.contact, open_incident, told=BEATEN)
    assert direct.report_id == linked.report_id
    with acting_as(line["supervisor"]):
        assert Incident.objects.count() == 2
        assert not Contact.objects.exists()
        assert Notice.objects.filter(kind="incident.linked").count() == 2
    with acting_as(line["stranger"]):
        assert not Incident.objects.exists()
