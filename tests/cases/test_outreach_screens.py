"""Pages of outreach: who opens them, what they show before and after a lead is taken, and the way to help."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.roles import CASE_ASSIGN, OUTREACH_READ, OUTREACH_RULES, OUTREACH_WORK, ROLES
from himaya.cases.models import Lead, LeadContact, OutreachRule
from himaya.cases.outreach.jobs import try_rule
from himaya.kit import clock
from himaya.registry.models import Phone
from himaya.workflow.models import Clock
from tests import database
from tests.cases.outreach_cast import a_night, again, born, lead, office, running, someone, taken
from tests.cases.test_removal_screens import at, typed
from tests.desk.conftest import everyone

__all__ = ["everyone", "lead", "office", "running", "someone", "taken"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LIST, RULES = "cases:lead-list", "cases:outreach-rules"
STEPS = ("lead-take", "lead-contact", "lead-answer", "lead-begin", "lead-report", "lead-end")
LEADS = {"supervisor", "manager", "duty_officer"}


def page(browser: Any, name: str, *args: str, **asked: str) -> str:
    answer = browser.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_each_role_opens_what_its_work_needs(lead: Lead, everyone: Any, english: Any) -> None:
    rule = lead.rule
    for code, role in ROLES.items():
        browser = english(everyone[code])
        seen = code in LEADS or code == "social_worker"
        for name in ("lead", *STEPS, "lead-assign"):
            needs = CASE_ASSIGN if name == "lead-assign" else OUTREACH_WORK
            expected = 403 if needs not in role.may else 200 if seen else 404
            assert browser.get(at(name, lead)).status_code == expected, (code, name)
        for name, needs in ((LIST, OUTREACH_WORK), (RULES, OUTREACH_READ)):
            assert browser.get(reverse(name)).status_code == (200 if needs in role.may else 403), (code, name)
        for name, needs in (("outreach-rule", OUTREACH_READ), ("outreach-rule-change", OUTREACH_RULES)):
            assert browser.get(at(name, rule)).status_code == (200 if needs in role.may else 403), (
                code,
                name,
            )
    assert english().get(at("lead", lead)).status_code == 302


def test_strangers_find_no_lead(taken: Lead, office: Any, english: Any) -> None:
    for who in ("stranger", "neighbour", "colleague"):
        browser = english(office[who])
        assert browser.get(at("lead", taken)).status_code == 404, who
        assert taken.reference not in page(browser, LIST)


def test_the_name_stands_there_only_for_whom_the_file_is_open(lead: Lead, office: Any, english: Any) -> None:
    with database.as_owner():
        number = Phone.objects.create(dossier=lead.person.dossier, person=lead.person, number="+994501234567")
        Phone.objects.create(
            dossier=lead.person.dossier, person=lead.person, number="+994557654321", is_safe=False
        )
    worker = english(office["worker"])
    before = page(worker, "cases:lead", lead.public_id)
    assert "Əliyeva" not in before
    assert "Shown to the worker who takes the lead." in before
    assert lead.reference in page(worker, LIST)
    assert worker.post(at("lead-take", lead)).status_code == 302
    after = page(worker, "cases:lead", lead.public_id)
    assert "Əliyeva Ülkər" in after
    assert "reaches the age of 3" in after
    assert number.shown in after
    assert "765" not in after.split("About whom")[1].split("Tries")[0]
    assert "Əliyeva Ülkər" in page(worker, LIST, whose="mine")


def test_the_way_to_an_application(taken: Lead, office: Any, english: Any) -> None:
    browser = english(office["worker"])
    tried = {**typed("at", 5), "way": "phone", "outcome": "reached", "note": "Ana cavab verdi"}
    assert browser.post(at("lead-contact", taken), tried).status_code == 302
    assert "Ana cavab verdi" in page(browser, "cases:lead", taken.public_id)
    answer = {
        "agreed": "yes",
        "said_by": "parent",
        "name": "Sevda",
        "way": "phone",
        "note": "Bağça axtarırıq",
    }
    assert browser.post(at("lead-answer", taken), answer).status_code == 302
    assert "Bağça axtarırıq" in page(browser, "cases:lead-begin", taken.public_id)
    assert browser.post(at("lead-begin", taken), {"asked": "Bağça"}).status_code == 302
    now = again(taken)
    shown = page(browser, "cases:lead", taken.public_id)
    assert f"№ {now.became}" in shown
    assert "An application was made" in shown
    assert "Earliest next lead" in shown
    assert f"Case {now.became}" in page(english(office["supervisor"]), "cases:lead", taken.public_id)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"said_by": "self"}, "said_by"),
        ({"name": ""}, "name"),
        ({"agreed": "no"}, "refusal"),
        ({"agreed": ""}, "agreed"),
    ],
)
def test_an_answer_that_says_too_little_is_refused_at_its_field(
    taken: Lead, office: Any, english: Any, wrong: dict[str, str], field: str
) -> None:
    said = {"agreed": "yes", "said_by": "parent", "name": "Sevda", "way": "phone", "note": "Düşünür", **wrong}
    answer = english(office["worker"]).post(at("lead-answer", taken), said)
    assert field in answer.context["form"].errors
    assert "Düşünür" in answer.content.decode()
    assert again(taken).status == "taken"


def test_danger_is_reported_and_the_report_is_linked(taken: Lead, office: Any, english: Any) -> None:
    browser = english(office["worker"])
    assert (
        browser.post(at("lead-report", taken), {"what": "Uşaq ac qalır", "urgent": "on"}).status_code == 302
    )
    assert "Reported: somebody may be in danger" in page(browser, "cases:lead", taken.public_id)


def test_a_leader_gives_it_and_ends_it(lead: Lead, office: Any, english: Any) -> None:
    browser = english(office["supervisor"])
    chosen = {"worker": office["colleague"].public_id}
    assert (
        browser.post(at("lead-assign", lead), {"worker": office["stranger"].public_id}).context["form"].errors
    )
    assert browser.post(at("lead-assign", lead), chosen).status_code == 302
    assert again(lead).worker == office["colleague"]
    assert browser.post(at("lead-end", lead), {"result": "no_need", "note": "Yoxdur"}).status_code == 302
    assert "No need of help" in page(browser, "cases:lead", lead.public_id)
    assert lead.reference in page(browser, "cases:lead", lead.public_id)


def test_a_second_tab_is_told(lead: Lead, office: Any, english: Any) -> None:
    browser = english(office["supervisor"])
    sent = {"result": "no_need", "_version": "1"}
    with database.as_owner():
        Lead.objects.filter(pk=lead.pk).update(priority="high")
    answer = browser.post(at("lead-end", lead), sent)
    assert answer.context["form"].stale is not None


def test_the_list_is_narrowed(running: Any, someone: Any, office: Any, english: Any) -> None:
    running("disability_three")
    for day in (1, 2):
        someone(born(3, day), "child_disability", family_name=f"Soyadlı{day}ova")
    first, second = a_night()
    english(office["worker"]).post(at("lead-take", first))
    browser = english(office["supervisor"])

    def listed(**asked: str) -> set[int]:
        shown = page(browser, LIST, **asked)
        return {day for day in (1, 2) if f"Soyadlı{day}ova" in shown}

    assert listed() == listed(rule="disability_three") == {1, 2}
    assert listed(whose="nobody") == listed(status="raised") == {2}
    assert listed(status="taken") == {1}
    assert listed(whose="mine") == listed(rule="alone_seventy") == listed(late="on") == set()
    with database.as_owner():
        Clock.objects.filter(subject_id=first.pk).update(due_at=clock.now() - timedelta(days=1))
    assert listed(late="on") == {1}
    assert second.status == "raised"


def test_the_list_costs_the_same_however_long(running: Any, someone: Any, office: Any, english: Any) -> None:
    running("disability_three")
    browser = english(office["supervisor"])

    def cost(many: int) -> int:
        for _n in range(many):
            someone(born(3, 1), "child_disability")
        a_night()
        page(browser, LIST)
        with CaptureQueriesContext(connection) as asked:
            page(browser, LIST)
        return len(asked)

    assert cost(1) == cost(4)


# --- rules ---


def values(**more: Any) -> dict[str, Any]:
    return {
        "name_az": "Yeni qayda", "name_en": "New rule", "name_ru": "Новое", "age": "75", "leads_to": "social_service",
        "priority": "normal", "basis": "Daxili qayda", "why": "Sınaq", **more,
    }  # fmt: skip


def test_a_rule_is_proposed_tried_approved_by_another_and_ended(
    office: Any, english: Any, monkeypatch: Any
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(try_rule, "defer", lambda rule: asked.append(rule))
    browser = english(office["coordinator"])
    made = browser.post(reverse("cases:outreach-rule-new", args=["lives_alone"]), values(code="alone_new"))
    assert made.status_code == 302
    with database.as_owner():
        rule = OutreachRule.objects.get(code="alone_new")
        assert rule.parameters == {"age": 75}
    shown = page(browser, "cases:outreach-rule", rule.public_id)
    assert "Somebody else must approve it" in shown
    assert "<dd>75</dd>" in shown
    refused = browser.post(at("outreach-rule-approve", rule), {"on": f"{clock.today():%d.%m.%Y}"})
    assert "Somebody else must approve it" in refused.content.decode()
    assert browser.post(at("outreach-rule-trial", rule)).status_code == 302
    assert asked == [rule.pk]
    assert "Is being counted" in page(browser, "cases:outreach-rule", rule.public_id)
    with database.as_owner():
        OutreachRule.objects.filter(pk=rule.pk).update(trial_count=3, trial_at=clock.now())
    assert "fewer than five" in page(browser, "cases:outreach-rule", rule.public_id)
    other = english(office["methodologist"])
    assert other.post(at("outreach-rule-approve", rule), {"on": "x"}).context["approving"].errors
    assert (
        other.post(at("outreach-rule-approve", rule), {"on": f"{clock.today():%d.%m.%Y}"}).status_code == 302
    )
    assert other.post(at("outreach-rule-retire", rule), {"_version": "1"}).context["retiring"].stale
    assert other.post(at("outreach-rule-retire", rule)).status_code == 302
    assert "New rule" in page(other, RULES)


def test_the_next_version_begins_with_what_the_one_before_says(office: Any, english: Any) -> None:
    with database.as_owner():
        rule = OutreachRule.objects.get(code="alone_seventy")
        rule.status = "retired"
        rule.save()
    browser = english(office["coordinator"])
    form = browser.get(at("outreach-rule-change", rule)).context["form"]
    assert form.initial["age"] == 70
    assert set(form.fields) & {"code", "groups", "days"} == set()
    assert "age" in browser.post(at("outreach-rule-change", rule), values(age="-1")).context["form"].errors
    assert browser.post(at("outreach-rule-change", rule), values()).status_code == 302
    assert "version 1" in page(browser, "cases:outreach-rule", OutreachRule.objects.get(number=2).public_id)


def test_a_code_that_is_taken_or_odd_is_refused(office: Any, english: Any) -> None:
    browser = english(office["coordinator"])
    where = reverse("cases:outreach-rule-new", args=["lives_alone"])
    for code in ("Yaş 70", "disability_three"):
        answer = browser.post(where, values(code=code))
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert browser.get(reverse("cases:outreach-rule-new", args=["stars"])).status_code == 404
    assert browser.get(reverse("cases:outreach-rule", args=["nothing"])).status_code == 404


def test_every_source_is_shown_with_its_values(office: Any, english: Any) -> None:
    browser = english(office["coordinator"])
    with database.as_owner():
        rules = list(OutreachRule.objects.all())
    for rule in rules:
        assert rule.name_en in page(browser, "cases:outreach-rule", rule.public_id)
        assert browser.get(at("outreach-rule-change", rule)).status_code == 200


def test_what_rules_came_to_is_counted_for_a_year(lead: Lead, office: Any, english: Any) -> None:
    shown = page(english(office["coordinator"]), RULES)
    assert "&lt;5" in shown
    before = page(english(office["coordinator"]), RULES, year=str(clock.today().year - 1))
    assert "&lt;5" not in before
    assert "A new rule over" in shown
    assert "A new rule over" not in page(english(office["supervisor"]), RULES)
    with database.as_owner():
        assert not LeadContact.objects.exists()
