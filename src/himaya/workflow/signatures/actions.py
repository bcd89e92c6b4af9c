"""Signing. These run inside other contexts' actions, in their transaction and under their permission."""

from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from himaya.access.actions import record
from himaya.access.models import User
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.text import clean_line
from himaya.reference.queries import norm
from himaya.workflow.signatures.models import Signature
from himaya.workflow.signatures.rules import is_own_name, is_really


def sign(
    *, subject: Any, process: str, digest: str, part: str, name: str, password: str, by: User
) -> Signature:
    """A member of staff signs: own name typed, identity proven anew, the digest of the text kept."""
    if not (own := is_own_name(by, name)):
        raise Refused(own.reason, field="name")
    _require_patience(by)
    if not (real := is_really(by, password)):
        raise Refused(real.reason, field="password")
    cache.delete(_tries(by))
    return _keep(subject, process, digest, part, Signature.Way.TYPED, by.full_name, by, by)


def wrong_password(*, by: User) -> None:
    """Counts and notes a wrong password. Called by the page after the refusal, whose own transaction is undone."""
    cache.set(_tries(by), cache.get(_tries(by), 0) + 1, _lockout())
    record(by=by, verb="signature.refused")


def _require_patience(by: User) -> None:
    """A signed-in browser left open is no place to guess a password: as many tries as at signing in."""
    allowed = int(norm("signin.lockout.tries", on=clock.today()).value)
    if cache.get(_tries(by), 0) >= allowed:
        minutes = {"minutes": _lockout() // 60}
        raise Refused(
            _("Too many wrong passwords. Try again in %(minutes)s minutes.") % minutes, field="password"
        )


def _tries(by: User) -> str:
    return f"signature.tries.{by.pk}"


def _lockout() -> int:
    return int(norm("signin.lockout.length", on=clock.today()).value) * 60


def record_agreement(
    *, subject: Any, process: str, digest: str, part: str, way: str, name: str, by: User
) -> Signature:
    """Writes down the yes of somebody who is no user: said aloud or signed on paper in front of `by`."""
    if way not in {Signature.Way.SPOKEN, Signature.Way.PAPER} or part in {"worker", "supervisor"}:
        raise Refused(_("A member of staff signs with name and password."), field="way")
    return _keep(subject, process, digest, part, way, clean_line(name), None, by)


def _keep(
    subject: Any, process: str, digest: str, part: str, way: str, name: str, user: User | None, by: User
) -> Signature:
    return Signature.objects.create(
        dossier=subject.dossier,
        process=process,
        subject_id=subject.pk,
        part=part,
        way=way,
        name=name,
        user=user,
        at=clock.now(),
        digest=digest,
        recorded_by=by,
    )
