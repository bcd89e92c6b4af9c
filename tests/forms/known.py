"""Every form of the site by the address it is sent to: on which page it stands, and with which records.

A new form: add the name of its address here. `Shown()` where the form stands on the page of that very name and some
record of the sample country shows it; otherwise say `on` which page, and narrow the records with `only`. What is sent
by a script, with no form in the page, is `Sent` with what it sends. Where the sample country shows no such form, make
what it needs in `world.Extra`.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Shown:
    """Stands on a page: by default that of the same name. `shapes`: how many different ones are sent there."""

    on: str = ""
    only: dict[str, Any] = field(default_factory=dict)
    shapes: int = 1
    # What somebody who means well writes where the sweep's own guess is not taken.
    fill: dict[str, str] = field(default_factory=dict)
    # Why the sample country cannot take this form even when it is filled in well, and where that is tried instead.
    never: str = ""


@dataclass(frozen=True)
class Sent:
    """Sent by a script or another programme: its fields, as they are meant."""

    fields: dict[str, str]
    only: dict[str, Any] = field(default_factory=dict)


def only(on: str = "", shapes: int = 1, **records: Any) -> Shown:
    """A form that only some records show."""
    return Shown(on, records, shapes)


def fill(**meant: str) -> Shown:
    """A form on its own page, and what it is filled in with."""
    return Shown(fill=meant)


def never(why: str, **records: Any) -> Shown:
    """A form on its own page that no record of the sample country can take."""
    return Shown(only=records, never=why)


HERE = Shown()
KNOWN: dict[str, Shown | Sent] = {
    "chat:start": fill(age="12"),
    "desk:code-rename": HERE,
    "desk:code-retire": HERE,
    "desk:codelist": fill(code="yeni_kod"),
    "desk:codelists": HERE,
    "desk:letter": HERE,
    "desk:norm": fill(valid_to=""),
    "desk:norms": HERE,
    "desk:number": HERE,
    "desk:number-add": HERE,
    "desk:search": Sent({"q": "Əliyeva"}),
    "desk:settlements-import": never("a table: tests/desk/test_table_files.py"),
    "desk:task-done": Sent({}),
    "desk:working-days-import": never("a table: tests/desk/test_table_files.py"),
    "instruments:form-approve": Shown(
        "instruments:form-detail", {"status": "draft"}, fill={"on": "01.01.2099"}
    ),
    "instruments:form-bring": never("takes a workbook: tests/instruments/test_xforms_screens.py"),
    "instruments:form-retire": only("instruments:form-detail"),
    "exchange:submission": only(state="waiting"),
    "exchange:submission-drop": only(state="waiting"),
    "kit:language": Sent({"language": "ru", "next": "/"}),
    "kit:theme": Sent({"theme": "dark", "next": "/"}),
    "access:audit": HERE,
    "access:audit-of": HERE,
    "access:break-glass": HERE,
    "access:opening-detail": HERE,
    "access:organisation-add": fill(voen="1234567891"),
    "access:role-end": only("access:staff-detail"),
    "access:role-give": HERE,
    "access:role-move": HERE,
    "access:sample-sign-in": Sent({}),
    "access:staff": HERE,
    "access:staff-confirm": only("access:staff-detail", reviewed_on=None),
    "access:staff-invite": HERE,
    "access:staff-invite-again": only("access:staff-detail", last_login=None),
    "access:staff-restore": only("access:staff-detail", is_active=False),
    "access:staff-suspend": HERE,
    "access:unit-add": HERE,
    "access:unit-close": only("access:unit-edit"),
    "access:unit-edit": HERE,
    "access:welcome": HERE,
    "workflow:draft-keep": Sent({"text": "Sınaq"}),
    "workflow:notice-ways": Sent({"phone": "+994501234567"}),
    "workflow:notices": HERE,
    "people:address-add": HERE,
    "people:address-reveal": only("people:person-detail", addresses__kind="safe"),
    "people:consent-add": fill(
        given_by="representative", giver_name="Ana", child_agrees="yes", valid_until=""
    ),
    "people:consent-withdraw": Shown(only={"status": "standing", "ground": "consent"}),
    "people:document-add": HERE,
    "people:document-correct": only(type="letter", edition=2),
    "people:document-end": only(type="letter", edition=2),
    "people:document-release": HERE,
    "people:document-replace": only(type="letter", edition=2),
    "people:field-choose": only("people:person-detail"),
    "people:find": Sent({"q": "Əliyeva"}),
    "people:former-name-add": fill(started_on="", ended_on=""),
    "people:former-name-strike": only(
        "people:person-detail", former_name_rows__struck_at=None, former_name_rows__isnull=False
    ),
    "people:household-join": Sent({"other": "", "note": ""}),
    "people:household-leave": HERE,
    "people:identifier-add": fill(value="5A0B1CD"),
    "people:identifier-end": only("people:person-detail", identifiers__isnull=False),
    "people:import-columns": only(status="columns"),
    "people:import-list": never("takes a workbook: tests/registry/test_imports_screens.py"),
    "people:import-move": HERE,
    "people:import-row": fill(different="namesake"),
    "people:link-cut": HERE,
    "people:merge-undo": HERE,
    "people:hold-release": only(status="standing"),
    "people:keeping": fill(expires_on="01.01.2040"),
    "people:own-file-ask": fill(asked_as="representative", asker="", asker_name="Ana"),
    "people:own-file-identify": only(status="asked"),
    "people:own-file-prepare": only(status="identified"),
    "people:own-file-withhold": Shown(only={"withheld": ""}, fill={"words": ""}),
    "people:own-file-let-out": only("people:own-file", status="prepared"),
    "people:own-file-release": Shown(only={"status": "prepared"}, fill={"given_as": "representative"}),
    "people:own-file-refuse": only(status="asked"),
    "people:pair-ask": Sent({"other": "", "note": "Eyni ad"}),
    "people:pair-detail": HERE,
    "people:person-begin": Sent({"q": "Əliyeva Aysel"}),
    "people:person-correct": HERE,
    "people:person-new": HERE,
    "people:phone-add": HERE,
    "people:phone-end": only("people:person-detail", phones__isnull=False),
    "people:places": Sent({"q": "Sumqayıt"}),
    "people:relation-add": Sent({"other": "", "kind": "sibling", "note": "Eyni ad"}),
    "people:relation-end": HERE,
    "people:search": Sent({"q": "Əliyeva"}),
    "people:source-list": Shown(shapes=2, fill={"rank": "5", "code": "yeni"}),
    "people:status-add": fill(ground="", degree="", nature=""),
    "people:care-fact-add": HERE,
    "people:quality-count": only("people:quality"),
    "people:register-take-out": HERE,
    "people:status-confirm": only("people:person-detail", statuses__isnull=False),
    "people:status-correct": fill(ground="", degree="", nature=""),
    "people:status-end": HERE,
    "services:add": HERE,
    "services:change": HERE,
    "services:confirm": only("services:own"),
    "services:directory": HERE,
    "workforce:absence-cancel": only("workforce:staff-detail"),
    "workforce:absence-record": only("workforce:staff-detail"),
    "workforce:staff-detail": only(),
    "cases:case-notice": only(told_at=None),
    "cases:hearing-close": fill(next_at_day="", next_at_time=""),
    "cases:party-end": only("cases:proceeding", status="prepared"),
    "cases:action-new": only(plan__status="draft"),
    "cases:action-progress": only(goal__plan__status="approved"),
    "cases:action-remove": only("cases:plan", status="draft"),
    "cases:action-write": only(goal__plan__status="draft"),
    "cases:assessment-child": never("every assessment has its child: tests/cases/test_assessment_actions.py"),
    "cases:assessment-correct": only("cases:assessment-safety", status="draft"),
    "cases:assessment-decide": HERE,
    "cases:assessment-needs": Shown(only={"status": "draft"}, fill={"education_absent": "2"}),
    "cases:assessment-risk": only(status="draft"),
    "cases:assessment-safety": only(status="draft"),
    "cases:assessment-start": only(status="accepted"),
    "cases:assessment-stop": HERE,
    "cases:assessment-submit": never(
        "needs both parts finished: tests/cases/test_assessment_actions.py", status="draft"
    ),
    "cases:case-answer": only(shapes=2, status="assigned"),
    "cases:case-assign": only(status="screened_in"),
    "cases:case-closure-answers": only(status="implementing"),
    "cases:case-decide-closure": only(shapes=2, status="closing"),
    "cases:case-form-begin": only(status="registered"),
    "cases:filled-form": Shown(
        only={"xform__isnull": False, "state": "draft"},
        never="a browser writes the answers: tests/cases/test_form_pages.py",
    ),
    "cases:case-join": never("needs another case of the child: tests/cases/test_closing_actions.py"),
    "cases:case-note": only("cases:case-detail", status="implementing"),
    "cases:case-propose-closure": never(
        "needs the family's last word: tests/cases/test_closing_actions.py", status="implementing"
    ),
    "cases:case-register": never(
        "needs the child in the case: tests/cases/test_registering_screens.py", status="accepted"
    ),
    "cases:case-reopen": only(status="closed"),
    "cases:case-risk": only(status="implementing"),
    "cases:case-safety-plan": only(status="implementing"),
    "cases:case-transfer": only(status="implementing"),
    "cases:goal-new": only(status="draft"),
    "cases:goal-remove": only("cases:plan", status="draft"),
    "cases:goal-write": only(status="draft"),
    "cases:member-add": Sent({"person": ""}),
    "cases:member-end": only("cases:case-people", status="implementing"),
    "cases:plan-agree": only(shapes=2, status="draft"),
    "cases:plan-copy": never(
        "needs every part in plain words: tests/cases/test_plans_screens.py", status="approved"
    ),
    "cases:plan-decide": Shown(fill={"name": "{user}"}, only={"status": "submitted"}),
    "cases:plan-drop": only(status="draft"),
    "cases:plan-sign": Shown(only={"status": "draft"}, fill={"name": "{user}"}),
    "cases:plan-start": only(status="assessed", plans__isnull=True),
    "cases:plan-submit": never("needs signatures: tests/cases/test_plan_actions.py", status="draft"),
    "cases:plan-write": only(status="draft"),
    "cases:referral-answer": only(status="sent"),
    "cases:referral-feedback": HERE,
    "cases:referral-send": only(status="implementing"),
    "cases:referral-withdraw": HERE,
    "cases:report-draft": Sent({"narrative": "Uşağı döyürlər."}),
    "cases:report-enter": HERE,
    "cases:report-in": only("cases:report-screen"),
    "cases:report-information": only("cases:report-screen"),
    "cases:report-insiders": Shown(
        "cases:report-screen", never="a person picked: tests/cases/test_intake_screening_actions.py"
    ),
    "cases:report-join": Shown(
        "cases:report-screen", never="another report's number: tests/cases/test_intake_screens.py"
    ),
    "cases:report-lane": HERE,
    "cases:report-level": Sent({"life_danger": "yes", "injuries": "no"}),
    "cases:report-keeping": fill(expires_on="01.01.2040"),
    "cases:report-lowering": only(risk_proposed="low"),
    "cases:report-notice": HERE,
    "cases:report-out": only("cases:report-screen"),
    "cases:report-places": Sent({"q": "Sumqayıt"}),
    "cases:report-reach": HERE,
    "cases:report-route": only("cases:report-screen"),
    "cases:report-screen": HERE,
    "cases:report-second-reading": only(status="second_reading"),
    "cases:report-staff": Sent({"q": "Əliyeva"}),
    "cases:report-status": never("needs a PIN: tests/cases/test_intake_pages.py"),
    "cases:report-step": only(shapes=4),
    "cases:report-units": Sent({"q": "Sumqayıt"}),
    "cases:review-answers": HERE,
    "cases:review-finish": never("needs the answers: tests/cases/test_reviews_actions.py"),
    "cases:review-start": only(status="implementing"),
    "cases:review-stop": HERE,
    "cases:risk-decide": HERE,
    "cases:transfer-detail": only(shapes=2, status="offered"),
    "cases:transfer-withdraw": only("cases:transfer-detail", status="offered"),
    "cases:visit-cancel": HERE,
    "cases:visit-come-out": only("cases:visit-detail", status="under_way"),
    "cases:visit-go-in": only("cases:visit-detail", status="planned", alone=True),
    "cases:visit-new": only(status="implementing"),
    "cases:visit-plan": only(status="implementing"),
    "cases:visit-postpone": HERE,
    "cases:visit-record": HERE,
    "hotline:block-decide": Shown(only={"status": "proposed"}, fill={"days": "2"}),
    "hotline:block-lift": never(
        "made by two people: tests/hotline/test_callers_screens.py", status="standing"
    ),
    "hotline:block-propose": only(known_as="Gülən oğlan"),
    "hotline:caller-flag": HERE,
    "hotline:caller-flag-end": only("hotline:caller"),
    "hotline:caller-open": only(status="follow_up"),
    "hotline:arrival-accept": Shown("hotline:arrival", {"state": "waiting"}),
    "hotline:arrival-end": Sent({}),
    "hotline:arrival-settle": only(state="handed"),
    "hotline:call-back": only(status="promised", why="agreed"),
    "hotline:call-back-decide": only(status="handed"),
    "hotline:caller-reveal": HERE,
    "hotline:caller-write": HERE,
    "hotline:contact-answer": Shown("hotline:contacts"),
    "hotline:contact-call-back": Shown(
        only={"status": "received"}, fill={"number": "050 200 00 09", "opens": "10:00", "closes": "12:00"}
    ),
    "hotline:contact-child": fill(age_years="9"),
    "hotline:contact-child-add": fill(age_years="9"),
    "hotline:contact-detail": fill(feeling_before="3", feeling_after="7"),
    "hotline:contact-dispatch": HERE,
    "hotline:contact-enter": fill(ended_at_day="", ended_at_time=""),
    "hotline:contact-escalate": only(status="counselling"),
    "hotline:contact-finish": only(status="counselling", risk="medium"),
    "hotline:contact-keeping": fill(expires_on="01.01.2040"),
    "hotline:contact-hand": only(status="counselling"),
    "hotline:contact-keep": Sent({"narrative": "Tək qalmışam."}),
    "hotline:contact-kind": Shown(
        "hotline:contact-detail",
        {"status": "received"},
        never="what it was is said by the button pressed: tests/hotline/test_hotline_screens.py",
    ),
    "hotline:contact-left": only(status="counselling"),
    "hotline:contact-left-decide": Shown(only={"status": "left"}, fill={"trace": "traced"}),
    "hotline:contact-lowering": only(risk_proposed="medium"),
    "hotline:contact-plan": only(status="counselling"),
    "hotline:contact-messages-count": Sent({"text": "Buradayam."}),
    "hotline:contact-messages-read": Sent({}),
    "hotline:contact-search": HERE,
    "hotline:contact-triage": only(status="counselling"),
    "hotline:dispatch-outcome": HERE,
    "hotline:evidence-add": HERE,
    "hotline:evidence-hand": HERE,
    "hotline:incident-answer": only(answer=""),
    "hotline:incident-aside": only(status="told"),
    "hotline:incident-close": never(
        "two more must be told: tests/hotline/test_incidents_screens.py", status="told"
    ),
    "hotline:incident-link": only("hotline:incident-detail"),
    "hotline:incident-open": only(status="counselling"),
    "hotline:incident-tell": HERE,
    "hotline:line-stop": HERE,
    "hotline:line-switch": Shown("hotline:wall"),
    "hotline:my-telephone": fill(endpoint="305"),
    "hotline:contact-call-do": Sent({"do": "hold"}),
    "hotline:debrief-ask": Sent({}),
    "hotline:debrief-record": Shown(only={"status": "due"}, fill={"follow_up_on": "01.03.2040"}),
    "hotline:review-answer": Shown(only={"status": "shared"}, fill={"agrees": "yes"}),
    "hotline:review-confirm": Shown(
        only={"status": "common"},
        never="only the other scorer's is taken: tests/hotline/test_quality_screens.py",
    ),
    "hotline:review-draw": Sent({}),
    "hotline:review-drop": only(status="drawn"),
    "hotline:review-pick": only(status="closed", review=None),
    "hotline:review-score": only(status="drawn"),
    "hotline:seat-equip": HERE,
    "hotline:seat-state": Sent({"state": "ready"}),
    "hotline:shift-cancel": Sent({}),
    "hotline:shift-plan": fill(
        starts_at_day="01.03.2027", starts_at_time="08:00", ends_at_day="01.03.2027", ends_at_time="16:00"
    ),
    "hotline:swap-ask": never("only by whose shift it is: tests/hotline/test_queue_screens.py"),
    "hotline:swap-decide": Sent({"decision": "refuse"}),
    "hotline:swap-withdraw": Sent({}),
    "hotline:follow-up": Shown(only={"status": "due"}, fill={"feeling": "6"}),
}

# Addresses that look at what is posted and yet take no form of people's, or one that the sample country has no ground
# for; each with where it is tried.
# What is done by law, each on its own page, by the state of its record.
BY_STATE = {
    "received": "appeal-acknowledge appeal-decide appeal-end report-appeal",
    "decided": "appeal-told removal-carry-out removal-withdraw removal-write",
    "implementing": "case-appeal order-new proceeding-new rights-write",
    "filed": "hearing-new proceeding-drop proceeding-judge proceeding-order",
    "found": "missing-close missing-talk",
    "missing": "missing-found missing-mistaken missing-search",
    "registered": "missing-new removal-new",
    "in_force": "order-breach order-lift",
    "prepared": "party-add proceeding-considered proceeding-file",
    "judged": "proceeding-appealed proceeding-in-force",
    "carried_out": "removal-act removal-check removal-claim removal-return",
}
KNOWN |= {f"cases:{name}": only(status=state) for state, names in BY_STATE.items() for name in names.split()}

NO_FORM: dict[str, str] = {
    "chat:talk": "only with the secret of a chat in a cookie: tests/hotline/test_chat_screens.py",
    "chat:say": "the same: tests/hotline/test_chat_screens.py",
    "chat:news": "the same, how far it has got: tests/hotline/test_chat_screens.py",
    "chat:word": "the same, and nobody at the line: tests/hotline/test_chat_screens.py",
    "chat:end": "the same, a button: tests/hotline/test_chat_screens.py",
    "hotline:contact-chat": "only while a child writes: tests/hotline/test_chat_screens.py",
    "hotline:contact-chat-say": "the same: tests/hotline/test_chat_screens.py",
    "hotline:chats-news": "the same, how far it has got: tests/hotline/test_chat_screens.py",
    "hotline:contact-chat-end": "the same, a button: tests/hotline/test_chat_screens.py",
    "hotline:caller-merge": "two profiles are chosen and compared first: tests/hotline/test_callers_screens.py",
    "hotline:caller-merge-with": "the same: tests/hotline/test_callers_screens.py",
    "hotline:caller-split": "only of a merge: tests/hotline/test_callers_screens.py",
    "access:key-new": "answers with the key itself, once: tests/access/test_devicekeys.py",
    "instruments:form-ready-bring": "a button beside a ready form: tests/instruments/test_xforms_shipped.py",
    "access:key-end": "a button beside a phone of one's own: tests/access/test_devicekeys.py",
    "exchange:phone-submission": "a phone's, with its key: tests/exchange/test_openrosa_conversation.py",
    "access:device-end": "a button beside another device of one's own: tests/access/test_signin_screens.py",
    "people:retention-propose": "a file must have had its time; only a version: tests/registry/test_retention_screens.py",
    "people:retention-approve": "a file must have had its time; only a version: tests/registry/test_retention_screens.py",
    "people:retention-keep": "a file must have had its time; a code and a day: tests/registry/test_retention_screens.py",
    "people:model-detail": "a model must be trained first; one choice and a version: tests/registry/test_linkage_screens.py",
    "hotline:contact-call-third": "only while somebody is on the line; one number: tests/hotline/test_telephone_screens.py",
    "hotline:call-back-dial": "a button where a call-back is owed: tests/hotline/test_telephone_screens.py",
    "hotline:exchange-events": "the exchange's, signed: tests/hotline/test_telephone_screens.py",
    "hotline:contact-messages": "its form stands where a gateway is set: tests/hotline/test_messages_gateway.py",
    "hotline:gateway-message": "the gateway's, with its secret: tests/hotline/test_messages_gateway.py",
    "hotline:gateway-mail": "the mail server's, with the same secret: tests/hotline/test_messages_email.py",
    "hotline:message-fate": "the same, with a signed ticket",
    "hotline:message-again": "a button beside what did not arrive: tests/hotline/test_messages_gateway.py",
    "kit:styleguide-hits": "answers the style guide, which only a sample country shows; keeps nothing",
    "kit:styleguide-draft": "the same",
    "desk:settlements-file": "a download beside the import",
    "desk:working-days-file": "a download beside the import",
    "workflow:message-fate": "called by an SMS gateway with a signed ticket: tests/workflow/test_notices_sms.py",
}
