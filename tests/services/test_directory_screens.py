"""The directory of services: found by anyone in any spelling, kept by those who give them."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.models import AuditEvent
from himaya.access.roles import ROLES, SERVICE_MANAGE, ProviderStaff
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.reference.queries import by_code
from himaya.services.actions import add_service, change_service
from himaya.services.models import Service
from tests import factories
from tests.cases.conftest import country, english, in_english, make_case, make_person, make_report
from tests.desk.conftest import everyone

__all__ = ["country", "english", "everyone", "in_english", "make_case", "make_person", "make_report"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NEW = {
    "type": "legal_aid", "name_az": "Hüquqi yardım", "name_en": "Legal aid", "territories": ["AZ-MAS"],
    "age_from": "0", "age_to": "17", "phone": "+994 12 000 00 00", "is_open": "on",
}  # fmt: skip


@pytest.fixture
def offered(everyone: Any, as_owner: Any) -> dict[str, Service]:
    """Four services of one centre: two of them for one district, one closed."""
    made: dict[str, Service] = {}
    with as_owner():
        for name, kind, place, more in [
            ("Şəfəq Mərkəzi", "psychological", "AZ-MAS", {"age_from": 3, "age_to": 10}),
            ("İşıq Reabilitasiya", "rehabilitation", "AZ-LAN", {"groups": ["child_disability"]}),
            ("Bütün ölkə üzrə hüquq", "legal_aid", None, {"about_ru": "Юридическая помощь"}),
            ("Bağlı xidmət", "mentoring", None, {"is_open": False}),
        ]:
            service = Service.objects.create(
                unit=everyone["centre"], type=kind, name_az=name, is_nationwide=place is None, **more
            )
            if place:
                service.territories.set([by_code(place)])
            made[kind] = service
    return made


def found(english: Any, **asked: str) -> list[str]:
    page = english().post(reverse("services:directory"), asked, follow=True)
    assert page.status_code == 200
    return [service.type for service in page.context["page"]]


def test_anyone_finds_a_service_in_any_spelling_and_language(offered: Any, english: Any) -> None:
    assert found(english, q="şəfəq") == found(english, q="SEFEQ") == ["psychological"]
    assert found(english, q="isiq") == ["rehabilitation"]
    assert "legal_aid" in found(english, q="юридическая")
    assert "legal_aid" in found(english, q="hüquqi yardım")
    assert found(english, q="zzzz") == []


def test_by_place_those_of_the_place_stand_first(offered: Any, english: Any) -> None:
    listed = found(english, place="Masalli rayonu")
    assert listed[0] == "psychological"
    assert "rehabilitation" not in listed
    assert "legal_aid" in listed
    assert listed[-1] == "mentoring", "what takes no one stands last"


def test_by_age_kind_and_for_whom(offered: Any, english: Any) -> None:
    assert found(english, age="15", q="mərkəzi", place="Masallı") == ["psychological"]
    assert found(english, age="10", q="mərkəzi", place="Masallı") == ["psychological", "psychological"]
    assert found(english, type="rehabilitation") == ["rehabilitation"]
    assert "rehabilitation" not in found(english, group="elderly")


@pytest.mark.parametrize(
    "asked",
    [{"age": "minus"}, {"type": "nonsense"}, {"place": "???"}, {"q": "' or 1=1 --"}, {"q": "\u202e😀" * 60}, {"page": "-3"}],
)  # fmt: skip
def test_what_is_not_understood_is_left_out_and_nothing_breaks(
    offered: Any, english: Any, asked: Any
) -> None:
    found(english, **asked)


def test_a_place_that_could_be_two_is_asked_about(offered: Any, english: Any) -> None:
    page = english().post(reverse("services:directory"), {"place": "Lənkəran"}, follow=True)
    assert page.context["need"].territory is not None or page.context["places"]


def test_the_page_costs_the_same_however_many_services(
    offered: Any, everyone: Any, english: Any, as_owner: Any
) -> None:
    browser = english()
    browser.get(reverse("services:directory"))
    with CaptureQueriesContext(connection) as few:
        browser.get(reverse("services:directory"))
    with as_owner():
        for n in range(60):
            Service.objects.create(
                unit=everyone["centre"], type="crisis", name_az=f"Xidmət {n}", is_nationwide=True
            )
    with CaptureQueriesContext(connection) as many:
        page = browser.get(reverse("services:directory"))
    assert len(many) == len(few) <= 12
    assert len(page.context["page"].object_list) == 20


def test_one_service_is_shown_with_how_to_reach_it(offered: Any, english: Any) -> None:
    page = english().get(offered["psychological"].get_absolute_url()).content.decode()
    assert "3–10" in page
    assert "takes no one" in english().get(offered["mentoring"].get_absolute_url()).content.decode()
    assert english().get(reverse("services:detail", args=["0" * 12])).status_code == 404


@pytest.mark.parametrize("code", sorted(ROLES))
def test_only_providers_keep_services(everyone: Any, english: Any, code: str) -> None:
    wanted = 200 if SERVICE_MANAGE in ROLES[code].may else 403
    assert english(everyone[code]).get(reverse("services:own")).status_code == wanted


def test_a_provider_adds_corrects_and_confirms_their_own(everyone: Any, english: Any, as_owner: Any) -> None:
    browser = english(everyone["provider_staff"])
    with clock.fixed("2026-03-02T10:00"):
        assert browser.post(reverse("services:add"), NEW).status_code == 302
        service = Service.objects.get(type="legal_aid")
        assert (service.unit, [t.code for t in service.territories.all()]) == (everyone["centre"], ["AZ-MAS"])
        again = browser.post(reverse("services:add"), NEW)
        assert "name_az" in again.context["form"].errors
        change = reverse("services:change", args=[service.public_id])
        assert "Hüquqi yardım" in browser.get(change).content.decode()
        assert browser.post(change, {**NEW, "hours": "9–18", "_version": "1"}).status_code == 302
        older = browser.post(change, {**NEW, "hours": "10–19", "_version": "1"})
        assert older.context["form"].differences["hours"].theirs == "9–18"
        assert "9–18" in older.content.decode()
    with clock.fixed("2026-04-02T10:00"):
        browser = english(everyone["provider_staff"])  # the session of a month ago is over
        browser.post(reverse("services:confirm", args=[service.public_id]))
        service.refresh_from_db()
        assert (service.hours, service.confirmed_on) == ("9–18", clock.today())
    with as_owner():
        verbs = set(AuditEvent.objects.values_list("verb", flat=True))
        assert {"directory.add_service", "directory.change_service", "directory.confirm_service"} <= verbs


def test_another_organisation_s_entry_is_not_there_for_a_rival(everyone: Any, english: Any) -> None:
    page = reverse("services:change", args=[everyone["service"].public_id])
    assert english(everyone["rival"]).get(page).status_code == 404
    assert english(everyone["provider_staff"]).get(page).status_code == 200
    with pytest.raises(PermissionDenied):
        change_service(service=everyone["service"], territories=[], by=everyone["rival"], name_az="Yox")
    with pytest.raises(PermissionDenied):
        add_service(
            unit=everyone["centre"], territories=[], by=everyone["rival"], type="crisis", name_az="Yox"
        )


def test_a_second_tab_is_refused_by_the_action(everyone: Any) -> None:
    with pytest.raises(Stale):
        change_service(
            service=everyone["service"],
            territories=[],
            by=everyone["provider_staff"],
            expected=0,
            name_az="Yox",
        )
    with pytest.raises(Refused):
        add_service(
            unit=everyone["centre"], territories=[], by=everyone["provider_staff"],
            type=everyone["service"].type, name_az=everyone["service"].name_az,
        )  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": ""}, {"type": "castle"}, {"name_az": ""}, {"name_az": "x" * 201}, {"age_from": "12", "age_to": "3"},
        {"age_from": "-1"}, {"territories": ["AZ-XXX"]}, {"territories": []}, {"phone": "<script>"}, {"capacity": "çox"},
    ],
)  # fmt: skip
def test_a_wrong_entry_is_refused_beside_its_field(
    everyone: Any, english: Any, wrong: dict[str, Any]
) -> None:
    answer = english(everyone["provider_staff"]).post(reverse("services:add"), {**NEW, **wrong})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Service.objects.filter(type="legal_aid").exists()


def test_who_works_in_two_centres_says_for_which(everyone: Any, english: Any, as_owner: Any) -> None:
    with as_owner():
        second = factories.unit(parent=everyone["nation"])
        both = factories.user((ProviderStaff, everyone["centre"]), (ProviderStaff, second))
    browser = english(both)
    assert "unit" in browser.post(reverse("services:add"), NEW).context["form"].errors
    browser.post(reverse("services:add"), {**NEW, "unit": second.public_id})
    assert Service.objects.get(type="legal_aid").unit == second
