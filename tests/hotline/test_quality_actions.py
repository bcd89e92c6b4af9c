"""Reviews: drawn by lot, scored blind where two score, answered by who listened, settled by a third."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction

from himaya.access import gate
from himaya.access.actions import wall_off
from himaya.access.models import AuditEvent
from himaya.access.roles import HotlineSupervisor
from himaya.hotline.models import Contact, Draw, Line, Review, Score, Sheet
from himaya.hotline.quality import actions, queries
from himaya.hotline.quality.doors import open_first_sheet
from himaya.hotline.quality.jobs import draw_contacts, draw_every_line
from himaya.hotline.retention.actions import forget_one
from himaya.hotline.retention.jobs import forget_what_is_over
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.workflow.models import Clock
from tests import factories
from tests.hotline.conftest import notices
from tests.hotline.quality_cast import MONDAY, NEXT, WEDNESDAY, finished, grave, levels, review, score

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def heard(line: Any, acting_as: Any) -> Any:
    """`heard("listener", grave)`: a finished contact of the week that is drawn."""

    def make(who: str = "listener", how: Any = finished) -> Contact:
        with clock.fixed(WEDNESDAY), acting_as(line[who]):
            return how(line[who])

    return make


@pytest.fixture
def picked(line: Any, heard: Any, does: Any) -> Any:
    """`picked(double=True)`: the key of a review that the lead asked for."""

    def make(**more: Any) -> int:
        made = does("lead", actions.pick_contact, contact=heard(), picked_for="Danışıq tərzi", **more)
        return int(made.pk)

    return make


@pytest.fixture
def fills(line: Any, acting_as: Any) -> Any:
    """`fills("lead", key, levels)`: somebody fills in a sheet."""

    def do(who: str, pk: int, given: dict[str, str] | None = None, **more: Any) -> Sheet:
        with acting_as(line[who]):
            found: Sheet = score(line[who], pk, given, **more)
            return found

    return do


@pytest.fixture
def answers(line: Any, acting_as: Any) -> Any:
    """`answers(key, agrees, words)`: who listened answers."""

    def do(pk: int, agrees: bool = True, answer: str = "", who: str = "listener", **more: Any) -> Review:
        with acting_as(line[who]):
            return actions.answer_review(
                review=review(pk), agrees=agrees, answer=answer, by=line[who], **more
            )

    return do


def sees(acting_as: Any, who: Any) -> tuple[int, int, int]:
    """How many reviews, sheets and scores of the first criterion somebody sees."""
    with acting_as(who):
        scores = Score.objects.visible_to(who).filter(criterion="danger")
        return Review.objects.visible_to(who).count(), Sheet.objects.visible_to(who).count(), scores.count()


def test_a_week_is_drawn_once_by_lot_and_the_gravest_besides(
    line: Any, heard: Any, acting_as: Any, does: Any
) -> None:
    for _n in range(4):
        heard()
    heard("colleague")
    for how in (grave, grave, grave):  # of three the lot takes two at most
        heard(how=how)
    heard("colleague")
    with clock.fixed(NEXT):
        made = does("lead", actions.draw_last_week)
        assert (str(made.monday), made.each, made.double, made.finished) == (MONDAY, 2, 20, 9)
        with acting_as(line["lead"]):
            found = list(Review.objects.select_related("contact"))
            assert made.taken == len(found)
            by_lot = [one for one in found if one.why == "drawn"]
            assert sorted(one.counsellor_id for one in by_lot) == sorted(
                [line["listener"].pk] * 2 + [line["colleague"].pk] * 2
            )
            assert sum(one.double for one in found) == 1, "a fifth of four, rounded up"
            assert {c.pk for c in Contact.objects.filter(risk="critical")} <= {r.contact_id for r in found}
            assert all(one.why == "heavy" for one in found if one not in by_lot)
            assert {c.name for c in Clock.objects.filter(process="contact_review")} == {"review"}
        with pytest.raises(Refused, match="drawn already"):
            does("lead", actions.draw_last_week)


def test_the_night_draws_every_line_and_leaves_what_a_supervisor_drew(
    line: Any, heard: Any, as_owner: Any, as_worker: Any
) -> None:
    heard()
    with as_owner():
        Line.objects.get_or_create(unit=line["hotline"])
    with clock.fixed(NEXT), as_worker():
        draw_contacts(0)
        assert draw_every_line() == 0
    with as_owner():
        drawn = Draw.objects.get()
        assert (drawn.taken, drawn.drawn_by) == (1, None)
        assert Review.objects.get().why == "drawn"


def test_what_is_not_finished_or_one_s_own_is_not_picked(line: Any, heard: Any, call: Any, does: Any) -> None:
    contact = heard()
    pick = {"picked_for": "Tərz"}
    with pytest.raises(Refused, match="Only a finished"):
        does("lead", actions.pick_contact, contact=call(), **pick)
    with pytest.raises(PermissionDenied):
        does("listener", actions.pick_contact, contact=contact, **pick)
    with pytest.raises(Refused, match="their own"):
        does("lead", actions.pick_contact, contact=heard("lead"), **pick)
    assert does("lead", actions.pick_contact, contact=contact, **pick).why == "picked"
    with pytest.raises(Refused, match="already"):
        does("deputy", actions.pick_contact, contact=contact, **pick)


def test_one_sheet_goes_to_who_listened_and_to_nobody_else_of_the_line(
    line: Any, picked: Any, fills: Any, acting_as: Any, as_owner: Any
) -> None:
    key = picked()
    assert sees(acting_as, line["listener"]) == (0, 0, 0)
    made = fills("lead", key, levels(opening="partly"), remarks={"opening": "Salam yoxdur"})
    assert (made.percent, made.passed) == (97, True)
    assert sees(acting_as, line["listener"]) == sees(acting_as, line["deputy"]) == (1, 1, 1)
    assert sees(acting_as, line["colleague"]) == sees(acting_as, line["duty"]) == (0, 0, 0)
    with acting_as(line["listener"]):
        found = review(key)
        assert (found.status, found.percent, found.passed, found.first_by) == (
            "shared", 97, True, line["lead"],
        )  # fmt: skip
        assert Score.objects.get(criterion="opening").remark == "Salam yoxdur"
        assert Score.objects.get(criterion="opening").points == 1
    assert notices(as_owner, line["listener"])[-1] == "review.shared"
    with as_owner():
        assert AuditEvent.objects.filter(verb="quality.score_review").count() == 1


def test_the_second_scorer_sees_nothing_of_the_first_until_both_are_done(
    line: Any, picked: Any, fills: Any, acting_as: Any, answers: Any
) -> None:
    key = picked(double=True)
    fills("lead", key)
    assert sees(acting_as, line["lead"]) == (1, 1, 1)
    assert sees(acting_as, line["deputy"]) == (1, 0, 0), "blind"
    assert sees(acting_as, line["listener"]) == (0, 0, 0)
    with acting_as(line["deputy"]), pytest.raises(Error), transaction.atomic():
        open_first_sheet(key)
    with acting_as(line["deputy"]):
        waiting = review(key)
        assert (waiting.status, waiting.percent, waiting.first_by) == ("second", None, line["lead"])
        assert queries.agreed(line["deputy"], clock.now()).reviews == 0
    with pytest.raises(Refused, match="Another person"):
        fills("lead", key)
    fills("deputy", key, levels("mostly"))
    for who in ("lead", "deputy", "listener"):
        assert sees(acting_as, line[who]) == (1, 2, 2)
    assert sees(acting_as, line["colleague"]) == (0, 0, 0)
    with acting_as(line["listener"]):
        given = review(key)
        assert (given.percent, given.passed, given.second_by) == (84, False, line["deputy"])
    with acting_as(line["colleague"]), pytest.raises(Error), transaction.atomic():
        open_first_sheet(key)


def test_who_listened_answers_and_only_they(
    line: Any, picked: Any, fills: Any, answers: Any, acting_as: Any
) -> None:
    key = picked()
    fills("lead", key)
    with pytest.raises(Refused, match="Only who listened"):
        answers(key, who="lead")
    with acting_as(line["listener"]):
        version = review(key).version
    with pytest.raises(Stale):
        answers(key, expected=version - 1)
    assert answers(key, answer="Sağ olun", expected=version).status == "agreed"
    with pytest.raises(Refused):
        answers(key)


def test_a_disagreement_is_settled_by_a_third_person_whose_sheet_holds(
    line: Any, picked: Any, fills: Any, answers: Any, acting_as: Any, as_owner: Any
) -> None:
    key = picked()
    fills("lead", key, levels("partly"))
    with pytest.raises(Refused, match="Say with what"):
        answers(key, agrees=False)
    assert answers(key, agrees=False, answer="Uşaq tələsirdi.").status == "disputed"
    with pytest.raises(Refused, match="Another person"):
        fills("lead", key)
    done = picked()
    fills("lead", done)
    with pytest.raises(Refused, match="scored already"):
        fills("deputy", done)
    fills("deputy", key)
    with acting_as(line["listener"]):
        found = review(key)
        assert (found.status, found.percent, found.settled_by) == ("settled", 100, line["deputy"])
        assert [sheet.number for sheet in queries.sheets_of(found)] == [1, 3]
    assert notices(as_owner, line["lead"])[-1] == "review.settled"


@pytest.fixture
def both_scored(line: Any, picked: Any, fills: Any, answers: Any) -> Any:
    """`both_scored()`: the key of a review that both supervisors scored and who listened disagrees with."""

    def make() -> int:
        key = int(picked(double=True))
        fills("lead", key)
        fills("deputy", key, levels("partly"))
        assert answers(key, agrees=False, answer="Uşaq tələsirdi.").status == "disputed"
        return key

    return make


@pytest.fixture
def confirms(line: Any, acting_as: Any) -> Any:
    """`confirms("deputy", key)`: somebody agrees to the common score."""

    def do(who: str, pk: int, **more: Any) -> Review:
        with acting_as(line[who]):
            return actions.confirm_common(review=review(pk), by=line[who], **more)

    return do


def test_where_both_supervisors_scored_they_settle_together(
    line: Any, both_scored: Any, fills: Any, confirms: Any, acting_as: Any, as_owner: Any
) -> None:
    key = both_scored()
    fills("lead", key, levels("mostly"))
    assert notices(as_owner, line["deputy"])[-1] == "review.proposed"
    with as_owner():
        proposed = review(key)
        assert (proposed.status, proposed.percent, proposed.settled_by) == ("common", 67, line["lead"])
        assert Clock.objects.filter(process="contact_review", name="settling", ended_at=None).exists(), (
            "runs on"
        )
    assert sees(acting_as, line["listener"]) == (1, 2, 2), "not theirs before both hold it"
    for act in (lambda: fills("lead", key), lambda: confirms("lead", key)):
        with pytest.raises(Refused, match="other scorer answers"):
            act()
    with pytest.raises(PermissionDenied):
        confirms("listener", key)
    with pytest.raises(Stale):
        confirms("deputy", key, expected=proposed.version - 1)
    assert confirms("deputy", key, expected=proposed.version).status == "settled"
    with acting_as(line["listener"]):
        found = review(key)
        assert (found.percent, found.settled_by, found.settled_with) == (67, line["lead"], line["deputy"])
        assert [sheet.number for sheet in queries.sheets_of(found)] == [1, 2, 3]
    assert notices(as_owner, line["listener"])[-1] == "review.settled"
    assert notices(as_owner, line["lead"])[-1] == "review.settled"
    with as_owner():
        assert AuditEvent.objects.filter(verb="quality.confirm_common").count() == 1


def test_who_does_not_hold_the_common_score_writes_another(
    line: Any, both_scored: Any, fills: Any, confirms: Any, acting_as: Any
) -> None:
    key = both_scored()
    fills("lead", key)
    fills("deputy", key, levels("mostly"))
    with pytest.raises(Refused, match="other scorer answers"):
        confirms("deputy", key)
    assert confirms("lead", key).settled_with == line["lead"]
    with acting_as(line["listener"]):
        assert review(key).percent == 67
        sheets = queries.sheets_of(review(key))
        assert [(sheet.number, sheet.scorer) for sheet in sheets][2:] == [(4, line["deputy"])], (
            "what was not agreed stays closed"
        )


def test_a_third_supervisor_settles_alone_also_what_two_began_together(
    line: Any, both_scored: Any, fills: Any, confirms: Any, acting_as: Any, as_owner: Any
) -> None:
    key = both_scored()
    fills("lead", key, levels("mostly"))
    with as_owner():
        third = line["third"] = factories.user((HotlineSupervisor, line["hotline"]))
    with pytest.raises(Refused, match="Only the other scorer"):
        confirms("third", key)
    with pytest.raises(Refused, match="Another person"):
        fills("deputy", key)
    fills("third", key)
    with acting_as(line["listener"]):
        found = review(key)
        assert (found.status, found.percent, found.settled_by, found.settled_with) == (
            "settled",
            100,
            third,
            None,
        )


def test_whom_a_wall_keeps_from_the_contact_is_nobody_left(
    line: Any, both_scored: Any, fills: Any, as_owner: Any, acting_as: Any
) -> None:
    key = both_scored()
    with as_owner():
        third = factories.user((HotlineSupervisor, line["hotline"]))
        contact = Contact.objects.select_related("dossier").get()
        wall_off(dossier=contact.dossier, user=third, reason="relative", by=None)
    fills("lead", key)
    with as_owner():
        assert review(key).status == "common"


def test_a_sheet_is_whole_and_nobody_scores_their_own(
    line: Any, picked: Any, fills: Any, heard: Any, does: Any, acting_as: Any
) -> None:
    key = picked()
    with pytest.raises(Refused, match="Score every"):
        fills("lead", key, {**levels(), "advice": ""})
    with acting_as(line["lead"]):
        seen = review(key)
    with pytest.raises(PermissionDenied):
        does("colleague", actions.score_review, review=seen, levels=levels())
    own = does("deputy", actions.pick_contact, contact=heard("lead"), picked_for="Tərz")
    with pytest.raises(Refused, match="own contacts"):
        fills("lead", own.pk)
    with pytest.raises(Refused, match="own contact"):
        does("lead", actions.drop_review, review=own, reason="other")
    assert does("deputy", actions.drop_review, review=own, reason="too_short").status == "dropped"


def test_a_contact_that_is_walled_off_is_not_scored(
    line: Any, picked: Any, fills: Any, as_owner: Any
) -> None:
    key = picked()
    with as_owner():
        contact = Contact.objects.select_related("dossier").get()
        wall_off(dossier=contact.dossier, user=line["lead"], reason="relative", by=None)
    with pytest.raises(Refused, match="not open to you"):
        fills("lead", key)


def test_agreement_is_told_by_criterion_and_as_a_whole(
    line: Any, picked: Any, fills: Any, acting_as: Any, django_assert_num_queries: Any
) -> None:
    for first, second in (({}, {"opening": "partly"}), ({"safety": "na"}, {})):
        key = picked(double=True)
        fills("lead", key, levels(**first))
        fills("deputy", key, levels(**second))
    alone = picked()
    fills("lead", alone)
    with acting_as(line["deputy"]):
        list(queries.listed("given", line["deputy"]))
        with django_assert_num_queries(2):
            found = queries.agreed(line["deputy"], clock.now())
    assert (found.reviews, found.whole.pairs) == (2, 19), "one did not apply"
    assert (found.whole.alike, found.criteria["opening"].alike) == (18, 1)
    assert found.criteria["safety"].pairs == 1
    assert {(one.criterion, one.first, one.second) for one in found.apart} == {
        ("opening", "fully", "partly"), ("safety", "na", "fully"),
    }  # fmt: skip


def test_reviews_are_forgotten_with_their_sheets_and_results_stay_counted(
    line: Any, picked: Any, fills: Any, answers: Any, as_worker: Any, as_owner: Any
) -> None:
    key = picked()
    fills("lead", key, remarks={"opening": "Planlıözübaşqa"})
    with as_worker(), pytest.raises(Error), gate.acting_as(gate.SYSTEM):
        forget_one(what="reviews", pk=key)
    answers(key, answer="Cavabözübaşqa")
    with clock.fixed("2029-12-01T10:00+04:00"), as_worker():
        assert forget_what_is_over()["reviews"] == 1
        assert forget_what_is_over()["reviews"] == 0
    with as_owner():
        left = Review.objects.get(pk=key)
        assert (left.answer, left.picked_for, left.percent, left.passed) == ("", "", 100, True)
        assert left.forgotten_on is not None
        assert not Score.objects.exclude(remark="").exists()
        assert not Sheet.objects.exclude(remark="").exists()
        assert Score.objects.filter(level="fully").exists()
