"""Whom a rule finds, which leads somebody may see, and what the rules came to."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from himaya.access.models import ProtectedQuerySet, Unit, User
from himaya.access.queries import competent_unit, national_desk, shut_out_of
from himaya.access.roles import SEALED, SocialWorker
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.outreach.models import OPEN, Lead, LeadContact, OutreachRule
from himaya.cases.outreach.sources import SOURCES
from himaya.kit import clock
from himaya.reference.queries import code_item
from himaya.registry.models import Person, Phone
from himaya.workflow.models import Clock

PAGE = 50
# Whom no rule finds: the dead and missing, who is no record of their own, the sealed, who was asked lately by this rule or
# is being asked, and who has an open case (except where the rule is about those).
FOUND = """
with found as ({source})
select f.person_id, f.facts
from found f join registry_person p on p.id = f.person_id join access_dossier d on d.id = p.dossier_id
where p.merged_into_id is null and p.life = '' and p.died_on is null and p.anonymised_on is null
  and d.sensitivity < %(sealed)s
  and not exists (select from cases_lead l where l.person_id = p.id and l.rule_code = %(rule)s
                  and (l.status = any(%(open)s) or l.quiet_until > %(today)s))
  and (%(in_case)s or not exists (
    select from cases_casemember m join cases_case c on c.id = m.case_id and c.status not in ('closed', 'merged')
    where m.person_id = p.id and m.ended_at is null and m.role = any(%(subjects)s)))
order by p.id
"""


def found_by(rule: OutreachRule, on: date, most: int | None = None) -> list[tuple[int, dict[str, Any]]]:
    """The people a rule finds on a day, each with the facts it looked at; at most so many. Asked by the system."""
    asked, values = _question(rule, on)
    with connection.cursor() as cursor:
        cursor.execute(f"{asked} limit %(most)s", {**values, "most": most})
        return [(pk, json.loads(facts)) for pk, facts in cursor.fetchall()]


def count_found(rule: OutreachRule, on: date) -> int:
    """How many people a rule would find on a day."""
    asked, values = _question(rule, on)
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from ({asked}) counted", values)  # noqa: S608  our own question
        return int(cursor.fetchone()[0])


def _question(rule: OutreachRule, on: date) -> tuple[str, dict[str, Any]]:
    source = SOURCES[rule.source]
    values = {
        **source.given(rule.parameters, on),
        "rule": rule.code,
        "today": on,
        "open": list(OPEN),
        "sealed": SEALED,
        "in_case": source.in_case,
        "subjects": list(CaseMember.ABOUT),
    }
    return FOUND.format(source=source.sql), values


# Who works on the open case of somebody whom a rule finds: they are told, and no lead is raised. Never of the sealed.
WORKED_ON = """
with found as ({source})
select distinct on (c.id) c.public_id, c.worker_id, f.facts
from found f join registry_person p on p.id = f.person_id join access_dossier d on d.id = p.dossier_id
join cases_casemember m on m.person_id = p.id and m.ended_at is null and m.role = any(%(subjects)s)
join cases_case c on c.id = m.case_id and c.status not in ('closed', 'merged') and c.worker_id is not null
where p.merged_into_id is null and d.sensitivity < %(sealed)s
order by c.id, p.id
"""


def worked_on_already(rule: OutreachRule, on: date) -> list[tuple[str, int, dict[str, Any]]]:
    """Of the people whom a rule's source finds those with an open case that somebody works on: the case, who, and the
    facts. Asked by the system."""
    source = SOURCES[rule.source]
    values = {
        **source.given(rule.parameters, on),
        "today": on,
        "sealed": SEALED,
        "subjects": list(CaseMember.ABOUT),
    }
    with connection.cursor() as cursor:
        cursor.execute(WORKED_ON.format(source=source.sql), values)
        return [(case, worker, json.loads(facts)) for case, worker, facts in cursor.fetchall()]


def unit_for(rule: OutreachRule, person: Person, on: date) -> Unit:
    """Who takes a lead: the unit that holds the person's open case, where the rule is about those; else the unit competent
    for what it leads to, where the person lives (code list `outreach.leads_to`)."""
    item = code_item("outreach.leads_to", rule.leads_to)
    matter = str(item.attributes.get("matter", "")) if item else ""
    if matter:
        return competent_unit(matter, person.territory, on)
    cases = Case.objects.filter(members__person=person, members__ended_at__isnull=True)
    held = (
        cases.exclude(status__in=("closed", "merged")).select_related("dossier__unit").order_by("-pk").first()
    )
    return held.dossier.unit if held else national_desk()


def rules_in_force(on: date) -> QuerySet[OutreachRule]:
    """The versions that run on a day."""
    return OutreachRule.objects.filter(status=OutreachRule.Status.APPROVED, valid__contains=on).order_by("pk")


def newest_rules() -> list[OutreachRule]:
    """Of each rule the version that runs today, or else its newest; and every draft."""
    found: dict[str, list[OutreachRule]] = {}
    for rule in OutreachRule.objects.select_related("proposed_by", "approved_by"):
        found.setdefault(rule.code, []).append(rule)
    today = clock.today()
    shown = []
    for versions in found.values():
        running = [v for v in versions if v.valid is not None and today in v.valid and v.status == "approved"]
        drafts = [v for v in versions if v.status == OutreachRule.Status.DRAFT]
        shown += [*(running or ([] if drafts else versions[:1])), *drafts]
    return shown


def rule_called(public_id: str) -> OutreachRule | None:
    """One version of a rule, with who proposed and approved it."""
    return (
        OutreachRule.objects.select_related("proposed_by", "approved_by").filter(public_id=public_id).first()
    )


# --- leads ---


def leads() -> ProtectedQuerySet:
    """With everything a lead's pages show; never with the person, whose file has doors of its own."""
    rows: ProtectedQuerySet = Lead.objects.select_related(
        "dossier__unit", "rule", "worker", "territory", "case", "report"
    )
    return rows


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the list."""

    whose: str = ""
    rule: str = ""
    status: str = ""
    late: bool = False


def leads_open_to(user: User, wanted: Wanted) -> list[Lead]:
    """Leads this person may see, the nearest deadline first; open ones unless a state is asked for."""
    late = Clock.objects.filter(
        process="lead", subject_id=OuterRef("pk"), state=Clock.RUNNING, due_at__lt=clock.now()
    )
    rows = leads().visible_to(user).annotate(is_late=Exists(late))
    rows = rows.filter(status=wanted.status) if wanted.status else rows.filter(status__in=OPEN)
    if wanted.whose == "mine":
        rows = rows.filter(worker=user)
    elif wanted.whose == "nobody":
        rows = rows.filter(worker__isnull=True)
    if wanted.rule:
        rows = rows.filter(rule_code=wanted.rule)
    if wanted.late:
        rows = rows.filter(is_late=True)
    return list(rows.order_by("-is_late", "raised_at", "pk")[:PAGE])


def leads_about(person: Person) -> ProtectedQuerySet:
    """Every lead about a person, the oldest first, as far as whoever asks sees them."""
    return leads().filter(person=person).order_by("raised_at")


def people_of(found: list[Lead]) -> dict[int, Person]:
    """The people of leads, as far as whoever asks may open their files."""
    people: dict[int, Person] = Person.objects.in_bulk({lead.person_id for lead in found})
    return people


def clocks_of(found: list[Lead]) -> dict[int, Clock]:
    """The nearest open deadline of each lead."""
    rows = Clock.objects.filter(
        process="lead", subject_id__in=[lead.pk for lead in found], state__in=[Clock.RUNNING, Clock.PAUSED]
    )
    return {row.subject_id: row for row in rows.order_by("-due_at")}


def phones_of(person: Person) -> list[Phone]:
    """How to ring somebody: never a number that is known to put them at risk."""
    return list(Phone.objects.filter(person=person, ended_at__isnull=True).exclude(is_safe=False))


def contacts_of(lead: Lead) -> list[LeadContact]:
    """The tries to reach the person, the latest first."""
    return list(LeadContact.objects.filter(lead=lead).select_related("by").order_by("-at", "-pk"))


def workers_for(lead: Lead) -> list[User]:
    """Social workers of the lead's unit and of those below it; never one who is walled off from it."""
    users = User.objects.filter(
        is_active=True,
        memberships__role=SocialWorker.code,
        memberships__ended_at__isnull=True,
        memberships__unit__path__contains=[lead.dossier.unit_id],
    ).distinct()
    return list(users.exclude(pk__in=shut_out_of(lead.dossier)).order_by("full_name"))


# --- what came of them ---


@dataclass(frozen=True, slots=True)
class Yield:
    """What one rule came to in a year; None where a count is kept back because it is small."""

    raised: int | None = 0
    contacted: int | None = 0
    agreed: int | None = 0
    helped: int | None = 0
    false: int | None = 0

    def share(self, part: int | None) -> str:
        """Of all that were raised, in hundredths; a dash where it is not told."""
        return f"{100 * part / self.raised:.0f} %" if part is not None and self.raised else "–"

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Each count with its share, as the page shows it."""
        shown = [(self._words(self.raised), "")]
        for part in (self.contacted, self.agreed, self.helped, self.false):
            shown.append((self._words(part), self.share(part)))
        return shown

    @staticmethod
    def _words(many: int | None) -> str:
        return "<5" if many is None else str(many)


def yields(year: int) -> dict[str, Yield]:
    """What each rule came to in a year, by its code; refused by the door to whoever may not read it."""
    with connection.cursor() as cursor:
        cursor.execute("select * from cases_outreach_yield(%s)", [year])
        return {row[0]: Yield(*row[1:]) for row in cursor.fetchall()}
