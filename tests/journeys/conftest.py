"""The people of the journeys: who they are, and how they go through pages."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import expect

from tests.axe import assert_accessible, assert_fits
from tests.browser import Site

REFERENCE = re.compile(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b")
HERE, ELSEWHERE, NATION = "Sumqayıt komissiyası", "Masallı komissiyası", "Milli növbətçi masa"
HOTLINE = "Uşaq qaynar xətti"


# Kinds of pages that some walker has opened in this run and found well.
LOOKED_AT: set[str] = set()


@dataclass
class Walker:
    """Somebody at a browser. The first page of each kind is judged wherever a journey opens it."""

    page: Any
    site: Site
    name: str = ""
    scripts: bool = True  # axe waits for a timer, which a browser without scripts never gives

    def go(self, address: str) -> "Walker":
        """Opens a page of the site."""
        self.page.goto(self.site.url + address if address.startswith("/") else address)
        return self._look_around()

    def fill(self, **typed: str) -> "Walker":
        """Types into fields by their names."""
        for name, value in typed.items():
            self.page.locator(f"main [name='{name}']:visible").first.fill(value)
        return self

    def choose(self, **chosen: str) -> "Walker":
        """Chooses from lists or round buttons by their names and codes."""
        for name, code in chosen.items():
            self.page.locator(f"main [name='{name}']").first.wait_for(state="attached")
            box = self.page.locator(f"main select[name='{name}']")
            if box.count():
                box.first.select_option(code)
            else:
                self.page.locator(f"main input[name='{name}'][value='{code}']").first.evaluate(
                    "box => { box.checked = true; box.dispatchEvent(new Event('change', {bubbles: true})) }"
                )
        return self

    def send(self, where: str = "main form:visible") -> "Walker":
        """Presses the button of a form (the last on the page) and waits for the answer."""
        with self.page.expect_navigation():
            self.page.locator(f"{where} button[type=submit]").last.click()
        return self._look_around()

    def sees(self, *words: str) -> "Walker":
        """These words stand on the page."""
        main = self.page.locator("main")
        for word in words:
            told = f"{self.name or 'the visitor'} does not see “{word}” on {self.page.url}"
            expect(main, told).to_contain_text(word, use_inner_text=True)
        return self

    def does_not_see(self, *words: str) -> "Walker":
        """These words do not stand on the page."""
        self.page.wait_for_load_state()
        text = self.page.content()
        for word in words:
            assert word not in text, f"{self.name} sees “{word}” on {self.page.url}"
        return self

    def _look_around(self) -> "Walker":
        kind = kind_of(self.page.url)
        if kind is None or kind in LOOKED_AT or not self.scripts:
            return self
        LOOKED_AT.add(kind)
        return self.looks_well()

    def looks_well(self) -> "Walker":
        """Nothing scrolls sideways and axe finds nothing."""
        assert_fits(self.page)
        assert_accessible(self.page)
        return self


def kind_of(address: str) -> str | None:
    """The name of the page at a path of this site; None for what is no page of ours."""
    try:
        return str(resolve(urlsplit(address).path).view_name)
    except Resolver404:
        return None


STAFF: dict[str, list[list[str]]] = {}


def staff_of(site: Site) -> list[list[str]]:
    """Role, unit, e-mail and name of everybody who works in the sample country, asked once for each site."""
    if site.url not in STAFF:
        rows = [line.split("\t") for line in site.himaya("demo", "signins", "--all").stdout.splitlines()]
        STAFF[site.url] = [row for row in rows if len(row) == 4]
    return STAFF[site.url]


@dataclass
class Country:
    """The sample country: its people sign in here."""

    site: Site
    visitor: Callable[..., Any]
    complaints: Any

    def email(self, role: str, unit: str, number: int = 0) -> str:
        """The address of the nth sample user of a role in a unit."""
        return self.who(role, unit, number)[0]

    def who(self, role: str, unit: str, number: int = 0) -> tuple[str, str]:
        """(e-mail, name) of the nth sample user of a role in a unit."""
        return [(email, name) for r, u, email, name in staff_of(self.site) if (r, u) == (role, unit)][number]

    def someone(self, width: int = 360) -> Walker:
        """A visitor without an account."""
        return Walker(self.visitor(width=width), self.site)

    def sign_in(self, role: str, unit: str = HERE, number: int = 0, width: int = 1280) -> Walker:
        """One of the staff, signed in as in a sample country."""
        email, name = self.who(role, unit, number)
        walker = Walker(self.visitor(width=width), self.site, name).go("/account/login/")
        walker.page.fill("[name=login]", email)
        walker.page.fill("[name=password]", "himaya-sample-2026")
        with walker.page.expect_navigation():
            walker.page.press("[name=password]", "Enter")
        return walker


@pytest.fixture
def country(site: Site, visitor: Callable[..., Any], complaints: Any) -> Country:
    return Country(site, visitor, complaints)


@dataclass(frozen=True)
class Slip:
    """What a reporter keeps."""

    reference: str
    pin: str


def report(walker: Walker, *, narrative: str, place: str, **you: str) -> Slip:
    """Tells of a child through the public form, page by page."""
    walker.go("/report/").looks_well().go("/report/what/").fill(narrative=narrative).send()
    walker.fill(place_text=place)
    walker.page.keyboard.press("Escape")
    walker.send().send()
    walker.choose(anonymous=you.pop("anonymous", "yes"))
    if you:
        walker.fill(**you)
    walker.send().send()
    walker.page.wait_for_url("**/report/done/")
    text = walker.page.locator("main").inner_text()
    found, pin = REFERENCE.search(text), re.search(r"\b\d{6}\b", text)
    assert found
    assert pin
    return Slip(found.group(), pin.group())


def open_case(
    officer: Walker, slip: Slip, *, answers: dict[str, str], matter: str = "child_in_difficulty"
) -> str:
    """The duty officer answers the danger questions and opens a case; its address."""
    officer.go("/reports/")
    officer.page.locator("main a", has_text=slip.reference).first.click()
    officer.page.wait_for_url("**/reports/*/")
    officer.go(officer.page.url + "screen/")
    for question, answer in answers.items():
        officer.choose(**{f"q_{question}": answer})
    officer.send("form[action$='/screen/']")
    officer.choose(matter=matter).send("form[action$='/in/']")
    address = officer.page.locator("main a[href^='/cases/']").first.get_attribute("href")
    assert address
    return str(address)


def hand_over(supervisor: Walker, case: str, worker_email: str) -> None:
    """The supervisor offers the case to a worker."""
    supervisor.go(case + "assign/")
    supervisor.page.locator(f"main label:has-text('{worker_email}')").first.click()
    supervisor.send()


CALM = ["no", "none", "school", "alone", "safe", "yes", "approve"]
ANSWER_ALL = """(calm) => {
  const fire = box => box.dispatchEvent(new Event('change', {bubbles: true}));
  const groups = {};
  document.querySelectorAll('main form input[type=radio]').forEach(r => (groups[r.name] ||= []).push(r));
  for (const boxes of Object.values(groups)) {
    if (boxes.some(b => b.checked)) continue;
    const best = calm.map(c => boxes.find(b => b.value === c)).find(Boolean) || boxes[0];
    best.checked = true; fire(best);
  }
  document.querySelectorAll('main form textarea').forEach(t => {
    if (!t.value) { t.value = 'Ailə ilə söhbət edildi.'; fire(t); }
  });
}"""


def answer_all(walker: Walker) -> Walker:
    """Answers every question of a questionnaire calmly."""
    walker.page.evaluate(ANSWER_ALL, CALM)
    return walker
