"""Pages of the hotline: who opens them, and how they keep what is typed."""

from typing import Any

import pytest
from django.urls import reverse

from himaya.hotline.closing.actions import caller_left, finish_contact
from himaya.hotline.contacts.actions import write_child
from himaya.hotline.contacts.forms import ContactForm
from himaya.hotline.models import Contact, ContactChild, FollowUp
from himaya.hotline.triage.actions import ask_about_danger, send_help
from tests.hotline.conftest import PILLS

pytestmark = pytest.mark.django_db


def page(name: str, *ids: str) -> str:
    return reverse(f"hotline:{name}", args=ids)


def now(line: Any, acting_as: Any, contact: Contact) -> Contact:
    with acting_as(line["lead"]):
        return Contact.objects.get(pk=contact.pk)


def shown(contact: Contact, **typed: Any) -> dict[str, Any]:
    """The form as its page sends it, with what was typed since."""
    form = ContactForm(contact=contact)
    sent = {f.html_name: f.value() for f in form if f.value() not in (None, "")}
    return {**sent, "place_text": contact.place_text, **typed}


@pytest.mark.parametrize(
    ("who", "status"),
    [("listener", 200), ("lead", 200), ("colleague", 404), ("chief", 403), ("duty", 403), ("worker", 403)],
)
def test_only_the_hotline_opens_a_contact(line: Any, call: Any, english: Any, who: str, status: int) -> None:
    contact = call()
    browser = english(line[who])
    assert browser.get(contact.get_absolute_url()).status_code == status
    assert browser.get(page("contacts")).status_code == (200 if status != 403 else 403)


def test_a_call_is_there_at_one_press_and_a_prank_is_gone_at_the_next(
    line: Any, english: Any, acting_as: Any
) -> None:
    browser = english(line["listener"])
    address = browser.post(page("contact-answer")).url
    answer = browser.get(address).content.decode()
    assert 'data-key="3"' in answer
    browser.post(address + "kind/", {"kind": "prank"})
    with acting_as(line["listener"]):
        assert Contact.objects.get().status == "set_aside"
    assert 'data-key="3"' not in browser.get(address).content.decode()
    assert Contact.objects.count() in {0, 1}
    assert browser.get(page("contacts") + "?list=ended").content.decode().count(address) == 1
    assert browser.get(page("contacts") + "?list=x").status_code == 200


def test_silence_asks_and_unknown_kinds_say_so(line: Any, call: Any, english: Any, acting_as: Any) -> None:
    contact, browser = call(), english(line["listener"])
    address = page("contact-kind", contact.public_id)
    assert "Was anything heard" in browser.post(address, {"kind": "silent"}).content.decode()
    assert "no such kind" in browser.post(address, {"kind": "x"}).content.decode()
    heard = browser.post(address, {"kind": "silent", "heard": "yes"})
    assert heard.url == page("contact-triage", contact.public_id)
    assert browser.post(address, {"kind": "silent", "heard": "no"}).url == page("contacts")
    assert now(line, acting_as, contact).kind == "silent"


def test_each_keeping_writes_only_what_was_changed_on_its_page(
    line: Any, call: Any, english: Any, acting_as: Any
) -> None:
    contact, browser = call(), english(line["listener"])
    keep = page("contact-keep", contact.public_id)
    first, second = shown(contact), shown(contact)
    assert (
        browser.post(keep, {**first, "narrative": "Tək qalmışam.", "feeling_before": "3"}).status_code == 204
    )
    browser.post(keep, {**second, "main_reason": "neglect", "place_text": "Sumqayıt", "feeling_after": "99"})
    browser.post(keep, {**second, "main_reason": "neglect", "seen": "[]", "narrative": "Tək qalmışam."})
    browser.post(keep, {**second, "seen": "{broken", "narrative": "Tək qalmışam.", "main_reason": "neglect",
                        "caller_number": "0501112233"})  # fmt: skip
    kept = now(line, acting_as, contact)
    assert (kept.narrative, kept.main_reason, kept.feeling_after) == ("Tək qalmışam.", "neglect", None)
    with acting_as(line["listener"]):
        assert Contact.objects.get().caller_number == "0501112233"
    assert browser.post(keep, shown(kept)).status_code == 204
    again = now(line, acting_as, contact)
    assert again.version == kept.version, "nothing was changed, nothing is written"
    with acting_as(line["listener"]):
        assert Contact.objects.get().caller_number == "0501112233", (
            "what is closed stays while its field is empty"
        )


def test_without_scripts_a_button_saves(line: Any, call: Any, english: Any, acting_as: Any) -> None:
    contact, browser = call(caller_number="050 111 22 33"), english(line["listener"])
    address = contact.get_absolute_url()
    assert browser.post(address, shown(contact, place="AZ-SM", place_text="Sumqayıt")).url == address
    assert now(line, acting_as, contact).place_code == "AZ-SM"
    assert browser.post(address, shown(contact, feeling_before="99")).status_code == 200
    text = browser.get(address).content.decode()
    assert "Kept and closed" in text
    assert "111 22 33" not in text


def test_who_called_before_is_told_without_a_name(line: Any, told: Any, call: Any, english: Any) -> None:
    told(PILLS, caller_name="Aysel")
    again = call("colleague", caller_number="+994501112233", is_sample=True)
    text = english(line["colleague"]).get(again.get_absolute_url()).content.decode()
    assert "contacted us before: 1" in text
    assert "grave danger then" in text
    assert "Aysel" not in text


def test_a_caller_is_revealed_for_a_reason(line: Any, call: Any, english: Any) -> None:
    contact, browser = call(caller_number="050 111 22 33"), english(line["listener"])
    address = page("caller-reveal", contact.public_id)
    assert "111 22 33" not in browser.get(address).content.decode()
    assert browser.post(address, {"reason": "call_back"}).url == address
    assert "050 111 22 33" in browser.get(address).content.decode()
    assert "050 111 22 33" not in browser.get(address).content.decode(), "once"
    nobody = page("caller-reveal", call().public_id)
    browser.post(nobody, {"reason": "trace"})
    assert "Nothing is known" in browser.get(nobody).content.decode()


def test_a_contact_from_paper_and_its_children(line: Any, english: Any, acting_as: Any) -> None:
    browser = english(line["listener"])
    times = {"arrived_at_day": "01.02.2026", "arrived_at_time": "03:10"}
    browser.get(page("contact-enter"))
    assert browser.post(page("contact-enter"), {"channel": "letter"}).status_code == 200
    sent = {"channel": "letter", "counsellor": line["colleague"].public_id, **times}
    address = browser.post(page("contact-enter"), sent).url
    public_id = address.rstrip("/").rpartition("/")[2]
    add = page("contact-child-add", public_id)
    assert "at least one thing" in browser.post(add, {}).content.decode()
    assert browser.post(add, {"name": "Aysel", "age_years": "9"}).url == address
    with acting_as(line["colleague"]):
        child = ContactChild.objects.get()
    one = page("contact-child", public_id, child.public_id)
    assert "Aysel" in browser.get(one).content.decode()
    assert browser.post(one, {"name": "Aysel", "school": "12"}).url == address
    assert "Aysel" in browser.get(address).content.decode()


def test_the_whole_way_of_a_girl_with_pills(
    line: Any, told: Any, at: Any, english: Any, acting_as: Any
) -> None:
    contact = told({"hurt_now": "no"})
    browser, lead, own = english(line["listener"]), english(line["lead"]), contact.public_id
    sent = {f"q_{code}": answer for code, answer in PILLS.items()}
    browser.get(page("contact-triage", own))
    assert browser.post(page("contact-triage", own), sent).url == page("contact-dispatch", own)
    call_out = {"agency": "ambulance", "called_at_day": "01.02.2026", "called_at_time": "10:00"}
    assert browser.get(page("contact-dispatch", own)).status_code == 200
    assert browser.post(page("contact-dispatch", own), call_out).url == contact.get_absolute_url()
    with acting_as(line["lead"]):
        out = Contact.objects.get().dispatches.get()
    assert browser.get(page("dispatch-outcome", own, out.public_id)).status_code == 200
    assert (
        browser.post(page("dispatch-outcome", own, out.public_id), {"outcome": "hospital"}).status_code == 302
    )
    plan = {"signs": "a", "coping": "b", "people": "c", "means": "d"}
    assert "safety plan" in browser.post(page("contact-finish", own)).content.decode()
    browser.get(page("contact-plan", own))
    assert browser.post(page("contact-plan", own), plan).url == contact.get_absolute_url()
    assert "<textarea" in browser.get(page("contact-plan", own)).content.decode()
    lower = {"level": "low", "q_hurt_now": "no"}
    assert browser.post(page("contact-triage", own), lower).url == page("contact-dispatch", own)
    assert browser.get(page("contact-lowering", own)).status_code == 403
    assert "lower level" in lead.get(contact.get_absolute_url()).content.decode()
    assert lead.get(page("contact-lowering", own)).status_code == 200
    assert lead.post(page("contact-lowering", own), {"decision": "keep"}).status_code == 302
    assert browser.get(page("contact-escalate", own)).status_code == 200
    assert browser.post(page("contact-escalate", own), {"handover": ""}).url == contact.get_absolute_url()
    assert "Handed to the desk" in browser.get(contact.get_absolute_url()).content.decode()
    assert "Passed on" in lead.get(contact.get_absolute_url()).content.decode()
    assert browser.get(page("contact-finish", own)).status_code == 200
    assert browser.post(page("contact-finish", own)).url == contact.get_absolute_url()
    with acting_as(line["lead"]):
        due = FollowUp.objects.order_by("due_at").first()
    assert "nothing was called safe" in browser.get(page("follow-up", due.public_id)).content.decode()
    assert (
        browser.post(page("follow-up", due.public_id), {"result": "well"}).url == contact.get_absolute_url()
    )


def test_who_left_is_decided_by_a_supervisor(line: Any, told: Any, english: Any, acting_as: Any) -> None:
    contact = told(PILLS)
    browser, lead, own = english(line["listener"]), english(line["lead"]), contact.public_id
    assert browser.get(page("contact-left", own)).status_code == 200
    assert browser.post(page("contact-left", own), {"what": "Xətt kəsildi."}).status_code == 302
    decide = page("contact-left-decide", own)
    assert browser.get(decide).status_code == 403
    assert decide in lead.get(contact.get_absolute_url()).content.decode()
    assert "Xətt kəsildi." in lead.get(decide).content.decode()
    assert "traced or help" in lead.post(decide, {"decision": "approve"}).content.decode()
    assert lead.post(decide, {"decision": "approve", "trace": "traced"}).status_code == 302
    assert lead.get(decide).status_code == 200
    assert now(line, acting_as, contact).status == "follow_up"


def test_a_calm_contact_goes_back_to_the_list_when_finished(line: Any, told: Any, english: Any) -> None:
    contact, browser = told({"hurt_now": "no"}), english(line["listener"])
    assert browser.post(page("contact-triage", contact.public_id), {}).url == contact.get_absolute_url()
    assert browser.post(page("contact-finish", contact.public_id)).url == page("contacts")


def test_the_homes_of_the_hotline_show_what_is_under_way_and_due(
    line: Any, safe: Any, call: Any, at: Any, english: Any
) -> None:
    at(safe(), finish_contact)
    grave = call()
    at(grave, send_help, agency="police")
    at(grave, ask_about_danger, answers=PILLS)
    at(call(), caller_left, what="Kəsildi")
    at(grave, write_child, said={"name": "Elvin"})
    for who in ("listener", "lead"):
        text = english(line[who]).get(reverse("desk:home")).content.decode()
        assert grave.reference in text
        assert "Call-backs due" in text
    assert "Call-backs due" not in english(line["chief"]).get(reverse("desk:home")).content.decode()
