"""Which record an address is about: some of each state, so that every step of every process is met."""

import re
from collections.abc import Iterator
from typing import Any

from himaya.access.models import DeviceKey, Membership, Opening, Unit, User
from himaya.cases.models import (
    AbsenceList,
    AbsenceRow,
    AgendaItem,
    Appeal,
    Assessment,
    Attendee,
    Case,
    CaseLink,
    CaseMember,
    Commission,
    CommissionSeat,
    Duty,
    FileAudit,
    Goal,
    Hearing,
    LaidPaper,
    Lead,
    MandatoryNotice,
    Meeting,
    Mend,
    MissingChild,
    OnlineApplication,
    Order,
    OutreachRule,
    Plan,
    PlanAction,
    Proceeding,
    ProceedingParty,
    Referral,
    Removal,
    Report,
    Review,
    RiskChange,
    SafeWay,
    Supervision,
    SupervisionPoint,
    Transfer,
    Visit,
)
from himaya.exchange.models import FormSubmission
from himaya.hotline.models import (
    Arrival,
    CallBack,
    CallerBlock,
    CallerFlag,
    CallerProfile,
    Contact,
    ContactChild,
    Debrief,
    Dispatch,
    Evidence,
    FollowUp,
    Incident,
    IncidentNotice,
    Seat,
    Shift,
    ShiftSwap,
)
from himaya.hotline.models import Review as ContactReview
from himaya.instruments.models import FormVersion, InstrumentVersion, Response
from himaya.reference.models import Code, HelpNumber, Norm, Territory
from himaya.registry import models as registry
from himaya.registry.registers.rules import REGISTERS
from himaya.services.models import Service
from himaya.workflow.models import Notice, PaperTemplate, Task
from himaya.workforce.models import Absence
from tests.forms.pages import Route
from tests.forms.world import World

MOST_RECORDS = 24
# Whose id an address takes, by the beginning of its name; the first that fits.
OF: list[tuple[str, Any]] = [
    (r"access:(staff|role|audit-of|sample)", User), (r"access:unit", Unit), (r"access:opening", Opening),
    (r"exchange:", FormSubmission), (r"access:key-end", DeviceKey),
    (r"cases:report", Report), (r"cases:(risk-decide)", RiskChange),
    (r"cases:online-application", OnlineApplication), (r"cases:transfer", Transfer),
    (r"cases:filled-form", Response),
    (r"cases:visit-(plan|new)", Case), (r"cases:visit", Visit), (r"cases:assessment-start", Case),
    (r"cases:assessment", Assessment), (r"cases:plan-start", Case), (r"cases:plan", Plan),
    (r"cases:(goal|action|copy)", Plan), (r"cases:review-start", Case), (r"cases:review", Review),
    (r"cases:agenda-matter", Meeting), (r"cases:agenda-submit", Case), (r"cases:agenda|cases:duty-give", AgendaItem),
    (r"cases:duty", Duty), (r"cases:laid-paper", LaidPaper), (r"cases:attendee-remove", Attendee),
    (r"cases:(meeting|minutes|attendee-new)", Meeting), (r"cases:seat-end", CommissionSeat),
    (r"cases:(commission|seat-new|session-new)", Commission),
    (r"cases:supervision-add", User), (r"cases:supervision-point", SupervisionPoint),
    (r"cases:supervision", Supervision), (r"cases:file-audit-pick", Case), (r"cases:file-audit", FileAudit),
    (r"cases:mend", Mend),
    (r"cases:(removal|proceeding|order|missing)-new", Case), (r"cases:removal", Removal), (r"cases:missing", MissingChild),
    (r"cases:(proceeding|party-add|hearing-new)", Proceeding), (r"cases:order", Order), (r"cases:appeal", Appeal),
    (r"cases:absence-(?!row)", AbsenceList), (r"cases:lead-(?!list)", Lead),
    (r"cases:outreach-rule-?(?!s|new)", OutreachRule),
    (r"cases:link$", Referral), (r"cases:referral-(new|send)", Case), (r"cases:referral", Referral), (r"cases:", Case),
    (r"people:document", registry.Document), (r"people:address-reveal", registry.Address),
    (r"people:phone-end", registry.Phone), (r"people:identifier-end", registry.PersonIdentifier),
    (r"people:relation-end", registry.Relationship), (r"people:household-leave", registry.HouseholdMember),
    (r"people:status-(end|correct|confirm)", registry.GroupMembership),
    (r"people:consent-(detail|withdraw)", registry.Consent), (r"people:own-file-(withhold|let-out)", registry.OwnFileLine),
    (r"people:hold-release", registry.LegalHold), (r"people:retention", registry.Retention),
    (r"people:own-file-json", registry.OwnFileRelease), (r"people:own-file-(?!ask)|people:own-file$", registry.OwnFile),
    (r"people:pair-detail", registry.Pair), (r"people:merge-undo", registry.Merge),
    (r"people:link-cut", registry.SourceLink), (r"people:import-", registry.ImportBatch),
    (r"people:|desk:person", registry.Person),
    (r"desk:task", Task), (r"services:", Service),
    (r"instruments:form-", FormVersion), (r"instruments:", InstrumentVersion),
    (r"workforce:absence-cancel", Absence), (r"workforce:", User),
    (r"workflow:notice", Notice), (r"hotline:follow-up", FollowUp), (r"hotline:(incident-(?!open)|evidence)", Incident),
    (r"hotline:(block-propose|caller$|caller-(write|flag))", CallerProfile), (r"hotline:block-", CallerBlock),
    (r"hotline:review-(?!pick)", ContactReview), (r"hotline:debrief-(?!ask)", Debrief),
    (r"hotline:arrival", Arrival), (r"hotline:call-back", CallBack), (r"hotline:(shift-cancel|swap-ask)", Shift),
    (r"hotline:swap-", ShiftSwap), (r"hotline:seat-equip", Seat), (r"hotline:", Contact),
]  # fmt: skip


def records(route: Route, only: dict[str, Any], world: World) -> Iterator[tuple[dict[str, Any], Any]]:
    """What this address takes, for each record, and the record's dossier."""
    takes = set(route.takes)
    if not takes:
        yield {}, None
        return
    if takes == {"token"}:
        short = route.name.partition(":")[2]
        yield {"token": world.tokens.get(short, "x")}, None
        return
    if takes == {"step"}:
        yield from (({"step": step}, None) for step in ("what", "where", "who", "you", "send"))
        return
    special = SPECIAL.get(route.name)
    rows = special(only) if special else _records(route, takes, only, world)
    yield from rows


def _records(
    route: Route, takes: set[str], only: dict[str, Any], world: World
) -> Iterator[tuple[dict[str, Any], Any]]:
    model = next((m for pattern, m in OF if re.match(pattern, route.name)), None)
    if model is None:
        return
    narrowed = only or world.only.get(route.name, {})
    rows = model._default_manager.filter(**narrowed).order_by("-pk")
    if hasattr(model, "dossier"):
        rows = rows.select_related("dossier")
    for row in _spread(rows):
        values = {"public_id": getattr(row, "public_id", row.pk)}
        if takes == {"public_id"}:
            yield values, getattr(row, "dossier", None)
        else:
            yield from (
                (values | more, getattr(row, "dossier", None)) for more in _more(row, takes - {"public_id"})
            )


def _spread(rows: Any) -> list[Any]:
    """Some records of each state, so that every step is met."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, "status", getattr(row, "kind", "")), []).append(row)
    mixed = [row for group in zip(*(_padded(g) for g in found.values()), strict=True) for row in group if row]
    return mixed[:MOST_RECORDS]


def _padded(group: list[Any], size: int = 8) -> list[Any]:
    return [*group[:size], *[None] * (size - len(group[:size]))]


# What an address takes besides a record: words, or what belongs to the record (which table's, as what, under which name).
WORDS = {
    "role": ("child",),
    "aspect": ("placement",),
    "part": ("safety", "needs"),
}  # finished parts can be corrected
BELONGING: dict[str, tuple[Any, str, str]] = {
    "member": (CaseMember.objects.filter(ended_at__isnull=True), "case", "pk"),
    "way_id": (SafeWay.objects.filter(ended_at__isnull=True), "case", "public_id"),
    "goal_id": (Goal.objects.filter(removed_at__isnull=True), "plan", "public_id"),
    "notice_id": (MandatoryNotice.objects.all(), "report", "public_id"),
    "pk": (Membership.objects.filter(ended_at__isnull=True), "user", "pk"),
}


def _more(row: Any, takes: set[str]) -> Iterator[dict[str, Any]]:
    (name,) = takes if len(takes) == 1 else ("",)
    yield from ({name: word} for word in WORDS.get(name, ()))
    if name in BELONGING:
        rows, of, key = BELONGING[name]
        yield from ({name: found} for found in rows.filter(**{of: row}).values_list(key, flat=True)[:1])


def _goals(only: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    for goal in (
        Goal.objects.filter(removed_at__isnull=True, **only).select_related("dossier").order_by("-pk")[:40]
    ):
        yield {"goal_id": goal.public_id}, goal.dossier


def _actions(only: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    rows = (
        PlanAction.objects.filter(removed_at__isnull=True, **only).select_related("dossier").order_by("-pk")
    )
    for row in rows[:60]:
        yield {"action_id": row.public_id}, row.dossier


def _actions_of_goals(only: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    rows = (
        PlanAction.objects.filter(removed_at__isnull=True, **only)
        .select_related("dossier", "goal")
        .order_by("-pk")
    )
    for row in rows[:60]:
        yield {"goal_id": row.goal.public_id, "action_id": row.public_id}, row.dossier


def _rows_of_lists(only: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    asking = registry.ImportRow.objects.filter(verdict__in=["likely", "conflict"], decision="", **only)
    for row in asking.select_related("batch", "dossier").order_by("pk")[:MOST_RECORDS]:
        yield {"public_id": row.batch.public_id, "place": row.place}, row.dossier


def _rows_of_absence(only: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    asking = AbsenceRow.objects.filter(verdict=AbsenceRow.LIKELY, listed__status="kept", **only)
    for row in asking.select_related("listed", "dossier").order_by("pk")[:MOST_RECORDS]:
        yield {"public_id": row.listed.public_id, "place": row.place}, row.dossier


def _moves_of_lists(only: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    for status, names in (
        ("review", ("leave", "send", "columns", "withdraw")),
        ("waiting", ("approve", "back")),
    ):
        for batch in registry.ImportBatch.objects.filter(status=status, **only).select_related("dossier"):
            yield from (({"public_id": batch.public_id, "name": name}, batch.dossier) for name in names)


SPECIAL: dict[str, Any] = {
    "cases:outreach-rule-new": lambda only: iter([({"source": "lives_alone"}, None)]),
    "cases:case-notice": lambda only: (
        ({"public_id": n.case.public_id, "notice_id": n.public_id}, n.dossier)
        for n in MandatoryNotice.objects.filter(case__isnull=False, **only).select_related("case", "dossier")[
            :8
        ]
    ),
    "cases:related-end": lambda only: (
        ({"public_id": link.first.public_id, "link_id": link.public_id}, link.dossier)
        for link in CaseLink.objects.filter(ended_at=None, **only).select_related("first", "dossier")
    ),
    "cases:party-end": lambda only: (
        ({"party_id": p.public_id}, p.dossier) for p in ProceedingParty.objects.select_related("dossier")[:8]
    ),
    "cases:hearing-close": lambda only: (
        ({"hearing_id": h.public_id}, h.dossier)
        for h in Hearing.objects.filter(outcome="", **only).select_related("dossier").order_by("at")[:8]
    ),
    "hotline:incident-answer": lambda only: (
        ({"public_id": n.incident.public_id, "notice_id": n.public_id}, n.dossier)
        for n in IncidentNotice.objects.filter(**only).select_related("incident", "dossier")[:8]
    ),
    "hotline:caller-flag-end": lambda only: (
        ({"public_id": f.profile.public_id, "flag_id": f.public_id}, f.dossier)
        for f in CallerFlag.objects.select_related("profile", "dossier")[:8]
    ),
    "hotline:evidence-hand": lambda only: (
        ({"public_id": e.incident.public_id, "item_id": e.public_id}, e.dossier)
        for e in Evidence.objects.select_related("incident", "dossier")[:8]
    ),
    "hotline:contact-child": lambda only: (
        ({"public_id": c.contact.public_id, "child_id": c.public_id}, c.dossier)
        for c in ContactChild.objects.select_related("contact", "dossier").order_by("pk")[:8]
    ),
    "hotline:dispatch-outcome": lambda only: (
        ({"public_id": d.contact.public_id, "sent_id": d.public_id}, d.dossier)
        for d in Dispatch.objects.filter(outcome="").select_related("contact", "dossier").order_by("pk")[:8]
    ),
    "cases:absence-row": _rows_of_absence,
    "people:import-row": _rows_of_lists,
    "people:import-move": _moves_of_lists,
    "workflow:draft-keep": lambda only: [({"key": "note-sample"}, None)],
    "cases:action-new": _goals,
    "cases:goal-remove": _goals,
    "cases:action-write": _actions_of_goals,
    "cases:action-remove": _actions,
    "cases:action-progress": _actions,
    "cases:report-lane": lambda only: (
        ({"lane": lane}, None)
        for lane in Report.objects.exclude(flood_lane="").values_list("flood_lane", flat=True)
    ),
    "people:document-add": lambda only: (
        ({"kind": "person", "public_id": p.public_id}, p.dossier)
        for p in registry.Person.objects.select_related("dossier").order_by("-pk")[:12]
    ),
    "people:register": lambda only: (({"key": key}, None) for key in REGISTERS),
    "people:register-take-out": lambda only: (({"key": "parental-care"}, None) for _n in range(1)),
    "people:quality-of": lambda only: (
        ({"unit": u.public_id}, None) for u in Unit.objects.order_by("path")[:1]
    ),
    "people:quality-mend": lambda only: (
        ({"measure": "fin", "unit": u.public_id}, None) for u in Unit.objects.order_by("path")[:1]
    ),
    "desk:norm": lambda only: (({"key": n.key}, None) for n in Norm.objects.order_by("pk")[:3]),
    "desk:codelist": lambda only: (({"key": c.codelist.key}, None) for c in Code.objects.order_by("pk")[:1]),
    "desk:code-rename": lambda only: (
        ({"key": c.codelist.key, "code": c.code}, None) for c in Code.objects.order_by("pk")[:1]
    ),
    "desk:code-retire": lambda only: (
        ({"key": c.codelist.key, "code": c.code}, None) for c in Code.objects.order_by("pk")[:1]
    ),
    "desk:number": lambda only: (({"number": n.number}, None) for n in HelpNumber.objects.order_by("pk")[:1]),
    "desk:letter": lambda only: (({"key": t.key}, None) for t in PaperTemplate.objects.order_by("pk")[:1]),
    "desk:place": lambda only: (({"code": t.code}, None) for t in Territory.objects.order_by("pk")[:1]),
}
