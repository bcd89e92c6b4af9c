"""Pages of commissions, meetings and their tasks: who opens them, what they show, the way through by forms."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.roles import COMMISSION_KEEP, MEETING_READ, ROLES
from himaya.cases.commission.models import Commission, CommissionSeat
from himaya.cases.duties.models import Duty
from himaya.cases.meetings.actions import put_matter
from himaya.cases.meetings.models import AgendaItem, Attendee, ConflictOfInterest, LaidPaper, Meeting
from himaya.kit import clock
from himaya.workflow.models import Paper
from tests.cases.meetings_cast import (
    PASSWORD,
    SAID,
    body,
    decided,
    held,
    listed,
    put,
    votes,
)
from tests.desk.conftest import everyone

__all__ = ["body", "everyone"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


SENT = {"_sent": "yes"}  # as every form of a page, nothing being filled in


def at(name: str, thing: Any) -> str:
    return reverse(f"cases:{name}", args=[thing.public_id])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def the(model: Any, as_owner: Any, **which: Any) -> Any:
    with as_owner():
        return model.objects.get(**which)


def test_each_role_opens_the_lists_its_work_needs(everyone: Any, english: Any) -> None:
    for code, role in ROLES.items():
        browser = english(everyone[code])
        for page in ("meeting-list", "commission-list"):
            answer = browser.get(reverse(f"cases:{page}")).status_code
            assert answer == (200 if MEETING_READ in role.may else 403), (code, page)
        new = browser.get(reverse("cases:commission-new")).status_code
        assert new == (200 if COMMISSION_KEEP in role.may else 403), code


def test_strangers_find_neither_meeting_nor_item_nor_commission(
    body: Any, make_case: Any, acting_as: Any, english: Any, as_owner: Any
) -> None:
    item = listed(body, make_case("registered"), acting_as)
    pages = [
        at("agenda-item", item),
        at("meeting", the(Meeting, as_owner)),
        at("commission", body["commission"]),
    ]
    for who in ("stranger", "neighbour", "teacher"):
        assert {english(body[who]).get(page).status_code for page in pages} <= {403, 404}, who
    for page in pages:
        assert english().get(page).status_code == 302
        assert english(body["anar"]).get(page).status_code == 200


def test_the_commission_says_in_words_who_sits_and_when_it_must_meet(body: Any, english: Any) -> None:
    page = text(english(body["secretary"]).get(at("commission", body["commission"])))
    assert "5 members: at least 9 are needed." in page
    assert "Quorum: 3 of 5." in page
    assert "Name a member" in page
    with clock.fixed("2027-06-01T10:00"):
        late = text(english(body["manager"]).get(at("commission", body["commission"])))
    assert "This commission has not met" in late


def test_members_are_named_and_terms_ended_by_forms(body: Any, english: Any, as_owner: Any) -> None:
    browser, page = english(body["secretary"]), at("seat-new", body["commission"])
    typed = {"user": body["secretary"].pk, "function": "member", "stands_for": body["here"].organisation_id,
             "starts_on": "01.01.2026"}  # fmt: skip
    assert "already sits" in text(browser.post(page, typed))
    chosen = the(CommissionSeat, as_owner, user=body["anar"])
    assert browser.get(at("seat-end", chosen)).status_code == 200
    assert browser.post(at("seat-end", chosen), {"ends_on": f"{clock.today():%d.%m.%Y}"}).status_code == 302
    dissolve = at("commission-dissolve", body["commission"])
    assert browser.get(dissolve).status_code == 200
    assert browser.post(dissolve, {"reason": "reform"}).status_code == 302
    new = {"unit": body["here"].pk, "kind": "guardianship", "established_on": "01.10.2026", "secretary":
           body["secretary"].pk, "stands_for": body["here"].organisation_id}  # fmt: skip
    assert browser.post(reverse("cases:commission-new"), new).status_code == 302
    with as_owner():
        assert Commission.objects.filter(status="sitting").get().kind == "guardianship"


def test_a_case_goes_before_the_commission_and_onto_a_session_by_forms(
    body: Any, make_case: Any, english: Any, as_owner: Any
) -> None:
    case = make_case("registered")
    worker, secretary = english(body["worker"]), english(body["secretary"])
    typed = {"commission": body["commission"].pk, "question": "Kim nə edir?", "proposal": ""}
    assert (
        "question" in worker.post(at("agenda-submit", case), {**typed, "question": ""}).context["form"].errors
    )
    assert worker.post(at("agenda-submit", case), typed).status_code == 302
    item = the(AgendaItem, as_owner)
    assert worker.get(at("agenda-papers", item)).status_code == 200
    assert worker.post(at("agenda-papers", item), {"papers": ["plan:x"]}).status_code == 200
    assert worker.post(at("agenda-papers", item), SENT).status_code == 302
    assert "Kim nə edir?" in text(secretary.get(reverse("cases:meeting-list")))
    assert "No session is planned" in text(secretary.get(at("agenda-take", item)))
    when = {"starts_at_day": f"{clock.today():%d.%m.%Y}", "starts_at_time": "23:50", "place": "Zal"}
    assert secretary.post(at("session-new", body["commission"]), when).status_code == 302
    meeting = the(Meeting, as_owner)
    assert secretary.post(at("agenda-take", item), {"meeting": meeting.public_id}).status_code == 302
    matter = {"title": "İllik plan", "question": "Nə edək?", "proposal": ""}
    assert secretary.post(at("agenda-matter", meeting), matter).status_code == 302
    guest = {"name": "Qonaq", "part": "guest", "organisation": "Məktəb"}
    assert "Nobody is found" in text(
        secretary.post(at("attendee-new", meeting), {**guest, "user": "yox@yox"})
    )
    assert secretary.post(at("attendee-new", meeting), guest).status_code == 302
    person = the(Attendee, as_owner, name="Qonaq")
    assert secretary.post(at("attendee-remove", person)).status_code == 302
    version = secretary.get(at("meeting-invite", meeting)).context["form"].version
    assert secretary.post(at("meeting-invite", meeting), {"_version": version}).status_code == 302
    assert secretary.post(at("meeting-invite", meeting), {"_version": version}).status_code == 200
    assert "Invited" in text(secretary.get(at("meeting", meeting)))


def test_only_the_keeper_finds_the_forms_of_a_meeting(
    body: Any, make_case: Any, acting_as: Any, english: Any, as_owner: Any
) -> None:
    listed(body, make_case("registered"), acting_as)
    meeting = the(Meeting, as_owner)
    for name in ("attendee-new", "meeting-invite", "meeting-postpone", "meeting-cancel", "meeting-hold", "minutes-write",
                 "minutes-sign", "minutes-correct", "meeting-again", "agenda-matter"):  # fmt: skip
        answer = english(body["anar"]).get(at(name, meeting))
        assert "Only who keeps this meeting" in text(answer), name


def test_held_voted_decided_and_signed_by_forms(
    body: Any, make_case: Any, acting_as: Any, english: Any, as_owner: Any
) -> None:
    case = make_case("registered")
    item = listed(body, case, acting_as)
    meeting = the(Meeting, as_owner)
    secretary, anar = english(body["secretary"]), english(body["anar"])
    assert anar.get(at("agenda-conflict", item)).status_code == 200
    with as_owner():
        cavid = Attendee.objects.get(user=body["cavid"])
        people = list(Attendee.objects.order_by("pk"))
    english(body["cavid"]).post(at("agenda-conflict", item), {"attendee": cavid.public_id, "why": "kin"})
    assert the(ConflictOfInterest, as_owner).attendee_id == cavid.pk
    assert english(body["cavid"]).get(at("agenda-item", item)).status_code == 404
    assert "You see nothing of them" in text(english(body["cavid"]).get(at("meeting", meeting)))
    there = {f"at_{p.public_id}": "present" for p in people}
    first = {"held_at_day": f"{clock.today():%d.%m.%Y}", "held_at_time": "00:00", **there}
    assert "chair" in secretary.post(at("meeting-hold", meeting), first).context["form"].errors
    chair = next(p.public_id for p in people if p.part == "chair")
    assert secretary.get(at("meeting-hold", meeting)).status_code == 200
    assert secretary.post(at("meeting-hold", meeting), {**first, "chair": chair}).status_code == 302
    assert "4 of 5 are present; 3 are needed: there is a quorum." in text(
        secretary.get(at("agenda-item", item))
    )
    assert "Your vote is asked for" in text(anar.get(reverse("cases:meeting-list")))
    assert anar.post(at("agenda-vote", item), {"vote": "for"}).status_code == 302
    assert anar.get(at("agenda-vote", item)).context["form"].initial["vote"] == "for"
    with acting_as(body["secretary"]):
        said = votes(AgendaItem.objects.get(), banu=("against", "Tezdir."))
    typed = {
        **SAID,
        **{f"vote_{k}": v for k, (v, _d) in said.items()},
        **{f"dissent_{k}": d for k, (_v, d) in said.items()},
    }
    page = at("agenda-decide", item)
    version = secretary.get(page).context["form"].version
    assert "best interests" in text(secretary.post(page, {**typed, "best_interests": ""}))
    assert secretary.post(page, {**typed, "_version": version}).status_code == 302
    assert secretary.post(page, {**typed, "decision": "Başqa", "_version": version}).context["form"].errors
    shown = text(secretary.get(at("agenda-item", item)))
    assert "for 3, against 1, abstained 0" in shown
    assert "Tezdir." in shown
    signed_by_forms(body, case, meeting, english, as_owner)


def signed_by_forms(body: Any, case: Any, meeting: Any, english: Any, as_owner: Any) -> None:
    """The minutes written, signed by both, and where they are then found."""
    secretary = english(body["secretary"])
    assert secretary.get(at("minutes-write", meeting)).status_code == 200
    assert secretary.post(at("minutes-write", meeting), SENT).status_code == 302
    chair_browser = english(body["chair"])
    assert "Sign as chair" in text(chair_browser.get(at("meeting", meeting)))
    wrong = {"name": body["chair"].full_name, "password": "x"}
    assert chair_browser.post(at("minutes-chair", meeting), wrong).context["form"].has_error("password")
    assert (
        chair_browser.post(at("minutes-chair", meeting), {**wrong, "password": PASSWORD}).status_code == 302
    )
    last = {"name": body["secretary"].full_name, "password": PASSWORD, "language": "az"}
    assert secretary.post(at("minutes-sign", meeting), last).status_code == 302
    with as_owner():
        sheet, excerpt = Paper.objects.get(process="meeting"), Paper.objects.get(process="agenda")
    assert secretary.get(sheet.get_absolute_url())["Content-Type"] == "application/pdf"
    worker = english(body["worker"])
    assert excerpt.number in text(worker.get(at("case-documents", case)))
    assert excerpt.number in text(worker.get(case.get_absolute_url()))
    assert worker.get(excerpt.get_absolute_url()).status_code == 200
    assert worker.get(sheet.get_absolute_url()).status_code == 200
    assert secretary.get(at("minutes-correct", meeting)).status_code == 200
    assert secretary.post(at("minutes-correct", meeting), {"correction": "Tarix"}).status_code == 302


def test_put_off_returned_withdrawn_postponed_and_planned_anew_by_forms(
    body: Any, make_case: Any, acting_as: Any, english: Any, as_owner: Any
) -> None:
    item = listed(body, make_case("registered"), acting_as)
    meeting, secretary = the(Meeting, as_owner), english(body["secretary"])
    for name in ("agenda-put-off", "agenda-withdraw", "agenda-return", "agenda-take"):
        assert secretary.get(at(name, item)).status_code == 200, name
    assert secretary.post(at("agenda-put-off", item), SENT).status_code == 302
    assert (
        secretary.post(at("agenda-return", item), {"reason": "unclear", "note": "Sual?"}).status_code == 302
    )
    assert "Sual?" in text(english(body["worker"]).get(at("agenda-item", item)))
    assert secretary.post(at("meeting-postpone", meeting), {"reason": "papers"}).status_code == 302
    again = {"starts_at_day": "01.03.2040", "starts_at_time": "10:00", "place": "Zal"}
    assert secretary.post(at("meeting-again", meeting), again).status_code == 302
    assert secretary.post(at("meeting-cancel", meeting), {"reason": "no_items"}).status_code == 302
    other = put(body, make_case("registered"), acting_as)
    assert english(body["worker"]).post(at("agenda-withdraw", other), SENT).status_code == 302


def test_a_conference_is_called_from_the_case_and_a_lone_keeper_sees_its_forms(
    body: Any, make_case: Any, acting_as: Any, english: Any, as_owner: Any
) -> None:
    case, worker = make_case("registered"), english(body["worker"])
    assert "Call a case conference" in text(worker.get(case.get_absolute_url()))
    empty = text(worker.get(at("case-meetings", case)))
    assert "No meeting yet" in empty
    when = {
        "starts_at_day": "01.03.2040",
        "starts_at_time": "10:00",
        "place": "Otaq",
        "question": "Nə?",
        "proposal": "",
    }
    assert worker.post(at("conference-new", case), when).status_code == 302
    assert "Case conference" in text(worker.get(at("case-meetings", case)))
    meeting = the(Meeting, as_owner)
    page = text(english(body["supervisor"]).get(at("meeting", meeting)))
    assert "Cancel" in page
    assert "This meeting is planned for 01.03.2040" in page
    assert english(body["colleague"]).get(at("meeting", meeting)).status_code == 404


def test_the_school_finds_its_task_in_its_inbox_and_the_worker_checks_it(
    body: Any, make_case: Any, acting_as: Any, english: Any, as_owner: Any
) -> None:
    case = make_case("registered")
    item = listed(body, case, acting_as)
    held(body, item, acting_as)
    decided(body, item, acting_as)
    secretary, school, worker = (english(body[who]) for who in ("secretary", "teacher", "worker"))
    typed = {
        "unit": body["school"].pk,
        "what": "Əlavə dərs",
        "due_on": "01.03.2040",
        "about": "",
        "responsible": "",
    }
    assert (
        "due_on"
        in secretary.post(at("duty-give", item), {**typed, "due_on": "01.01.2020"}).context["form"].errors
    )
    assert secretary.post(at("duty-give", item), typed).status_code == 302
    duty = the(Duty, as_owner)
    assert "Əlavə dərs" in text(school.get(reverse("cases:referral-inbox")))
    assert "Əlavə dərs" in text(school.get(reverse("desk:home")))
    page = school.get(duty.get_absolute_url())
    assert item.title not in text(page)
    assert case.reference not in text(page)
    assert "reason" in school.post(at("duty-answer", duty), {"answer": "refuse"}).context["form"].errors
    assert school.post(at("duty-answer", duty), {"answer": "accept"}).status_code == 302
    with clock.fixed("2040-04-01T10:00"):
        assert "Not done by 01.03.2040" in text(worker.get(case.get_absolute_url()))
    assert school.post(at("duty-report", duty), {"note": "Keçirilir."}).status_code == 302
    assert "Check: task of" in text(worker.get(case.get_absolute_url()))
    checked = {"outcome": "not_done", "note": "Jurnal boşdur."}
    assert "due_on" in worker.post(at("duty-check", duty), checked).context["form"].errors
    assert worker.post(at("duty-check", duty), {**checked, "due_on": "01.03.2041"}).status_code == 302
    assert school.post(at("duty-report", duty), {"note": "İndi keçirilir."}).status_code == 302
    assert worker.post(at("duty-check", duty), {"outcome": "done", "note": "Gördüm."}).status_code == 302
    assert "Confirmed" in text(worker.get(duty.get_absolute_url()))
    assert secretary.get(at("duty-withdraw", duty)).status_code == 200


def test_a_refusal_and_a_taking_back_by_forms(
    body: Any, make_case: Any, acting_as: Any, english: Any, as_owner: Any
) -> None:
    case = make_case("registered")
    item = listed(body, case, acting_as)
    held(body, item, acting_as)
    decided(body, item, acting_as)
    secretary = english(body["secretary"])
    typed = {"unit": body["school"].pk, "what": "Əlavə dərs", "due_on": "01.03.2040"}
    for _n in range(2):
        assert secretary.post(at("duty-give", item), typed).status_code == 302
    with as_owner():
        one, two = Duty.objects.order_by("pk")
    refusal = {"answer": "refuse", "reason": "no_means", "note": "Müəllim yoxdur."}
    assert english(body["teacher"]).post(at("duty-answer", one), refusal).status_code == 302
    assert secretary.post(at("duty-withdraw", two), SENT).status_code == 302
    shown = text(english(body["worker"]).get(at("case-meetings", case)))
    assert "Refused" in shown
    assert "Taken back" in shown


def test_the_homes_of_a_commission_say_what_comes_next(
    body: Any, make_case: Any, acting_as: Any, english: Any
) -> None:
    listed(body, make_case("registered"), acting_as)
    put(body, make_case("registered"), acting_as)
    member = text(english(body["anar"]).get(reverse("desk:home")))
    assert "Next meetings" in member
    secretary = english(body["secretary"]).get(reverse("desk:home"))
    assert "Put before the commission, not yet on an agenda" in text(secretary)
    assert str(secretary.context["nav"][0].items[0].label) == "Commission"


def test_the_pages_cost_the_same_however_many_items(
    body: Any, make_case: Any, acting_as: Any, english: Any, as_owner: Any
) -> None:
    case = make_case("registered")
    listed(body, case, acting_as)
    browser, worker = english(body["secretary"]), english(body["worker"])
    meeting = the(Meeting, as_owner)
    pages = [(browser, at("meeting", meeting)), (worker, case.get_absolute_url())]

    def asked(who: Any, page: str) -> int:
        who.get(page)
        with CaptureQueriesContext(connection) as queries:
            who.get(page)
        return len(queries)

    before = [asked(*page) for page in pages]
    with acting_as(body["secretary"]) as by:
        for _n in range(4):
            put_matter(meeting=Meeting.objects.get(), title="Məsələ", question="?", proposal="", by=by)
    assert [asked(*page) for page in pages] == before


def test_a_laid_paper_is_read_as_it_was(
    body: Any, make_case: Any, acting_as: Any, english: Any, as_owner: Any
) -> None:
    item = listed(body, make_case("registered"), acting_as)
    with as_owner():
        paper = LaidPaper.objects.create(
            dossier=item.dossier, item=item, kind="plan", source="x", title="Plan 1", laid_at=clock.now(),
            laid_by=body["worker"],
            content='[{"label": "Məqsəd", "words": "", "heads": true}, {"label": "Məktəb", "words": "hər gün"}]',
        )  # fmt: skip
    page = text(english(body["anar"]).get(at("laid-paper", paper)))
    assert "hər gün" in page
    assert english(body["stranger"]).get(at("laid-paper", paper)).status_code == 404
    assert "Plan 1" in text(english(body["anar"]).get(at("agenda-item", item)))


def test_before_a_meeting_nobody_stands_aside_and_only_its_keeper_prepares_an_item(
    body: Any, make_case: Any, acting_as: Any, english: Any
) -> None:
    item = put(body, make_case("registered"), acting_as)
    assert "Only who takes part" in text(english(body["secretary"]).get(at("agenda-conflict", item)))
    for name in ("agenda-take", "agenda-return"):
        assert "Only who keeps" in text(english(body["manager"]).get(at(name, item))), name
