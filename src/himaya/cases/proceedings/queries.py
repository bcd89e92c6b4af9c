"""Reading proceedings and orders."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from himaya.access.models import Organisation, ProtectedQuerySet, User
from himaya.access.queries import users_in
from himaya.access.roles import SocialWorker, Supervisor
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.queries import Face, faces_of
from himaya.cases.proceedings.models import Hearing, Order, Proceeding
from himaya.kit.memory import asked_once
from himaya.reference.queries import codelist, label


class Taking(NamedTuple):
    """Somebody in a proceeding or under an order: how they are called, and as what."""

    name: str
    part: str
    public_id: str = ""


def proceedings() -> ProtectedQuerySet:
    """With everything a proceeding's pages show."""
    return Proceeding.objects.select_related(
        "case__dossier__unit", "case__worker", "organisation", "opened_by"
    )


def orders() -> ProtectedQuerySet:
    """With everything an order's pages show."""
    return Order.objects.select_related("case__dossier__unit", "case__worker", "proceeding", "written_by")


@asked_once
def proceedings_on(case: Case) -> list[Proceeding]:
    """The proceedings of a case, newest first."""
    return list(proceedings().filter(case=case).order_by("-pk"))


@asked_once
def orders_on(case: Case) -> list[Order]:
    """The orders of a case, newest first."""
    return list(orders().filter(case=case).order_by("-from_on", "-pk"))


@asked_once
def hearings_on(case: Case) -> list[Hearing]:
    """Hearings of the case, the earliest first."""
    rows = Hearing.objects.filter(proceeding__case=case).select_related("proceeding", "goes")
    return list(rows.order_by("at", "pk"))


def names_in(case: Case) -> dict[int, str]:
    """How the members of a case are called, by member."""
    return {face.member_id: face.name for face in faces_of([case]).get(case.pk, [])}


def parties_of(proceeding: Proceeding) -> list[Taking]:
    """Who takes part now."""
    names = names_in(proceeding.case)
    rows = proceeding.parties.filter(ended_at__isnull=True).order_by("pk")
    return [
        Taking(
            names.get(row.member_id or 0, "") or row.name, label("proceeding.part", row.part), row.public_id
        )
        for row in rows
    ]


def people_of(order: Order) -> tuple[list[str], list[str]]:
    """Whom an order binds, and whom it protects, by name."""
    names = names_in(order.case)
    rows = list(order.people.order_by("pk"))
    found = [(row.part, names.get(row.member_id or 0, "") or row.name) for row in rows]
    return [n for part, n in found if part == "bound"], [n for part, n in found if part == "protected"]


def member_choices(faces: Iterable[Face]) -> list[tuple[str, str]]:
    """The people of a case for a form: (member, name and role)."""
    return [(str(f.member_id), f"{f.name} ({label('case.member_role', f.role)})") for f in faces]


def member_of(case: Case, pk: str) -> CaseMember | None:
    """A person of this case, by what a form sent."""
    return (
        CaseMember.objects.filter(case=case, pk=int(pk), ended_at__isnull=True).first()
        if pk.isdecimal()
        else None
    )


def bodies() -> QuerySet[Organisation]:
    """Bodies of the system before which something may be brought."""
    kinds = (
        "court",
        "prosecutor",
        "police",
        "executive_authority",
        "guardianship_body",
        "childrens_commission",
    )
    rows: QuerySet[Organisation] = Organisation.objects.filter(kind__in=kinds).order_by("name_az")
    return rows


def who_may_go(case: Case) -> list[User]:
    """Those of the unit who may go to a hearing."""
    unit = case.dossier.unit
    found = {user.pk: user for role in (SocialWorker, Supervisor) for user in users_in(role, unit)}
    return sorted(found.values(), key=str)


def statuses_to_record(proceeding: Proceeding) -> list[tuple[str, str]]:
    """Parts of the central register that a judgment of this kind may change: (aspect, what it is called)."""
    item = codelist("proceeding.kind").get(proceeding.kind)
    aspects = item.attributes.get("aspects", []) if item else []
    return [(aspect, label("care.aspect", aspect)) for aspect in aspects]


def running_orders(on: date) -> list[Order]:
    """Orders in force with a last day, of the whole country: for the worker's round."""
    return list(orders().filter(status="in_force", until_on__isnull=False, until_on__lte=on).order_by("pk"))


def hearings_ahead(now: datetime, until: datetime) -> list[Hearing]:
    """Hearings to come within a stretch of time, of the whole country."""
    rows = Hearing.objects.filter(outcome="", at__gte=now, at__lte=until)
    return list(rows.select_related("proceeding__case__worker", "goes", "dossier__unit").order_by("pk"))


def last_judgments(proceeding: Proceeding) -> list[Any]:
    """What was decided, the latest first."""
    return list(proceeding.judgments.select_related("written_by").order_by("-given_on", "-pk"))
