"""The forms of the hotline, as `known.py` says of the others."""

from tests.forms.shown import HERE, Sent, Shown, fill, never, only

HOTLINE: dict[str, Shown | Sent] = {
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
