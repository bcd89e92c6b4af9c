"""Bringing, approving and retiring forms: once, by two people, without overwriting anybody."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from himaya.access.gate import acting_as
from himaya.access.models import AuditEvent, User
from himaya.access.roles import Methodologist, SocialWorker
from himaya.instruments.actions import approve_form, bring_form, retire_form
from himaya.instruments.models import FormVersion
from himaya.instruments.queries import checked, form_on
from himaya.instruments.xforms.compiling import Compiled
from himaya.instruments.xforms.problems import Broken
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from tests import factories
from tests.instruments.xform_cast import asked, book, choice, filled, make, settings

pytestmark = pytest.mark.django_db
SURVEY = [asked("text", "who", "Kim?", required="yes"), asked("select_one yes_no", "agreed", "Razıdır?")]
CHOICES = [choice("yes_no", "yes", "Bəli"), choice("yes_no", "no", "Xeyr")]
_made: dict[str, Compiled] = {}


def compiled_as(number: str, folder: Path) -> Compiled:
    """Compiled once a version: it takes a second."""
    if number not in _made:
        _made[number] = make(book(SURVEY, CHOICES, settings("visit", number)), folder)
    return _made[number]


@pytest.fixture
def people(as_owner: Any) -> dict[str, User]:
    with as_owner():
        unit = factories.unit(national=True)
        return {
            "first": factories.user((Methodologist, unit)),
            "second": factories.user((Methodologist, unit)),
            "third": factories.user((Methodologist, unit)),
            "worker": factories.user((SocialWorker, unit)),
        }


def brought(by: User, folder: Path, number: str = "1", digest: str = "") -> FormVersion:
    made = compiled_as(number, folder)
    if digest:
        made = Compiled(made.xml, made.shape, made.remarks, digest)
    said = {"file_name": "visit.xlsx", "licence": "CC BY 4.0", "source": "Öz işimiz", "content": b"x"}
    with acting_as(by):
        return bring_form(made=made, by=by, **said)


def test_a_form_is_kept_whole_and_waits(people: dict[str, User], tmp_path: Path) -> None:
    form = brought(people["first"], tmp_path)
    assert (form.status, form.form_id, form.number, form.questions) == ("draft", "visit", "1", 2)
    assert form.missing == {"Azərbaycan (az)": 0, "English (en)": 0}
    assert form.compiler.startswith("pyxform ")
    assert form_on("visit", clock.today()) is None
    assert str(form) == "Forma visit (visit, 1)"


def test_bringing_is_audited(people: dict[str, User], tmp_path: Path, as_owner: Any) -> None:
    form = brought(people["first"], tmp_path)
    with as_owner():
        assert AuditEvent.objects.filter(verb="xforms.bring_form", object_id=form.pk).exists()


def test_the_same_workbook_is_kept_once_and_another_under_its_number_is_refused(
    people: dict[str, User], tmp_path: Path
) -> None:
    form = brought(people["first"], tmp_path)
    assert brought(people["first"], tmp_path).pk == form.pk
    for by, digest in (("second", ""), ("first", hashlib.sha256(b"y").hexdigest())):
        with pytest.raises(Refused, match="already here") as refusal:
            brought(people[by], tmp_path, digest=digest)
        assert refusal.value.field == "file"
    assert FormVersion.objects.count() == 1


def test_only_a_methodologist_brings_forms(people: dict[str, User], tmp_path: Path) -> None:
    with pytest.raises(PermissionDenied):
        brought(people["worker"], tmp_path)


def test_somebody_else_approves_and_the_version_before_ends(people: dict[str, User], tmp_path: Path) -> None:
    today = clock.today()
    one, two = brought(people["first"], tmp_path), brought(people["first"], tmp_path, "2")
    with acting_as(people["first"]), pytest.raises(Refused, match="Somebody else"):
        approve_form(form=one, on=today, by=people["first"])
    with acting_as(people["second"]):
        approve_form(form=one, on=today, by=people["second"], expected=1)
        assert form_on("visit", today) == one
        with pytest.raises(Refused, match="Another version"):
            approve_form(form=two, on=today, by=people["second"])
        with pytest.raises(Refused, match="has passed"):
            approve_form(form=two, on=today - timedelta(days=1), by=people["second"])
        tomorrow = today + timedelta(days=1)
        approve_form(form=two, on=tomorrow, by=people["second"])
    found = form_on("visit", today), form_on("visit", tomorrow)
    assert found == (one, two)
    one.refresh_from_db()
    assert (one.valid.upper, one.version) == (tomorrow, 3)


def test_a_second_tab_overwrites_nothing(people: dict[str, User], tmp_path: Path) -> None:
    form = brought(people["first"], tmp_path)
    with acting_as(people["second"]):
        approve_form(form=form, on=clock.today(), by=people["second"], expected=1)
    with acting_as(people["third"]), pytest.raises(Stale):
        approve_form(form=form, on=clock.today(), by=people["third"], expected=1)
    with acting_as(people["third"]), pytest.raises(Stale):
        retire_form(form=form, by=people["third"], expected=1)


def test_a_retired_form_is_asked_no_more(people: dict[str, User], tmp_path: Path) -> None:
    today = clock.today()
    used, new, draft = (brought(people["first"], tmp_path, number) for number in ("1", "2", "3"))
    with acting_as(people["second"]):
        approve_form(form=used, on=today, by=people["second"])
        approve_form(form=new, on=today + timedelta(days=3), by=people["second"])
        for form in (new, draft):
            assert retire_form(form=form, by=people["second"]).valid is None
        with pytest.raises(Refused):
            retire_form(form=draft, by=people["second"])
        used.refresh_from_db()
        FormVersion.objects.filter(pk=used.pk).update(valid=(today - timedelta(days=9), used.valid.upper))
        ended = retire_form(form=used, by=people["second"])
    assert ended.status == "retired"
    assert ended.valid.upper == today
    assert form_on("visit", today) is None
    assert form_on("visit", today - timedelta(days=1)) == ended


def test_the_database_too_wants_a_second_person(people: dict[str, User], tmp_path: Path) -> None:
    form = brought(people["first"], tmp_path)
    for wrong in (
        {"approved_by": people["first"], "status": "approved", "valid": (date(2026, 1, 1), None)},
        {"status": "approved"},
    ):
        with acting_as(people["first"]), pytest.raises(IntegrityError), transaction.atomic():
            FormVersion.objects.filter(pk=form.pk).update(**wrong)


def test_answers_are_checked_with_the_version_they_were_given_to(
    people: dict[str, User], tmp_path: Path
) -> None:
    form = brought(people["first"], tmp_path)
    made = compiled_as("1", tmp_path)
    assert checked(form, filled(made, "<who>Əli</who><agreed>yes</agreed>")).named("who")[0].text == "Əli"
    with pytest.raises(Broken, match="Kim") as refusal:
        checked(form, filled(made, "<who/><agreed>perhaps</agreed>"), now=clock.now())
    assert [one.code for one in refusal.value.problems] == ["required", "not_a_choice"]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_bring_one_and_approve_once(people: dict[str, User], tmp_path: Path) -> None:
    compiled_as("1", tmp_path)

    def bring(who: str) -> str:
        try:
            return str(brought(people[who], tmp_path).status)
        except Refused as refusal:
            return refusal.message
        finally:
            connection.close()

    def approve(who: str) -> str:
        try:
            with acting_as(people[who]):
                return str(approve_form(form=form, on=clock.today(), by=people[who], expected=1).status)
        except Stale:
            return "stale"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = set(pool.map(bring, ["first", "second"]))
        assert "draft" in said
        assert any("“visit”" in words for words in said)
        form = FormVersion.objects.get()
        others = [who for who in ("first", "second", "third") if people[who].pk != form.brought_by_id]
        assert sorted(pool.map(approve, others)) == ["approved", "stale"]
