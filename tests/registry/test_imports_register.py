"""A list against the register: who is there already, who is entered or joined, and how it goes out again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.actions import add_phone, record_consent, record_status, relate
from himaya.registry.imports.actions import applying
from himaya.registry.imports.actions.deciding import decide_row, leave_asking, take_list_back
from himaya.registry.imports.jobs import work_on_lists
from himaya.registry.models import (
    ImportBatch,
    ImportRow,
    Person,
    PersonIdentifier,
    SealedSighting,
    SourceTelling,
)
from tests.registry.lists import TITLES, written

pytestmark = pytest.mark.django_db
Make = Callable[..., Person]
FIN = f"{TITLES};FİN;Telefon"
NIGAR = "Əliyeva Nigar Həsən qızı;05.03.2014;5AB12CD;"


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.fixed("2026-10-01T10:00"), translation.override("en"):
        yield


@pytest.fixture
def row_of(registrar: Any, acting_as: Any) -> Callable[..., ImportRow]:
    """`row_of(batch, place)`."""

    def get(batch: ImportBatch, place: int = 1) -> ImportRow:
        with acting_as(registrar):
            return ImportRow.objects.get(batch=batch, place=place)

    return get


@pytest.fixture
def taken_back(country: Any, acting_as: Any, as_worker: Any) -> Callable[[ImportBatch], None]:
    def back(batch: ImportBatch) -> None:
        with acting_as(country["supervisor"]) as boss:
            batch.refresh_from_db()
            take_list_back(batch=batch, by=boss)
        with as_worker():
            assert work_on_lists() == 1

    return back


# --- who is there already -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "born", "verdict", "code"),
    [
        ("Əliyeva Nigar Həsən", "2014-03-05", "existing", "known_surely"),
        ("Quliyeva Nigar Həsən", "2014-03-05", "existing", "known_surely"),  # a family name changes
        ("Quliyeva Aysel Rauf", "1990-07-07", "conflict", "known_differs"),
        ("Əliyeva Aysel Həsən", "2014-03-05", "conflict", "known_differs"),  # a twin's FIN
    ],
)
def test_the_same_fin_joins_only_with_one_more_fact(
    make_person: Make, read: Any, row_of: Any, tmp_path: Any, name: str, born: str, verdict: str, code: str
) -> None:
    known = make_person(name, born, fin="5AB12CD")
    row = row_of(read(written(tmp_path, [NIGAR], titles=FIN)))
    assert (row.verdict, row.codes[-1]) == (verdict, code)
    assert row.matches[0][0] == known.public_id


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("Aliyeva Niqar Hasan;05.03.2014;;", "likely"),  # typed without letters, no FIN
        ("Əliyeva Nigar Həsən qızı;2014;;", "likely"),  # only the year is known
        ("Əliyeva Nigar Həsən qızı;;;050 111 22 33", "likely"),  # no birth date; the telephone tells
        ("Əliyeva Aytən Həsən qızı;05.03.2014;;", "new"),  # a twin
        ("Əliyeva Aytən Həsən qızı;01.01.2016;;050 111 22 33", "new"),  # a sister
        ("Mustafayev Orxan İsa oğlu;02.02.2012;;", "new"),
    ],
)
def test_somebody_alike_is_put_before_a_human_and_kin_are_not(
    make_person: Make, read: Any, row_of: Any, tmp_path: Any, line: str, verdict: str
) -> None:
    make_person(phone="+994501112233")
    assert row_of(read(written(tmp_path, [line], titles=FIN))).verdict == verdict


def test_twins_are_told_apart_and_remembered_as_born_together(
    make_person: Make, read: Any, row_of: Any, tmp_path: Any, taken: Any, as_owner: Any
) -> None:
    make_person()
    batch = read(written(tmp_path, ["Əliyeva Aytən Həsən qızı;05.03.2014"]))
    row = row_of(batch)
    assert row.codes[-1] == "twin_known"
    assert row.facts["multiple_birth"]
    taken(batch)
    with as_owner():
        assert Person.objects.get(given_name="Aytən").multiple_birth


def test_somebody_whose_file_is_closed_to_the_asker_is_never_taken_for_kin(
    make_person: Make, read: Any, row_of: Any, tmp_path: Any
) -> None:
    make_person(sensitivity=1, unit="there")
    row = row_of(read(written(tmp_path, ["Əliyeva Nigar Həsən qızı;05.03.2014"])))
    assert (row.verdict, row.codes[-1]) == ("likely", "known_perhaps")


def test_the_number_of_a_document_is_never_a_sisters(
    make_person: Make, read: Any, row_of: Any, tmp_path: Any, as_owner: Any
) -> None:
    known = make_person()
    with as_owner():
        PersonIdentifier.objects.create(
            dossier=known.dossier, person=known, kind="id_card", value="AA1234567"
        )
    row = row_of(
        read(
            written(
                tmp_path,
                ["Əliyeva Aytən Həsən qızı;05.03.2014;AA1234567"],
                titles=f"{TITLES};Şəxsiyyət vəsiqəsi",
            )
        )
    )
    assert row.verdict == "likely"


def test_of_the_sealed_nothing_is_told(
    make_person: Make, read: Any, row_of: Any, tmp_path: Any, as_owner: Any, taken: Any
) -> None:
    make_person(sensitivity=2, fin="5AB12CD", unit="there")
    batch = read(written(tmp_path, [NIGAR], titles=FIN))
    assert row_of(batch).verdict == "new"
    with as_owner():
        assert SealedSighting.objects.exists(), "their guardians hear"


def test_repeats_twins_and_shared_fins_within_a_list(read: Any, row_of: Any, tmp_path: Any) -> None:
    batch = read(
        written(
            tmp_path,
            [
                NIGAR,
                "Əliyeva Aytən Həsən qızı;05.03.2014;6AB12CD;",  # 2: her twin
                "ƏLİYEVA NİGAR;05.03.2014;5ab12cd;",  # 3: herself, surely
                "Alieva Nigar;05.03.2014;;",  # 4: perhaps herself
                "Mustafayev Orxan İsa oğlu;02.02.2012;7AB12CD;",  # 5, 6: one FIN, two people
                "Səfərov Elçin Rauf oğlu;09.09.2010;7AB12CD;",
                "Əliyeva Nigar Həsən;05.03.2014;5AB12CD;0501112233",  # 7: herself again
            ],
            titles=FIN,
        )
    )
    found = {n: row_of(batch, n) for n in range(1, 8)}
    assert [found[n].verdict for n in found] == [
        "new", "new", "duplicate", "likely", "conflict", "conflict", "duplicate",
    ]  # fmt: skip
    assert (found[3].same_as, found[7].same_as, found[6].same_as) == (1, 1, 5)
    assert found[2].codes[-1] == "twin_row"
    assert "fin_shared" in found[5].codes


# --- taking in ----------------------------------------------------------------------------------------


def test_what_the_list_tells_of_a_known_person_is_added_as_its_source(
    make_person: Make, read: Any, taken: Any, taken_back: Any, tmp_path: Any, as_owner: Any, row_of: Any
) -> None:
    known = make_person(fin="5AB12CD")
    batch = taken(read(written(tmp_path, [f"{NIGAR}050 111 22 33"], titles=FIN)))
    row = row_of(batch)
    assert (row.outcome, batch.counts["joined"], row.made["person"]) == ("joined", 1, known.public_id)
    with as_owner():
        assert Person.objects.count() == 1
        told = SourceTelling.objects.get(record__source__code="institution_list")
        assert (told.record.links.get().person, told.facts["phones"]) == (known, ["+994501112233"])
    taken_back(batch)
    with as_owner():
        assert row_of(batch).outcome == "undone"
        assert Person.objects.count() == 1


def test_the_next_list_adds_only_what_changed(
    read: Any, taken: Any, taken_back: Any, tmp_path: Any, as_owner: Any, row_of: Any
) -> None:
    other = "Mustafayev Orxan İsa oğlu;02.02.2012;7AB12CD;"
    taken(read(written(tmp_path, [NIGAR, other], titles=FIN)))
    again = read(written(tmp_path, [f"{NIGAR}050 111 22 33", other], titles=FIN, name="next.csv"))
    assert [row_of(again, n).verdict for n in (1, 2)] == ["existing", "unchanged"]
    taken(again)
    with as_owner():
        assert Person.objects.count() == 2
        told = SourceTelling.objects.filter(record__key__endswith="5AB12CD").order_by("-number")
        assert [t.facts.get("phones") for t in told] == [["+994501112233"], None]
    taken_back(again)
    with as_owner():
        assert "phones" not in told.all()[0].facts, "what the list before told is told again"
        assert (Person.objects.count(), row_of(again).outcome) == (2, "undone")


def test_a_decision_is_carried_out(
    make_person: Make,
    read: Any,
    registrar: Any,
    taken: Any,
    tmp_path: Any,
    acting_as: Any,
    as_owner: Any,
    row_of: Any,
) -> None:
    known = make_person()
    thief = make_person("Quliyeva Aysel Rauf", "1990-07-07", fin="7AB12CD")
    lines = [
        "Aliyeva Niqar Hasan;05.03.2014;;",
        "Əliyeva Nigar;05.03.2014;;",
        "Mustafayev Orxan İsa oğlu;02.02.2012;7AB12CD;",
        "Səfərov Elçin Rauf oğlu;09.09.2010;8AB12CD;",
        "Məmmədov Tural Rauf oğlu;09.09.2011;8AB12CD;",
    ]
    batch = read(written(tmp_path, lines, titles=FIN))
    decided = {
        1: {"decision": "join", "person": known.public_id},
        2: {"decision": "enter", "different": "namesake"},
        3: {"decision": "without_fin"},
        4: {"decision": "enter", "different": "seen"},
        5: {"decision": "leave"},
    }
    for place, said in decided.items():
        with acting_as(registrar):
            decide_row(row=ImportRow.objects.get(batch=batch, place=place), by=registrar, **said)
    taken(batch)
    assert [row_of(batch, n).outcome for n in decided] == ["joined", "created", "created", "created", ""]
    with as_owner():
        assert Person.objects.count() == 5
        assert PersonIdentifier.objects.get(value="7AB12CD").person == thief


def test_a_row_that_the_register_refuses_by_now_says_why(
    make_person: Make, read: Any, taken: Any, tmp_path: Any, row_of: Any
) -> None:
    batch = read(written(tmp_path, [NIGAR], titles=FIN))
    make_person(fin="5AB12CD")  # registered by hand while the list waited
    taken(batch)
    row = row_of(batch)
    assert (row.outcome, batch.status) == ("failed", "done")
    assert row.trouble


def test_who_is_gone_by_now_cannot_be_joined(
    make_person: Make, read: Any, taken: Any, tmp_path: Any, row_of: Any, as_owner: Any
) -> None:
    known = make_person(fin="5AB12CD")
    batch = read(written(tmp_path, [NIGAR], titles=FIN))
    with as_owner():
        ImportRow.objects.update(matches=[])
    taken(batch)
    assert row_of(batch).trouble.startswith("This person is not in the register any more")
    assert known.pk


def test_namesakes_of_one_list_are_both_entered(
    read: Any, registrar: Any, taken: Any, tmp_path: Any, acting_as: Any, as_owner: Any
) -> None:
    lines = ["Əliyev Elçin Vaqif oğlu;01.02.2014;5AB12CD;", "Əliyev Elçin Vaqif oğlu;02.01.2014;6AB12CD;"]
    batch = read(written(tmp_path, lines, titles=FIN))
    with acting_as(registrar):
        for row in ImportRow.objects.filter(batch=batch, verdict="likely"):
            decide_row(row=row, decision="enter", different="namesake", by=registrar)
    taken(batch)
    with as_owner():
        assert Person.objects.count() == 2, batch.counts


def test_a_worker_that_dies_goes_on_where_it_stood(
    read: Any, registrar: Any, country: Any, tmp_path: Any, acting_as: Any, as_worker: Any, as_owner: Any,
    monkeypatch: Any,
) -> None:  # fmt: skip
    from himaya.registry.imports.actions.deciding import approve_list, send_for_approval

    names = ["Aydın", "Bəhram", "Cavid", "Elçin", "Fuad"]
    batch = read(
        written(tmp_path, [f"{n}ov {n} Rauf oğlu;0{at}.05.201{at}" for at, n in enumerate(names, 1)])
    )
    with acting_as(registrar):
        leave_asking(batch=batch, by=registrar)
        send_for_approval(batch=batch, by=registrar)
    with acting_as(country["supervisor"]) as boss:
        approve_list(batch=batch, by=boss)
    monkeypatch.setattr(applying, "AT_ONCE", 2)
    beats: list[int] = []

    def die(batch: Any, progress: int) -> None:
        beats.append(progress)
        raise ZeroDivisionError

    with monkeypatch.context() as patch, as_worker():
        patch.setattr("himaya.registry.imports.actions.working.beat", die)
        work_on_lists()
    assert beats == [400]
    with clock.fixed("2026-10-01T10:20"), as_worker():
        work_on_lists()
    with as_owner():
        batch.refresh_from_db()
        assert (batch.status, Person.objects.count()) == ("done", 5)


# --- and out again ------------------------------------------------------------------------------------


def test_who_is_worked_on_by_now_stays(
    read: Any,
    taken: Any,
    taken_back: Any,
    country: Any,
    tmp_path: Any,
    acting_as: Any,
    as_owner: Any,
    row_of: Any,
) -> None:
    lines = [
        "Aslanov Orxan Rauf oğlu;01.01.2014", "Babayeva Sevinc Elçin qızı;02.02.2012",
        "Cəfərov Tural Vaqif oğlu;03.03.2011", "Dadaşova Aysel İsa qızı;04.04.2010",
        "Eminli Nərgiz Tofiq qızı;05.05.2009",
    ]  # fmt: skip
    batch = taken(read(written(tmp_path, lines)))
    with acting_as(country["supervisor"]) as boss:
        orxan, sevinc, tural, aysel, nargiz = Person.objects.order_by("birth_date").reverse()
        add_phone(person=orxan, number="+994501112233", by=boss)
        record_consent(person=sevinc, purpose="share", ground="court", by=boss)
        relate(person=tural, other=orxan, kind="sibling", by=boss)
        record_status(person=nargiz, status="idp", started_on=clock.today(), source="x", by=boss)
    taken_back(batch)
    outcomes = [row_of(batch, n).outcome for n in (1, 2, 3, 4, 5)]
    assert outcomes == ["kept", "kept", "kept", "undone", "kept"]
    assert row_of(batch).trouble.startswith("In use by now")
    with as_owner():
        assert set(Person.objects.values_list("pk", flat=True)) == {orxan.pk, sevinc.pk, tural.pk, nargiz.pk}
        assert aysel.pk


def test_what_took_nobody_in_is_not_taken_back(
    read: Any, registrar: Any, taken: Any, country: Any, tmp_path: Any, acting_as: Any
) -> None:
    batch = read(written(tmp_path, ["Əliyev Elçin Vaqif;01.01.2014", "Əliyev Elçin;01.01.2014;"]))
    with acting_as(registrar):
        ImportRow.objects.filter(batch=batch).update(verdict="refused")
    taken(batch)
    with acting_as(country["supervisor"]) as boss, pytest.raises(Refused, match="took nobody"):
        take_list_back(batch=batch, by=boss)
