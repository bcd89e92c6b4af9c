"""How urgent a report is, who must be told, and who may decide what. Pure: answers in, verdicts out.

Questions with their weights and duties are code lists (`danger.question`, `mandatory.notification`): dated,
trilingual, kept without a programmer. What they compute only advises; a person decides (domain §3.1, §6).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import REPORT_APPROVE
from himaya.kit.fields import read_phone
from himaya.kit.text import fold
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.queries import CodeItem, codes

Answers = Mapping[str, str]
Facts = Mapping[str, Any]

YES, NO, UNKNOWN = "yes", "no", "unknown"
CRITICAL, HIGH, MEDIUM, LOW = "critical", "high", "medium", "low"
LEVELS = (LOW, MEDIUM, HIGH, CRITICAL)
# Lowered only with a supervisor.
GUARDED = frozenset({HIGH, CRITICAL})


def rank(level: str) -> int:
    """How high a level is; no level is below all."""
    return LEVELS.index(level) if level in LEVELS else -1


def highest(*levels: str) -> str:
    """The highest of these levels; empty when there is none."""
    return max(levels, key=rank, default="")


# --- danger -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a level is what it is: a question, how it was answered, and the level that follows from it."""

    question: CodeItem
    answer: str
    level: str
    raises: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """A level of risk and the reasons that led there, weightiest first."""

    level: str
    reasons: tuple[Reason, ...]

    @property
    def codes(self) -> list[str]:
        """The reasons as stored: the codes of the questions."""
        return [reason.question.code for reason in self.reasons]


def fits(when: Mapping[str, Any], answers: Answers) -> bool:
    """Whether answers meet a condition: `{"alone": "yes"}`, or several accepted, `{"alone": ["yes", "unknown"]}`.

    A question nobody answered counts as not known."""
    for question, accepted in when.items():
        given = answers.get(question) or UNKNOWN
        if given not in ([accepted] if isinstance(accepted, str) else accepted):
            return False
    return True


def judge(answers: Answers, questions: Iterable[CodeItem]) -> Judgement:
    """The level that answers lead to.

    Each question carries the level a yes stands for (`risk`) and, where not knowing is itself a danger, the level
    of that (`unknown`). The highest counts. A question that `raises` (under three, again and again, living with
    the one who harms) lifts it by one step, once, not above the level named there. Without any reason: low."""
    asked = list(questions)
    found = [reason for q in asked if (reason := _own_reason(q, answers.get(q.code, "")))]
    base = highest(*(reason.level for reason in found)) or LOW
    lifted, lifting = base, None
    for question in asked:
        cap = str(question.attributes.get("raises", "")) if answers.get(question.code) == YES else ""
        if cap and LOW != base != CRITICAL and rank(base) < rank(cap) and rank(lifted) == rank(base):
            lifted, lifting = LEVELS[rank(base) + 1], question
    found.sort(key=lambda reason: -rank(reason.level))
    if lifting is not None:
        found.insert(0, Reason(lifting, YES, lifted, raises=True))
    return Judgement(lifted, tuple(found))


def _own_reason(question: CodeItem, answer: str) -> Reason | None:
    key = {YES: "risk", UNKNOWN: "unknown"}.get(answer, "")
    level = str(question.attributes.get(key, ""))
    return Reason(question, answer, level) if level else None


def judgement_of(answers: Answers, on: date) -> Judgement:
    """`judge` by the questions in force on a day."""
    return judge(answers, codes("danger.question", on))


@dataclass(frozen=True, slots=True)
class Holding:
    """The level that holds now, and a lower one that waits for a supervisor."""

    level: str
    proposed: str = ""


def holding(computed: str, current: str, chosen: str) -> Holding:
    """Raising is free. Lowering a computed or current critical or high level waits for a supervisor, and the
    higher one holds until then (domain §3.1)."""
    before = highest(computed, current)
    if rank(chosen) >= rank(before) or before not in GUARDED:
        return Holding(chosen)
    return Holding(before, chosen)


# --- duties -------------------------------------------------------------------------------------------


def duties(answers: Answers, concerns: Sequence[str], on: date) -> list[CodeItem]:
    """The bodies the law bids us tell, by the answers and the concerns of a report."""
    return [
        duty for duty in codes("mandatory.notification", on) if _is_due(duty.attributes, answers, concerns)
    ]


def _is_due(terms: Mapping[str, Any], answers: Answers, concerns: Sequence[str]) -> bool:
    by_answer = any(fits(when, answers) for when in terms.get("any", []))
    return by_answer or bool(set(terms.get("concerns", [])) & set(concerns))


# --- guards of the process ----------------------------------------------------------------------------


def danger_is_judged(report: Any, facts: Facts) -> Verdict:
    """The danger questions come first; in an emergency they are made up for afterwards."""
    return yes() if report.danger else no(_("Answer the danger questions."))


def another_person_reads(report: Any, facts: Facts) -> Verdict:
    """Whoever proposed to screen out does not read it a second time."""
    reader = facts.get("reader")
    if reader is None or reader.pk != report.screened_by_id:
        return yes()
    return no(_("You proposed to screen this out. Another person must read it."))


def senior_reads_high(report: Any, facts: Facts) -> Verdict:
    """A critical or high report is screened out only by a supervisor or manager."""
    reader = facts.get("reader")
    if reader is None or report.risk not in GUARDED or reader.can(REPORT_APPROVE):
        return yes()
    return no(_("A critical or high report is screened out only by a supervisor."))


def another_person_lowers(report: Any, facts: Facts) -> Verdict:
    """Whoever proposed a lower level does not approve it."""
    if facts["reader"].pk != report.risk_proposed_by_id:
        return yes()
    return no(_("You proposed this level. Another person must decide."))


# --- likeness -----------------------------------------------------------------------------------------

SHORTEST_WORD = 4


def words_of(*texts: str) -> frozenset[str]:
    """The folded words worth comparing."""
    return frozenset(w for w in fold(" ".join(texts)).split() if len(w) >= SHORTEST_WORD)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter of two texts stands in the other, 0 to 1; a word counts by its beginning, since
    Azerbaijani puts its endings behind."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 3:
        return 0.0
    stems = {w[:5] for w in longer}
    return sum(w[:5] in stems for w in shorter) / len(shorter)


# --- reaching the reporter ----------------------------------------------------------------------------

# Ways in which the house itself writes; by telephone or through somebody else a person does it.
WAYS_TO_WRITE = {"sms": "sms", "email": "email"}


def may_write_to(reporter: Any) -> Verdict:
    """A message goes only the way the reporter called safe, and only where they gave the number or address for it."""
    way = WAYS_TO_WRITE.get(reporter.safe_way)
    if way is None:
        return no(_("The reporter did not call a message safe. Use the way they named, or none."))
    if way == "sms" and not (read_phone(reporter.phone) or "").startswith("+"):
        return no(_("There is no whole telephone number to write to."))
    if way == "email" and not reporter.email:
        return no(_("There is no e-mail address to write to."))
    return yes()
