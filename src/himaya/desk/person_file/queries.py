"""A child's whole story on one page: who it is, every case, report, visit and referral the reader may see.

Row security decides what is here: another district's case is simply not told. A fixed number of questions,
however long the story.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import CASE_READ, REPORT_READ
from himaya.cases.models import Case, Feedback, Note, Referral, Report, Visit
from himaya.cases.queries import other_cases
from himaya.desk.home.panels import RISK_TONES
from himaya.kit.shapes import Chip, Moment, Tone
from himaya.reference.queries import label
from himaya.registry.models import Person
from himaya.registry.queries import PersonFile, person_file
from himaya.workflow.models import Step
from himaya.workflow.queries import find_process, state_of, story

# Told in full by what was recorded; their bare steps would only repeat it.
TOLD = ("visit", "referral")


@dataclass(frozen=True, slots=True)
class Card:
    """A case, a report or a referral, as one line."""

    title: str
    url: str
    note: str
    chips: list[Chip]


@dataclass(frozen=True, slots=True)
class Story:
    """All that the page shows."""

    file: PersonFile
    cases: list[Card]
    reports: list[Card]
    referrals: list[Card]
    moments: list[Moment]


def story_of(person: Person, user: User) -> Story:
    """The story as this reader may know it."""
    cases = list(other_cases(person).select_related("worker", "dossier__unit")) if user.can(CASE_READ) else []
    by_pk = {case.pk: case for case in cases}
    reports = _reports(person, by_pk) if user.can(REPORT_READ) else []
    referrals = list(Referral.objects.filter(case__in=by_pk).select_related("service").order_by("-pk"))
    file = person_file(person)
    steps = _moves(cases, referrals)
    moments = [
        *_register(file.story),
        *_steps(cases, steps),
        *_visits(by_pk),
        *_notes(by_pk),
        *_referred(referrals, steps),
        *(_reported(report) for report in reports),
    ]
    moments = sorted(moments, key=lambda m: m.at)[::-1]  # of one moment, what came later stands first
    return Story(
        file=file,
        cases=[_case_card(case) for case in cases],
        reports=[_report_card(report) for report in reports],
        referrals=[_referral_card(referral) for referral in referrals],
        moments=moments,
    )


def _reports(person: Person, cases: Iterable[int]) -> list[Report]:
    about = Q(children__person=person) | Q(case__in=list(cases))
    return list(Report.objects.filter(about).distinct().order_by("-received_at"))


# --- cards ---


def _risk(level: str) -> list[Chip]:
    return [Chip(label("risk.level", level), RISK_TONES.get(level, ""))] if level else []


def _case_card(case: Case) -> Card:
    note = " · ".join(
        filter(None, [str(case.worker or ""), str(case.dossier.unit), f"{case.reported_at:%d.%m.%Y}"])
    )
    return Card(
        case.reference, case.get_absolute_url(), note, [*_risk(case.risk), Chip(_words(state_of(case)))]
    )


def _report_card(report: Report) -> Card:
    note = f"{label('report.channel', report.channel)} · {report.received_at:%d.%m.%Y}"
    chips = [*_risk(report.risk), Chip(_words(state_of(report)))]
    return Card(report.reference, report.get_absolute_url(), note, chips)


def _referral_card(referral: Referral) -> Card:
    chips = [Chip(_words(state_of(referral)))]
    return Card(str(referral.service), referral.get_absolute_url(), referral.reference, chips)


def _words(words: Promise | str) -> str:
    return str(words)


# --- moments ---


def _register(moments: Iterable[Moment]) -> Iterable[Moment]:
    """What changed in the register, under a name of its own."""
    for m in moments:
        yield Moment(m.at, m.title, m.text, m.by, "register", _("Registration"), m.icon, m.tone, m.url)


def _moves(cases: list[Case], referrals: list[Referral]) -> list[Step]:
    """The moves of every process in the cases, and of the referrals."""
    in_cases = Q(dossier__in=[case.dossier_id for case in cases]) & ~Q(process__in=TOLD)
    of_referrals = Q(process="referral", subject_id__in=[referral.pk for referral in referrals])
    return list(Step.objects.filter(in_cases | of_referrals).select_related("actor").order_by("id"))


def _steps(cases: list[Case], moves: list[Step]) -> Iterable[Moment]:
    """Every move of every process in the cases, save what is told in full elsewhere."""
    by_dossier = {case.dossier_id: case for case in cases}
    for step in moves:
        process = None if step.process in TOLD else find_process(step.process)
        if process is None:
            continue
        case = by_dossier[step.dossier_id]
        for m in story(process, [step]):
            title = f"{m.title} (№ {case.reference})" if len(cases) > 1 else str(m.title)
            yield Moment(
                m.at, title, m.text, m.by, "case", _("Cases"), m.icon, m.tone, case.get_absolute_url()
            )


def _visits(cases: dict[int, Case]) -> Iterable[Moment]:
    rows = Visit.objects.filter(case__in=cases, status=Visit.DONE).select_related("worker")
    for visit in rows:
        kind = label("visit.contact_type", visit.contact_type)
        seen = _("the child was seen alone") if visit.child_seen_alone else _("the child was seen")
        title = f"{kind}: {seen if visit.child_seen else _('the child was not seen')}"
        text = "\n".join(filter(None, [visit.observations, visit.changes]))
        tone: Tone = "bad" if visit.safe_now == "no" else "" if visit.child_seen else "watch"
        at = visit.done_at or visit.created_at
        yield Moment(
            at, title, text, str(visit.worker), "visit", _("Visits"), "home", tone, visit.get_absolute_url()
        )


def _notes(cases: dict[int, Case]) -> Iterable[Moment]:
    for note in Note.objects.filter(case__in=cases).select_related("by"):
        url = cases[note.case_id].get_absolute_url()
        yield Moment(note.at, _("Note"), note.text, str(note.by), "note", _("Notes"), "pencil", "", url)


def _referred(referrals: list[Referral], moves: list[Step]) -> Iterable[Moment]:
    by_pk = {referral.pk: referral for referral in referrals}
    told = ("referral", _("Referrals"), "arrows-exchange", "")
    process = find_process("referral")
    states = process.states if process else {}
    for step in moves:
        if step.process != "referral":
            continue
        referral, state = by_pk[step.subject_id], states[step.to_state].label
        yield _told(step.at, f"{referral.service}: {state}", "", step.actor, told, referral)
    for word in Feedback.objects.filter(referral__in=by_pk).select_related("by"):
        referral = by_pk[word.referral_id]
        title = _("Feedback of %(service)s") % {"service": referral.service}
        yield _told(word.at, title, word.text, word.said_by, told, referral)


def _told(at: Any, title: str, text: str, by: Any, told: tuple[str, ...], record: Any) -> Moment:
    kind, kind_label, icon, tone = told
    url = record.get_absolute_url()
    return Moment(at, title, text, str(by or ""), kind, kind_label, icon, tone, url)  # type: ignore[arg-type]


def _reported(report: Report) -> Moment:
    concerns = ", ".join(label("concern.type", code) for code in report.concerns)
    told = ("report", _("Reports"), "phone-incoming", "watch" if report.urgent_now else "")
    title = _("Report %(number)s") % {"number": report.reference}
    return _told(report.received_at, title, concerns, None, told, report)
