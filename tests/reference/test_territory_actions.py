"""A gazetteer file: taken whole or refused whole."""

import pytest

from himaya.kit.tables import FileRefused
from himaya.reference.actions import import_settlements, load_reference
from himaya.reference.models import Release, Settlement, Territory
from himaya.reference.queries import resolve_place
from himaya.reference.signals import changed

pytestmark = pytest.mark.django_db

GOOD = "kind,territory,name_az,source\nvillage,AZ-QBA,Təngəaltı,Rayonun siyahısı\ntownship,AZ-MAS,Ərkivan,Rayonun siyahısı\n"


def faults_of(source, as_owner):
    with as_owner(), pytest.raises(FileRefused) as refused:
        import_settlements(source=source, by=None)
    return refused.value.faults


def test_an_imported_settlement_is_found_at_once(as_owner):
    assert resolve_place("Təngəaltı kəndi").status != "exact"
    with as_owner():
        assert import_settlements(source=GOOD.encode(), by=None) == 2
    assert resolve_place("Tengealti kendinde").best.code == "AZ-QBA-tangaalti"


@pytest.mark.parametrize("shape", ["\ufeff{}", "{}"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_own_ways_of_writing_csv_are_read(shape, delimiter, as_owner):
    with as_owner():
        assert import_settlements(source=shape.format(GOOD.replace(",", delimiter)).encode(), by=None) == 2


def test_a_faulty_file_is_refused_whole_with_row_column_and_remedy(as_owner):
    before = Settlement.objects.count()
    bad = GOOD + "hamlet,AZ-QBA,Yeni,x\nvillage,AZ-ZZZ,Köhnə,x\nvillage,AZ-QBA,,x\n"
    faults = faults_of(bad, as_owner)
    assert {(f.row, f.column) for f in faults} == {(4, "kind"), (6, "name_az")}
    assert all(f.problem and f.remedy for f in faults)
    faults = faults_of(GOOD + "village,AZ-ZZZ,Köhnə,x\n", as_owner)
    assert [(f.row, f.column) for f in faults] == [(4, "territory")]
    assert Settlement.objects.count() == before


def test_a_settlement_told_twice_is_refused(as_owner):
    assert [(f.row, f.column) for f in faults_of(GOOD + GOOD.splitlines()[1] + "\n", as_owner)] == [
        (4, "name_az")
    ]


@pytest.mark.parametrize(
    ("source", "where"),
    [
        (b"", (1, "kind")),
        (b"\xff\xfe\x00", (0, "")),
        (b"a\x00b", (0, "")),
        (b"name\n", (1, "kind")),
        (b"kind,kind,territory,name_az,source\n", (1, "kind")),
        ("növ,kind,territory,name_az,source\n".encode(), (1, "növ")),
        (b"kind,territory,name_az,source\nvillage,AZ-QBA,A,x,more\n", (2, "")),
    ],
)
def test_what_is_no_such_table_is_refused(source, where, as_owner):
    assert where in {(f.row, f.column) for f in faults_of(source, as_owner)}


def test_loading_again_does_nothing(as_owner):
    with as_owner():
        version = Release.objects.get().version
        assert load_reference() is False
        assert Release.objects.get().version == version


def test_a_new_release_leaves_alone_what_was_edited_here(as_owner):
    with as_owner():
        Territory.objects.filter(code="AZ-QBA").update(aliases="Qubba", edited=True)
        Territory.objects.filter(code="AZ-QAX").update(aliases="Lost")
        assert load_reference(force=True) is True
    assert Territory.objects.get(code="AZ-QBA").aliases == "Qubba"
    assert Territory.objects.get(code="AZ-QAX").aliases != "Lost"


def test_a_change_is_told_to_those_who_keep_the_audit(as_owner):
    heard = []

    def hear(sender, what, by, details, **kwargs):
        heard.append((what, by, details))

    changed.connect(hear)
    try:
        with as_owner():
            import_settlements(source=GOOD, by="admin")
    finally:
        changed.disconnect(hear)
    assert heard == [("settlements.imported", "admin", {"rows": 2})]
