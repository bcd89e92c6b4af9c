"""A commission and the people around it, for the tests of meetings and duties."""

from collections.abc import Iterator
from typing import Any

import pytest

from himaya.access.models import Organisation, User
from himaya.access.roles import CommissionMember, CommissionSecretary, ProviderStaff
from himaya.cases.commission.actions import establish_commission, take_seat
from himaya.cases.commission.models import Commission
from himaya.cases.commission.queries import known_commissions
from himaya.cases.meetings.actions import (
    call_conference,
    hold_meeting,
    invite_people,
    load_minutes_letters,
    plan_session,
    record_decision,
    sign_minutes,
    submit_item,
    take_item,
)
from himaya.cases.meetings.models import AgendaItem, Attendee, Meeting, Minutes
from himaya.cases.models import Case
from himaya.kit import clock
from tests import factories

PASSWORD = "Uzun-parol-2026"
SAID = {
    "facts": "Uşaq iki həftədir dərsə getmir.",
    "child_view_method": "talk",
    "child_view": "Məktəbə qayıtmaq istəyir.",
    "family_view": "Ana razıdır.",
    "best_interests": "Uşağın təhsilə qayıtması onun marağındadır.",
    "decision_kind": "measures",
    "decision": "Məktəb fərdi dəstək təşkil etsin.",
}


@pytest.fixture
def noon() -> Iterator[None]:
    """An ordinary Monday at noon."""
    with clock.fixed("2026-11-02T12:00"):
        yield


@pytest.fixture
def body(country: dict[str, Any], as_owner: Any, acting_as: Any) -> dict[str, Any]:
    """The country with a commission `here`: a secretary, a chair, three members; and a school beside it."""
    cast = country
    with as_owner():
        load_minutes_letters()
        names = {"secretary": CommissionSecretary, "chair": CommissionMember, "anar": CommissionMember,
                 "banu": CommissionMember, "cavid": CommissionMember}  # fmt: skip
        for name, role in names.items():
            user = factories.user((role, cast["here"]), full_name=f"Üzv {name.capitalize()}")
            user.set_password(PASSWORD)
            user.save()
            cast[name] = user
        cast["school"] = factories.unit(kind="school")
        cast["teacher"] = factories.user((ProviderStaff, cast["school"]), full_name="Müəllim Mehriban")
    with acting_as(cast["secretary"]):
        commission = establish_commission(
            unit=cast["here"], kind="childrens_rights", established_on=clock.today(), secretary=cast["secretary"],
            stands_for=stands_for(cast), by=cast["secretary"],
        )  # fmt: skip
        seat(commission, cast["chair"], cast, function="chair")
        for name in ("anar", "banu", "cavid"):
            seat(commission, cast[name], cast)
    return {**cast, "commission": commission}


def stands_for(cast: dict[str, Any]) -> Organisation:
    body: Organisation = cast["here"].organisation
    return body


def seat(
    commission: Commission, user: User, cast: dict[str, Any], function: str = "member", **more: Any
) -> Any:
    return take_seat(
        commission=commission, user=user, function=function, stands_for=stands_for(cast),
        starts_on=more.pop("starts_on", clock.today()), by=cast["secretary"], **more,
    )  # fmt: skip


def put(cast: dict[str, Any], case: Case, acting_as: Any) -> AgendaItem:
    """The worker puts a case before the commission."""
    with acting_as(cast["worker"]):
        return submit_item(
            case=Case.objects.get(pk=case.pk), commission=known_commissions()[0],
            question="Məktəb nə edəcək?", proposal="Fərdi dəstək.", by=cast["worker"],
        )  # fmt: skip


def session(cast: dict[str, Any], acting_as: Any) -> Meeting:
    """The secretary plans a session for today."""
    with acting_as(cast["secretary"]):
        return plan_session(
            commission=Commission.objects.get(), starts_at=clock.now(), place="Zal 1", by=cast["secretary"]
        )


def listed(cast: dict[str, Any], case: Case, acting_as: Any) -> AgendaItem:
    """A case on the agenda of a session whose members are invited."""
    item, meeting = put(cast, case, acting_as), session(cast, acting_as)
    with acting_as(cast["secretary"]):
        take_item(item=AgendaItem.objects.get(pk=item.pk), meeting=meeting, by=cast["secretary"])
        invite_people(meeting=meeting, by=cast["secretary"])
        return AgendaItem.objects.get(pk=item.pk)


def held(cast: dict[str, Any], item: AgendaItem, acting_as: Any, absent: tuple[str, ...] = ()) -> Meeting:
    """The session is held; everybody is there save the absent."""
    with acting_as(cast["secretary"]):
        meeting = Meeting.objects.get(pk=item.meeting_id)
        people = list(Attendee.objects.filter(meeting=meeting))
        away = {cast[name].pk for name in absent}
        return hold_meeting(
            meeting=meeting, held_at=clock.now(), chair=next(p.public_id for p in people if p.part == "chair"),
            attendance={p.public_id: "absent" if p.user_id in away else "present" for p in people},
            by=cast["secretary"],
        )  # fmt: skip


def votes(item: AgendaItem, **said: tuple[str, str]) -> dict[str, tuple[str, str]]:
    """Everybody for, save those named by their given name: `banu=("against", "why")`."""
    people = Attendee.objects.filter(meeting=item.meeting_id)
    return {p.public_id: said.get(p.name.split()[-1].lower(), ("for", "")) for p in people}


def decided(cast: dict[str, Any], item: AgendaItem, acting_as: Any, **changes: Any) -> AgendaItem:
    """The secretary writes the decision; one member is against."""
    with acting_as(cast["secretary"]):
        fresh = AgendaItem.objects.get(pk=item.pk)
        given = {"votes": votes(fresh, banu=("against", "Ailə ilə iş kifayətdir.")), **SAID, **changes}
        return record_decision(item=fresh, by=cast["secretary"], **given)


def close(body: Any, acting_as: Any, who: str = "secretary", **changes: Any) -> Minutes:
    with acting_as(body[who]) as by:
        given = {"name": by.full_name, "password": PASSWORD, "language": "az", **changes}
        return sign_minutes(meeting=Meeting.objects.get(), by=by, **given)


def called() -> dict[str, Any]:
    return {"starts_at": clock.now(), "place": "Otaq 4", "question": "Kim nə edir?", "proposal": ""}


def conference(body: Any, case: Case, acting_as: Any, who: str = "worker") -> Meeting:
    with acting_as(body[who]) as by:
        return call_conference(case=Case.objects.get(pk=case.pk), by=by, **called())
