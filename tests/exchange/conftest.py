"""A worker with a case, a form that is asked, and a phone."""

from typing import Any

import pytest

from himaya.access.devicekeys.actions import make_key
from himaya.access.gate import acting_as
from himaya.access.models import DeviceKey
from himaya.cases.models import Case, CaseMember
from himaya.instruments.models import FormVersion
from tests.cases.conftest import country, english, in_english, make_case, make_person, make_report
from tests.cases.form_cast import asking
from tests.exchange.collect import Collect, over
from tests.instruments.xform_cast import asked

__all__ = ["country", "english", "in_english", "make_case", "make_person", "make_report"]

SURVEY = [
    asked("hidden", "record_age"),
    asked("text", "record_sex", "Cinsi", readonly="yes"),
    asked("text", "record_reference", "İşin nömrəsi"),
    asked("text", "who", "Kim evdə idi?", required="yes"),
    asked("integer", "rooms", "Neçə otaq var?", constraint=". < 20"),
    asked("image", "front", "Evin şəkli"),
    asked("image", "yard", "Həyətin şəkli"),
]
SECRET = "abcdefghijklmnopqrstuvwxyz234567"


@pytest.fixture
def case(make_case: Any) -> Case:
    made: Case = make_case("registered")
    return made


@pytest.fixture
def child(case: Case, country: Any) -> CaseMember:
    with acting_as(country["worker"]):
        found: CaseMember = case.members.get(role="child")
        return found


@pytest.fixture
def visit(as_owner: Any, country: Any) -> FormVersion:
    """The form of a visit, asked from today."""
    return asking(as_owner, country["nation"], *SURVEY, form_id="ev_ziyareti")


@pytest.fixture
def key(country: Any) -> DeviceKey:
    with acting_as(country["worker"]):
        return make_key(name="Samsung", secret=SECRET, by=country["worker"])


@pytest.fixture
def phone(browser_of: Any, key: DeviceKey) -> Collect:
    """The worker's phone; nothing is on it yet."""
    return Collect(over(browser_of()), "/openrosa", key.public_id, SECRET)


def said(who: str = "Nənə", rooms: str = "2", front: str = "", yard: str = "", **facts: str) -> str:
    """Answers to the visit form, in its order."""
    told = {"record_age": "", "record_sex": "", "record_reference": "", **facts}
    rest = {"who": who, "rooms": rooms, "front": front, "yard": yard}
    return "".join(f"<{name}>{text}</{name}>" for name, text in {**told, **rest}.items())
