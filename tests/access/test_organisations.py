"""Units and organisations are kept by the administrators above them; none is deleted."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from himaya.access.models import Organisation, Unit
from himaya.access.organisations import actions
from himaya.access.roles import Administrator, SocialWorker
from himaya.kit.errors import Refused
from himaya.reference.actions import load_reference
from himaya.reference.models import Territory
from tests import factories

As = Callable[[], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db
NAMES = {"kind": "social_services_agency", "name_az": "Yeni şöbə", "name_en": "New", "name_ru": "Новый"}


@pytest.fixture
def country(as_owner: As) -> dict[str, Any]:
    with as_owner():
        load_reference()
        nation = factories.unit(national=True)
        region, other = factories.unit(parent=nation), factories.unit(parent=nation)
        return {
            "nation": nation,
            "region": region,
            "other": other,
            "chief": factories.user((Administrator, nation)),
            "keeper": factories.user((Administrator, region)),
            "worker": factories.user((SocialWorker, region)),
        }


def test_a_unit_is_added_below_one_s_own(country: Any, acting_as: Any) -> None:
    place = Territory.objects.first()
    with acting_as(country["keeper"]) as keeper:
        unit = actions.add_unit(parent=country["region"], territories=[place], by=keeper, **NAMES)
        assert unit.path == [country["nation"].pk, country["region"].pk, unit.pk]
        assert list(unit.territories.all()) == [place]
        with pytest.raises(Refused):
            actions.add_unit(parent=country["region"], by=keeper, **NAMES)
        with pytest.raises(Refused):
            actions.add_unit(parent=country["other"], by=keeper, **NAMES)
    with acting_as(country["worker"]) as worker, pytest.raises(PermissionDenied):
        actions.add_unit(parent=country["region"], by=worker, **NAMES)


def test_a_unit_moves_within_one_s_own_tree_and_never_below_itself(country: Any, acting_as: Any) -> None:
    with acting_as(country["keeper"]) as keeper:
        one = actions.add_unit(parent=country["region"], by=keeper, **NAMES)
        two = actions.add_unit(parent=one, by=keeper, **{**NAMES, "name_az": "Alt şöbə"})
        with pytest.raises(Refused):
            actions.change_unit(unit=one, parent=two, by=keeper, **NAMES)
        with pytest.raises(Refused):
            actions.change_unit(unit=one, parent=country["other"], by=keeper, **NAMES)
        actions.change_unit(unit=two, parent=country["region"], by=keeper, **{**NAMES, "name_az": "Köçən"})
        two.refresh_from_db()
        assert two.path == [country["nation"].pk, country["region"].pk, two.pk]


def test_nobody_lifts_their_unit_out_of_what_stands_above_it(country: Any, acting_as: Any) -> None:
    region, nation = country["region"], country["nation"]
    with acting_as(country["keeper"]) as keeper:
        actions.change_unit(unit=region, parent=None, by=keeper, **NAMES)
        region.refresh_from_db()
        assert (region.name_az, region.parent_id) == (NAMES["name_az"], nation.pk)
        assert region.path == [nation.pk, region.pk]
    with acting_as(country["chief"]) as chief:
        actions.change_unit(unit=nation, parent=region, by=chief, **{**NAMES, "name_az": "Ən üst"})
        nation.refresh_from_db()
        assert (nation.name_az, nation.parent_id) == ("Ən üst", None)


def test_one_renames_the_unit_one_keeps_from_and_is_not_asked_where_it_stands(
    country: Any, browser_of: Any
) -> None:
    browser, region = browser_of(country["keeper"]), country["region"]
    edit = reverse("access:unit-edit", args=[region.public_id])
    assert 'name="parent"' not in browser.get(edit).content.decode()
    assert browser.post(edit, NAMES).status_code == 302
    region.refresh_from_db()
    assert (region.name_az, region.parent_id) == (NAMES["name_az"], country["nation"].pk)


def test_organisations_are_added_from_the_top(country: Any, acting_as: Any) -> None:
    with acting_as(country["keeper"]) as keeper, pytest.raises(Refused):
        actions.add_organisation(by=keeper, **NAMES)
    with acting_as(country["chief"]) as chief:
        unit = actions.add_organisation(by=chief, voen="1234567890", **NAMES)
        assert unit.parent_id is None
        assert Organisation.objects.get(name_az="Yeni şöbə").voen == "1234567890"


def test_a_unit_with_people_is_not_closed(country: Any, acting_as: Any) -> None:
    with acting_as(country["keeper"]) as keeper:
        with pytest.raises(Refused):
            actions.close_unit(unit=country["region"], by=keeper)
        empty = actions.add_unit(parent=country["region"], by=keeper, **NAMES)
        assert not actions.close_unit(unit=empty, by=keeper).is_active
        assert actions.reopen_unit(unit=empty, by=keeper).is_active


def test_a_unit_is_closed_after_the_units_below_it(country: Any, acting_as: Any) -> None:
    with acting_as(country["keeper"]) as keeper:
        upper = actions.add_unit(parent=country["region"], by=keeper, **NAMES)
        lower = actions.add_unit(parent=upper, by=keeper, **NAMES)
        with translation.override("en"), pytest.raises(Refused, match="Units below this one are still open"):
            actions.close_unit(unit=upper, by=keeper)
        actions.close_unit(unit=lower, by=keeper)
        assert not actions.close_unit(unit=upper, by=keeper).is_active


def test_the_national_desk_stays_open(country: Any, acting_as: Any, as_owner: As) -> None:
    with as_owner():
        Unit.objects.filter(is_national_desk=True).update(is_national_desk=False)
        top = factories.unit()
        chief = factories.user((Administrator, top))
        desk = factories.unit(parent=top, national=True)
    with acting_as(chief), translation.override("en"), pytest.raises(Refused, match="stays open"):
        actions.close_unit(unit=desk, by=chief)
    desk.refresh_from_db()
    assert desk.is_active


def test_the_pages_show_and_change_the_own_tree_only(country: Any, browser_of: Any) -> None:
    browser = browser_of(country["keeper"])
    page = browser.get(reverse("access:units")).content.decode()
    assert str(country["region"]) in page
    assert str(country["other"]) not in page
    assert browser.get(reverse("access:unit-edit", args=[country["other"].public_id])).status_code == 404
    edit = reverse("access:unit-edit", args=[country["region"].public_id])
    assert browser.get(edit).status_code == 200
    sent = {**NAMES, "parent": country["region"].public_id}
    assert browser.post(reverse("access:unit-add"), sent).status_code == 302
    made = Unit.objects.get(name_az="Yeni şöbə")
    edit = reverse("access:unit-edit", args=[made.public_id])
    assert browser.post(edit, {**sent, "name_az": "Başqa ad"}).status_code == 302
    assert Unit.objects.get(pk=made.pk).name_az == "Başqa ad"
    assert browser.post(reverse("access:unit-close", args=[made.public_id])).status_code == 302
    assert browser_of(country["worker"]).get(reverse("access:units")).status_code == 403


def test_the_country_has_one_national_desk(country: dict[str, Any], as_owner: As) -> None:
    with as_owner(), pytest.raises(IntegrityError, match="unit_one_national_desk"), transaction.atomic():
        factories.unit(national=True)
