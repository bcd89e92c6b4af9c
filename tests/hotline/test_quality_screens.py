"""Pages of reviews, of agreement, of exposure and debriefs: the whole way, and who opens which."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.actions import wall_off
from himaya.access.models import AuditEvent
from himaya.hotline.contacts.actions import receive_contact
from himaya.hotline.models import Contact, Debrief, Review
from himaya.hotline.quality import actions
from himaya.hotline.quality.rules import rubric_on
from himaya.kit import clock
from tests.hotline.quality_cast import WEDNESDAY, WORDS, finished, grave, score

pytestmark = pytest.mark.django_db
TALK = {"outcome": "taken", "kind": "single", "held_at_day": "01.11.2026", "held_at_time": "10:00",
        "note": "Gizliözübaşqa"}  # fmt: skip


def page(name: str, *ids: str) -> str:
    return reverse(f"hotline:{name}", args=ids)


def sheet(level: str = "fully", **others: str) -> dict[str, str]:
    """A sheet as its form sends it."""
    criteria = rubric_on(clock.today()).criteria
    return {"remark": "Yaxşıdır.", **{f"level_{c.code}": others.get(c.code, level) for c in criteria}}


@pytest.fixture
def contact(line: Any, acting_as: Any) -> Any:
    """`contact()`: a finished one of the listener's."""

    def make(how: Any = finished, who: str = "listener") -> Contact:
        with clock.fixed(WEDNESDAY), acting_as(line[who]):
            made: Contact = how(line[who])
        return made

    return make


def body(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_contact_is_picked_scored_disagreed_with_and_settled(
    line: Any, contact: Any, english: Any, as_owner: Any
) -> None:
    made, lead, listener = contact(), english(line["lead"]), english(line["listener"])
    assert page("review-pick", made.public_id) in body(lead.get(made.get_absolute_url()))
    assert "Take for review" not in body(listener.get(made.get_absolute_url()))
    here = lead.post(page("review-pick", made.public_id), {"picked_for": "Tərz"}).url
    assert listener.get(here).status_code == 404, "not theirs yet"
    assert page("review-pick", made.public_id) not in body(lead.get(made.get_absolute_url()))
    asked = body(lead.get(f"{here}score/"))
    assert WORDS in asked
    assert "proposed default of the system" in asked
    assert body(lead.post(f"{here}score/", {"remark": ""})).count("is-invalid") >= 8
    assert lead.post(f"{here}score/", sheet("partly", opening="none")).url == here
    assert "Not passed: 32 %" in body(listener.get(here))
    assert here in body(listener.get(page("reviews")))
    assert "Settle by scoring anew" not in body(lead.get(here))
    assert "Say with what" in body(listener.post(f"{here}answer/", {"agrees": "no"}))
    assert listener.post(f"{here}answer/", {"agrees": "no", "answer": "Tələsirdi"}).status_code == 302
    blocked = body(lead.get(here))
    assert "You have scored this already" in blocked
    assert "Tələsirdi" in blocked
    assert english(line["deputy"]).post(f"{here}score/", sheet(danger="mostly")).url == here
    settled = body(listener.get(here))
    assert "Passed: 95 %" in settled
    assert "settles" in settled
    with as_owner():
        assert AuditEvent.objects.filter(verb="contact_review.scoring").exists(), (
            "who opened the contact to review it"
        )


def test_of_two_scorers_neither_page_tells_before_both_are_done(
    line: Any, contact: Any, english: Any
) -> None:
    lead, deputy = english(line["lead"]), english(line["deputy"])
    here = lead.post(page("review-pick", contact().public_id), {"picked_for": "Tərz", "double": "on"}).url
    lead.post(f"{here}score/", sheet("partly", remark_opening="Birinciözübaşqa"))
    waiting = body(deputy.get(here))
    assert "sealed until the second is there" in waiting
    assert "Birinciözübaşqa" not in waiting + body(deputy.get(f"{here}score/"))
    assert "Another person must" in body(lead.post(f"{here}score/", sheet()))
    deputy.post(f"{here}score/", sheet("fully", remark_opening="İkinciözübaşqa"))
    both = body(deputy.get(here))
    assert "The two scorers lie far apart on 10 criteria" in both
    agreement = body(deputy.get(page("agreement")))
    assert "too few to tell" in agreement
    assert "Partly – Fully" in agreement
    assert english(line["listener"]).get(page("agreement")).status_code == 403


def test_two_supervisors_settle_together_what_both_scored(line: Any, contact: Any, english: Any) -> None:
    lead, deputy, listener = (english(line[who]) for who in ("lead", "deputy", "listener"))
    here = lead.post(page("review-pick", contact().public_id), {"picked_for": "Tərz", "double": "on"}).url
    lead.post(f"{here}score/", sheet("partly"))
    deputy.post(f"{here}score/", sheet())
    listener.post(f"{here}answer/", {"agrees": "no", "answer": "Tələsirdi"})
    offered = body(lead.get(here))
    assert "Write a common score" in offered
    assert "Settle by scoring anew" not in offered
    assert "Agree to the common score" not in offered
    assert lead.post(f"{here}score/", sheet(opening="partly")).url == here
    assert "answers your common score first" in body(lead.get(here))
    assert "answers your common score first" in body(lead.post(f"{here}agree/", {}))
    assert listener.get(f"{here}agree/").status_code == 403
    assert "Nəzarətçi Rəna, common score" not in body(listener.get(here)), "not theirs before both hold it"
    waiting = body(deputy.get(here))
    assert "wrote a common score" in waiting
    assert f"{here}agree/" in waiting
    assert f"{here}score/" in waiting, "or writes another"
    assert here in body(deputy.get(page("reviews") + "?list=disputed"))
    assert "write another" in body(deputy.get(f"{here}agree/"))
    assert deputy.post(f"{here}agree/", {}).url == here
    settled = body(listener.get(here))
    assert "Passed: 97 %" in settled
    assert "Nəzarətçi Rəna, common score" in settled


def test_the_week_is_drawn_by_one_press_and_the_list_says_from_what(
    line: Any, contact: Any, english: Any
) -> None:
    contact()
    contact(grave)
    lead, deputy = english(line["lead"]), english(line["deputy"])
    with clock.fixed("2026-11-23T09:00+04:00"):
        assert "was not drawn yet" in body(lead.get(page("reviews")))
        assert "Taken for review: 2." in body(lead.post(page("review-draw"), follow=True))
        assert "drawn already" in body(deputy.post(page("review-draw"), follow=True))
        shown = body(lead.get(page("reviews")))
        over = body(lead.get(page("reviews") + "?list=over"))
    assert "2 of 2 finished contacts" in shown
    assert "By lot" in shown
    assert "Contacts are drawn every week" in over
    assert english(line["listener"]).post(page("review-draw")).status_code == 403


def test_a_review_is_dropped_for_a_reason_and_the_rubric_is_open_to_the_line(
    line: Any, contact: Any, english: Any
) -> None:
    lead = english(line["lead"])
    here = lead.post(page("review-pick", contact().public_id), {"picked_for": "Tərz"}).url
    assert "Why" in body(lead.post(f"{here}drop/", {}))
    assert lead.post(f"{here}drop/", {"reason": "too_short"}).url == here
    assert "Not reviewed" in body(lead.get(here))
    assert "Only a finished" in body(
        lead.post(page("review-pick", contact(_open).public_id), {"picked_for": "x"})
    )
    shown = body(english(line["listener"]).get(page("rubric")))
    assert "The lowest score fails the whole" in shown
    assert english(line["duty"]).get(page("rubric")).status_code == 403


def _open(by: Any) -> Contact:
    return receive_contact(channel="phone", by=by)


def test_lists_cost_the_same_however_long_they_are(
    line: Any, contact: Any, english: Any, acting_as: Any
) -> None:
    lead = english(line["lead"])

    def more() -> None:
        made = contact(grave)
        with acting_as(line["lead"]):
            picked = actions.pick_contact(contact=made, picked_for="Tərz", double=True, by=line["lead"])
            score(line["lead"], picked.pk)
        with acting_as(line["deputy"]):
            score(line["deputy"], picked.pk)

    def cost() -> list[int]:
        found = []
        for address in (
            page("reviews") + "?list=given",
            page("agreement"),
            page("exposure"),
            page("wall-now"),
        ):
            body(lead.get(address))
            with clock.fixed(WEDNESDAY), CaptureQueriesContext(connection) as asked:
                body(lead.get(address))
            found.append(len(asked))
        return found

    more()
    few = cost()
    for _n in range(3):
        more()
    assert cost() == few


def test_a_debrief_is_asked_for_seen_on_the_wall_held_and_closed(
    line: Any, contact: Any, english: Any, as_owner: Any
) -> None:
    lead, deputy, listener = (english(line[who]) for who in ("lead", "deputy", "listener"))
    assert "Your supervisors know" in body(listener.post(page("debrief-ask"), follow=True))
    assert "owed to you already" in body(listener.post(page("debrief-ask"), follow=True))
    wall = body(lead.get(page("wall")))
    assert "Debriefs due: 1" in wall
    with as_owner():
        here = Debrief.objects.get().get_absolute_url()
    assert here in wall
    assert here in body(listener.get(page("exposure")))
    assert english(line["colleague"]).get(here).status_code == 404
    assert "Say what kind" in body(lead.post(f"{here}record/", {**TALK, "kind": ""}))
    assert lead.post(f"{here}record/", TALK).url == here
    for browser in (lead, listener):
        assert "Gizliözübaşqa" in body(browser.get(here))
        assert here in body(browser.get(page("exposure")))
    assert deputy.get(here).status_code == 404
    assert here not in body(deputy.get(page("exposure")))
    own = lead.post(page("debrief-ask"), follow=True)
    with as_owner():
        mine = Debrief.objects.get(counsellor=line["lead"]).get_absolute_url()
    assert own.status_code == 200
    assert "Another person holds your debrief" in body(lead.get(mine))
    assert "Another person holds your debrief" in body(lead.post(f"{mine}record/", TALK))


def test_who_bears_too_much_stands_on_the_wall_and_counsellors_see_their_own(
    line: Any, contact: Any, english: Any
) -> None:
    for _n in range(4):
        contact(grave)
    contact(grave, "colleague")
    lead, listener = english(line["lead"]), english(line["listener"])
    with clock.fixed("2026-11-18T18:00+04:00"):
        wall = body(lead.get(page("wall")))
        assert "More heavy contacts than a shift bears: Məsləhətçi Lalə" in wall
        assert "Məsləhətçi Kənan: 1 " in wall
        mine, all_of_them = body(listener.get(page("exposure"))), body(lead.get(page("exposure")))
    assert "too many" in mine
    assert "Məsləhətçi Kənan" not in mine
    assert "Məsləhətçi Kənan" in all_of_them
    with clock.fixed("2026-12-18T18:00+04:00"):
        later = english(line["listener"])
        assert "No heavy contact in the last week" in body(later.get(page("exposure")))


def test_who_bears_too_much_in_seven_days_stands_on_the_wall(line: Any, acting_as: Any, english: Any) -> None:
    for day in range(16, 20):
        for _n in range(3):
            with clock.fixed(f"2026-11-{day}T12:00+04:00"), acting_as(line["listener"]):
                grave(line["listener"])
    lead, listener = english(line["lead"]), english(line["listener"])
    with clock.fixed("2026-11-20T12:00+04:00"):
        wall, mine = body(lead.get(page("wall"))), body(listener.get(page("exposure")))
    assert "More heavy contacts than seven days bear: Məsləhətçi Lalə" in wall
    assert "than a shift bears" not in wall
    assert "Seven days bear 10" in mine
    assert "too many" in mine


def test_a_review_whose_contact_is_gone_from_sight_says_so(
    line: Any, contact: Any, english: Any, acting_as: Any, as_owner: Any
) -> None:
    made = contact()
    lead = english(line["lead"])
    here = lead.post(page("review-pick", made.public_id), {"picked_for": "Tərz"}).url
    lead.post(f"{here}score/", sheet())
    with as_owner():
        wall_off(dossier=made.dossier, user=line["listener"], reason="relative", by=None)
        assert Review.objects.count() == 1
    assert "The contact is not open to you" in body(english(line["listener"]).get(here))
