"""Signing means: own name typed, identity proven anew, the digest of what was signed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone, translation

from himaya.access.actions import open_dossier
from himaya.access.models import Attempt, AuditEvent
from himaya.access.roles import Supervisor
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.actions import load_reference
from himaya.registry.models import Person
from himaya.workflow.actions import record_agreement, sign, wrong_password
from himaya.workflow.models import Signature
from himaya.workflow.queries import digest_of, holding, signatures_of
from tests import factories

pytestmark = pytest.mark.django_db
TEXT = {"goal": "Məktəbə getmək"}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def desk(as_owner: Any) -> dict[str, Any]:
    cache.clear()
    with as_owner():
        load_reference()
        here = factories.unit(national=True)
        signer = factories.user((Supervisor, here), full_name="Nigar Əliyeva")
        signer.set_password("uzun-parol-2026")
        signer.save()
        subject = Person.objects.create(dossier=open_dossier(kind="person", unit=here), family_name="Sınaq")
        return {
            "signer": signer,
            "guest": factories.user((Supervisor, here), full_name="Qonaq"),
            "subject": subject,
        }


def signed(desk: Any, **changes: Any) -> Signature:
    words = {
        "name": "nigar əliyeva",
        "password": "uzun-parol-2026",
        "part": "worker",
        "by": desk["signer"],
    } | changes
    return sign(subject=desk["subject"], process="test", digest=digest_of(TEXT), **words)


def test_a_signature_holds_for_its_text_and_no_other(desk: Any, acting_as: Any) -> None:
    with acting_as(desk["signer"]):
        signature = signed(desk)
        assert (signature.name, signature.way, signature.user) == ("Nigar Əliyeva", "typed", desk["signer"])
        assert holding("test", desk["subject"], digest_of(TEXT)) == {"worker"}
        assert holding("test", desk["subject"], digest_of({"goal": "Başqa"})) == set()
        assert len(signatures_of("test", desk["subject"])) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": "Başqa Ad"}, "name"), ({"name": ""}, "name"), ({"password": "səhv"}, "password")],
)
def test_another_name_or_a_wrong_password_signs_nothing(
    desk: Any, acting_as: Any, changes: Any, field: str
) -> None:
    with acting_as(desk["signer"]):
        with pytest.raises(Refused) as refused:
            signed(desk, **changes)
        assert refused.value.field == field
        assert not Signature.objects.exists()


def test_a_password_is_not_guessed_at_a_browser_left_open(desk: Any, acting_as: Any, as_owner: Any) -> None:
    with acting_as(desk["signer"]):
        for _try in range(5):
            with pytest.raises(Refused, match="not right"):
                signed(desk, password="səhv")
            wrong_password(by=desk["signer"])
        with pytest.raises(Refused, match="Too many wrong passwords"):
            signed(desk)
        assert not Signature.objects.exists()
    with as_owner():
        noted = AuditEvent.objects.filter(verb="signature.refused", actor_id=desk["signer"].pk)
        assert noted.count() == 5
        waits = Attempt.objects.get().expires - timezone.now()
        assert timedelta(minutes=14) < waits <= timedelta(minutes=15), "the norm's time, from the last try"


@pytest.mark.parametrize(("minutes", "signs"), [(9, True), (11, False)])
def test_without_a_password_here_a_fresh_sign_in_proves_it(
    desk: Any, acting_as: Any, minutes: int, signs: bool
) -> None:
    guest = desk["guest"]
    guest.last_login = clock.now() - timedelta(minutes=minutes)
    with acting_as(guest):
        if signs:
            assert signed(desk, by=guest, name="Qonaq", password="")
        else:
            with pytest.raises(Refused, match="ten minutes"):
                signed(desk, by=guest, name="Qonaq", password="")


def test_a_spoken_yes_counts_when_written_down(desk: Any, acting_as: Any) -> None:
    with acting_as(desk["signer"]) as by:
        kept = record_agreement(
            subject=desk["subject"],
            process="test",
            digest=digest_of(TEXT),
            part="parent",
            way="spoken",
            name=" Ana ",
            by=by,
        )
        assert (kept.name, kept.user, kept.recorded_by) == ("Ana", None, by)
        with pytest.raises(Refused):
            record_agreement(
                subject=desk["subject"],
                process="test",
                digest=digest_of(TEXT),
                part="worker",
                way="spoken",
                name="x",
                by=by,
            )
