"""Sends reports from a file through a running site's real public form, as a browser without JavaScript would.

Each line of the file is one report in JSON. Only these names are read, all but `text` optional:
`text`, `place`, `reporter`, `anonymous` (true or false), `id` (for the printed line).
"""

import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from himaya.kit.text import fold

LONGEST = 10_000
KINDS = {"text": str, "place": str, "reporter": str, "anonymous": bool, "id": str}


class Malformed(Exception):
    """The file cannot be sent: which line, which field, and what to do."""

    def __init__(self, line: int, field: str, remedy: str) -> None:
        where = f", field “{field}”" if field else ""
        super().__init__(f"Line {line}{where}: {remedy} Nothing was sent.")


class Unanswered(Exception):
    """The site did not take a report."""


@dataclass(frozen=True, slots=True)
class Told:
    """One report of the file."""

    line: int
    text: str
    place: str = ""
    reporter: str = ""
    anonymous: bool = True
    id: str = ""


def read_file(path: Path) -> list[Told]:
    """Every report of the file; refuses the whole file for one wrong line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as wrong:
        line = path.read_bytes()[: wrong.start].count(b"\n") + 1
        raise Malformed(line, "", "it is not UTF-8 text. Save the file as UTF-8.") from wrong
    found = [read_line(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise Malformed(1, "", "the file is empty. Write one report in JSON on each line.")
    return found


def read_line(number: int, line: str) -> Told:
    """One report."""
    try:
        given = json.loads(line)
    except json.JSONDecodeError as wrong:
        raise Malformed(number, "", f"not JSON (column {wrong.colno}: {wrong.msg}). Mend it.") from wrong
    if not isinstance(given, dict):
        raise Malformed(number, "", 'a report is an object, like {"text": "…"}.')
    for name, kind in KINDS.items():
        value = given.get(name)
        if value is not None and not isinstance(value, kind):
            wanted = "true or false" if kind is bool else "text in quotes"
            raise Malformed(number, name, f"it must be {wanted}.")
    text = str(given.get("text") or "").strip()
    if not text:
        raise Malformed(number, "text", "it is missing. Write what was reported.")
    if len(text) > LONGEST:
        raise Malformed(number, "text", f"it is longer than {LONGEST} characters. Shorten it.")
    known = {name: given[name] for name in KINDS if given.get(name) is not None}
    return Told(**{**known, "text": text, "line": number})


class Form(HTMLParser):
    """The fields of a page's first form that has any, as a browser would send them untouched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.options: dict[str, dict[str, str]] = {}
        self.radios: dict[str, dict[str, str]] = {}
        self.shown: dict[str, str] = {}
        self._select, self._value, self._taking, self._mark = "", "", "", ""
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        for mark in ("data-reference", "data-pin"):
            if mark in at:
                self._mark, self.shown[mark] = mark, ""
        if tag == "form":
            self._inside = "hm-form" in at.get("class", "")
        if not self._inside:
            return
        if tag == "input" and at.get("name"):
            self._input(at)
        elif tag in {"select", "textarea"} and at.get("name"):
            self.fields[at["name"]] = ""
            self._select = at["name"] if tag == "select" else ""
        elif tag == "option":
            self._value = at.get("value", "")
            self._taking = self._select
            self.options.setdefault(self._select, {})[self._value] = ""

    def _input(self, at: dict[str, str]) -> None:
        name, kind = at["name"], at.get("type", "text")
        if kind == "radio":
            self.radios.setdefault(name, {})[at.get("value", "")] = at.get("value", "")
            if "checked" in at:
                self.fields[name] = at.get("value", "")
        elif kind not in {"file", "checkbox", "submit"} or "checked" in at:
            self.fields[name] = at.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._mark:
            self.shown[self._mark] += data.strip()
        if self._taking:
            self.options[self._taking][self._value] += data

    def handle_endtag(self, tag: str) -> None:
        self._mark = ""
        if tag == "option":
            self._taking = ""
        if tag == "form":
            self._inside = False


class Visitor:
    """One visitor with cookies of their own."""

    def __init__(self, site: str) -> None:
        self.site = site.rstrip("/")
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        self.address, self.page = "", ""

    def go(self, path: str, data: dict[str, str] | None = None) -> Form:
        address = urljoin(f"{self.site}/", path)
        body = urlencode(data).encode() if data is not None else None
        request = Request(address, body, {"Referer": address, "Origin": self.site, "Accept-Language": "az"})  # noqa: S310
        try:
            with self.opener.open(request, timeout=60) as answer:
                self.address, self.page = answer.geturl(), answer.read().decode("utf-8", "replace")
        except HTTPError as error:
            raise Unanswered(f"{address}: the site answered {error.code}") from error
        except (URLError, OSError) as error:
            raise Unanswered(f"{address}: no answer ({error}). Is the site running?") from error
        return Form(self.page)

    @property
    def path(self) -> str:
        """Where the site led."""
        return urlsplit(self.address).path


def send(site: str, told: Told) -> str:
    """Sends one report through the pages of the form; its reference."""
    visitor = Visitor(site)
    form = visitor.go("/report/what/")
    form = visitor.go("/report/what/", form.fields | {"narrative": told.text})
    form = visitor.go("/report/where/", form.fields | {"place_text": told.place})
    if visitor.path == "/report/where/" and "choice" in form.radios:  # several places have this name
        form = visitor.go("/report/where/", form.fields | {"place_text": told.place, "choice": "none"})
    form = visitor.go("/report/who/", form.fields)
    kind = _kind_of(told.reporter, form.options.get("reporter_kind", {}))
    stay = "yes" if told.anonymous else "no"
    form = visitor.go("/report/you/", form.fields | {"reporter_kind": kind, "anonymous": stay})
    form = visitor.go("/report/send/", form.fields)
    reference = form.shown.get("data-reference", "")
    if not reference:
        raise Unanswered(f"the form stopped at {visitor.path}: {_complaint(visitor.page)}")
    return reference


def _complaint(page: str) -> str:
    found = re.search(r'class="[^"]*hm-summary.*?</ul>', page, re.S)
    return re.sub(r"<[^>]+>|\s+", " ", found[0]).strip()[:300] if found else "no reason given"


def _kind_of(words: str, options: dict[str, str]) -> str:
    """The kind of reporter whose label holds the word used in the file; otherwise not said."""
    wanted = fold(words)
    if not wanted:
        return ""
    return next((code for code, label in options.items() if wanted in fold(label)), "")
