"""A site on its first day: the tables, the shipped data, and nobody invited yet. A report is taken all the same."""

from typing import Any

import pytest
from django.utils.module_loading import import_string

from himaya.access.models import Unit, User
from himaya.cases.models import Report
from himaya.cli.migrate import SHIPPED_DATA
from tests.cases.test_intake_screens import walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def first_day(as_owner: Any) -> None:
    with as_owner():
        for _again in range(2):  # every update loads it again
            for loader in SHIPPED_DATA:
                import_string(loader)()


def test_a_public_report_is_received_at_the_national_desk(
    first_day: None, browser_of: Any, as_owner: Any
) -> None:
    visitor = browser_of()
    answer = walk(visitor)
    assert answer.status_code == 302, "the report was not taken"
    page = visitor.get(answer.url).content.decode()
    with as_owner():
        assert not User.objects.exists()
        report = Report.objects.select_related("dossier__unit").get()
        assert report.dossier.unit == Unit.objects.get(is_national_desk=True)
        assert (report.status, report.dossier.unit.kind) == ("received", "national_desk")
        assert report.reference in page


def test_there_is_one_national_desk_whatever_comes_after(first_day: None, as_owner: Any) -> None:
    from himaya.access.staff.founding import found

    with as_owner():
        found(email="a@example.org", full_name="Aynur", organisation="", site="https://himaya.example")
        desk = Unit.objects.select_related("organisation").get()
        shipped = desk.organisation.name_az
        found(email="b@example.org", full_name="Elçin", organisation="Başqa", site="https://himaya.example")
        desk.organisation.refresh_from_db()
        assert desk.organisation.name_az == shipped, "a desk where people work keeps its name"
        assert desk.path == [desk.pk]
