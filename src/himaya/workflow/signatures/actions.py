"""Signing. These run inside other contexts' actions, in their transaction and under their permission."""

from typing import Any

from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.text import clean_line
from himaya.workflow.signatures.models import Signature
from himaya.workflow.signatures.rules import is_own_name, is_really


def sign(
    *, subject: Any, process: str, digest: str, part: str, name: str, password: str, by: User
) -> Signature:
    """A member of staff signs: own name typed, identity proven anew, the digest of the text kept."""
    if not (own := is_own_name(by, name)):
        raise Refused(own.reason, field="name")
    if not (real := is_really(by, password)):
        raise Refused(real.reason, field="password")
    return _keep(subject, process, digest, part, Signature.Way.TYPED, by.full_name, by, by)


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
