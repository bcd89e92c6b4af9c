"""What cases hold about a person, for the person's own file: how the work goes, without notes, reports and reporters.
Cases in which the person is named as a possible danger are not told at all."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.queries import faces_on
from himaya.reference.queries import label
from himaya.registry.models import Person
from himaya.registry.queries import Asker, openly, own_file_names, own_file_part, own_file_standing
from himaya.registry.queries import OwnFilePiece as Piece
from himaya.registry.rules import Standing
from himaya.workflow.queries import state_of


def open_cases_of(person: Person) -> list[Case]:
    """Cases of a person that may be told to the person: neither sealed nor walled, and not as a possible danger."""
    members = CaseMember.objects.filter(person=person)
    feared = members.filter(role=CaseMember.PERPETRATOR).values("case")
    rows = openly(Case.objects.filter(pk__in=members.values("case")).exclude(pk__in=feared))
    return list(rows.order_by("reported_at"))


@own_file_part
def _cases(person: Person) -> Iterator[Piece]:
    for case in open_cases_of(person):
        told = f"{case.reference} · {label('matter', case.matter)} · {state_of(case)}"
        yield Piece("cases", _("Case"), told, case.reported_at.date())
        for words, text in (
            (_("What it is about"), case.summary),
            (_("What cannot wait"), case.urgent_needs),
        ):
            if text.strip():
                yield Piece("cases", words, text, free=True)
        yield from _visits(case)
        yield from _kept_back(case)


def _visits(case: Any) -> Iterator[Piece]:
    for visit in case.visits.filter(done_at__isnull=False).order_by("done_at"):
        yield Piece(
            "cases", _("Visit"), label("visit.contact_type", visit.contact_type), visit.done_at.date()
        )


def _kept_back(case: Any) -> Iterator[Piece]:
    """That there are reports and notes is seen by the human who prepares the file, and by nobody else."""
    for report in openly(case.reports.all()):
        why = "hotline_words" if report.reporter_kind == "child" else "reporter"
        yield Piece("cases", _("Report"), day=report.received_at.date(), withheld=why)
    for note in case.notes.all():
        yield Piece("cases", _("Note of a worker"), day=note.at.date(), withheld="third_party")


@own_file_names
def _members(person: Person) -> Iterable[str]:
    for case in open_cases_of(person):
        yield from (face.full_name for face in faces_on(case) if face.person_id != person.pk)


@own_file_standing
def _feared(person: Person, asker: Asker) -> Standing:
    """Somebody named as a possible danger in any case of this person that is open to the reader."""
    cases = CaseMember.objects.filter(person=person).values("case")
    named = CaseMember.objects.filter(case__in=cases, role=CaseMember.PERPETRATOR).select_related("person")
    return Standing(suspected=any(asker.may_be(member.person) for member in named))
