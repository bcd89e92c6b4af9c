"""How grave the danger is. The questions, their order and weights are a dated code list (`triage.question`): wish to
be dead, thoughts, method, intent, plan, behaviour, then what makes it worse. What they compute only advises; raising is
free, lowering a top level is a supervisor's (domain §3.3)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.cases.intake.rules import Judgement, judge
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.queries import CodeItem, codes


def questions_on(on: date) -> list[CodeItem]:
    """The questions in force on a day, in their order."""
    return codes("triage.question", on)


def judged(answers: Mapping[str, str], on: date) -> Judgement:
    """The level of danger that the answers lead to, with its reasons."""
    return judge(answers, questions_on(on))


def another_decides(contact: Any, by: Any) -> Verdict:
    """Whoever proposed a lower level does not decide on it."""
    if contact.risk_proposed_by_id != by.pk:
        return yes()
    return no(_("You proposed this level. Another person must decide."))
