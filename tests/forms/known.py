"""Every form of the site by the address it is sent to: on which page it stands, and with which records.

A new form: add the name of its address here. `Shown()` where the form stands on the page of that very name and some
record of the sample country shows it; otherwise say `on` which page, and narrow the records with `only`. What is sent
by a script, with no form in the page, is `Sent` with what it sends. Where the sample country shows no such form, make
what it needs in `world.Extra`.
"""

from himaya.kit import clock
from tests.forms.known_hotline import HOTLINE
from tests.forms.no_form import NO_FORM
from tests.forms.shown import HERE, Sent, Shown, fill, never, only

__all__ = ["KNOWN", "NO_FORM", "Sent", "Shown"]
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
    # Only what another source told can be chosen, and only its row can be cut off.
    "people:field-choose": only("people:person-detail", source_links__record__source__code="civil_register"),
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
    "people:link-cut": only(record__source__code="civil_register"),
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
    "people:status-add": Shown(
        only={"birth_date__gte": f"{clock.today().year - 14}-01-01"},
        fill={"ground": "", "degree": "", "nature": ""},
    ),
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
    "cases:lead-answer": Shown(
        only={"status": "taken"}, fill={"agreed": "yes", "said_by": "parent", "name": "Ana"}
    ),
    "cases:lead-assign": only(status="raised"),
    "cases:lead-begin": only(status="agreed"),
    "cases:lead-contact": only(status="taken"),
    "cases:lead-end": Shown(only={"status": "taken"}, fill={"result": "advice"}),
    "cases:lead-report": only(status="contacted"),
    "cases:lead-take": only(status="raised"),
    "cases:outreach-rule-approve": Shown(
        "cases:outreach-rule", {"status": "draft", "code": "lapsed_plan"}, fill={"on": "01.01.2099"}
    ),
    "cases:outreach-rule-change": only(code="alone_seventy"),
    "cases:outreach-rule-new": fill(code="yeni_qayda", age="75"),
    "cases:outreach-rule-retire": only("cases:outreach-rule", status="approved"),
    "cases:outreach-rule-trial": only("cases:outreach-rule", status="approved"),
    "cases:hearing-close": fill(next_at_day="", next_at_time=""),
    "cases:party-end": only("cases:proceeding", status="prepared"),
    # How much is agreed of a service goes with a service alone; the tests of volumes try it.
    "cases:action-new": Shown(only={"plan__status": "draft"}, fill={"times": "", "minutes": ""}),
    "cases:action-progress": only(goal__plan__status="approved"),
    "cases:action-remove": only("cases:plan", status="draft"),
    "cases:action-write": Shown(only={"goal__plan__status": "draft"}, fill={"times": "", "minutes": ""}),
    "cases:application-decide": Shown(
        only={"kind": "social_service", "status": "assessed"},
        fill={"decision": "granted", "grounds": "no_self_care", "forms_of": "home", "language": "az"},
    ),
    "cases:application-new": HERE,
    "cases:apply": fill(born_year="1950", contact="+994501234567", website=""),
    "cases:apply-draft": Sent({"asked": "Kömək lazımdır."}),
    "cases:apply-leave": Sent({}),
    "cases:online-application": only(status="received"),
    "cases:online-application-out": only(status="received"),
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
    "cases:case-split": HERE,
    "cases:case-transfer": only(status="implementing"),
    "cases:related-end": HERE,
    "cases:related-new": never(
        "needs the number of another case: tests/cases/test_related_screens.py", status="registered"
    ),
    "cases:goal-new": only(status="draft"),
    "cases:goal-remove": only("cases:plan", status="draft"),
    "cases:goal-write": only(status="draft"),
    "cases:member-add": Sent({"person": ""}),
    "cases:member-end": only("cases:case-people", status="implementing"),
    "cases:plan-agree": only(shapes=2, status="draft"),
    "cases:plan-copy": never(
        "needs every part in plain words: tests/cases/test_plans_screens.py", status="approved"
    ),
    "cases:absence-again": only("cases:absence-list", status="kept"),
    "cases:absence-back": only(status="kept"),
    "cases:absence-row": HERE,
    "cases:absences": never("takes a workbook: tests/cases/test_absence_screens.py"),
    "cases:agenda-conflict": only(status="listed"),
    "cases:agenda-decide": never(
        "every vote is asked for: tests/cases/test_meetings_actions.py",
        status="listed",
        meeting__status="held",
    ),
    "cases:agenda-matter": only(status="invited", kind="session"),
    "cases:agenda-papers": only(status="submitted"),
    "cases:agenda-put-off": only(status="listed", meeting__kind="session"),
    "cases:agenda-return": only(status="submitted"),
    "cases:agenda-submit": only(status="implementing", agenda_items__isnull=True),
    "cases:agenda-take": only(status="submitted"),
    "cases:agenda-vote": only(status="listed", meeting__status="held"),
    "cases:agenda-withdraw": only(status="submitted"),
    "cases:attendee-new": Shown(only={"status": "planned"}, fill={"user": ""}),
    "cases:commission-dissolve": only(status="sitting"),
    "cases:commission-new": never("one of a kind sits in a unit: tests/cases/test_commission_actions.py"),
    "cases:conference-new": Shown(
        only={"status": "implementing"}, fill={"starts_at_day": "01.03.2040", "starts_at_time": "10:00"}
    ),
    "cases:duty-answer": only(status="given"),
    "cases:file-audit-answer": only(status="shared"),
    "cases:file-audit-draw": never("a month is drawn once: tests/cases/test_fileaudits_screens.py"),
    "cases:file-audit-drop": only(status="drawn"),
    "cases:file-audit-look": Shown(only={"status": "drawn"}, fill={"due_on": "01.03.2040"}),
    "cases:file-audit-pick": HERE,
    "cases:file-audit-say": only(status="mending"),
    "cases:mend": HERE,
    "cases:supervision-add": HERE,
    "cases:supervision-agree": Shown(only={"status": "held"}, fill={"due_on": "01.03.2040"}),
    "cases:supervision-confirm": only(status="held"),
    "cases:supervision-hold": Shown(only={"status": "due"}, fill={"next_on": ""}),
    "cases:supervision-note": only(status="held"),
    "cases:supervision-point": only(done_at=None),
    "cases:duty-check": Shown(only={"status": "reported"}, fill={"due_on": "01.03.2040"}),
    "cases:duty-give": Shown(
        only={"status": "decided", "meeting__status": "held"}, fill={"due_on": "01.03.2040"}
    ),
    "cases:duty-report": never(
        "the school accepts first: tests/cases/test_duties_actions.py", status="accepted"
    ),
    "cases:duty-withdraw": only(status="given"),
    "cases:meeting-again": Shown(
        only={"status": "postponed"}, fill={"starts_at_day": "01.03.2040", "starts_at_time": "10:00"}
    ),
    "cases:meeting-cancel": only(status="planned"),
    "cases:meeting-hold": never(
        "the chair must be there: tests/cases/test_meetings_actions.py", status="held"
    ),
    "cases:meeting-invite": only(status="planned"),
    "cases:meeting-postpone": only(status="planned"),
    "cases:minutes-chair": never("signed in an order: tests/cases/test_meetings_actions.py", status="held"),
    "cases:minutes-correct": only(status="minuted"),
    "cases:minutes-sign": never("signed in an order: tests/cases/test_meetings_actions.py", status="held"),
    "cases:minutes-write": never(
        "items are decided first: tests/cases/test_meetings_actions.py", status="held"
    ),
    "cases:seat-end": Shown(only={"function": "member"}, fill={"ends_on": "01.03.2040"}),
    "cases:seat-new": never("who may sit, sits: tests/cases/test_commission_actions.py", status="sitting"),
    "cases:session-new": Shown(
        only={"status": "sitting"}, fill={"starts_at_day": "01.03.2040", "starts_at_time": "10:00"}
    ),
    "cases:plan-decide": Shown(fill={"name": "{user}"}, only={"status": "submitted"}),
    "cases:plan-drop": only(status="draft"),
    "cases:plan-sign": Shown(only={"status": "draft"}, fill={"name": "{user}"}),
    "cases:plan-start": only(kind="protection", status="assessed", plans__isnull=True),
    "cases:plan-submit": never("needs signatures: tests/cases/test_plan_actions.py", status="draft"),
    "cases:plan-write": only(status="draft"),
    "cases:referral-answer": only(status="sent"),
    "cases:referral-feedback": HERE,
    "cases:referral-send": only(status="implementing"),
    "cases:referral-start": only(status="accepted"),
    "cases:referral-withdraw": HERE,
    "cases:service-search": Sent({"q": "mərkəz", "need": "development"}),
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
    "cases:separation-outcome": only(kind="separation_risk", status="implementing"),
    "cases:separation-threat": only(kind="separation_risk", status="implementing"),
    "cases:transfer-detail": only(shapes=2, status="offered"),
    "cases:transfer-withdraw": only("cases:transfer-detail", status="offered"),
    "cases:visit-cancel": HERE,
    "cases:visit-come-out": only("cases:visit-detail", status="under_way"),
    "cases:visit-go-in": only("cases:visit-detail", status="planned", alone=True),
    "cases:visit-new": only(status="implementing"),
    "cases:message-write": Shown(
        only={"kind": "social_service", "status": "implementing"},
        fill={"meets_at_day": "01.01.2099", "meets_at_time": "10:00", "at_day": "", "at_time": ""},
    ),
    "cases:way-new": Shown(only={"status": "implementing"}, fill={"address": "+994501234567"}),
    "cases:way-end": only("cases:case-messages", kind="social_service", status="implementing"),
    "cases:visit-plan": only(status="implementing"),
    "cases:visit-postpone": HERE,
    "cases:visit-record": HERE,
}

KNOWN |= HOTLINE
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
# Where there are others in the case than the one it is about, whom an order may bind.
KNOWN["cases:order-new"] = only(kind="protection", status="implementing")
