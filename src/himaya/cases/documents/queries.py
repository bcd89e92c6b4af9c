"""Documents that belong to the work on a case."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Choice
from django.db.models import When
from django.urls import reverse

from himaya.access.models import Dossier, User
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.queries import faces_on, reports_open_to
from himaya.registry.models import Document, Person

OVER = ("closed", "merged")


@dataclass(frozen=True, slots=True)
class Lot:
    """Documents of somebody in the case, or that came with one of its reports."""

    title: str
    url: str
    documents: list[Document]


def lots_of_people(case: Case, user: User) -> list[Lot]:
    """The documents in force of each person of the case whose file this reader may open, by name. Whoever is named as
    a possible perpetrator has documents in their own file only."""
    pks = [face.person_id for face in faces_on(case) if face.role != CaseMember.PERPETRATOR]
    people = list(Person.objects.visible_to(user).filter(pk__in=pks).order_by("name_sort", "pk"))
    rows = Document.objects.visible_to(user).in_force()
    found: dict[int, list[Document]] = {}
    for document in rows.filter(dossier__in=[p.dossier_id for p in people]).order_by("type", "-uploaded_at"):
        found.setdefault(document.dossier_id, []).append(document)
    return [Lot(str(p), documents_page(p), found.get(p.dossier_id, [])) for p in people]


def documents_page(person: Person) -> str:
    """Where the documents of a person are."""
    return reverse("people:person-documents", args=[person.public_id])


def lots_of_reports(case: Case, user: User) -> list[Lot]:
    """What came with the reports of the case, for who may read the reports."""
    reports = list(reports_open_to(user).filter(case=case).order_by("received_at"))
    rows = Document.objects.visible_to(user).filter(dossier__in=[r.dossier_id for r in reports])
    found: dict[int, list[Document]] = {}
    for document in rows.order_by("uploaded_at", "pk"):
        found.setdefault(document.dossier_id, []).append(document)
    return [
        Lot(r.reference, r.get_absolute_url(), found[r.dossier_id]) for r in reports if r.dossier_id in found
    ]


def cases_to_keep(by: Any) -> Any:
    """Cases that hold documents, as far as somebody sees them."""
    return Case.objects.visible_to(by)


def reports_with_files(by: Any) -> Any:
    """Reports that hold files, as far as somebody sees them."""
    return reports_open_to(by)


def worker_of(dossier: Dossier) -> User | None:
    """Who keeps a case, or the file of somebody in it: the worker of the open case, that of the child first. For the
    system."""
    open_cases = Case.objects.exclude(status__in=OVER).filter(worker__isnull=False).select_related("worker")
    if dossier.kind == "case":
        case = open_cases.filter(dossier=dossier).first()
    else:
        members = CaseMember.objects.filter(person__dossier=dossier, ended_at__isnull=True)
        members = members.exclude(role=CaseMember.PERPETRATOR)
        children = Choice(When(role__in=CaseMember.ABOUT, then=0), default=1)
        first = members.filter(case__in=open_cases).order_by(children, "-case__reported_at").first()
        case = open_cases.get(pk=first.case_id) if first else None
    return case.worker if case else None
