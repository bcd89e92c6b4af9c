"""The case in the one shape of a record: what every page of a case shows around its own part."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest
from himaya.access.models import User
from himaya.access.roles import CASE_WORK, PERSON_READ, SENSITIVE
from himaya.cases.casefile.models import Case, Note
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import Face, faces_on, subjects_of, title_of
from himaya.cases.casefile.rules import is_open
from himaya.cases.casefile.story import OFFERERS, PARTS, TELLERS, TOLD, WARNERS, clocks_on, steps_on
from himaya.kit import clock
from himaya.kit.memory import one_page
from himaya.kit.shapes import Alert, Chip, Crumb, Moment, NextAction, Tab, Tone, Words
from himaya.reference.queries import label
from himaya.workflow import queries as display
from himaya.workflow.models import Clock, Step
from himaya.workflow.process import PROCESSES

TONES: dict[str, Tone] = {"critical": "grave", "high": "bad", "medium": "watch", "low": "good"}
# The story's first page; the rest is one click away.
LATEST = 80


def frame(request: StaffRequest, case: Case, current: str = "", **more: Any) -> dict[str, Any]:
    """The context of a page of a case: header, status bar, what next, parts. `current` is the part's key."""
    user = request.user
    one_page(case)
    steps = steps_on(case)
    own = [s for s in steps if s.process == CaseWork.code]
    faces = faces_on(case)
    clocks = clocks_on(case)
    return {
        "case": case,
        "case_title": title_of(case, faces),
        "case_named": bool(subjects_of(faces)),
        "case_ages": ages_of(subjects_of(faces))
        or ("" if subjects_of(faces) else CaseWork.of_record(case).unnamed),
        "faces": faces,
        "steps": steps,
        "clocks": clocks,
        "case_chips": chips_of(case),
        "case_person": _page_of(subjects_of(faces), user),
        "case_alerts": [
            *_lives(subjects_of(faces)),
            *_late(clocks),
            *(a for warn in WARNERS for a in warn(case, user)),
        ],
        "case_bar": display.status_bar(CaseWork.of_record(case), case, own),
        **_split(actions_of(case, user)),
        "case_tabs": tabs_of(case, user, current),
        "crumbs": [Crumb(_("Cases"), reverse("cases:case-list")), Crumb(case.reference)],
        "may_write": is_open(case) and user.can(CASE_WORK),
        **more,
    }


def form_page(
    request: StaffRequest, case: Case, form: Any, heading: Words, *, template: str = "", **more: Any
) -> HttpResponse:
    """A page with one form about a case; where somebody was faster, both texts side by side."""
    faces = faces_on(case)
    title = title_of(case, faces)
    around = {
        "case": case,
        "case_title": title,
        "case_chips": chips_of(case),
        "faces": faces,
        "crumbs": [
            Crumb(_("Cases"), reverse("cases:case-list")),
            Crumb(title, case.get_absolute_url()),
        ],
        "form": form,
        "heading": heading,
        "draft": "",
    }
    return render(request, template or "cases/casefile/form.html", {**around, **more})


def chips_of(case: Case) -> list[Chip]:
    """Risk, kind, state and sensitivity, always in words."""
    work = CaseWork.of_record(case)
    chips = [risk_chip(case.risk), Chip(work.title), Chip(work.state_of(case).label)]
    if case.dossier.sensitivity >= SENSITIVE:
        chips.append(Chip(_("Sensitive"), "info", "lock"))
    return chips


def risk_chip(level: str) -> Chip:
    """A level of risk."""
    return Chip(_("Risk: %(level)s") % {"level": label("risk.level", level)}, TONES.get(level, ""))


def ages_of(children: Iterable[Face]) -> str:
    """The ages of the children, estimated ones marked."""
    return ", ".join(filter(None, (c.age_words for c in children)))


def _page_of(children: list[Face], user: User) -> str:
    """Where the record of the child is; empty where there are several, or it is not open to the reader."""
    if len(children) != 1 or children[0].restricted or not user.can(PERSON_READ):
        return ""
    return reverse("people:person-detail", args=[children[0].person])


def _lives(children: Iterable[Face]) -> list[Alert]:
    """A child who is missing or has died: said before anything else."""
    told = {"missing": _("Missing: %(name)s"), "dead": _("Has died: %(name)s")}
    return [
        Alert(told[life] % {"name": child.name}, "bad")
        for child in children
        if (life := "dead" if child.died_on else child.life) in told
    ]


def _late(clocks: Iterable[Clock]) -> list[Alert]:
    late = [c for c in clocks if c.state == Clock.RUNNING and c.due_at <= clock.now()]
    what = ", ".join(display.clock_label(c) for c in late)
    return [Alert(_("Overdue: %(what)s") % {"what": what}, "bad")] if late else []


def actions_of(case: Case, user: User) -> list[NextAction]:
    """What this person could do now, the moves of the case first."""
    return [
        *display.next_actions(CaseWork, case, user, clocks_on(case)),
        *(action for offer in OFFERERS for action in offer(case, user)),
    ]


def _split(found: list[NextAction]) -> dict[str, list[NextAction]]:
    """What waits (a deadline, the next step, what blocks it) stands large; what may also be done, small."""
    waits = [a for a in found if a.primary or a.due or a.blocked]
    return {"case_actions": waits, "case_more": [a for a in found if a not in waits]}


def tabs_of(case: Case, user: User, current: str) -> list[Tab]:
    """The parts open to this person, in order."""
    return [
        Tab(p.label, reverse(p.page, args=[case.public_id]), p.key == current)
        for p in sorted(PARTS.values(), key=lambda p: p.order)
        if user.can(p.permission) and p.kind in ("", case.kind)
    ]


def story_of(case: Case, user: User, steps: list[Step]) -> list[Moment]:
    """Everything that happened, the latest first: steps of every process, notes, and what the topics tell."""
    told = [m for tell in TELLERS for m in tell(case, user)]
    by_process: dict[str, list[Step]] = {}
    for step in steps:
        if step.process not in TOLD and step.process in PROCESSES:
            by_process.setdefault(step.process, []).append(step)
    for code, own in by_process.items():
        told += reversed(display.story(PROCESSES[code].of_record(case), own))
    return sorted([*told, *_notes(case)], key=lambda m: m.at, reverse=True)


def _notes(case: Case) -> list[Moment]:
    notes = Note.objects.filter(case=case).select_related("by").order_by("-at")
    return [
        Moment(
            at=n.at,
            title=_("Note"),
            text=n.text,
            by=str(n.by),
            kind="note",
            kind_label=_("Notes"),
            icon="pencil",
        )
        for n in notes
    ]
