"""Pages of the queue, the shifts, the call-backs and the wall: who opens them, and what one press does."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.gate import PUBLIC
from himaya.hotline.callbacks.actions import agree_call
from himaya.hotline.models import Arrival, CallBack, Contact, Line, Seat, Shift, ShiftSwap
from himaya.hotline.queue import actions
from himaya.hotline.shifts.actions import plan_shift
from himaya.kit import clock

pytestmark = pytest.mark.django_db


def page(name: str, *ids: str) -> str:
    return reverse(f"hotline:{name}", args=ids)


@pytest.mark.parametrize(
    ("who", "desk", "wall"),
    [("listener", 200, 403), ("lead", 200, 200), ("duty", 403, 403), ("chief", 403, 403)],
)
def test_who_opens_the_queue_and_the_wall(line: Any, english: Any, who: str, desk: int, wall: int) -> None:
    browser = english(line[who])
    for name, status in (
        ("queue", desk),
        ("queue-now", desk),
        ("shifts", desk),
        ("wall", wall),
        ("wall-now", wall),
    ):
        assert browser.get(page(name)).status_code == status, name
    assert browser.get(page("line-stop")).status_code == wall
    assert browser.get(page("shift-plan")).status_code == wall


def test_a_counsellor_comes_takes_a_call_and_ends_it(
    line: Any, english: Any, arrive: Any, acting_as: Any
) -> None:
    browser = english(line["listener"])
    assert "not at the line" in browser.get(page("queue")).content.decode()
    browser.post(page("seat-state"), {"state": "ready"})
    call = arrive(caller_number="050 111 22 33", language="az")
    shown = browser.get(page("queue-now")).content.decode()
    assert "It rings at you" in shown
    assert "111 22 33" not in shown, "who calls is not shown to the room"
    opened = browser.post(page("arrival-accept", call.public_id))
    with acting_as(line["listener"]):
        assert opened.url == Contact.objects.get().get_absolute_url()
    assert "In my hands" in browser.get(page("queue")).content.decode()
    other = english(line["colleague"])
    other.post(page("arrival-end", call.public_id))
    assert (
        "has taken this contact"
        in other.post(page("arrival-accept", call.public_id), follow=True).content.decode()
    )
    assert "Open the contact" in browser.get(page("arrival", call.public_id)).content.decode()
    browser.post(page("arrival-end", call.public_id))
    assert Arrival.objects.get().ended_at
    assert (
        "Say why you pause"
        in browser.post(page("seat-state"), {"state": "paused"}, follow=True).content.decode()
    )


def test_the_desk_asks_the_same_number_of_questions_however_many_wait(
    line: Any, english: Any, arrive: Any
) -> None:
    browser = english(line["lead"])
    browser.post(page("seat-state"), {"state": "ready"})

    def asked(name: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(page(name)).status_code == 200
        return len(queries)

    arrive("sms", "m0")
    before = asked("queue-now"), asked("wall-now")
    for n in range(1, 5):
        arrive("sms", f"m{n}", language="ru")
    assert (asked("queue-now"), asked("wall-now")) == before


def test_a_supervisor_settles_what_nobody_could_open(
    line: Any, english: Any, arrive: Any, acting_as: Any
) -> None:
    call = arrive()
    with acting_as(PUBLIC):
        actions.ended(arrival=call, by=PUBLIC)
    browser = english(line["lead"])
    wall = browser.get(page("wall")).content.decode()
    assert "supervisors&#x27; hands: 1" in wall
    settle = page("arrival-settle", call.public_id)
    assert "one keystroke" in browser.get(settle).content.decode()
    assert "Settle" in browser.get(page("arrival", call.public_id)).content.decode()
    assert browser.post(settle, {"reason": "no_number"}).url == page("wall")
    assert english(line["listener"]).get(settle).status_code == 403


def test_the_wall_tells_who_is_missing_and_switches_the_line(
    line: Any, english: Any, arrive: Any, acting_as: Any
) -> None:
    now, browser = clock.now(), english(line["lead"])
    with acting_as(line["lead"]):
        plan_shift(user=line["listener"], starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=2),
                   duty="shift", by=line["lead"])  # fmt: skip
    wall = browser.get(page("wall")).content.decode()
    assert "Planned, not there" in wall
    assert "Nobody is ready" in wall
    english(line["listener"]).post(page("seat-state"), {"state": "ready"})
    seat = Seat.objects.get()
    equip = page("seat-equip", seat.public_id)
    assert browser.get(equip).status_code == 200
    assert browser.post(equip, {"languages": ["ru"], "skills": ["law"]}).url == page("wall")
    assert browser.post(page("line-stop"), {"reason": "drill"}).url == page("wall")
    call = arrive()
    assert call.why == "stopped"
    assert "rings nobody" in browser.get(page("wall")).content.decode()
    assert "Who calls is told" in browser.get(page("queue")).content.decode()
    browser.post(page("line-switch"), {"to": "supervisors"})
    assert "led to the supervisors" in browser.get(page("wall")).content.decode()
    browser.post(page("line-switch"), {"to": "open"})
    assert Line.objects.get().stopped_at is None


def test_a_contact_is_handed_over_on_its_page(line: Any, english: Any, call: Any, acting_as: Any) -> None:
    contact, browser = call(), english(line["listener"])
    hand = page("contact-hand", contact.public_id)
    assert hand in browser.get(contact.get_absolute_url()).content.decode()
    assert browser.get(hand).status_code == 200
    assert browser.post(hand, {"to": line["colleague"].public_id}).url == page("queue")
    assert browser.get(contact.get_absolute_url()).status_code == 404
    assert english(line["colleague"]).get(contact.get_absolute_url()).status_code == 200


def test_a_call_back_is_agreed_and_made_only_in_safe_hours(
    line: Any, english: Any, call: Any, acting_as: Any
) -> None:
    browser = english(line["listener"])
    with clock.fixed(clock.at(clock.today(), 12)):
        contact = call()
        agree = page("contact-call-back", contact.public_id)
        assert browser.get(agree).status_code == 200
        said = {"number": "0900 123 45 67", "opens": "12:30", "closes": "18:00"}
        assert "no telephone number" in browser.post(agree, said).content.decode()
        said["number"] = "050 111 22 33"
        assert browser.post(agree, said).url == contact.get_absolute_url()
        assert "promised already" in browser.post(agree, {**said, "closes": "19:00"}).content.decode()
        with acting_as(line["listener"]):
            promise = CallBack.objects.get()
        own = promise.get_absolute_url()
        shown = browser.get(own).content.decode()
        assert "Do not call now" in shown
        assert "501112233" not in shown, "the number is shown when it may be dialled"
        assert "Do not call now" in browser.post(own, {"result": "well"}).content.decode()
        assert own in browser.get(page("queue")).content.decode()
    with clock.fixed(clock.at(clock.today(), 12, 40)):
        browser = english(line["listener"])
        assert "501112233" in browser.get(own).content.decode()
        for _n in range(3):
            browser.post(own, {"result": "no_answer", "note": str(_n)})
    lead, decide = english(line["lead"]), page("call-back-decide", promise.public_id)
    assert decide in lead.get(own).content.decode()
    assert decide not in english(line["listener"]).get(own).content.decode(), (
        "nobody is led where they may not go"
    )
    assert lead.get(decide).status_code == 200
    assert "Say why" in lead.post(decide, {"decision": "let_go"}).content.decode()
    assert lead.post(decide, {"decision": "again"}).url == own
    assert "any more" in lead.post(decide, {"decision": "let_go", "result": "no_answer"}).content.decode()
    assert english(line["listener"]).get(decide).status_code == 403


def test_an_accepted_call_back_opens_its_own_page(
    line: Any, english: Any, call: Any, at: Any, later: Any
) -> None:
    at(call(), agree_call, number="050 111 22 33", opens=time(0), closes=time(0))
    later(1)
    waiting = Arrival.objects.get()
    browser = english(line["colleague"])
    opened = browser.post(page("arrival-accept", waiting.public_id)).url
    assert "Call-back" in browser.get(opened).content.decode()
    assert opened in browser.get(page("queue")).content.decode()


def test_shifts_are_planned_and_swapped_on_their_pages(line: Any, english: Any) -> None:
    lead, browser, other = english(line["lead"]), english(line["listener"]), english(line["colleague"])
    day = clock.today() + timedelta(days=2)
    said = {"user": line["listener"].public_id, "duty": "shift", "starts_at_day": f"{day:%d.%m.%Y}",
            "starts_at_time": "08:00", "ends_at_day": f"{day:%d.%m.%Y}", "ends_at_time": "16:00"}  # fmt: skip
    planned = lead.post(page("shift-plan"), said)
    assert planned.url.startswith(page("shifts"))
    assert "Swap" in browser.get(planned.url).content.decode()
    lead.post(page("shift-plan"), {**said, "user": line["deputy"].public_id})
    ask = page("swap-ask", Shift.objects.get(user=line["listener"]).public_id)
    assert browser.get(ask).status_code == 200
    assert browser.post(ask, {"of": line["colleague"].public_id}).url == page("shifts")
    swap = ShiftSwap.objects.get()
    assert "Agree" in other.get(page("shifts")).content.decode()
    browser.post(page("swap-withdraw", swap.public_id))
    assert (
        "decided already"
        in other.post(
            page("swap-decide", swap.public_id), {"decision": "agree"}, follow=True
        ).content.decode()
    )
    lead.post(page("shift-cancel", Shift.objects.get(user=line["deputy"]).public_id))
    assert Shift.objects.get(user=line["deputy"]).cancelled_at
    assert browser.get(page("shifts") + "?week=x").status_code == 200
