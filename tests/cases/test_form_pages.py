"""Methodologists' forms in a real browser: drawn, filled in, kept, sent; accessible, narrow enough; in every language."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from himaya.access.gate import acting_as
from himaya.cases.models import Case
from himaya.cases.questionnaires.actions import begin_form, keep_form
from himaya.instruments.models import Response
from tests import database
from tests.axe import assert_accessible, assert_fits
from tests.cases.form_cast import asking, in_force
from tests.cases.test_intake_pages import open_page
from tests.instruments.xform_cast import FORMS, YES_NO, asked, form
from tests.pictures import PNG

PICTURES = os.environ.get("HIMAYA_PICTURES", "")
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(transactional_db: None, make_case: Any) -> Case:
    made: Case = make_case("registered")
    return made


def begun(case: Case, country: Any, version: Any, answers: str = "") -> Response:
    """A form begun by the worker; with these answers in it, where some are given."""
    worker = country["worker"]
    with acting_as(worker):
        response = begin_form(case=case, form=version, by=worker)
        if answers:
            shape = version.shape
            about = f'id="{shape.form_id}" version="{shape.version}"'
            meta = "<meta><instanceID>uuid:1</instanceID></meta>"
            instance = f"<data {about}>{answers}{meta}</data>"
            response = keep_form(response=response, instance=instance, by=worker)
    return response


def opened(browser: Any, live_server: Any, country: Any, response: Response, **more: Any) -> Any:
    page = open_page(browser, live_server.url, user=country["worker"], **more)
    page.goto(f"{live_server.url}/filled-forms/{response.public_id}/")
    expect(page.locator("[data-xform]")).to_have_attribute("data-state", "ready")
    return page


def look(page: Any, name: str) -> None:
    """Accessible and narrow enough; a picture where one is asked for. From the top: what stands half under the bar that
    stays in sight counts as too small to press."""
    page.evaluate("() => window.scrollTo(0, 0)")
    if PICTURES:
        width = page.viewport_size["width"]
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
    assert_accessible(page)
    assert_fits(page)


def is_sent(response: Response) -> bool:
    with database.as_owner():
        return Response.objects.get(pk=response.pk).is_submitted


# A place is asked of the device below.
@pytest.mark.parametrize("name", sorted(set(FORMS) - {"place"}))
def test_every_kind_of_form_is_drawn_and_sent(
    browser: Any, live_server: Any, case: Case, country: Any, as_owner: Any, name: str
) -> None:
    """Answers that the server takes, opened in the page and sent from it, come out as they went in."""
    version = in_force(as_owner, country["nation"], form(name))
    _survey, _choices, good, _bad = FORMS[name]
    response = begun(case, country, version, good)
    page = opened(browser, live_server, country, response)
    assert_accessible(page)
    page.locator(".hm-form-foot .btn-primary").click()
    expect(page.locator(".hm-xform-read")).to_be_visible()
    assert is_sent(response)


def choose(page: Any, question: str, answer: str) -> None:
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


FAMILY = [
    asked("hidden", "record_age"),
    asked("date", "day", "Hansı gün?", required="yes", constraint=". <= today()",
          **{"constraint_message::Azərbaycan (az)": "Gələcək gün ola bilməz."}),
    asked("select_one yes_no", "alone", "Uşaqla **təklikdə** danışdınız?", required="yes"),
    asked("text", "why", "Niyə yox?", relevant="${alone} = 'no'", required="yes", appearance="multiline"),
    asked("begin group", "children", "Uşaqlar"),
    asked("begin repeat", "child", "Uşaq"),
    asked("text", "name", "Adı", required="yes"),
    asked("decimal", "weight", "Çəkisi"),
    asked("end repeat", ""),
    asked("end group", ""),
    asked("select_multiple need", "needs", "Nəyə ehtiyac var?"),
    asked("rank need", "order", "Əhəmiyyətinə görə düzün", required="yes"),
    asked("range", "calm", "Nə qədər sakitdir?", parameters="start=0 end=10 step=2"),
    asked("time", "sleeps", "Neçədə yatır?"),
    asked("calculate", "many", calculation="count(${child})"),
    asked("note", "sum", "Uşaqların sayı: ${many}", relevant="${many} > 1"),
    asked("acknowledge", "agreed", "Razılıq alındı", required="yes"),
]  # fmt: skip
NEEDS = [{"list_name": "need", "name": name, "label::Azərbaycan (az)": label, "label::English (en)": name}
         for name, label in (("home", "Mənzil"), ("food", "Ərzaq"), ("doctor", "Həkim"))]  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "light"), (360, "dark")])
def test_a_form_is_filled_in_by_hand(
    browser: Any, live_server: Any, case: Case, country: Any, as_owner: Any, width: int, scheme: str
) -> None:
    version = asking(as_owner, country["nation"], *FAMILY, choices=[*YES_NO, *NEEDS])
    response = begun(case, country, version)
    page = opened(browser, live_server, country, response, width=width, color_scheme=scheme)
    look(page, f"form-empty-{scheme}")
    send = page.locator(".hm-form-foot .btn-primary")
    send.click()
    expect(page.locator("[data-xform-wrong]")).to_contain_text("5")
    look(page, f"form-wrong-{scheme}")
    page.get_by_label("Hansı gün?").fill("31.12.2099")
    page.get_by_label("Hansı gün?").press("Tab")
    expect(page.get_by_text("Gələcək gün ola bilməz.")).to_be_visible()
    page.get_by_label("Hansı gün?").fill("sabah")
    page.get_by_label("Hansı gün?").press("Tab")
    expect(page.get_by_text("Günü belə yazın: 31.12.2026.")).to_be_visible()
    page.get_by_label("Hansı gün?").fill("09.03.2026")
    expect(page.get_by_label("Niyə yox?")).to_be_hidden()
    choose(page, "təklikdə", "Xeyr")
    page.get_by_label("Niyə yox?").fill("Ana yanında idi")
    page.get_by_role("button", name="Əlavə et: Uşaq").click()
    page.get_by_label("Adı").nth(0).fill("Nər")
    page.get_by_label("Adı").nth(1).fill("Ay")
    page.get_by_label("Çəkisi").nth(1).fill("12,5")
    expect(page.get_by_text("Uşaqların sayı: 2")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Əlavə et: Uşaq").click()
    expect(page.get_by_text("Uşaqların sayı: 3")).to_be_visible()
    page.get_by_role("button", name="Çıxar").last.click()
    expect(page.get_by_text("Uşaqların sayı: 2")).to_be_visible()
    choose(page, "Nəyə ehtiyac var?", "Mənzil")
    choose(page, "Nəyə ehtiyac var?", "Həkim")
    page.get_by_role("button", name="Yuxarı apar: Həkim").click()
    page.get_by_label("Nə qədər sakitdir?").fill("4")
    page.get_by_label("Neçədə yatır?").fill("21.30")
    page.get_by_label("Təsdiq edirəm").check()
    look(page, f"form-full-{scheme}")
    send.click()
    assert_read(page)
    look(page, f"form-read-{scheme}")
    assert is_sent(response)


def assert_read(page: Any) -> None:
    """What was filled in, as people read it."""
    read = page.locator(".hm-xform-read")
    for words in ("09.03.2026", "Xeyr", "Ana yanında idi", "Uşaq 2", "12,5", "Mənzil; Həkim", "21:30"):
        expect(read).to_contain_text(words)
    expect(read).to_contain_text("Mənzil; Həkim; Ərzaq")


def test_what_was_filled_in_survives_a_closed_page_and_a_lost_connection(
    browser: Any, live_server: Any, case: Case, country: Any, as_owner: Any
) -> None:
    version = asking(as_owner, country["nation"], *FAMILY, choices=[*YES_NO, *NEEDS])
    response = begun(case, country, version)
    page = opened(browser, live_server, country, response)
    page.get_by_label("Hansı gün?").fill("09.03.2026")
    page.get_by_label("Adı").fill("Nərgiz")
    page.get_by_label("Adı").press("Tab")
    expect(page.locator("[data-draft-state]")).to_contain_text("Qaralama")
    page.reload()
    expect(page.get_by_label("Hansı gün?")).to_have_value("09.03.2026")
    expect(page.get_by_label("Adı")).to_have_value("Nərgiz")
    page.context.set_offline(True)
    choose(page, "təklikdə", "Bəli")
    expect(page.locator("[data-draft-state]")).to_contain_text("bağlantı yoxdur")
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_role("group", name="təklikdə").get_by_label("Bəli")).to_be_checked()
    page.get_by_role("button", name="Göndərmədən saxla").click()
    expect(page.locator("[data-xform]")).to_have_attribute("data-state", "ready")
    with database.as_owner():
        assert "Nərgiz" in Response.objects.get(pk=response.pk).answers["instance"]
    expect(page.get_by_label("Adı")).to_have_value("Nərgiz")


def test_a_page_made_before_the_draft_arrived_loses_nothing(
    browser: Any, live_server: Any, case: Case, country: Any, as_owner: Any
) -> None:
    """The connection is back: what was typed goes to the server while the page is loaded anew, and the server makes the
    new page before it has the draft."""
    version = asking(as_owner, country["nation"], *FAMILY, choices=[*YES_NO, *NEEDS])
    response = begun(case, country, version)
    page = opened(browser, live_server, country, response)
    page.context.set_offline(True)
    page.get_by_label("Adı").fill("Nərgiz")
    page.get_by_label("Adı").press("Tab")
    expect(page.locator("[data-draft-state]")).to_contain_text("bağlantı yoxdur")
    drafts: list[Any] = []
    page.route("**/drafts/**", lambda route: drafts.append(route))

    def made_too_early(route: Any) -> None:
        made = route.fetch()
        with page.expect_response("**/drafts/**"):
            drafts[0].continue_()
        page.wait_for_timeout(200)
        route.fulfill(response=made)

    page.route(f"**/filled-forms/{response.public_id}/", made_too_early)
    page.context.set_offline(False)
    while not drafts:
        page.wait_for_timeout(20)
    page.reload()
    expect(page.get_by_label("Adı")).to_have_value("Nərgiz")
    page.unroute_all(behavior="ignoreErrors")


def test_a_place_and_a_picture_are_asked_of_the_device(
    browser: Any, live_server: Any, case: Case, country: Any, as_owner: Any
) -> None:
    version = in_force(as_owner, country["nation"], form("place"))
    response = begun(case, country, version)
    here = {"latitude": 40.6, "longitude": 48.6}
    page = opened(browser, live_server, country, response, geolocation=here, permissions=["geolocation"])
    page.get_by_role("button", name="İndi olduğum yer").click()
    expect(page.get_by_label("Ev harada yerləşir?")).to_have_value("40.6 48.6")
    picture = {"name": "Qapı.png", "mimeType": "image/png", "buffer": PNG}
    page.get_by_label("Qapının şəkli").set_input_files(picture)
    page.get_by_label("Lövhə").fill("AZ1000")
    page.locator(".hm-form-foot .btn-primary").click()
    expect(page.locator(".hm-xform-read")).to_contain_text("AZ1000")
    page.locator(".hm-xform-read a").click()
    expect(page.locator("main")).to_contain_text("Qapı.png")


def test_a_form_speaks_the_language_one_chooses(
    browser: Any, live_server: Any, case: Case, country: Any, as_owner: Any
) -> None:
    version = in_force(as_owner, country["nation"], form("visit"))
    response = begun(case, country, version)
    page = opened(browser, live_server, country, response, language="en")
    expect(page.get_by_label("Hansı gün? (en)")).to_be_visible()
    page.get_by_label("Language of the form").select_option(label="Azərbaycan")
    expect(page.get_by_text("Hansı gün? (en)")).to_have_count(0)
    expect(page.get_by_label("Hansı gün?")).to_be_visible()


def test_two_tabs_do_not_overwrite_each_other(
    browser: Any, live_server: Any, case: Case, country: Any, as_owner: Any
) -> None:
    version = in_force(as_owner, country["nation"], form("telephone"))
    response = begun(case, country, version)
    first = opened(browser, live_server, country, response)
    second = opened(browser, live_server, country, response)
    for page, number in ((first, "+994501234567"), (second, "+994507654321")):
        page.get_by_label("Telefon", exact=True).fill(number)
        page.get_by_label("Bir də yazın").fill(number)
        page.get_by_label("Təsdiq edirəm").check()
    first.get_by_role("button", name="Göndərmədən saxla").click()
    expect(first.locator("[data-xform]")).to_have_attribute("data-state", "ready")
    second.locator(".hm-form-foot .btn-primary").click()
    expect(second.locator(".hm-summary")).to_be_visible()
    expect(second.get_by_label("Telefon", exact=True)).to_have_value("+994507654321")
    assert not is_sent(response)
