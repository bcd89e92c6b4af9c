"""The engine: what happens when a record moves. One transaction, one winner, one immutable step."""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from himaya.access.models import Grant, User
from himaya.access.queries import let_in, nearest_to, role_over, working_grants
from himaya.access.roles import ONLY_GRANTED
from himaya.kit import clock as time
from himaya.kit.errors import Refused
from himaya.workflow.clocks import actions as clocks
from himaya.workflow.language import Facts, Governs, Move, Party, Tell
from himaya.workflow.notices.actions import tell_all
from himaya.workflow.steps.models import Step
from himaya.workflow.tasks.actions import GAP, open_task

Grants = Callable[[], list[Grant]]


def already(process: Governs, subject: Any) -> str:
    last = Step.objects.filter(process=process.code, subject_id=subject.pk).select_related("actor").last()
    who = str(last.actor) if last and last.actor else _("the system")
    when = time.local(last.at).strftime("%d.%m.%Y %H:%M") if last else ""
    return _("This was already moved to “%(state)s” by %(who)s at %(when)s.") % {
        "state": process.states[subject.status].label,
        "who": who,
        "when": when,
    }


def grants_on(subject: Any) -> Grants:
    """The grants that let people act on a record, read when the first move asks for them."""
    return cache(lambda: working_grants(subject.dossier))


def allowed(move: Move, subject: Any, by: Any, grants: Grants | None = None) -> bool:
    kind = "system" if getattr(by, "is_system", False) else ("" if isinstance(by, User) else "public")
    if kind:
        return any(isinstance(p, Party) and p.name == kind for p in move.by)
    roles = tuple(p for p in move.by if isinstance(p, type))
    if role_over(by, tuple(r for r in roles if r.reach > ONLY_GRANTED), subject.dossier.unit):
        return True
    codes = {r.code for r in roles}
    held = [m for m in by.current_memberships if m.role in codes]
    return let_in(by, held, subject.dossier, grants() if grants and held else None)


def require_party(move: Move, subject: Any, by: Any) -> None:
    if move.source is None:
        if isinstance(by, User):
            if any(isinstance(p, type) and by.has(p) for p in move.by):
                return
        elif allowed(move, subject, by):
            return
    elif allowed(move, subject, by):
        return
    raise PermissionDenied(_("You may not do this: %(what)s.") % {"what": move.label})


def first_no(move: Move, subject: Any, facts: Facts) -> str:
    return next((str(v.reason) for g in move.needs if not (v := g(subject, facts))), "")


def pass_guards(
    process: Governs, move: Move, subject: Any, facts: Facts, by: Any, override: str
) -> list[str]:
    failed = [(g.__name__, v) for g in move.needs if not (v := g(subject, facts))]
    if not failed:
        return []
    may_override = bool(override) and isinstance(by, User) and any(by.has(r) for r in move.overridden_by)
    if move.never_held or may_override:
        return [name for name, _verdict in failed]
    raise Refused(str(failed[0][1].reason))


def write(
    process: Governs,
    move: Move,
    subject: Any,
    from_state: str,
    by: Any,
    reason: str,
    override: str,
    gaps: list[str],
    facts: Facts,
) -> Step:
    target = move.target.name if move.target else from_state
    step = Step.objects.create(
        dossier=subject.dossier,
        process=process.code,
        subject_table=process.of._meta.db_table,
        subject_id=subject.pk,
        move=move.name,
        from_state=from_state,
        to_state=target,
        at=time.now(),
        actor_kind="user" if isinstance(by, User) else ("system" if by.is_system else "public"),
        actor=by if isinstance(by, User) else None,
        reason=reason,
        override_reason=override,
        gaps=gaps,
        digest=_digest(facts),
    )
    subject.status = target
    _run_clocks(process, move, subject, step)
    for gap in gaps:
        open_task(
            kind=GAP,
            key=f"{GAP}:{process.code}:{subject.pk}:{gap}",
            dossier=subject.dossier,
            unit=subject.dossier.unit,
            assignee=by if isinstance(by, User) else None,
            process=process.code,
            subject_id=subject.pk,
        )
    for word in move.tells:
        _tell(process, word, subject, step)
    return step


def _run_clocks(process: Governs, move: Move, subject: Any, step: Step) -> None:
    if step.from_state:  # a record that was only just made has none that could end
        _end_clocks(process, move, subject, step)
    for word in move.starts:
        clocks.start_clock(
            subject=subject,
            process=process.code,
            name=word.name,
            norm_key=word.norm_for(subject),
            since=word.since(subject) if word.since else step.at,
            holder=word.holder(subject) if word.holder else None,
            role=word.role,
            ladder=word.ladder_for(subject),
            first=True,
        )


def _end_clocks(process: Governs, move: Move, subject: Any, step: Step) -> None:
    """Those that the move meets, those whose reason it takes away, and those that it starts anew."""
    if process.states[step.to_state].is_end:
        clocks.end_all_clocks(process=process.code, subject_id=subject.pk, met=move.meets)
        return
    cancelled = [*move.cancels, *(word.name for word in move.starts if word.name not in move.meets)]
    if move.meets or cancelled:
        clocks.end_clocks(process=process.code, subject_id=subject.pk, met=move.meets, cancelled=cancelled)


def _tell(process: Governs, word: Tell, subject: Any, step: Step) -> None:
    if isinstance(word.to, type):
        people = nearest_to(word.to, subject.dossier)
    else:
        person = word.to(subject)
        people = [person] if person else []
    tell_all(
        users=[person for person in people if person.pk != step.actor_id],
        kind=word.kind,
        key=f"{word.kind}:{step.pk}",
        url=address_of(subject),
        reference=getattr(subject, "reference", ""),
        urgent=word.urgent,
    )


def address_of(subject: Any) -> str:
    """The record's own page."""
    get = getattr(subject, "get_absolute_url", None)
    return str(get()) if get else ""


def _digest(facts: Facts) -> str:
    """Proves later what was submitted with the step, without keeping it here."""
    if not facts:
        return ""
    return hashlib.sha256(json.dumps(dict(facts), default=str, sort_keys=True).encode()).hexdigest()
