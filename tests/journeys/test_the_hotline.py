"""The hotline at work: a prank takes four seconds; a girl who has pills at hand is kept safe; what waits is taken at one
press, and the wall sees it."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.axe import violations
from tests.journeys.conftest import HERE, HOTLINE, REFERENCE, Country, Walker
from tests.journeys.test_nothing_typed_is_lost import cut, mend
from tests.patience import slowness

pytestmark = pytest.mark.journey

GOOD_BYE = "Sabah da yaza bilərsən. Özünə yaxşı bax, Nihad."
CHANNEL, MAIL = "Elektron poçt", "Sinifdə mənə gülürlər, müəllim görmür."


def answer(counsellor: Walker) -> str:
    """The telephone rings: one key, and the contact is there; its address."""
    counsellor.go("/hotline/")
    with counsellor.page.expect_navigation():
        counsellor.page.keyboard.press("n")
    return str(counsellor.page.url)


def saved(counsellor: Walker) -> None:
    """What was typed has kept itself."""
    counsellor.page.locator("[data-draft-state]").filter(has_text=re.compile(r"\d\d:\d\d")).wait_for()


def put_aside(counsellor: Walker) -> float:
    """Seconds that a prank takes from ringing to the end."""
    counsellor.go("/hotline/")
    began = time.monotonic()
    for key in ("n", "3"):
        with counsellor.page.expect_navigation():
            counsellor.page.keyboard.press(key)
    took = time.monotonic() - began
    counsellor.sees("Kənara qoyuldu")
    return took


def test_a_prank_takes_four_seconds(country: Country) -> None:
    """Given a counsellor with both hands on the keyboard,
    when somebody jokes and hangs up,
    then two keys are enough; but a silent call asks first whether anything was heard."""
    counsellor = country.sign_in("counsellor", HOTLINE)
    answer(counsellor)
    assert min(put_aside(counsellor) for _prank in range(2)) < 4 * slowness()
    answer(counsellor)
    with counsellor.page.expect_navigation():
        counsellor.page.keyboard.press("1")
    counsellor.sees("Bir şey eşidildi?").choose(heard="unknown").send()
    counsellor.looks_well().sees("Təhlükəni soruş")


def test_what_waits_is_taken_at_one_press_and_the_wall_sees_it(country: Country) -> None:
    """Given a boy's e-mail in the queue and a supervisor who watches the wall,
    when a counsellor presses one key,
    then the contact is open with his words, and the wall shows it without being touched."""
    brought = country.site.himaya("hotline-mail", given=f"From: a@mektub.example\nSubject: -\n\n{MAIL}")
    assert brought.returncode == 0, brought.stderr
    lead = country.sign_in("hotline_supervisor", HOTLINE)
    lead.go("/hotline/shifts/").looks_well().sees("Ehtiyat")
    lead.go("/hotline/wall/").looks_well().sees("Xətdə olanlar")
    counsellor = country.sign_in("counsellor", HOTLINE)
    counsellor.go("/hotline/queue/").looks_well().does_not_see(MAIL)
    lead.page.evaluate("window.untouched = true")
    taken = counsellor.page.locator("main li", has_text=CHANNEL).locator("button", has_text="Qəbul et")
    with counsellor.page.expect_navigation():
        taken.click()
    expect(counsellor.page.locator("[name=narrative]")).to_have_value(re.compile(MAIL))
    lead.page.locator("main li", has_text=CHANNEL).locator("button", has_text="Qəbul et").wait_for(
        state="detached"
    )
    lead.page.wait_for_function("() => window.untouched")  # the page itself stayed
    reference = counsellor.page.locator("h1").inner_text().split()[-1]
    lead.sees(reference)
    lead.page.locator("main li", has_text=reference).locator("a", has_text="Həmkara ver").click()
    lead.page.locator("main [name=to]").first.check()
    lead.send()
    country.complaints.expected("404")
    counsellor.page.reload()
    counsellor.sees("icazəniz yoxdur")


def test_a_girl_who_has_pills_at_hand_is_kept_safe(country: Country) -> None:
    """Given a girl on the line who has pills at hand,
    when the counsellor asks about danger in order,
    then the supervisor hears at once, an ambulance goes and comes, a safety plan stands before the contact ends, four
    call-backs are promised, and the desk of her town opens a case without seeing a word of the contact."""
    counsellor = country.sign_in("counsellor", HOTLINE)
    contact = answer(counsellor)
    reference = counsellor.page.locator("h1").inner_text().split()[-1]
    counsellor.choose(caller_kind="child", main_reason="suicidal_thoughts", safe_way="call")
    counsellor.fill(
        narrative="Dərmanlar əlimdədir, təkəm.", caller_number="050 777 88 99", place_text="Sumqayıt"
    )
    counsellor.page.keyboard.press("Escape")
    saved(counsellor)
    the_line_breaks(country, counsellor, contact)
    counsellor.go(contact + "danger/").looks_well()
    counsellor.choose(q_thoughts="yes", q_method="yes", q_intent="yes", q_means="yes", q_alone="yes").send()
    counsellor.sees("Kritik").choose(agency="ambulance").fill(their_number="103-58").send()
    lead = country.sign_in("hotline_supervisor", HOTLINE)
    lead.go("/home/").sees(reference)
    counsellor.go(contact).sees("103-58", "Göndərilən köməyin nəticəsini yazın")
    kept = counsellor.page.locator("[name=narrative]")
    expect(kept, "kept without a button").to_have_value("Dərmanlar əlimdədir, təkəm.")
    counsellor.looks_well()
    counsellor.page.locator("main a[href*='/help/']", has_text="Nəticəsi").click()
    counsellor.choose(outcome="hospital").send()
    counsellor.go(contact + "finish/").send()
    counsellor.sees("təhlükəsizlik planı")
    counsellor.go(contact + "safety/").fill(
        signs="Gecələr tək qalanda", coping="Musiqi", people="Xalam", means="Dərmanlar xalamdadır"
    )
    counsellor.send()
    counsellor.go(contact + "report/").looks_well().send()
    report = REFERENCE.search(counsellor.page.locator(".hm-messages, [role=status]").first.inner_text())
    assert report
    incident = others_are_told(counsellor, contact)
    counsellor.go(contact + "finish/").send()
    promised = counsellor.page.locator("main a[href*='/calls/']")
    expect(promised).to_have_count(4)
    promised.first.click()
    counsellor.choose(result="support").fill(feeling="6").send()
    expect(promised).to_have_count(3)
    desk_answers(country, report.group(), contact, incident)
    counsellor.go(contact).sees("İş açıldı")
    counsellor.go("/notices/").sees("Ötürdüyünüz məlumata cavab var")


def the_line_breaks(country: Country, counsellor: Walker, contact: str) -> None:
    """In the middle of a sentence the connection goes and the page is closed: opened again, the sentence is there."""
    country.complaints.expected("ERR_INTERNET_DISCONNECTED")
    words = "Qonşu Sürəyya xala ilə danışmağı razılaşdıq."
    cut(counsellor.page)
    counsellor.fill(advice=words)
    counsellor.page.locator("[data-draft-state]", has_text="bağlantı").wait_for()
    counsellor.page.goto("about:blank")
    mend(counsellor.page)
    counsellor.go(contact)
    counsellor.page.wait_for_function("w => document.querySelector('[name=advice]').value === w", arg=words)
    saved(counsellor)


def others_are_told(counsellor: Walker, contact: str) -> str:
    """What happened becomes an incident of its own, with who was told and the evidence; its address."""
    counsellor.go(contact + "incident/").choose(kind="suicide_attempt", precision="unknown")
    counsellor.fill(what="Dərman içmək istəyirdi.").send()
    counsellor.sees("Hələ məlumat verilməyib: Həkim, xəstəxana")
    incident = str(counsellor.page.url)
    counsellor.go(incident + "tell/").choose(body="doctor").fill(their_number="103-58").send()
    counsellor.go(incident + "evidence/").choose(kind="message")
    counsellor.fill(what="Yazışmanın şəkli", holder="Qaynar xətt").send()
    counsellor.sees("Saxlanmağa götürüldü", "103-58").looks_well()
    return incident


def desk_answers(country: Country, report: str, contact: str, incident: str) -> None:
    """The desk of the town reads the report and the incident, nothing of the contact, and opens a case."""
    officer = country.sign_in("duty_officer", HERE)
    officer.go("/reports/").sees(report)
    officer.page.locator("main a", has_text=report).first.click()
    officer.page.wait_for_url("**/reports/*/")
    officer.sees("Dərmanlar əlimdədir").does_not_see("777 88 99", "Xalam")
    country.complaints.expected("40[34]")
    assert officer.page.goto(contact).status in {403, 404}
    officer.page.go_back()
    read = officer.page.url
    officer.go(incident).sees("Dərman içmək istəyirdi", "103-58").does_not_see("777 88 99")
    officer.go(read)
    officer.go(officer.page.url + "screen/").choose(q_suicide="yes", q_means="yes")
    officer.send("form[action$='/screen/']")
    officer.choose(matter="child_in_difficulty").send("form[action$='/in/']")


def ready(counsellor: Walker) -> None:
    """At the line."""
    counsellor.go("/hotline/queue/")
    if counsellor.page.locator("[name=state][value=ready]").count():
        with counsellor.page.expect_navigation():
            counsellor.page.click("[name=state][value=ready]")


def says(page: Page, words: str) -> None:
    page.locator("[data-chat] textarea").fill(words)
    page.locator("[data-chat]").get_by_role("button", name="Göndər").click()


def test_a_boy_chats_closes_the_page_and_comes_back(country: Country) -> None:
    """Given a boy at an old telephone and a counsellor at the line,
    when he writes, loses the connection, closes the page and comes back,
    then every word stands once on both sides, what he had not sent is there again, and they part in peace."""
    counsellor = country.sign_in(
        "counsellor", HOTLINE, 1
    )  # who has a chat in hand is not rung for a call of another journey
    ready(counsellor)
    boy = country.someone().go("/chat/").looks_well()
    boy.fill(name="Nihad", words="Məktəbdən sonra məni gözləyirlər").send()
    boy.looks_well().sees("Tezliklə cavab verəcəklər")
    counsellor.go("/hotline/queue/")
    waiting = counsellor.page.locator("main li", has_text="Çat").locator("button", has_text="Qəbul et")
    with counsellor.page.expect_navigation():
        waiting.first.click()
    pane = counsellor.page.locator("[data-chat]")
    expect(pane).to_contain_text("Məktəbdən sonra məni gözləyirlər")
    expect(counsellor.page.locator("[name=narrative]")).to_have_value("Məktəbdən sonra məni gözləyirlər")
    counsellor.looks_well()
    says(counsellor.page, "Salam Nihad, səni dinləyirəm")
    expect(boy.page.locator("[data-lines]")).to_contain_text("Salam Nihad, səni dinləyirəm")
    country.complaints.expected("ERR_INTERNET_DISCONNECTED")
    boy.page.context.set_offline(True)
    says(boy.page, "Qorxuram onlardan 😢")
    expect(boy.page.locator("[data-lines]")).to_contain_text("Hələ göndərilməyib")
    boy.page.context.set_offline(False)
    expect(pane).to_contain_text("Qorxuram onlardan 😢")
    expect(pane).to_contain_text("Oxunub")
    with boy.page.expect_response(lambda told: "istəyirəm" in (told.request.post_data or "")):
        boy.page.locator("[data-chat] textarea").fill("Bir də demək istəyirəm")
    expect(pane.locator("[data-typing]")).to_be_visible()
    context = boy.page.context
    boy.page.close()
    boy.page = context.new_page()
    boy.go("/chat/")
    boy.page.wait_for_url("**/chat/talk/")
    expect(boy.page.locator("[data-chat] textarea")).to_have_value("Bir də demək istəyirəm")
    for words in ("Məktəbdən sonra", "Salam Nihad", "Qorxuram onlardan"):
        expect(boy.page.locator("[data-lines]").get_by_text(words)).to_have_count(1)
    they_meet_beside_others(counsellor, boy)
    they_part(counsellor, boy)


def they_meet_beside_others(counsellor: Walker, boy: Walker) -> None:
    """The counsellor writes from the page of all chats in hand, and goes back to the contact."""
    contact = str(counsellor.page.url)
    counsellor.go("/hotline/chats/all/").looks_well()
    beside = counsellor.page.locator("[data-pane]", has_text="Məktəbdən sonra")
    beside.locator("textarea").fill("Yaz, tələsmə")
    beside.get_by_role("button", name="Göndər").click()
    expect(boy.page.locator("[data-lines]").get_by_text("Yaz, tələsmə")).to_have_count(1)
    counsellor.go(contact)


def they_part(counsellor: Walker, boy: Walker) -> None:
    """The boy says the rest; the counsellor asks about danger, says good-bye and finishes the contact. The boy reads the
    good-bye, that the chat is over and how to come back, and begins another from there."""
    boy.page.locator("[data-chat]").get_by_role("button", name="Göndər").click()
    pane = counsellor.page.locator("[data-chat]")
    expect(pane).to_contain_text("Bir də demək istəyirəm")
    says(counsellor.page, GOOD_BYE)
    expect(boy.page.locator("[data-lines]")).to_contain_text(GOOD_BYE)
    counsellor.choose(caller_kind="child", main_reason="bullying")
    saved(counsellor)
    contact = str(counsellor.page.url)
    counsellor.go(contact + "danger/").choose(q_hurt_now="no", q_wish_dead="no").send()
    counsellor.go(contact + "finish/").send()
    counsellor.sees("Bağlanıb")
    boy.sees("Çat bitib. İstədiyin vaxt yenisini başlaya bilərsən.", GOOD_BYE, "112").looks_well()
    expect(boy.page.locator("[data-chat] textarea")).to_have_count(0)
    boy.page.get_by_role("link", name="Yeni çat başla").click()
    boy.sees("Bizə yaz")


def test_nobody_can_answer_and_a_child_leaves_words(country: Country) -> None:
    """Given a line whose supervisor had to stop it,
    when a girl writes,
    then she is told at once what happens instead, and what she leaves lies before the supervisor."""
    lead = country.sign_in("hotline_supervisor", HOTLINE)
    lead.go("/hotline/wall/stop/").looks_well()
    lead.page.locator("main [name=reason]").first.check()
    lead.send()
    girl = country.someone().go("/chat/").send()
    girl.looks_well().sees("Xətt bir az işləmir", "112")
    girl.fill(words="Sabah məktəbə getmək istəmirəm").send("main form[action$='/word/']")
    girl.sees("Sözlərin saxlanılıb")
    lead.go("/hotline/queue/")
    left = lead.page.locator("main li", has_text="Çat").locator("button", has_text="Qəbul et")
    with lead.page.expect_navigation():
        left.first.click()
    expect(lead.page.locator("[name=narrative]")).to_have_value("Sabah məktəbə getmək istəmirəm")
    lead.go("/hotline/wall/")
    with lead.page.expect_navigation():
        lead.page.get_by_role("button", name="Xəttə yenidən zəng gəlsin").click()


def test_a_call_rings_is_put_through_and_ends_on_a_bad_line(country: Country) -> None:
    """Given a counsellor who is ready, and an exchange that tells everything twice and in the wrong order,
    when somebody calls,
    then it rings on the open page, one press puts it through, it waits and is taken up, and its end is known."""
    counsellor = country.sign_in("counsellor", HOTLINE)
    counsellor.go("/hotline/telephone/").looks_well().sees("201")
    ready(counsellor)
    caller = country.someone()
    exchange = f"http://localhost:{(country.site.var / 'exchange.port').read_text()}/?language=az"
    caller.page.goto(exchange)
    assert violations(caller.page) == []
    caller.page.click("[value=strain]")
    caller.page.get_by_role("button", name="Qaynar xəttə zəng et").click()
    ringing = counsellor.page.locator("main li", has_text="Sizə zəng gəlir")
    with counsellor.page.expect_navigation():
        ringing.locator("button", has_text="Qəbul et").click()
    panel = counsellor.page.locator("main [hx-get*='/call/now/']")
    panel.get_by_text("Xəttdədir").wait_for()
    with counsellor.page.expect_navigation():
        panel.get_by_role("button", name="Gözlət").click()
    counsellor.looks_well()
    panel.get_by_text("Gözlədilir").wait_for()
    panel.get_by_role("button", name="Söhbəti davam etdir").click()
    panel.get_by_text("Xəttdədir").wait_for()
    caller.page.goto(exchange)
    caller.page.click("[value=hang_up]")
    panel.get_by_text("zəng edən tərəfindən").wait_for()
    caller.page.click("[value=strain]")
