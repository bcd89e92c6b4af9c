"""Writing to the people of a case: only as they said, never where a perpetrator reads it, in words that tell nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from himaya.cases.casefile.actions import add_member
from himaya.cases.models import Case, CaseMember, HomeMessage, SafeWay
from himaya.cases.writing import actions
from himaya.cases.writing.queries import sent_of, ways_of
from himaya.cases.writing.rules import asks_when
from himaya.clients.sms import Outgoing
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.models import Person, Phone
from himaya.workflow.models import Message, Notice
from himaya.workflow.notices import delivery
from himaya.workflow.notices.delivery import deliver_waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
OFFICE = "+994125550102"


@pytest.fixture
def sent(settings: Any, monkeypatch: Any) -> list[Outgoing]:
    box: list[Outgoing] = []

    class Memory:
        def send(self, message: Outgoing) -> None:
            box.append(message)

    settings.SMS_URL = "kannel://a:b@localhost/x"
    monkeypatch.setattr(delivery, "sms_gateway", Memory)
    return box


@pytest.fixture
def mother(make_case: Any, make_person: Any, country: Any, acting_as: Any) -> CaseMember:
    """The mother in a registered case."""
    case = make_case("registered")
    person = make_person(country["here"], given_name="Sevda")
    with acting_as(country["worker"]) as by:
        member: CaseMember = add_member(case=case, person=person, role="caregiver", by=by)
    return member


def agree(member: CaseMember, by: Any, **told: Any) -> SafeWay:
    given = {"way": "sms", "address": "050 123 45 67", "language": "az", **told}
    way: SafeWay = actions.agree_on_way(case=member.case, member=member, by=by, **given)
    return way


def write(way: SafeWay, by: Any, **told: Any) -> HomeMessage:
    given = {"words": "call_us", "call": OFFICE, "at": clock.now(), **told}
    said: HomeMessage = actions.write_home(way=way, by=by, **given)
    return said


def test_a_message_goes_the_way_they_called_safe_and_says_nothing(
    mother: CaseMember, country: Any, acting_as: Any, as_worker: Any, sent: list[Outgoing]
) -> None:
    with acting_as(country["worker"]) as by:
        way = agree(mother, by, times="18:00-dan sonra")
        hour = clock.now() + timedelta(days=2)
        write(way, by, words="meeting", meets_at=hour)
    with as_worker():
        deliver_waiting()
    (sms,) = sent
    told = (
        f"Görüşümüz: {clock.local(hour):%d.%m.%Y}, saat {clock.local(hour):%H:%M}. Telefon: (012) 555 01 02"
    )
    assert (sms.to, sms.text) == ("+994501234567", told)
    with acting_as(country["worker"]):
        case = Case.objects.get(pk=mother.case_id)
        (one,) = sent_of(case)
        assert (one.name, one.message.state if one.message else "") == ("Əliyeva Sevda", "sent")
        assert one.words.startswith("Our meeting: ")
        assert (str(way), str(one.said)) == (f"sms {way.pk}", f"message {one.said.pk}")


def test_an_email_goes_in_their_language(
    mother: CaseMember, country: Any, acting_as: Any, as_worker: Any, sent: list[Outgoing]
) -> None:
    with acting_as(country["worker"]) as by:
        write(agree(mother, by, way="email", address=" Sevda@Example.az ", language="ru"), by)
    with as_worker():
        deliver_waiting()
    (letter,) = [one for one in mail.outbox if one.to == ["sevda@example.az"]]
    assert letter.body == "Позвоните по номеру (012) 555 01 02, когда вам удобно говорить."
    assert sent == []


@pytest.mark.parametrize(
    ("told", "field", "why"),
    [
        ({"address": "112"}, "address", "whole telephone number"),
        ({"address": "zəng etməyin"}, "address", "whole telephone number"),
        ({"way": "email", "address": "sevda"}, "address", "whole e-mail address"),
    ],
)
def test_what_is_no_address_is_refused(
    told: dict[str, str], field: str, why: str, mother: CaseMember, country: Any, acting_as: Any
) -> None:
    with acting_as(country["worker"]) as by, pytest.raises(Refused, match=why) as refused:
        agree(mother, by, **told)
    assert refused.value.field == field


def test_nobody_writes_where_a_perpetrator_reads_it(
    mother: CaseMember, country: Any, acting_as: Any, make_person: Any, as_worker: Any, as_owner: Any, sent: Any
) -> None:  # fmt: skip
    father = make_person(country["here"], given_name="Elçin")
    with acting_as(country["worker"]) as by:
        way = agree(mother, by)
        write(way, by)
        them = add_member(case=mother.case, person=father, role="perpetrator", by=by)
        with pytest.raises(Refused, match="possible perpetrator") as refused:
            agree(them, by)
        assert refused.value.field == "member"
    with as_owner():
        Phone.objects.create(dossier=father.dossier, person=father, number="+994501234567")
    with acting_as(country["worker"]) as by:
        with pytest.raises(Refused, match="has this number too"):
            agree(mother, by)
        with pytest.raises(Refused, match="has this number too"):
            write(way, by)
    with as_worker():
        deliver_waiting()  # what waited is not sent either
    assert sent == []
    with as_owner():
        assert Message.objects.get(addressee="case_home").failed_at is not None
        assert Notice.objects.filter(user=country["worker"], kind="message.undelivered").exists()


def test_a_number_that_the_register_calls_unsafe_is_refused(
    mother: CaseMember, country: Any, acting_as: Any, as_owner: Any
) -> None:
    with as_owner():
        them = Person.objects.get(pk=mother.person_id)
        Phone.objects.create(dossier=them.dossier, person=them, number="+994501234567", is_safe=False)
    with acting_as(country["worker"]) as by:
        with pytest.raises(Refused, match="unsafe"):
            agree(mother, by)
        assert agree(mother, by, address="050 123 45 68").address == "+994501234568"


def test_what_is_safe_changes(
    mother: CaseMember, country: Any, acting_as: Any, as_worker: Any, sent: list[Outgoing]
) -> None:
    with acting_as(country["worker"]) as by:
        first = agree(mother, by)
        second = agree(mother, by, address="+994551112233")
        assert [way.pk for way in ways_of(mother.case)] == [second.pk]
        with pytest.raises(Refused, match="not safe any more"):
            write(first, by)
        write(second, by)
        assert actions.end_way(way=second, by=by).ended_at is not None
        assert actions.end_way(way=second, by=by).ended_at is not None, "said twice is once"
    with as_worker():
        deliver_waiting()
    assert sent == []


def test_who_has_died_or_left_is_not_written_to(
    mother: CaseMember, country: Any, acting_as: Any, as_owner: Any, as_worker: Any, sent: list[Outgoing]
) -> None:
    with acting_as(country["worker"]) as by:
        way = agree(mother, by)
        write(way, by)
    with as_owner():
        Person.objects.filter(pk=mother.person_id).update(life="dead")
    with acting_as(country["worker"]) as by:
        with pytest.raises(Refused, match="has died"):
            agree(mother, by)
        with pytest.raises(Refused, match="has died"):
            write(way, by)
    with as_worker():
        deliver_waiting()
    assert sent == []
    with as_owner():
        Person.objects.filter(pk=mother.person_id).update(life="")
        CaseMember.objects.filter(pk=mother.pk).update(ended_at=clock.now())
    with acting_as(country["worker"]) as by, pytest.raises(Refused, match="does not belong"):
        write(SafeWay.objects.get(), by)


def test_a_text_that_names_a_day_has_one_and_a_day_has_its_most(
    mother: CaseMember, country: Any, acting_as: Any
) -> None:
    with acting_as(country["worker"]) as by:
        way = agree(mother, by)
        with pytest.raises(Refused, match="Write the day and hour") as refused:
            write(way, by, words="moved")
        assert refused.value.field == "meets_at"
        with pytest.raises(Refused, match="This hour is over"):
            write(way, by, words="moved", meets_at=clock.now() - timedelta(minutes=1))
        for _again in range(3):
            write(way, by)
        with pytest.raises(Refused, match="often enough today"):
            write(way, by)
    assert [asks_when(text) for text in ("Call {phone}", "At {time}", "On {day}")] == [False, True, True]


def test_only_who_works_on_an_open_case_writes(
    mother: CaseMember, make_case: Any, country: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    with acting_as(country["stranger"]) as by, pytest.raises(PermissionDenied):
        agree(mother, by)
    case = make_case("closed")
    told = {"case": case, "dossier": case.dossier}
    with as_owner():
        child = CaseMember.objects.get(case=case)
        way = SafeWay.objects.create(
            **told, member=child, way="sms", address="+994501234567", language="az", agreed_at=clock.now()
        )
        said = HomeMessage.objects.create(
            **told, way=way, words="call_us", call=OFFICE, not_before=clock.now(), written_at=clock.now()
        )
    with acting_as(country["supervisor"]) as by:
        with pytest.raises(Refused, match="closed"):
            agree(child, by)
        with pytest.raises(Refused, match="closed"):
            write(way, by)
    with as_worker():
        assert actions.find_home(said.pk, "") is None
        assert actions.find_home(0, "") is None
