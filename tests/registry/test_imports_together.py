"""New people of a list go into the register together, and each as if alone: the file, the sight, the source's row, the
audit, and, where one of them is refused, the others all the same."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from himaya.access.models import AuditEvent, Grant
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.imports.actions import applying
from himaya.registry.imports.actions.deciding import take_list_back
from himaya.registry.imports.jobs import work_on_lists
from himaya.registry.models import (
    Address,
    ImportBatch,
    ImportRow,
    Person,
    PersonIdentifier,
    Phone,
    SourceLink,
    SourceTelling,
)
from himaya.registry.registration.actions import register_all_told
from himaya.registry.registration.rules import NewPerson
from tests.registry.lists import TITLES, written

pytestmark = pytest.mark.django_db
FULL = f"{TITLES};FİN;Telefon;Şəxsiyyət vəsiqəsi;Qeydiyyat ünvanı"
LINES = [
    "Əliyeva Nigar Həsən qızı;05.03.2014;5AB12CD;050 111 22 33;AA1234567;Masallı",
    "Mustafayev Orxan İsa oğlu;02.02.2012;;;;Quba",
    "Səfərov Elçin Rauf oğlu;09.09.2010;7AB12CD;055 222 33 44;;Masallı",
]


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.fixed("2026-10-01T10:00"), translation.override("en"):
        yield


@pytest.fixture
def alone(monkeypatch: Any) -> Callable[[], None]:
    """`alone()`: from now on every row goes in by itself."""

    def each() -> None:
        monkeypatch.setattr(applying, "AT_ONCE", 1)

    return each


def outcomes(batch: ImportBatch) -> list[tuple[str, str]]:
    """Of each row, in order: what became of it, and why not."""
    return list(ImportRow.objects.filter(batch=batch).order_by("place").values_list("outcome", "trouble"))


def everything(since: int = 0) -> dict[str, Any]:
    """What a list left in the register, without keys and times; of the audit what came after a line."""
    return {
        "people": list(
            Person.objects.order_by("name_sort").values_list(
                "family_name", "given_name", "fathers_name", "birth_date", "territory__code",
                "dossier__unit__name_az", "dossier__kind", "version", "is_sample",
            )
        ),
        "numbers": list(
            PersonIdentifier.objects.order_by("value").values_list("kind", "value", "person__given_name", "standing")
        ),
        "phones": list(Phone.objects.order_by("number").values_list("number", "person__given_name")),
        "homes": list(
            Address.objects.order_by("person__name_sort", "kind").values_list("kind", "territory__code", "line")
        ),
        "told": list(
            SourceTelling.objects.order_by("record__key").values_list(
                "record__key", "number", "facts", "digest", "unit__name_az", "told_by__full_name"
            )
        ),
        "links": list(
            SourceLink.objects.order_by("record__key").values_list("person__given_name", "how", "ground")
        ),
        "sight": list(Grant.objects.filter(ground="registrar").values_list("unit__name_az", "user", "expires_at")),
        "audit": sorted(
            AuditEvent.objects.filter(verb="registration.register_told", pk__gt=since).values_list(
                "object_kind", "reason"
            )
        ),
    }  # fmt: skip


def test_people_entered_together_stand_as_if_each_were_entered_alone(
    read: Any,
    taken: Any,
    tmp_path: Any,
    as_owner: Any,
    alone: Any,
    country: Any,
    acting_as: Any,
    as_worker: Any,
) -> None:
    batch = taken(read(written(tmp_path, LINES, titles=FULL)))
    with as_owner():
        together = everything()
        assert outcomes(batch) == [("created", "")] * 3
        assert len(together["people"]) == len(together["told"]) == len(together["links"]) == 3
        assert len(together["audit"]) == 3
        assert [row[0] for row in together["sight"]] == [country["here"].name_az], "of the child elsewhere"
        told = AuditEvent.objects.filter(verb="sources.receive").exclude(dossier_id=None)
        dossiers = set(Person.objects.values_list("dossier_id", flat=True))
        assert set(told.values_list("dossier_id", flat=True)) == dossiers
    with acting_as(country["supervisor"]) as boss:
        take_list_back(batch=batch, by=boss)
    with as_worker():
        work_on_lists()
    with as_owner():
        assert outcomes(batch) == [("undone", "")] * 3
        assert not Person.objects.exists()
        assert not SourceTelling.objects.exists()
        since = AuditEvent.objects.latest("pk").pk
    alone()
    taken(read(written(tmp_path, LINES, titles=FULL, name="again.csv")))
    with as_owner():
        assert everything(since) == together


def test_one_row_that_is_refused_keeps_no_other_out(
    read: Any, taken: Any, tmp_path: Any, as_owner: Any
) -> None:
    lines = [
        "Aslanov Orxan Rauf oğlu;01.01.2014;;;AA1234567;",
        "Babayeva Sevinc Elçin qızı;02.02.2012;;;;",
        "Cəfərov Tural Vaqif oğlu;03.03.2011;;;AA1234567;",  # another's identity card
        "Dadaşova Aysel İsa qızı;04.04.2010;;;;",
        "Eminli Nərgiz Tofiq qızı;05.05.2009;;;AA7654321;",
    ]
    batch = taken(read(written(tmp_path, lines, titles=FULL)))
    with as_owner():
        found = outcomes(batch)
        assert [outcome for outcome, _why in found] == ["created", "created", "failed", "created", "created"]
        assert found[2][1].startswith("Another person in the register bears this number")
        assert Person.objects.count() == 4


def test_a_second_row_under_the_same_name_without_a_birth_date_says_why_it_stays_out(
    read: Any, taken: Any, tmp_path: Any, as_owner: Any, registrar: Any, acting_as: Any
) -> None:
    batch = read(written(tmp_path, ["Aslanov Orxan;01.01.2014", "Babayeva Sevinc;01.02.2014"]))
    with acting_as(registrar):
        first, second = ImportRow.objects.filter(batch=batch).order_by("place")
        ImportRow.objects.filter(pk=second.pk).update(facts=first.facts)
    taken(batch)
    with as_owner():
        assert [outcome for outcome, _why in outcomes(batch)] == ["created", "failed"]
        assert outcomes(batch)[1][1].startswith("This row belongs to another person")
        assert Person.objects.count() == 1


def test_many_are_entered_by_a_rule_or_not_at_all(country: Any, acting_as: Any, as_owner: Any) -> None:
    from himaya.registry.people.rules import Details

    nobody, somebody = NewPerson(Details()), NewPerson(Details(family_name="Əliyeva"))
    bad = NewPerson(Details(family_name="Quliyeva"), fin="I")
    with acting_as(country["supervisor"]) as boss:
        for news in ([somebody, nobody], [somebody, bad]):
            with pytest.raises(Refused):
                register_all_told(news=news, by=boss)
    with as_owner():
        assert not Person.objects.exists()
