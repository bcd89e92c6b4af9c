"""What is done with what is known about a person: on whose word it rests, and the person's own look at it."""

from pathlib import Path

import pytest

from tests.journeys.conftest import ELSEWHERE, HERE, Country, Walker
from tests.pdf import text_of

pytestmark = pytest.mark.journey


def register(walker: Walker, name: str) -> str:
    """Registers a child; the address of the page."""
    walker.go("/people/new/").fill(
        family_name=name, given_name="Ceyran", fathers_name="Tofiq", born="07.05.2016"
    ).choose(sex="female").page.locator("main [name='place_text']").fill("Sumqayıt")
    walker.page.keyboard.press("Escape")
    walker.send("main form.hm-form")
    if walker.page.url.endswith("/people/new/"):
        walker.choose(different="seen").send("main form.hm-form")
    return walker.page.url.removeprefix(walker.site.url)


def test_a_mother_says_yes_and_later_no(country: Country) -> None:
    """Given a girl of ten,
    when the mother's yes is written without asking the girl, then it is refused and says why;
    when the girl was asked too, then it stands, with its last day and the time for asking anew;
    and when the mother takes it back, then it is withdrawn from that day; another district sees none of it."""
    supervisor = country.sign_in("supervisor", HERE)
    girl = register(supervisor, "Razıyeva")
    supervisor.go(f"{girl}consent/").choose(
        purpose="share", ground="consent", form="spoken", given_by="parent"
    ).fill(recipient="Məktəb 7", giver_name="Aysel", valid_until="01.01.2030").send("main form.hm-form")
    supervisor.sees("10 yaşdan başlayaraq uşağın özündən də soruşulur")
    supervisor.choose(child_agrees="yes").send("main form.hm-form")
    supervisor.sees("Razılıqlar").page.locator("main a[href*='/consents/']").first.click()
    supervisor.page.wait_for_url("**/consents/*/")
    supervisor.looks_well().sees("Məktəb 7", "Qüvvədədir", "01.01.2030")
    consent = supervisor.page.url.removeprefix(supervisor.site.url)
    supervisor.go(f"{consent}withdraw/").fill(note="Fikrini dəyişdi").send("main form.hm-form")
    supervisor.go(consent).sees("Geri götürülüb", "Fikrini dəyişdi")
    country.complaints.expected("404")
    country.sign_in("supervisor", ELSEWHERE).go(consent).does_not_see("Aysel", "Məktəb 7")


def test_a_mother_is_given_her_childs_file(country: Country) -> None:
    """Given a girl whose mother asks to see what is held about her,
    when her paper was seen and the file was made, then it waits for a human, who keeps a line back and gives it out:
    the letter and the file for machines hold the rest; the girl is given a page in plain words, separately."""
    supervisor = country.sign_in("supervisor", HERE)
    girl = register(supervisor, "Faylova")
    supervisor.go(girl).page.locator("main a[href$='/own-file/']").click()
    supervisor.page.wait_for_url("**/own-file/")
    supervisor.looks_well().choose(asked_as="parent", way="counter", language="az").fill(
        asker_name="Faylova Aysel"
    ).send("main form.hm-form")
    own = supervisor.page.url.removeprefix(supervisor.site.url)
    supervisor.looks_well().sees("Faylova Aysel").go(f"{own}identity/").choose(identity="id_card").fill(
        identity_number="AA1234567"
    ).send("main form.hm-form")
    supervisor.go(f"{own}make/").send("main form.hm-form")
    supervisor.looks_well().sees("Şəxsiyyət", "Faylova Ceyran Tofiq qızı")
    supervisor.page.locator("main li", has_text="07.05.2016").locator("a[href$='/withhold/']").click()
    supervisor.page.wait_for_url("**/withhold/")
    supervisor.looks_well().choose(reason="third_party").send("main form.hm-form")
    supervisor.sees("Başqa şəxsə aiddir").go(f"{own}give/").choose(
        form="full", given_as="parent", identity="id_card"
    ).fill(given_to="Faylova Aysel").send("main form.hm-form")
    supervisor.go(f"{own}give/").choose(form="summary", given_as="self", identity="child_card").fill(
        given_to="Ceyran"
    ).send("main form.hm-form")
    supervisor.sees("Verilib", "Faylova Aysel", "Ceyran")
    letter = supervisor.page.request.get(
        supervisor.site.url
        + str(supervisor.page.locator("main a[href*='/papers/']").first.get_attribute("href"))
    )
    words = text_of(letter.body())
    assert "Faylova Ceyran" in words
    assert "07.05.2016" not in words
    with supervisor.page.expect_download() as waiting:
        supervisor.page.locator("main a[href$='/json/']").first.click()
    told = Path(waiting.value.path()).read_text("utf-8")
    assert "Faylova" in told
    assert "07.05.2016" not in told
    country.complaints.expected("404")
    country.sign_in("supervisor", ELSEWHERE).go(own).does_not_see("Faylova")


def test_a_hold_stands_until_it_is_released(country: Country) -> None:
    """Given a girl whose family has gone to court,
    when a supervisor places a hold, then it stands with its reason and last day, beside the schedules and their
    sources; when the proceedings are over it is released; nobody of another district sees it."""
    supervisor = country.sign_in("supervisor", HERE)
    girl = register(supervisor, "Saxlanova")
    supervisor.go(girl).page.locator("main a[href$='/keeping/']").click()
    supervisor.page.wait_for_url("**/keeping/")
    here = supervisor.looks_well().page.url.removeprefix(supervisor.site.url)
    supervisor.sees("25", "iş: uşağın yaşı").choose(reason="court").fill(
        expires_on="01.01.2040", note="İş 2-114"
    ).send("main form.hm-form")
    supervisor.sees("Məhkəmə işi", "01.01.2040", "Qüvvədədir")
    country.complaints.expected("404")
    country.sign_in("supervisor", ELSEWHERE).go(here).does_not_see("2-114")
    supervisor.page.locator("main a[href$='/release/']").click()
    supervisor.page.wait_for_url("**/release/")
    supervisor.looks_well().send("main form.hm-form")
    supervisor.sees("Götürülüb")
    supervisor.go("/people/retention/").looks_well().sees("Saxlama müddəti bitənlər")
