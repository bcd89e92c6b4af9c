"""A block, from its proposal until it ends by itself (rules: who is never blocked, who always comes through)."""

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import Counsellor, HotlineSupervisor
from himaya.hotline.callers.models import CallerBlock
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell

PROPOSED = kind("caller_block.proposed", _("A block of a caller waits for your decision"))
HEARD = kind("caller_block.heard", _("A blocked caller was let through"))
ONE_CALLER = kind("caller.one", _("Two profiles may be of one caller: their numbers are the same now"))
HOTLINE = [Counsellor, HotlineSupervisor]


class Blocking(Process):
    """From the proposal to the end."""

    code = "caller_block"
    title = _("Block of a caller")
    of = CallerBlock

    proposed = State(_("Proposed"))
    standing = State(_("Blocked"))
    expired = End(_("Ended by itself"))
    refused = End(_("Not blocked"), aside=True)
    lifted = End(_("Lifted"), aside=True)
    heard = End(_("Let through"), aside=True)

    propose = Start(
        proposed,
        by=HOTLINE,
        label=_("Propose a block"),
        starts=[Clock("decision", _("Decision on a block"), "caller.block.decision", HotlineSupervisor)],
        tells=[Tell(PROPOSED, HotlineSupervisor)],
    )
    approve = Move(
        proposed,
        standing,
        by=[HotlineSupervisor],
        label=_("Decide on the block"),
        page="hotline:block-decide",
        meets=["decision"],
    )
    refuse = Move(proposed, refused, by=[HotlineSupervisor], label=_("Do not block"), meets=["decision"])
    lift = Move(
        standing, lifted, by=[HotlineSupervisor], label=_("Lift the block"), page="hotline:block-lift"
    )
    let_through = Move(
        [proposed, standing],
        heard,
        by=[*HOTLINE, SYSTEM_PARTY],
        label=_("Let through"),
        meets=["decision"],
        tells=[Tell(HEARD, HotlineSupervisor, urgent=True)],
    )
    expire = Move(standing, expired, by=[SYSTEM_PARTY], label=_("Ended by itself"))
