"""Columns closed with a key for each dossier, under a master key that is not in the database."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from click.testing import CliRunner
from django.apps import apps
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import Error, connection, models, transaction

from himaya.access.actions import erase_key, move_dossier, open_dossier
from himaya.access.encryption import commands, keyring
from himaya.access.encryption.actions import close_again, renew_master_key
from himaya.access.encryption.keyring import CannotDecrypt, new_key
from himaya.access.gate import SYSTEM, action
from himaya.access.models import AuditEvent, DossierKey, EncryptedTextField, History, Protected
from himaya.access.protection import sync
from himaya.access.queries import unlock
from himaya.access.roles import CASE_WORK, Supervisor
from himaya.kit.errors import Refused
from himaya.kit.privacy import secret
from tests import database, factories

As = Callable[[], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db


class Letter(Protected):
    """A table of this test alone."""

    address = secret(EncryptedTextField(blank=True))
    note = secret(EncryptedTextField(blank=True, null=True))

    class Meta:
        app_label = "access"
        db_table = "test_letter"

    def __str__(self) -> str:
        return "letter"


# Nobody else's test is to meet a model whose table stands only here.
apps.all_models["access"].pop("letter")
apps.clear_cache()


@pytest.fixture(autouse=True)
def known() -> Iterator[None]:
    apps.all_models["access"]["letter"] = Letter
    apps.clear_cache()
    yield
    apps.all_models["access"].pop("letter")
    apps.clear_cache()


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.KEYS_DIR = tmp_path
    monkeypatch.delenv("HIMAYA_MASTER_KEYS", raising=False)
    return tmp_path / "master"


@pytest.fixture
def country(as_owner: As) -> dict[str, Any]:
    with as_owner():
        with connection.schema_editor() as editor:
            editor.create_model(Letter)
        with connection.cursor() as cursor:
            cursor.execute("\n".join([*sync._of_table(Letter), sync.sql.rights(Letter)]))
            cursor.execute(sync.rows.mover(m._meta.db_table for m in sync.protected_models()))
            cursor.execute(
                "grant usage, select on all sequences in schema public to himaya_web, himaya_worker"
            )
        here, there = factories.unit(national=True), factories.unit()
        return {
            "here": here,
            "there": there,
            "supervisor": factories.user((Supervisor, here)),
            "neighbour": factories.user((Supervisor, there)),
        }


def letter(country: Any, address: str = "Bakı, Nizami küç. 5") -> Letter:
    return Letter.objects.create(dossier=open_dossier(kind="person", unit=country["here"]), address=address)


def kept(column: str = "address") -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"select {column} from test_letter")
        return str(cursor.fetchone()[0])


def test_the_database_holds_no_word_of_it(country: Any, acting_as: Any, as_owner: As) -> None:
    made = letter(country)
    assert made.address == "Bakı, Nizami küç. 5"
    with as_owner():
        assert "Nizami" not in kept()
        assert kept().startswith("e1:")
    with acting_as(country["supervisor"]):
        assert Letter.objects.get().address == "Bakı, Nizami küç. 5"
    with acting_as(country["neighbour"]):
        assert Letter.objects.count() == 0
        assert DossierKey.objects.count() == 0, "the key is as private as its record"


def test_empty_and_unknown_stay_so(country: Any) -> None:
    letter(country, "")
    assert (kept(), kept("note")) == ("", "None")
    assert DossierKey.objects.count() == 0


def test_the_same_text_is_never_closed_alike(country: Any) -> None:
    letter(country)
    first = kept()
    row = Letter.objects.get()
    row.address = "başqa"
    row.save()
    row.address = "Bakı, Nizami küç. 5"
    row.save()
    assert kept() != first


def test_what_is_only_read_is_not_written_again(country: Any) -> None:
    letter(country)
    before = kept()
    row = Letter.objects.get()
    assert row.address
    row.save()
    assert kept() == before
    row.note = "yeni"
    row.save()
    assert (kept(), Letter.objects.get().note) == (before, "yeni")


def test_a_text_moved_to_another_row_or_column_does_not_open(country: Any, as_owner: As) -> None:
    letter(country)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("update test_letter set note = address")
    row = Letter.objects.get()
    assert row.address
    with pytest.raises(CannotDecrypt):
        _ = row.note


def test_it_cannot_be_searched_sorted_into_or_written_in_bulk(country: Any) -> None:
    letter(country)
    for lookup in ("address", "address__icontains", "address__startswith", "address__in"):
        with pytest.raises(FieldError):
            list(Letter.objects.filter(**{lookup: "Nizami"}))
    with pytest.raises(TypeError), transaction.atomic():
        Letter.objects.update(address="açıq mətn")
    shown = Letter.objects.values_list("address", flat=True)
    assert [str(value) for value in shown] == ["•••"]
    assert "Nizami" not in repr(list(shown))
    assert Letter.objects.filter(note__isnull=True).count() == 1


def test_history_keeps_it_closed(country: Any, as_owner: As) -> None:
    letter(country)
    row = Letter.objects.get()
    row.address = "yeni ünvan"
    row.save()
    with as_owner():
        before = History.objects.get().before
    assert before["address"].startswith("e1:")


def test_many_rows_open_with_one_question(country: Any, django_assert_num_queries: Any) -> None:
    for n in range(5):
        letter(country, f"Ünvan {n}")
    with django_assert_num_queries(2):
        assert {row.address for row in unlock(Letter.objects.all())} == {f"Ünvan {n}" for n in range(5)}


def test_a_record_handed_over_opens_for_its_new_holders(country: Any, acting_as: Any) -> None:
    made = letter(country)
    with acting_as(country["supervisor"]):
        move_dossier(dossier=made.dossier, unit=country["there"])
    with acting_as(country["neighbour"]):
        assert Letter.objects.get().address == "Bakı, Nizami küç. 5"


def test_a_new_master_key_closes_everything_again_and_the_old_may_go(
    country: Any, as_owner: As, keys: Path
) -> None:
    letter(country)
    before = kept()
    with as_owner():
        old = DossierKey.objects.get().wrapped
        assert renew_master_key() == 1
        assert DossierKey.objects.get().wrapped != old
        assert close_again() == 0
    assert kept() == before, "only the small keys are closed again, not the texts"
    assert len(keys.read_text().split()) == 2
    keys.write_text(keys.read_text().split()[0])
    assert Letter.objects.get().address == "Bakı, Nizami küç. 5"


def test_without_the_right_master_key_nothing_opens(country: Any, as_owner: As, keys: Path) -> None:
    letter(country)
    right = keys.read_text()
    keys.write_text(new_key())
    with pytest.raises(CannotDecrypt):
        _ = Letter.objects.get().address
    keys.write_text(f"{new_key()}\n{right}")
    assert Letter.objects.get().address, "an older key on the ring still opens"


def test_a_destroyed_key_takes_the_text_with_it_everywhere(
    country: Any, as_worker: As, acting_as: Any
) -> None:
    made = letter(country)
    row = Letter.objects.get()
    row.address = "ikinci ünvan"
    row.save()
    before = kept()
    with as_worker(), acting_as(SYSTEM):
        assert erase_key(dossier=made.dossier, by=SYSTEM)
        assert not erase_key(dossier=made.dossier, by=SYSTEM)
    with acting_as(country["supervisor"]):
        again = Letter.objects.get()
        assert "ünvan" not in again.address
        again.save()
        assert kept() == before, "what stands in its place is never written back"
        assert DossierKey.objects.get().wrapped == ""
        again.address = "yenidən"
        with pytest.raises(CannotDecrypt), transaction.atomic():
            again.save()


def test_the_audit_says_whose_key_was_destroyed(
    country: Any, as_worker: As, acting_as: Any, as_owner: As
) -> None:
    made = letter(country)
    with as_worker(), acting_as(SYSTEM):
        erase_key(dossier=made.dossier, by=SYSTEM)
    with as_owner():
        kept_line = AuditEvent.objects.get(verb="encryption.erase_key")
        assert (kept_line.actor_kind, kept_line.dossier_id) == ("system", made.dossier_id)


def test_a_new_master_key_closes_the_second_factors_again(country: Any, as_owner: As, keys: Path) -> None:
    with as_owner():
        app = TOTP.activate(country["supervisor"], "JBSWY3DPEHPK3PXP").instance
        codes = RecoveryCodes.activate(country["supervisor"]).instance
        passkey = Authenticator.objects.create(
            user=country["supervisor"], type=Authenticator.Type.WEBAUTHN, data={"name": "Açar"}
        )
        assert renew_master_key() == 2
        keys.write_text(keys.read_text().split()[0])
        for factor in (app, codes, passkey):
            factor.refresh_from_db()
        assert passkey.data == {"name": "Açar"}, "a passkey keeps no secret here"
        ring = keyring.keyring()
        assert ring.open(app.data["secret"], "mfa") == "JBSWY3DPEHPK3PXP"
        assert len(RecoveryCodes(codes).get_unused_codes()) == 10
        assert close_again() == 0


def test_nobody_but_the_system_destroys(country: Any, acting_as: Any) -> None:
    made = letter(country)
    with acting_as(country["supervisor"]) as user:
        with pytest.raises(Refused):
            erase_key(dossier=made.dossier, by=user)
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select access_erase_key(%s)", [made.dossier_id])
        with pytest.raises(Error), transaction.atomic():
            DossierKey.objects.update(wrapped="")
        with pytest.raises(Refused):
            erase_key(dossier=made.dossier, by=user)


def test_what_a_refused_action_wrote_leaves_no_key_behind(country: Any, acting_as: Any, as_owner: As) -> None:
    @action(CASE_WORK)
    def write(*, by: Any) -> None:
        letter(country)
        raise Refused("no")

    with acting_as(country["supervisor"]) as user, pytest.raises(Refused):
        write(by=user)
    with as_owner():
        assert DossierKey.objects.count() == 0


def test_keys_come_from_the_environment_first(monkeypatch: pytest.MonkeyPatch, keys: Path) -> None:
    mine, older = new_key(), new_key()
    monkeypatch.setenv("HIMAYA_MASTER_KEYS", f"{mine},{older}")
    closed = keyring.keyring().seal("söz", "x")
    assert not keys.exists()
    monkeypatch.setenv("HIMAYA_MASTER_KEYS", f"{new_key()},{mine}")
    assert keyring.keyring().open(closed, "x") == "söz"
    monkeypatch.setenv("HIMAYA_MASTER_KEYS", "too short")
    with pytest.raises((ImproperlyConfigured, ValueError)):
        keyring.keyring()


def test_a_production_site_makes_no_key_by_itself(settings: Any) -> None:
    settings.KEYS_MAY_BE_MADE = False
    with pytest.raises(ImproperlyConfigured):
        keyring.keyring()


def test_the_key_file_is_closed_to_others(keys: Path) -> None:
    keyring.keyring()
    assert oct(keys.stat().st_mode & 0o777) == "0o600"
    keyring.put_first(new_key())
    assert oct(keys.stat().st_mode & 0o777) == "0o600"


def test_the_commands_make_renew_and_check(
    country: Any, as_owner: As, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def here() -> Iterator[str]:
        with as_owner():
            yield ""

    monkeypatch.setattr(commands, "application", here)
    letter(country)
    run = CliRunner().invoke
    assert len(run(commands.keys, ["new"]).output.strip()) == 44
    assert "1 keys" in run(commands.keys, ["rotate"]).output
    assert run(commands.keys, ["check"]).exit_code == 0
    keys.write_text(new_key())
    assert run(commands.keys, ["check"]).exit_code == 1
    monkeypatch.setenv("HIMAYA_MASTER_KEYS", new_key())
    assert run(commands.keys, ["rotate"]).exit_code == 1


def test_the_column_is_text_to_the_migrations() -> None:
    field = Letter._meta.get_field("address")
    assert isinstance(field, models.TextField)
    assert field.deconstruct()[1] == "himaya.access.encryption.fields.EncryptedTextField"


def test_settle_keeps_the_key_with_the_record(country: Any, acting_as: Any) -> None:
    letter(country)
    database.settle()
    with acting_as(country["supervisor"]):
        assert Letter.objects.get().address
