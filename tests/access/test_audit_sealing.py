"""A byte changed in the audit is found, and so is a line that is missing, added or cut off."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import Error, connection, transaction
from django.utils import translation

from himaya.access.audit import digests, heads, sealing
from himaya.access.audit.actions import record
from himaya.access.audit.sealing import seal_now
from himaya.access.audit.verifying import verify
from himaya.access.models import AuditEvent, AuditSeal
from himaya.access.roles import Auditor, SocialWorker, Supervisor
from tests import factories

As = Callable[[], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def outside(settings: Any, tmp_path: Path) -> Path:
    settings.SEALS_DIR = tmp_path / "seals"
    return tmp_path / "seals" / "heads.jsonl"


def written(count: int = 3) -> list[int]:
    """Lines of the audit, each written by a transaction of its own."""
    for n in range(count):
        record(by=None, verb=f"test.read{n}", dossier_id=n)
    return []


def sealed(as_worker: As) -> int:
    with as_worker():
        return seal_now()


def found(as_owner: As) -> list[str]:
    with as_owner(), translation.override("en"):
        return [str(finding) for finding in verify().findings]


def tamper(as_owner: As, statement: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)


def first_line(as_owner: As) -> int:
    with as_owner():
        return int(AuditEvent.objects.order_by("pk").values_list("pk", flat=True)[1])


def test_what_is_written_is_sealed_once_and_found_sound(as_owner: As, as_worker: As, outside: Path) -> None:
    written()
    assert sealed(as_worker) == 3
    assert sealed(as_worker) == 0
    written(2)
    assert sealed(as_worker) == 2
    assert found(as_owner) == []
    assert len(outside.read_text().splitlines()) == 2
    assert oct(outside.stat().st_mode & 0o777) == "0o600"


def test_an_unfinished_transaction_is_left_for_the_next_seal(as_owner: As, as_worker: As) -> None:
    import psycopg

    written()
    with as_owner():
        address = connection.get_connection_params()
    address = {k: v for k, v in address.items() if k in {"host", "port", "user", "password", "dbname"}}
    with psycopg.connect(**address) as slow:
        slow.execute(
            "insert into access_auditevent (at, actor_kind, verb, object_kind, reason, digest, session) "
            "values (now(), 'public', 'slow', '', '', '', '')"
        )
        record(by=None, verb="test.later")
        assert sealed(as_worker) == 3, "neither the open transaction nor what came after it"
        slow.commit()
    assert sealed(as_worker) == 2
    assert found(as_owner) == []


def test_one_changed_byte_names_its_line(as_owner: As, as_worker: As) -> None:
    written()
    sealed(as_worker)
    line = first_line(as_owner)
    tamper(as_owner, f"update access_auditevent set verb = 'test.read1 ' where id = {line}")
    assert found(as_owner) == [f"seal {AuditSeal.objects.get().pk}, line {line}: this line was changed"]


def test_a_missing_and_an_added_line_are_named(as_owner: As, as_worker: As) -> None:
    written()
    sealed(as_worker)
    line = first_line(as_owner)
    tamper(as_owner, f"delete from access_auditevent where id = {line}")
    assert f"line {line}: this line is missing" in found(as_owner)[0]
    tamper(
        as_owner,
        "insert into access_auditevent (at, xid, actor_kind, verb, object_kind, reason, digest, session) "
        "select at, xid, actor_kind, 'forged', '', '', '', '' from access_auditevent limit 1",
    )
    assert "was added after sealing" in found(as_owner)[0]


def test_seals_rewritten_to_fit_are_known_from_outside(as_owner: As, as_worker: As) -> None:
    written()
    sealed(as_worker)
    tamper(as_owner, "update access_auditevent set actor_id = 7")
    with as_owner():
        seal = AuditSeal.objects.get()
        rows = AuditEvent.objects.order_by("pk").values_list(*digests.FIELDS)
        seal.row_digests = digests.packed(rows)
        seal.digest = digests.of_seal(
            previous=seal.previous,
            era=1,
            after_id=0,
            first_xid=0,
            end_xid=seal.end_xid,
            kept=seal.row_digests,
        )
        seal.save()
    assert found(as_owner) == [f"seal {seal.pk}: the seal is not the one known outside the database"]


def test_an_audit_cut_at_its_end_is_found(as_owner: As, as_worker: As) -> None:
    written()
    sealed(as_worker)
    written(2)
    sealed(as_worker)
    with as_owner():
        last = AuditSeal.objects.latest("pk")
        AuditEvent.objects.filter(xid__gte=last.first_xid).delete()
        AuditSeal.objects.filter(pk=last.pk).delete()
    assert found(as_owner) == [f"seal {last.pk}: the audit was cut: later seals are known outside"]


def test_after_a_restore_a_new_era_begins_and_what_was_left_is_sealed(as_owner: As, as_worker: As) -> None:
    written()
    sealed(as_worker)
    record(by=None, verb="test.unsealed")
    # A new cluster counts its transactions from the start: as if the old one had been far ahead.
    tamper(as_owner, "update access_auditevent set xid = xid + 1000000")
    with as_owner():
        seal = AuditSeal.objects.get()
        seal.end_xid += 1_000_000
        seal.first_xid += 1_000_000
        rows = AuditEvent.objects.order_by("pk").values_list(*digests.FIELDS)[:3]
        seal.row_digests = digests.packed(rows)
        seal.digest = digests.of_seal(
            previous=seal.previous,
            era=1,
            after_id=0,
            first_xid=seal.first_xid,
            end_xid=seal.end_xid,
            kept=seal.row_digests,
        )
        seal.save()
        heads.path().unlink()
    written(2)
    assert sealed(as_worker) == 3
    with as_owner():
        assert list(AuditSeal.objects.order_by("pk").values_list("era", "rows")) == [(1, 3), (1, 1), (2, 2)]
    assert found(as_owner) == []


def test_a_transaction_larger_than_a_chunk_is_sealed_whole(
    as_owner: As, as_worker: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "CHUNK", 2)
    with transaction.atomic():
        written(5)
    written(3)
    assert sealed(as_worker) == 8
    with as_owner():
        assert [s.rows for s in AuditSeal.objects.order_by("pk")] == [5, 2, 1]
    assert found(as_owner) == []


def test_a_crash_before_the_heads_were_written_is_made_good(
    as_owner: As, as_worker: As, outside: Path
) -> None:
    written()
    sealed(as_worker)
    outside.unlink()
    written(1)
    sealed(as_worker)
    assert len(outside.read_text().splitlines()) == 2


def test_the_pages_add_to_the_audit_and_cannot_read_change_or_backdate_it(
    as_owner: As, as_worker: As
) -> None:
    written()
    assert AuditEvent.objects.count() == 0
    for statement in (
        "update access_auditevent set verb = ''",
        "delete from access_auditevent",
        "insert into access_auditseal (era) values (1)",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into access_auditevent (at, xid, actor_kind, verb, object_kind, reason, digest, session) "
            "values (now(), 1, 'public', 'forged', '', '', '', '')"
        )
    with as_owner():
        assert AuditEvent.objects.latest("pk").xid > 1


def test_an_auditor_reads_of_the_own_units_and_nobody_else_reads(as_owner: As, acting_as: Any) -> None:
    with as_owner():
        nation = factories.unit(national=True)
        here, there = factories.unit(parent=nation), factories.unit(parent=nation)
        worker, stranger = factories.user((SocialWorker, here)), factories.user((SocialWorker, there))
        people = {
            "local": factories.user((Auditor, here)),
            "whole": factories.user((Auditor, nation)),
            "supervisor": factories.user((Supervisor, here)),
        }
    for who in (worker, stranger, None):
        record(by=who, verb="test.read")
    for name, seen in (("local", 1), ("whole", 3), ("supervisor", 0)):
        with acting_as(people[name]):
            assert AuditEvent.objects.count() == seen, name


def test_the_command_names_the_first_bad_link(
    as_owner: As, as_worker: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import contextmanager

    from himaya.access.audit import commands

    @contextmanager
    def here() -> Iterator[str]:
        with as_owner(), translation.override("en"):
            yield ""

    monkeypatch.setattr(commands, "application", here)
    written()
    sealed(as_worker)
    run = CliRunner().invoke
    sound = run(commands.audit, ["verify"])
    assert (sound.exit_code, sound.output) == (0, "The audit is sound: 3 lines under 1 seals.\n")
    line = first_line(as_owner)
    tamper(as_owner, f"update access_auditevent set object_id = 5 where id = {line}")
    bad = run(commands.audit, ["verify"])
    assert bad.exit_code == 1
    assert f"line {line}: this line was changed" in bad.output
    with as_owner():
        AuditSeal.objects.all().delete()
        AuditEvent.objects.all().delete()
    assert "cut" in run(commands.audit, ["verify"]).output
    run(commands.audit, ["restored"])
    assert run(commands.audit, ["verify"]).exit_code == 0
