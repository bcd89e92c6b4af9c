"""The settings: who may, what they show, and that every change is kept, audited and refused when wrong."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import model_to_dict
from django.urls import reverse

from himaya.access.models import AuditEvent
from himaya.access.roles import ROLES, SETTINGS_MANAGE
from himaya.desk.settings.actions import lay_down_norm
from himaya.kit import clock
from himaya.reference.models import Code, HelpNumber, Settlement, WorkingDayChange
from himaya.reference.queries import codes, help_numbers, norm, territories
from himaya.workflow.actions import load_templates
from himaya.workflow.models import PaperTemplate
from tests.workflow.test_papers_actions import write as write_letter

pytestmark = pytest.mark.django_db
KEY = "visit.interval.high"
PAGES = ["norms", "codelists", "places", "calendar", "numbers", "number-add", "letters",
         "settlements-import", "working-days-import"]  # fmt: skip


@pytest.fixture
def keeper(everyone: Any, browser_of: Any) -> Any:
    """The administrator's browser."""
    with clock.fixed("2026-11-02T10:00"):
        yield browser_of(everyone["administrator"])


def new_norm(**changes: str) -> dict[str, str]:
    value = norm(KEY, on=clock.today())
    first = {"value": "5", "unit": value.unit, "valid_from": "01.12.2026", "act": value.act, "certainty": "V"}
    return {**first, **changes}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_the_administrator(
    keeper: Any, page: str, django_assert_max_num_queries: Any
) -> None:
    keeper.get(reverse("desk:home"))
    with django_assert_max_num_queries(25):
        assert keeper.get(reverse(f"desk:{page}")).status_code == 200


@pytest.mark.parametrize("code", sorted(ROLES))
def test_nobody_else_keeps_the_settings(everyone: Any, browser_of: Any, code: str) -> None:
    answer = browser_of(everyone[code]).get(reverse("desk:norms"))
    assert answer.status_code == (200 if SETTINGS_MANAGE in ROLES[code].may else 403)
    assert browser_of().get(reverse("desk:norms")).status_code == 302


def test_a_norm_says_how_sure_it_is_and_where_it_stands(keeper: Any) -> None:
    page = keeper.post(reverse("desk:norms"), {"words": "baş çəkmə yüksək"}, follow=True).content.decode()
    assert KEY in page
    assert "Təklif olunan" in page
    assert "response.dispatch" not in page
    assert KEY not in keeper.post(reverse("desk:norms"), {"certainty": "T"}, follow=True).content.decode()
    assert (
        "visit."
        not in keeper.post(reverse("desk:norms"), {"group": "response"}, follow=True).content.decode()
    )


def test_a_new_value_holds_from_its_day_and_the_old_one_until_then(keeper: Any, as_owner: Any) -> None:
    before = norm(KEY, on=date(2026, 11, 2)).value
    assert keeper.post(reverse("desk:norm", args=[KEY]), new_norm()).status_code == 302
    assert norm(KEY, on=date(2026, 11, 30)).value == before
    assert norm(KEY, on=date(2026, 12, 1)).value == 5
    page = keeper.get(reverse("desk:norm", args=[KEY])).content.decode()
    assert "01.12.2026" in page
    with as_owner():
        assert AuditEvent.objects.filter(verb="norm.set", reason=KEY, actor_id__isnull=False).exists()
        assert AuditEvent.objects.filter(verb="settings.lay_down_norm").exists()


def test_a_pilot_holds_in_its_territory_alone(keeper: Any) -> None:
    place = next(t for t in territories() if t.code == "AZ-ABS")
    keeper.post(reverse("desk:norm", args=[KEY]), new_norm(value="2", territory="AZ-ABS"))
    assert norm(KEY, on=date(2026, 12, 1), territory=place).value == 2
    assert norm(KEY, on=date(2026, 12, 1)).value != 2
    assert "Sınaq" in keeper.get(reverse("desk:norm", args=[KEY])).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "iki"}, {"value": "-1"}, {"value": "9" * 30}, {"value": "۵"}, {"value": ""}, {"valid_from": "31.02.2026"},
        {"valid_to": "01.11.2026"}, {"act": ""}, {"act": "yoxdur"}, {"unit": "percent"}, {"certainty": "X"},
        {"territory": "AZ-XXX"},
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_beside_its_field(keeper: Any, wrong: dict[str, str]) -> None:
    answer = keeper.post(reverse("desk:norm", args=[KEY]), new_norm(**wrong))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert norm(KEY, on=date(2026, 12, 1)).value != 5


def test_what_is_already_laid_down_is_not_overwritten(keeper: Any) -> None:
    keeper.post(reverse("desk:norm", args=[KEY]), new_norm())
    again = keeper.post(reverse("desk:norm", args=[KEY]), new_norm(value="6"))
    assert "valid_from" in again.context["form"].errors


def test_only_a_keeper_may_call_the_action(everyone: Any, acting_as: Any) -> None:
    with acting_as(everyone["manager"]), pytest.raises(PermissionDenied):
        lay_down_norm(
            key=KEY, act="iacm", by=everyone["manager"], value="1", unit="days", valid_from=date(2027, 1, 1)
        )


def test_a_code_is_added_renamed_and_retired_and_never_deleted(keeper: Any) -> None:
    page = reverse("desk:codelist", args=["referral.decline_reason"])
    new = {"code": "too_far", "name_az": "Uzaqdır", "name_en": "Too far", "name_ru": "Далеко", "order": "50"}
    assert keeper.post(page, new).status_code == 302
    assert "code" in keeper.post(page, new).context["form"].errors
    assert "too_far" in [c.code for c in codes("referral.decline_reason")]
    rename = reverse("desk:code-rename", args=["referral.decline_reason", "too_far"])
    keeper.post(rename, {"name_az": "Çox uzaqdır", "name_en": "Too far away", "name_ru": "Слишком далеко"})
    retire = reverse("desk:code-retire", args=["referral.decline_reason", "too_far"])
    assert keeper.post(retire, {"on": "02.11.2026"}).status_code == 302
    assert "too_far" not in [c.code for c in codes("referral.decline_reason")]
    assert Code.objects.get(code="too_far").name_az == "Çox uzaqdır"
    assert "Çox uzaqdır" in keeper.get(page).content.decode()


def test_a_list_is_found_by_one_of_its_codes(keeper: Any) -> None:
    page = keeper.post(reverse("desk:codelists"), {"words": "qonsu"}, follow=True).content.decode()
    assert "reporter.kind" in page
    assert "referral.decline_reason" not in page


def table(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("cədvəl.csv", text.encode())


def test_settlements_are_taken_whole_and_found_at_once(keeper: Any) -> None:
    rows = "kind,territory,name_az,source\nvillage,AZ-ABS,Yenikənd Sınaq,Bələdiyyə\n"
    answer = keeper.post(reverse("desk:settlements-import"), {"file": table(rows)})
    assert answer.status_code == 302
    assert Settlement.objects.filter(name_az="Yenikənd Sınaq").exists()
    assert "Yenikənd Sınaq" in keeper.get(reverse("desk:place", args=["AZ-ABS"])).content.decode()


def test_a_faulty_file_is_refused_whole_with_row_column_and_remedy(keeper: Any) -> None:
    rows = "kind,territory,name_az,source\nvillage,AZ-ABS,Yaxşı,X\ncastle,AZ-NOPE,,X\n"
    page = keeper.post(reverse("desk:settlements-import"), {"file": table(rows)})
    faults = page.context["faults"]
    assert {(f.row, f.column) for f in faults} == {(3, "kind"), (3, "name_az")}
    assert all(f.remedy for f in faults)
    assert not Settlement.objects.filter(name_az="Yaxşı").exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00nonsense", b"a,b,c\n1,2,3\n", b"PK\x03\x04zip"])
def test_what_is_no_table_is_refused(keeper: Any, content: bytes) -> None:
    for page in ("settlements-import", "working-days-import"):
        answer = keeper.post(reverse(f"desk:{page}"), {"file": SimpleUploadedFile("x.csv", content)})
        assert answer.status_code == 200
        assert answer.context["faults"] or answer.context["form"].errors


def test_the_file_given_out_can_be_taken_in_again(keeper: Any) -> None:
    given = keeper.get(reverse("desk:settlements-file"))
    before = Settlement.objects.count()
    back = SimpleUploadedFile("settlements.csv", given.content)
    assert keeper.post(reverse("desk:settlements-import"), {"file": back}).status_code == 302
    assert Settlement.objects.count() == before


def test_moved_days_are_taken_in_and_shown(keeper: Any) -> None:
    rows = "day,kind,reason,source\n16.11.2026,off,Köçürülmüş gün,NK qərarı\n"
    assert keeper.post(reverse("desk:working-days-import"), {"file": table(rows)}).status_code == 302
    assert WorkingDayChange.objects.filter(day="2026-11-16").exists()
    assert "Köçürülmüş gün" in keeper.get(reverse("desk:calendar"), {"year": "2026"}).content.decode()
    assert keeper.get(reverse("desk:calendar"), {"year": "99999"}).status_code == 200
    assert keeper.get(reverse("desk:working-days-file")).content.decode().count("\r\n") == 2


def test_a_number_for_help_is_added_and_taken_out_of_service(keeper: Any) -> None:
    new = {"number": "199", "order": "5", "urgent": "on", "certainty": "V"}
    new |= {f"{part}_{language}": "Sınaq" for part in ("name", "when") for language in ("az", "en", "ru")}
    assert keeper.post(reverse("desk:number-add"), new).status_code == 302
    assert "199" in [n.number for n in help_numbers(urgent=True)]
    assert "number" in keeper.post(reverse("desk:number-add"), new).context["form"].errors
    gone = {**new, "valid_to": "01.11.2026"}
    assert keeper.post(reverse("desk:number", args=["199"]), gone).status_code == 302
    assert "199" not in [n.number for n in help_numbers()]
    assert HelpNumber.objects.get(number="199").edited


def test_a_number_does_not_go_out_of_service_before_it_came(keeper: Any, as_owner: Any) -> None:
    number = HelpNumber.objects.get(number="112")
    with as_owner():
        number.valid = (date(2026, 11, 1), None)
        number.save()
    early = {**model_to_dict(number, exclude=["valid"]), "urgent": "on", "valid_to": "01.11.2026"}
    page = keeper.post(reverse("desk:number", args=["112"]), early)
    assert "valid_to" in page.context["form"].errors
    assert HelpNumber.objects.get(number="112").valid.upper is None


def test_a_letter_is_reworded_from_a_day_on(keeper: Any, as_owner: Any, tmp_path: Any) -> None:
    write_letter(tmp_path, 1, "2020-01-01", "Əvvəlki")
    with as_owner():
        load_templates(folder=tmp_path)
    page = reverse("desk:letter", args=["test.letter"])
    words = {f"title__{language}": f"Yeni {language}" for language in ("az", "en", "ru")}
    assert keeper.post(page, {**words, "valid_from": "01.11.2020"}).context["form"].errors
    assert keeper.post(page, {**words, "valid_from": "01.12.2026"}).status_code == 302
    newest = PaperTemplate.objects.get(key="test.letter", valid__contains=date(2026, 12, 1))
    assert newest.wording["az"]["title"] == "Yeni az"
    assert PaperTemplate.objects.get(key="test.letter", valid__contains=date(2026, 11, 30)).number == 1
    assert "Yeni az" in keeper.get(page).content.decode()
    write_letter(tmp_path, 2, "2027-01-01", "Buraxılış")
    with as_owner():
        assert load_templates(folder=tmp_path) == 0, "a release leaves a letter worded here alone"
