"""Opening, asking for and writing down debriefs."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.actions import grant, move_dossier, open_dossier
from himaya.access.gate import action, require_version
from himaya.access.models import Unit, User
from himaya.access.roles import CONTACT_REVIEW, CONTACT_WORK, SEALED, SENSITIVE
from himaya.hotline.contacts.queries import desk_of
from himaya.hotline.debriefs.models import Debrief
from himaya.hotline.debriefs.process import Debriefing
from himaya.hotline.debriefs.queries import LOOKED_AT, Load, due, loads, owed_already
from himaya.hotline.debriefs.rules import AGAIN, ASKED, is_told, may_hold, why_owed
from himaya.kit import clock
from himaya.kit.clock import BAKU
from himaya.kit.errors import Refused

GROUND = "debrief"
# The hour of the day from which the time of an agreed talk runs.
MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Talk:
    """What is written of a debrief: codes of `debrief.outcome`, `debrief.kind`, `debrief.rest`; who else was there; when
    they talk again."""

    outcome: str
    held_at: datetime
    kind: str = ""
    with_whom: str = ""
    rest: str = ""
    follow_up_on: date | None = None
    note: str = ""


def _owe(
    *, counsellor: User, unit: Unit, why: str, since: datetime, by: Any, stint: str = "", heavy: int = 0
) -> Debrief:  # fmt: skip
    debrief = Debrief(
        counsellor=counsellor,
        why=why,
        since=since,
        stint=stint,
        heavy=heavy,
        is_sample=counsellor.is_sample,
    )
    debrief.dossier = open_dossier(kind="debrief", unit=unit, sensitivity=SENSITIVE)
    grant(dossier=debrief.dossier, user=counsellor, ground=GROUND, by=by, first=True)
    Debriefing.begin(debrief, Debriefing.owe, by=by)
    return debrief


def owe_debriefs(*, unit: Unit, by: Any) -> list[Debrief]:
    """Opens the debriefs that the last day's heavy contacts of a hotline owe, one for each person and shift. Run by the
    worker; running it again opens nothing twice."""
    now = clock.now()
    owing: dict[tuple[int, str], tuple[Load, str]] = {}
    for load in loads(unit, now - LOOKED_AT, now):
        if why := why_owed(load.heavy, clock.local(load.stint.begins).date()):
            owing[load.user_id, load.stint.key] = load, why
    already = owed_already(unit, owing)
    people = User.objects.in_bulk([who for who, _stint in owing])
    return [
        _owe(
            counsellor=people[who],
            unit=unit,
            why=why,
            since=load.heavy[-1].arrived_at,
            by=by,
            stint=stint,
            heavy=load.many,
        )
        for (who, stint), (load, why) in owing.items()
        if (who, stint) not in already
    ]


@action(CONTACT_WORK)
def ask_debrief(*, by: User) -> Debrief:
    """Somebody of the line asks for a talk themselves; no reason is asked."""
    if due(by).filter(counsellor=by).exists():
        raise Refused(_("A debrief is owed to you already."))
    return _owe(counsellor=by, unit=desk_of(by), why=ASKED, since=clock.now(), by=by)


@action(CONTACT_REVIEW, on="debrief")
def record_debrief(*, debrief: Debrief, talk: Talk, by: User, expected: int | None = None) -> Debrief:
    """Writes down a debrief that was held or declined, and seals it: from then on only the two read it. A day agreed on
    opens the next."""
    rows = Debrief.objects.select_for_update(of=("self",))
    held = rows.select_related("counsellor", "dossier__unit").get(pk=debrief.pk)
    require_version(held, expected)
    for verdict in (may_hold(held, by), is_told({"outcome": talk.outcome, "kind": talk.kind})):
        if not verdict:
            raise Refused(verdict.reason)
    held.held_by = by
    for name in Talk.__slots__:
        setattr(held, name, getattr(talk, name))
    held.save()
    grant(dossier=held.dossier, user=by, ground=GROUND, by=by)
    Debriefing.move(held, Debriefing.hold, by=by)
    if talk.follow_up_on is not None:
        since = datetime.combine(talk.follow_up_on, MORNING, BAKU)
        _owe(
            counsellor=held.counsellor,
            unit=held.dossier.unit,
            why=AGAIN,
            since=since,
            by=by,
        )
    move_dossier(dossier=held.dossier, unit=held.dossier.unit, sensitivity=SEALED)
    return held
