"""What surrounds a person, from every context, as far as the reader may see it. A fixed number of questions."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import CASE_READ
from himaya.cases.models import Case, Referral
from himaya.cases.queries import other_cases
from himaya.desk.ecomap.rules import Around, Part, ecomap
from himaya.kit.drawing import Drawing
from himaya.reference.queries import codelist, label
from himaya.registry.models import Person, PersonIdentifier
from himaya.registry.queries import Family, Kin, family_of
from himaya.workflow.queries import state_of

# Kinds of relation that say how two people get on, not what they are to each other.
FEELINGS = {"close", "conflict", "distant", "cut_off"}
HELPS = {"protective", "care"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The drawing and the same in words."""

    drawing: Drawing
    parts: list[Part]
    left_out: int
    restricted: bool

    @property
    def is_empty(self) -> bool:
        """Nothing is on record around the person."""
        return not self.parts


def surroundings_of(person: Person, user: User, *, restricted: bool = True) -> Surroundings:
    """A person among household, kin, helpers, school, services and cases."""
    family = family_of(person)
    cases = list(other_cases(person).select_related("worker")) if user.can(CASE_READ) else []
    found = [
        Part(_("At home"), [_kin(kin, _feeling(kin, family)) for kin in family.home]),
        Part(_("Kin and people trusted"), _ties(family, restricted)),
        Part(_("Cases and their workers"), [about for case in cases for about in _case(case)]),
        Part(_("Services"), _services(cases)),
        Part(_("School"), _schools(person)),
    ]
    parts = [part for part in found if part.members]
    drawing, left_out = ecomap(
        str(person), parts, _("People and services around %(name)s") % {"name": person}
    )
    return Surroundings(drawing, parts, left_out, any(kin.is_restricted for kin in family.ties))


def _kin(kin: Kin, look: str) -> Around:
    return Around(
        name=str(kin.person) if kin.person else kin.initials,
        role=kin.kind_label,
        look=look,
        url=kin.person.get_absolute_url() if kin.person else "",
        shut=kin.is_masked,
    )


def _feeling(kin: Kin, family: Family) -> str:
    """How the two get on, where that is on record."""
    told = [
        t.kind for t in family.ties if t.public_id == kin.public_id and t.kind in FEELINGS and not t.until
    ]
    return told[0] if told else "now"


def _ties(family: Family, restricted: bool) -> list[Around]:
    """Everybody tied who lives elsewhere, each once by what they are; suspicions where they may be shown."""
    home = {kin.public_id for kin in family.home}
    found: dict[tuple[str, bool], Around] = {}
    for kin in sorted(family.ties, key=lambda kin: (kin.kind in FEELINGS, kin.until is not None)):
        if kin.is_restricted:
            if restricted:
                found.setdefault((kin.public_id, True), _kin(kin, "harm"))
        elif kin.public_id not in home:
            found.setdefault((kin.public_id, False), _kin(kin, _look(kin, family)))
    return list(found.values())


def _look(kin: Kin, family: Family) -> str:
    if kin.until:
        return "before"
    feeling = _feeling(kin, family)
    line = codelist("relationship.type")[kin.kind].attributes.get("line")
    return "protective" if line == "protective" and feeling == "now" else feeling


def _case(case: Case) -> list[Around]:
    look = "before" if case.closed_at else "now"
    about = Around(case.reference, f"{_('Case')}: {state_of(case)}", look, case.get_absolute_url())
    worker = Around(str(case.worker), _("Worker of the case"), look) if case.worker else None
    return [about, worker] if worker else [about]


def _services(cases: list[Case]) -> list[Around]:
    looks = {"sent": "waiting", "accepted": "now"}
    rows = Referral.objects.filter(case__in=[case.pk for case in cases]).select_related("service")
    return [
        Around(str(row.service), str(state_of(row)), looks.get(row.status, "before"), row.get_absolute_url())
        for row in rows.order_by("-pk")
    ]


def _schools(person: Person) -> list[Around]:
    rows = PersonIdentifier.objects.filter(person=person, kind="school")
    return [
        Around(
            row.issuer or row.value, label("identifier.kind", row.kind), "before" if row.ended_at else "now"
        )
        for row in rows
    ]
