"""Numbers to call, and published figures."""

from datetime import date
from decimal import Decimal

import pytest

from himaya.kit.errors import Refused
from himaya.kit.tables import FileRefused
from himaya.reference.actions import add_help_number, change_help_number, import_population, load_reference
from himaya.reference.models import HelpNumber, Population
from himaya.reference.queries import by_code, figure, help_numbers, territories

pytestmark = pytest.mark.django_db


def test_the_urgent_numbers_come_first():
    assert [row.number for row in help_numbers(urgent=True)] == ["112", "102", "103"]
    assert {"142", "860", "152", "116111", "116123"} <= {row.number for row in help_numbers()}


def test_a_number_not_verified_says_so():
    assert HelpNumber.objects.get(number="116111").certainty == "K"


def test_a_number_taken_out_of_service_is_no_longer_shown(as_owner):
    with as_owner():
        number = HelpNumber.objects.get(number="116111")
        change_help_number(number=number, by=None, valid=(None, date(2026, 6, 1)))
        load_reference(force=True)
    assert "116111" in {row.number for row in help_numbers(date(2026, 5, 31))}
    assert "116111" not in {row.number for row in help_numbers(date(2026, 6, 1))}


def test_a_number_is_added_once_and_outlives_a_release(as_owner):
    names = {f"name_{language}": "Sınaq xətti" for language in ("az", "en", "ru")}
    with as_owner():
        made = add_help_number(number="199", by=None, valid=(None, None), order=500, **names)
        with pytest.raises(Refused) as refused:
            add_help_number(number="199", by=None, valid=(None, None), order=501, **names)
        load_reference(force=True)
    assert refused.value.field == "number"
    made.refresh_from_db()
    assert (made.order, made.edited) == (500, True)
    assert "199" in {row.number for row in help_numbers()}


def test_the_published_figures_are_there_with_their_source():
    country = by_code("AZ")
    assert figure("population", country, date(2026, 1, 1)).value == Decimal(10253647)
    assert figure("children_0_17", country, date(2024, 1, 1)).value == Decimal(2633000)
    assert figure("children_0_17", country, date(2023, 12, 31)) is None
    assert not Population.objects.filter(source="").exists()


def test_the_shares_of_the_regions_make_a_whole():
    shares = [figure("share", region, date(2026, 1, 1)).value for region in territories("region")]
    assert abs(sum(shares) - 100) < Decimal("0.5")


def test_no_child_count_of_a_region_is_invented():
    assert (
        not Population.objects.filter(measure__startswith="children").exclude(territory__code="AZ").exists()
    )


def test_figures_are_imported_whole_or_not_at_all(as_owner):
    good = "measure;territory;on;value;unit;source\nchildren_0_17;AZ-QBA;01.01.2025;12 345,5;persons;Komitə\n"
    with as_owner():
        assert import_population(source=good, by=None) == 1
    assert figure("children_0_17", by_code("AZ-QBA"), date(2026, 1, 1)).value == Decimal("12345.5")
    bad = good + "children_0_17;AZ-ZZZ;01.01.2025;5;persons;Komitə\n"
    with as_owner(), pytest.raises(FileRefused) as refused:
        import_population(source=bad, by=None)
    assert [(f.row, f.column) for f in refused.value.faults] == [(3, "territory")]
    for cell in ("-5", "5,5,5", "beş", "٣", "1e3", "=1+1"):
        with as_owner(), pytest.raises(FileRefused) as refused:
            import_population(
                source=f'measure,territory,on,value,unit,source\nx,AZ,2025-01-01,"{cell}",persons,y\n',
                by=None,
            )
        assert refused.value.faults[0].column == "value"
