"""Putting two records before an adjudicator, and judging them."""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, cast

from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, F, Func, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.actions import end_grants, grant, open_dossier
from himaya.access.gate import SYSTEM, action, require_version
from himaya.access.models import Unit, User
from himaya.access.roles import PERSON_JUDGE, PERSON_READ, PERSON_SEARCH, Supervisor, UnitManager
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.adjudication.models import Judgement, Pair
from himaya.registry.adjudication.process import ANSWERED, PairWork
from himaya.registry.adjudication.queries import digest_of, enough, evidence, facts_of, risks_now
from himaya.registry.adjudication.rules import is_risky, may_judge, with_low_score
from himaya.registry.linkage.queries import published
from himaya.registry.merging.actions import merge_people
from himaya.registry.merging.queries import standing_of
from himaya.registry.merging.rules import keeps
from himaya.registry.people.models import Person
from himaya.registry.search.queries import likely_duplicates
from himaya.registry.sources.models import SourceTelling
from himaya.workflow.actions import close_tasks, open_task, tell
from himaya.workflow.tasks.actions import kind

SEALED_PAIR = kind("pair.sealed", gettext_lazy("A guarded person may be registered twice"))
MORE = kind("pair.more", gettext_lazy("An adjudicator asks about a person of your unit"))
ASKED = "asked"
# Where nobody may see both records and no model has scored them, the question itself is worth an even chance.
EVEN = 0.5


@action(PERSON_SEARCH)
def raise_pair(
    *,
    one: str,
    other: str,
    by: Any,
    origin: str = Pair.ASKED,
    note: str = "",
    score: float | None = None,
    weights: Iterable[Mapping[str, Any]] = (),
    model_version: str = "",
) -> Pair | None:
    """Puts two people (public ids) before an adjudicator, once: a pair judged before is asked again only when its
    facts change. None where there is nothing to ask, which the asker is not told apart from the rest: a sealed
    person's pair goes to those who guard them, and the asker learns nothing.

    `score` and `weights` are the model's; without them the evidence is weighed here, where both can be seen."""
    state, first, second, unit, level, risks = _prepare(one, other)
    if state != "new":
        return None
    dossier = open_dossier(kind="pair", unit=Unit.objects.get(pk=unit), sensitivity=level)
    pair = Pair(
        dossier=dossier,
        one_id=first,
        other_id=second,
        origin=origin,
        raised_by=by if isinstance(by, User) else None,
        raised_at=clock.now(),
        note=note,
        score=EVEN if score is None else score,
        weights=list(weights),
        model_version=model_version,
    )
    _weigh(pair, keep_score=score is not None)
    pair.risks = with_low_score(risks, pair.score, enough())
    try:
        with transaction.atomic():
            PairWork.begin(pair, PairWork.put, by=by, facts={"one": first, "other": second})
    except IntegrityError:  # somebody asked the same at the same moment
        return None
    if level == 2:
        _to_the_guardians(pair)
    return pair


def _weigh(pair: Pair, *, keep_score: bool = False, anew: bool = False) -> bool:
    """Weighs a pair that nothing has weighed (or `anew`), where the actor sees both sides."""
    if pair.weights and not anew:
        return False
    seen = Person.objects.in_bulk([pair.one_id, pair.other_id])
    found = evidence(seen.get(pair.one_id), seen.get(pair.other_id))
    if found is None:
        return False
    pair.weights = [weight.kept() for weight in found.weights]
    if not keep_score:
        pair.score, pair.model_version = found.score, found.model
    return True


def _prepare(one: str, other: str) -> tuple[str, int, int, int, int, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select state, one, other, unit, level, risks from registry_pair_prepare(%s, %s)", [one, other]
        )
        state, first, second, unit, level, risks = cursor.fetchone()
    return state, first, second, unit, level, json.loads(risks) if isinstance(risks, str) else risks


def _to_the_guardians(pair: Pair) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select registry_pair_guardians(%s)", [pair.pk])
        people = cursor.fetchone()[0]
    key = f"{SEALED_PAIR}:{pair.pk}"
    open_task(
        kind=SEALED_PAIR,
        key=key,
        dossier=pair.dossier,
        unit=pair.dossier.unit,
        role=UnitManager,
        process=PairWork.code,
        subject_id=pair.pk,
    )
    for user in User.objects.filter(pk__in=people):
        tell(user=user, kind=SEALED_PAIR, key=key, url=pair.get_absolute_url(), urgent=True)


@action(PERSON_JUDGE, on="pair")
def judge_pair(
    *, pair: Pair, verdict: str, by: Any, reason: str = "", words: str = "", expected: int | None = None
) -> Pair:
    """What one person says of a pair: the same, different, or more is needed. Above a risk (norm
    `adjudication.second.below`; twins, relatives, guarded records, cases on both sides) another person decides too,
    and a third where they differ. “The same” joins the records; “different” is remembered. Of two who judge at once
    one wins, the other is told."""
    known = may_judge(verdict, reason, words)
    if not known:
        raise Refused(known.reason, "verdict" if verdict not in ("same", "different", "ask") else "reason")
    pair = Pair.objects.select_for_update(of=("self",)).select_related("dossier__unit").get(pk=pair.pk)
    require_version(pair, expected)
    if verdict == Pair.ASK:
        return _ask(pair, words, by)
    before = list(pair.judgements.filter(verdict__in=["same", "different"]).order_by("pk"))
    turn = {"waiting": 1, "second": 2, "disputed": 3}.get(pair.status, 1)
    before = before[-(turn - 1) :] if turn > 1 else []
    _weigh(pair)
    pair.risks = with_low_score(risks_now(pair), pair.score, enough())
    move, final = _move(pair, turn, verdict)
    _write(pair, turn, verdict, by, reason, words, final)
    pair.proposed = "" if final else verdict
    if final:
        pair.facts_digest = digest_of(pair)
    pair.save(update_fields=["risks", "proposed", "facts_digest", "weights", "score", "model_version"])
    facts = {"by": getattr(by, "pk", None), "before": [j.judged_by_id for j in before]}
    PairWork.move(pair, move, by=by, reason=reason, facts=facts)
    if final:
        _settle(pair, verdict, words or reason, by, before)
    return pair


def _move(pair: Pair, turn: int, verdict: str) -> tuple[Any, bool]:
    """The move a judgement makes, and whether it is the last word."""
    same = verdict == Pair.SAME
    if turn == 1:
        if is_risky(pair):
            return PairWork.propose, False
        return (PairWork.join if same else PairWork.part), True
    if turn == 2 and verdict != pair.proposed:
        return PairWork.dispute, False
    if turn == 2:
        return (PairWork.agree_same if same else PairWork.agree_different), True
    return (PairWork.settle_same if same else PairWork.settle_different), True


def _write(pair: Pair, turn: int, verdict: str, by: Any, reason: str, words: str, final: bool) -> Judgement:
    return Judgement.objects.create(
        dossier=pair.dossier,
        pair=pair,
        turn=turn,
        verdict=verdict,
        final=final,
        reason=reason,
        words=words,
        judged_at=clock.now(),
        judged_by=by if isinstance(by, User) else None,
        score=pair.score,
        weights=pair.weights,
        model_version=pair.model_version,
    )


def _settle(pair: Pair, verdict: str, reason: str, by: Any, before: list[Judgement]) -> None:
    end_grants(ground=ASKED, source=f"pair:{pair.pk}")
    close_tasks(key=f"{SEALED_PAIR}:{pair.pk}", by=by, outcome=verdict)
    if verdict != Pair.SAME:
        return
    one, other = (Person.objects.filter(pk=pk).first() for pk in (pair.one_id, pair.other_id))
    if one is None or other is None:
        raise Refused(_("One of the records is not there, or not open to you."))
    kept = keeps(standing_of(one), standing_of(other))
    agreed = next((j.judged_by for j in before if j.verdict == Pair.SAME), None)
    merge = merge_people(
        kept=one if one.pk == kept else other,
        merged=other if one.pk == kept else one,
        by=by,
        reason=reason,
        second=agreed,
        ground=pair.weights,
    )
    pair.merge = merge
    pair.save(update_fields=["merge"])


def _ask(pair: Pair, words: str, by: Any) -> Pair:
    """The units that hold the two records may see the question and answer it; those of a sealed one are not asked."""
    PairWork.move(pair, PairWork.ask, by=by, facts={"by": getattr(by, "pk", None)})
    _write(pair, 1, Pair.ASK, by, "", words, False)
    for person in Person.objects.filter(pk__in=[pair.one_id, pair.other_id]).select_related("dossier__unit"):
        if pair.dossier.sensitivity == 2:
            continue
        unit = person.dossier.unit
        grant(dossier=pair.dossier, unit=unit, ground=ASKED, source=f"pair:{pair.pk}", by=by)
        open_task(
            kind=MORE,
            key=f"{MORE}:{pair.pk}:{person.pk}",
            dossier=pair.dossier,
            unit=unit,
            role=Supervisor,
            process=PairWork.code,
            subject_id=pair.pk,
        )
    return pair


@action(PERSON_READ, on="pair")
def answer_pair(*, pair: Pair, words: str, by: Any) -> Pair:
    """What a unit knows about the question that was asked; the pair waits for its judgement again."""
    if not words.strip():
        raise Refused(_("Write what you know."), "words")
    pair = Pair.objects.select_for_update(of=("self",)).select_related("dossier__unit").get(pk=pair.pk)
    PairWork.move(pair, PairWork.answer, by=by)
    asked = pair.judgements.filter(verdict=Pair.ASK).latest("pk")
    _write(pair, 1, "answer", by, "", words, False)
    for person in (pair.one_id, pair.other_id):
        close_tasks(key=f"{MORE}:{pair.pk}:{person}", by=by)
    tell(
        user=cast(User, asked.judged_by),  # the system never asks: somebody of the staff did
        kind=ANSWERED,
        key=f"{ANSWERED}:{asked.pk}",
        url=pair.get_absolute_url(),
    )
    return pair


# --- by the worker, as the system ---------------------------------------------------------------------


def look_for_pairs(*, hours: int = 2, most: int = 500) -> int:
    """Puts before adjudicators whom the search door finds likely the same as people told of lately."""
    since = clock.now() - timedelta(hours=hours)
    told = SourceTelling.objects.filter(received_at__gte=since).values("record")
    people = Person.objects.filter(source_links__record__in=told, source_links__cut__isnull=True).distinct()
    raised = 0
    for person in people.select_related("territory").order_by("pk")[:most]:
        facts = facts_of(person)
        for match in likely_duplicates(
            by=SYSTEM,
            family_name=facts.family_name,
            given_name=facts.given_name,
            fathers_name=facts.fathers_name,
            born=facts.born,
            sex=facts.sex,
            fin=next(iter(sorted(facts.fins)), ""),
            phones=facts.phones,
            territory=person.territory,
        ):
            if match.public_id != person.public_id:
                pair = raise_pair(one=person.public_id, other=match.public_id, origin=Pair.SEARCH, by=SYSTEM)
                raised += pair is not None
    return raised


def ask_changed_again(*, most: int = 500) -> int:
    """Pairs judged different whose facts have changed since are asked again, weighed by what is known now."""
    now = Func(F("one_id"), F("other_id"), function="registry_facts_digest", output_field=CharField())
    rows = Pair.objects.filter(
        status=PairWork.different.name, one__merged_into__isnull=True, other__merged_into__isnull=True
    ).exclude(facts_digest=now)
    changed = list(rows.order_by("pk")[:most])
    for pair in changed:
        PairWork.move(pair, PairWork.ask_again, by=SYSTEM)
        _weigh_anew(pair)
    return len(changed)


def weigh_waiting(*, most: int = 500) -> int:
    """Pairs put by people who saw one side only are weighed, and all that wait are weighed anew once another model is
    published, so that the queue knows their place."""
    weighed = 0
    model = published()
    old = Q(weights=[]) if model is None else Q(weights=[]) | ~Q(model_version=model.name)
    for pair in Pair.objects.filter(old, status=PairWork.waiting.name).order_by("pk")[:most]:
        weighed += _weigh_anew(pair)
    return weighed


def _weigh_anew(pair: Pair) -> bool:
    """By what is known and by the model in force now; False where the actor does not see both sides."""
    if not _weigh(pair, anew=True):
        return False
    pair.risks = with_low_score(risks_now(pair), pair.score, enough())
    pair.save(update_fields=["weights", "score", "risks", "model_version"])
    return True


def pairs_after_merge(merge: Any) -> None:
    """What was asked of the merged record is asked of the kept one."""
    rows = Pair.objects.filter(status__in=["waiting", "asked", "second", "disputed"])
    for pair in rows.filter(one=merge.merged_id) | rows.filter(other=merge.merged_id):
        PairWork.move(pair, PairWork.lapse, by=SYSTEM)
        beside = pair.other_id if pair.one_id == merge.merged_id else pair.one_id
        third = Person.everyone.get(pk=beside)
        if beside != merge.kept_id:
            raise_pair(one=merge.kept.public_id, other=third.public_id, origin=Pair.MERGED, by=SYSTEM)


def pairs_after_unmerge(merge: Any) -> None:
    """An undone merge says that the two are two: that is remembered."""
    for pair in Pair.objects.filter(merge=merge, status=PairWork.same.name):
        PairWork.move(pair, PairWork.take_back, by=SYSTEM)
        Pair.objects.filter(pk=pair.pk).update(facts_digest=digest_of(pair))
