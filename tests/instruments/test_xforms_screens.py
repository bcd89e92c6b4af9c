"""The pages of forms: brought with their problems told, read in each language, approved by another, closed to others."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from himaya.access.roles import Methodologist, SocialWorker
from himaya.instruments.models import FormVersion
from himaya.kit import clock
from tests import factories
from tests.instruments.xform_cast import asked, book, form

pytestmark = pytest.mark.django_db
SAID = {"licence": "CC BY 4.0", "source": "Öz işimiz"}


@pytest.fixture
def people(as_owner: Any) -> dict[str, Any]:
    with as_owner():
        unit = factories.unit(national=True)
        roles = {"writer": Methodologist, "reader": Methodologist, "worker": SocialWorker}
        return {name: factories.user((role, unit)) for name, role in roles.items()}


def send(browser: Any, content: bytes, **more: Any) -> Any:
    file = SimpleUploadedFile("forma.xlsx", content)
    return browser.post(reverse("instruments:form-bring"), {"file": file, **SAID, **more})


@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_problems_are_told_by_sheet_and_row_in_the_readers_language(
    people: dict[str, Any], browser_of: Any, language: str
) -> None:
    browser = browser_of(people["writer"])
    browser.cookies["language"] = language
    page = send(browser, book([asked("poem", "a", "Bir"), asked("text", "b", "${c}")])).content.decode()
    words = {
        "az": "“poem” növü tanınmır.",
        "en": "The type “poem” is not known.",
        "ru": "Тип «poem» неизвестен.",
    }
    assert words[language] in page
    assert "survey" in page
    assert FormVersion.objects.count() == 0


def test_a_form_is_brought_read_approved_by_another_and_retired(
    people: dict[str, Any], browser_of: Any
) -> None:
    writer, reader = browser_of(people["writer"]), browser_of(people["reader"])
    answer = send(writer, form("cascade"))
    brought = FormVersion.objects.get()
    assert answer.status_code == 302
    there = brought.get_absolute_url()
    assert answer.headers["Location"] == there
    assert "Rayon (en)" in reader.get(there, {"language": "English (en)"}).content.decode()
    page = reader.get(there).content.decode()
    assert "Zaqatala" in page
    assert reverse("instruments:form-approve", args=[brought.public_id]) in page
    approve = reverse("instruments:form-approve", args=[brought.public_id])
    today = clock.today().strftime("%d.%m.%Y")
    assert writer.post(approve, {"on": today, "_version": 1}).status_code == 200
    assert reader.post(approve, {"on": "", "_version": 1}).status_code == 200
    assert FormVersion.objects.get().status == "draft"
    assert reader.post(approve, {"on": today, "_version": 1}).status_code == 302
    assert reader.post(approve, {"on": today, "_version": 1}).status_code == 200
    retire = reverse("instruments:form-retire", args=[brought.public_id])
    assert writer.post(retire, {"_version": 1}).status_code == 200
    assert writer.post(retire, {"_version": 2}).status_code == 302
    assert FormVersion.objects.get().status == "retired"
    assert brought.title in writer.get(reverse("instruments:forms")).content.decode()


def test_the_workbook_comes_back_as_it_was_brought(people: dict[str, Any], browser_of: Any) -> None:
    browser = browser_of(people["writer"])
    content = form("visit")
    send(browser, content)
    brought = FormVersion.objects.get()
    answer = browser.get(reverse("instruments:form-workbook", args=[brought.public_id]))
    assert answer.content == content
    assert answer.headers["Content-Disposition"] == 'attachment; filename="visit.xlsx"'


def test_the_same_number_again_is_an_answer_not_a_fault(people: dict[str, Any], browser_of: Any) -> None:
    send(browser_of(people["writer"]), form("visit"))
    answer = send(browser_of(people["reader"]), form("visit"))
    assert answer.status_code == 200
    assert "visit" in answer.content.decode()
    assert FormVersion.objects.count() == 1


def test_others_do_not_come_here(people: dict[str, Any], browser_of: Any) -> None:
    for name in ("forms", "form-bring"):
        assert browser_of(people["worker"]).get(reverse(f"instruments:{name}")).status_code == 403
        assert browser_of().get(reverse(f"instruments:{name}")).status_code == 302
    unknown = reverse("instruments:form-detail", args=["nothing"])
    assert browser_of(people["writer"]).get(unknown).status_code == 404


def test_a_file_too_large_is_turned_away_at_once(
    people: dict[str, Any], browser_of: Any, tmp_path: Path
) -> None:
    answer = send(browser_of(people["writer"]), b"x" * (5 * 1024 * 1024 + 1))
    assert answer.status_code == 200
    assert FormVersion.objects.count() == 0


def test_what_waits_for_approval_stands_on_the_home_of_methodologists(
    people: dict[str, Any], browser_of: Any
) -> None:
    writer, reader = browser_of(people["writer"]), browser_of(people["reader"])
    home = reverse("desk:home")
    for browser in (writer, reader):
        browser.cookies["language"] = "en"
        assert "No form waits for approval." in browser.get(home).content.decode()
    send(writer, form("cascade"))
    there = FormVersion.objects.get().get_absolute_url()
    mine, theirs = writer.get(home).content.decode(), reader.get(home).content.decode()
    assert there in mine
    assert "somebody else approves it" in mine
    assert there in theirs
    assert "somebody else approves it" not in theirs
