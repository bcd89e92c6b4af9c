"""Risk of separation: a family is helped before its child would leave it (domain §2.2, §3.5; R28).

Family Code art. 116 gives the length of the family development plan; the guards are those of the UN Guidelines for the
Alternative Care of Children: grounds named, kin asked, support begun in time, the outcome told.
"""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import SocialWorker
from himaya.cases.casefile.process import ASSESSMENT, VISIT, CaseWork, begun_apart, worker
from himaya.cases.casefile.rules import child_is_said_safe
from himaya.cases.separation.rules import outcome_is_told, threat_is_told
from himaya.workflow.process import Clock

SUPPORT = Clock("support", _("Support of the family begins"), "separation.support_due", SocialWorker, worker)
PLAN = Clock("plan", _("Family development plan"), "separation.plan_due", SocialWorker, worker)


class RiskOfSeparation(CaseWork, variant="separation_risk"):
    """From the wish to place a child until the family keeps it, or it is decided otherwise."""

    title = _("Risk of separation")

    register = replace(CaseWork.register, starts=[ASSESSMENT, PLAN, VISIT, SUPPORT])
    split_off = begun_apart(CaseWork.registered, register.starts)
    begin_support = replace(
        CaseWork.begin_support, needs=[threat_is_told], meets=[*CaseWork.begin_support.meets, "support"]
    )
    close = replace(CaseWork.close, needs=[*CaseWork.close.needs, child_is_said_safe, outcome_is_told])
