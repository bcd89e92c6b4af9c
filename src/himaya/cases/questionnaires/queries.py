"""What a case tells a form, and what was filled in about its people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import NORMAL
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.queries import Face, faces_of
from himaya.instruments.models import Response
from himaya.instruments.queries import filled_in
from himaya.reference.queries import label


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was begun or filled in, and about whom."""

    response: Response
    name: str
    level: str = ""


def forms_of(case: Case, faces: list[Face]) -> list[Filled]:
    """The forms begun or filled in for a case, the latest first."""
    names = {face.person_id: face.name for face in faces}
    return [
        Filled(one, names.get(one.about_id or 0, ""), label("risk.level", one.level) if one.level else "")
        for one in filled_in(case.dossier)
    ]


def facts_of(case: Case, face: Face | None) -> dict[str, str]:
    """What the record tells a form, by the names under which a form may ask for it."""
    facts = {"record_reference": case.reference, "record_risk": case.risk, "record_kind": case.kind}
    if face is not None:
        facts |= {"record_role": face.role, "record_sex": face.sex}
        facts |= {"record_age": "" if face.age is None else str(face.age)}
        exact = face.birth_date if face.birth_precision in ("", "exact") else None
        facts |= {"record_birth_date": exact.isoformat() if exact else ""}
    return facts


def face_about(faces: list[Face], person_id: int | None) -> Face | None:
    """The member of this person; None where a form is about the whole case."""
    return next((face for face in faces if face.person_id == person_id), None)


def case_behind(response: Any) -> Case:
    """The case whose form this is."""
    return Case.objects.select_related("worker", "territory", "dossier__unit").get(
        dossier=response.dossier_id
    )


# --- for phones: whom a form filled in without a network is about -------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of an open case, or everybody in it: under which public id an answer names them, what a phone calls
    them, and what the record tells a form about them."""

    about: str
    called: str
    facts: dict[str, str]


def caseload(reader: User, worker: User) -> list[Known]:
    """Everybody in the open cases of a worker, as far as the reader sees these: each case with its people."""
    cases = list(
        Case.objects.visible_to(reader)
        .filter(worker=worker)
        .exclude(status__in=("closed", "merged"))
        .select_related("dossier")
        .order_by("reference")
    )
    faces = faces_of(cases)
    rows = CaseMember.objects.filter(case__in=cases, ended_at__isnull=True)
    ids = dict(rows.values_list("pk", "public_id"))
    return [known for case in cases for known in _known(case, faces.get(case.pk, []), ids)]


def _known(case: Case, faces: list[Face], ids: dict[int, str]) -> Iterator[Known]:
    for face in faces:
        if face.member_id in ids:
            yield Known(ids[face.member_id], _called(case, face), facts_of(case, face))
    everybody = f"{_('Everybody in the case')} · {case.reference}"
    yield Known(case.public_id, everybody, facts_of(case, None))


def _called(case: Case, face: Face) -> str:
    """Enough to know whom one sits with, and no more: a phone may be lost. Of a sensitive case, and of somebody whose
    file is not open to the reader, no name."""
    role = label("case.member_role", face.role)
    shown = case.dossier.sensitivity == NORMAL and not face.restricted
    name = " ".join(filter(None, [face.given_name, face.family_name[:1] and f"{face.family_name[:1]}."]))
    return " · ".join(filter(None, [name if shown else "", face.age_words, role, case.reference]))


def target_of(reader: User, about: str) -> tuple[Case, str] | None:
    """The case an answer names, and the public id of the member (empty: everybody); None where the reader sees none."""
    cases = Case.objects.visible_to(reader).select_related("dossier__unit")
    case = cases.filter(public_id=about).first()
    if case is not None:
        return case, ""
    member = CaseMember.objects.visible_to(reader).filter(public_id=about).first()
    case = cases.filter(pk=member.case_id).first() if member else None
    return (case, about) if case else None


def filled_since(case: Case, member: str, form_id: str, since: datetime) -> Response | None:
    """The latest answers to a form about the same member (or everybody) of a case since a moment; None where none."""
    person = CaseMember.objects.filter(case=case, public_id=member).values_list("person", flat=True).first()
    return (
        Response.objects.filter(
            dossier=case.dossier_id,
            about_id=person,
            xform__form_id=form_id,
            state=Response.SUBMITTED,
            submitted_at__gte=since,
        )
        .order_by("-submitted_at")
        .first()
    )
