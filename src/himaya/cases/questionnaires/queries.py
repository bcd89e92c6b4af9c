"""What a case tells a form, and what was filled in about its people."""

from dataclasses import dataclass
from typing import Any

from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import Face
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
