"""Sends a form, takes back what it did, and says what was wrong with the answer."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from django.apps import apps
from django.db import connection, transaction
from django.forms import FileField, PasswordInput
from django.test.utils import ContextList
from django.utils.html import escape

from himaya.access.models import Protected
from tests import database
from tests.forms.finding import Place, kind_of, route_of
from tests.forms.known import KNOWN, Shown
from tests.forms.nasty import TURNING, Tried, good, rounds, tried
from tests.forms.reading import Form, forms_of
from tests.forms.world import World

# What may be written although the form was refused: that somebody searched, tried, read, or was told.
WRITTEN_ANYWAY = {
    "access_auditevent", "access_submission", "access_attempt", "access_opening", "cases_statustry", "cases_publicdraft",
    "workflow_draft", "registry_sealedsighting",
}  # fmt: skip
OURS = [m for m in apps.get_models() if m.__module__.startswith("himaya.") and m._meta.managed]
TABLES = sorted({m._meta.db_table: issubclass(m, Protected) for m in OURS}.items())
RAW = ("<script>alert(1)", "<img src=x")
Kept = dict[str, tuple[int, int]]


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens inside is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def send(place: Place, world: World, sent: dict[str, Any], to: str = "") -> Any:
    """The answer to a form, or the fault that broke the page."""
    try:
        for file in sent.values():
            if hasattr(file, "seek"):
                file.seek(0)
        return world.client(place.user).post(to or place.target, sent)
    except Exception as broken:
        return broken


def kept() -> Kept:
    """Rows of every table, and how often they were changed."""
    parts = [
        f"select '{table}', count(*), {'coalesce(sum(version), 0)' if versioned else '0'} from {table}"
        for table, versioned in TABLES
        if table not in WRITTEN_ANYWAY
    ]
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts))
        return {table: (rows, changes) for table, rows, changes in cursor.fetchall()}


def holding(signs: str, tables: set[str]) -> list[str]:
    """Which of these tables have a row that holds one of these signs."""
    parts = [f"select '{name}' where exists (select from {name} t where t::text ~ %s)" for name in tables]
    if not parts:
        return []
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts), [f"[{signs}]"] * len(parts))
        return [row[0] for row in cursor.fetchall()]


def refused_forms(answer: Any) -> list[Any]:
    """The forms of an answer that were sent."""
    found: dict[int, Any] = {}
    context = getattr(answer, "context", None)
    for layer in context if isinstance(context, ContextList) else [context] if context else []:
        for value in layer.flatten().values():
            for form in value if isinstance(value, list | tuple) else [value]:
                if getattr(form, "is_bound", False) and hasattr(form, "fields"):
                    found[id(form)] = form
    return list(found.values())


def led_on(answer: Any) -> bool:
    """Whether the form was taken: led to another page, or answered with a file."""
    status = getattr(answer, "status_code", 500)
    return 300 <= status < 400 or (
        status == 200 and not answer.headers["Content-Type"].startswith("text/html")
    )


def _led_to(answer: Any) -> str:
    """The page to which a form leads; nothing for a file."""
    return urlsplit(getattr(answer, "url", "")).path


@dataclass
class Sweep:
    """One form, tried in every way. `wrong` gathers what did not hold."""

    place: Place
    world: World
    before: Kept

    def __post_init__(self) -> None:
        self.wrong: list[str] = []
        how = KNOWN[self.place.name]
        self.never = how.never if isinstance(how, Shown) else ""
        name = self.place.user.full_name if self.place.user else ""
        known = how.fill if isinstance(how, Shown) else how.fields
        filled = {field: value.format(user=name) for field, value in known.items()}
        self.meant = good(self.place.form, {f: v for f, v in filled.items() if f in self.place.form.fields})
        self.sends = 0

    def run(self) -> list[str]:
        """All of it."""
        said = self.empty()
        self.wrong += [f"a field: {fault}" for fault in said.broken]
        for name, sent in rounds(self.place.form, self.meant, said):
            self.round(name, sent, said)
        self.unknown_record()
        self.twice()
        self.second_tab()
        return [f"{self.place} {fault}" for fault in self.wrong]

    def send(self, sent: dict[str, Any], to: str = "") -> Any:
        self.sends += 1
        return send(self.place, self.world, sent, to)

    def empty(self) -> Tried:
        """Nothing filled in; then what the fields of the form say to everything, one by one."""
        names = set(self.place.form.fields)
        with taken_back():
            answer = self.send(dict.fromkeys(names, ""))
            self.wrong += [f"(empty): {fault}" for fault in self.faults(answer)]
            return tried([f for f in refused_forms(answer) if names & {b.html_name for b in f}])

    def round(self, name: str, sent: dict[str, Any], said: Tried) -> None:
        """One way of filling in."""
        with taken_back():
            answer = self.send(sent)
            found = list(self.faults(answer))
            asked_again = getattr(answer, "status_code", 0) == 200 and not led_on(answer)
            if not found and asked_again and not self.place.by_script:
                found += self.unsaid(answer, name, sent, said)
            if not found and name == "any text":
                found += self.shown_wrong(answer)
        self.wrong += [f"({name}): {fault}" for fault in found]

    def faults(self, answer: Any) -> Iterator[str]:
        """What may never be."""
        if isinstance(answer, Exception):
            yield f"broke with {type(answer).__name__}: {str(answer)[:200]}"
        elif answer.status_code >= 500:
            yield f"answers {answer.status_code}"
        elif not led_on(answer) and answer.status_code != 204 and (changed := self.changed()):
            yield f"refused ({answer.status_code}) and yet wrote to {sorted(changed)}"

    def changed(self) -> set[str]:
        """Tables that are not as they were."""
        return {table for table, rows in kept().items() if rows != self.before[table]}

    def unsaid(self, answer: Any, name: str, sent: dict[str, Any], said: Tried) -> Iterator[str]:
        """Refused: each field at fault is named on the page, and what was typed is still there."""
        page = answer.content.decode()
        forms = [form for form in refused_forms(answer) if form.errors]
        for form in forms:
            yield from _unshown(form, page)
        if name.startswith("refused") and forms:
            at_fault = {form[n].html_name for form in forms for n in form.errors if n in form.fields}
            yield from self.unnamed(sent, said, at_fault)
        if forms:
            yield from self.lost(page, sent, forms)

    def unnamed(self, sent: dict[str, Any], said: Tried, at_fault: set[str]) -> Iterator[str]:
        """Fields that refuse what was sent, and yet are not named."""
        for field, values in said.refused.items():
            if field in sent and sent[field] in values and sent[field] and field not in at_fault:
                yield f"does not name {field}, which refuses {str(sent[field])[:30]!r}"

    def lost(self, page: str, sent: dict[str, Any], forms: list[Any]) -> Iterator[str]:
        """What was typed and is no longer in the page."""
        here = self.again(page)
        if here is None:
            yield "does not show the form again"
            return
        secret = {form[n].html_name for form in forms for n, f in form.fields.items() if _not_given_back(f)}
        for field in self.place.form.fields.values():
            typed = sent.get(field.name)
            if field.kind != "written" or not isinstance(typed, str) or field.name in secret:
                continue
            if _plain(here.fields[field.name].value) != _plain(typed):
                yield f"lost what was typed into {field.name}: {typed[:40]!r} → {here.fields[field.name].value[:40]!r}"

    def again(self, page: str) -> Form | None:
        """The same form on the page that answered it."""
        for form in forms_of(page):
            to = urljoin(self.place.target, form.action) if form.action else self.place.target
            if kind_of(to) == self.place.name and self.place.form.fields.keys() <= form.fields.keys():
                return form
        return None

    def shown_wrong(self, answer: Any) -> Iterator[str]:
        """Text that became part of a page, or was kept with marks that hide or turn letters."""
        if led_on(answer):
            yield from (f"kept hidden signs in {table}" for table in holding(TURNING, self.changed()))
            if not answer.url.startswith("/"):
                return
            answer = self.world.client(self.place.user).get(answer.url)
            if answer.status_code >= 500:
                yield f"the page it leads to answers {answer.status_code}"
        page = b"".join(answer) if answer.streaming else answer.content
        if any(raw in page.decode(errors="replace") for raw in RAW):
            yield "shows what was typed as markup"

    def unknown_record(self) -> None:
        """A record that does not exist, in the address."""
        takes = route_of(self.place.name).takes
        ids = [
            part for part in urlsplit(self.place.target).path.split("/") if re.fullmatch("[0-9a-z]{12}", part)
        ]
        if not takes or not ids:
            return
        with taken_back():
            answer = self.send(self.meant, self.place.target.replace(ids[-1], "zzzzzzzzzzzz"))
            if (getattr(answer, "status_code", 0) != 404 and not led_on(answer)) or self.changed():
                self.wrong.append(f"(unknown record): {_why(answer)}")

    def twice(self) -> None:
        """A double click makes one record."""
        if "_key" not in self.place.form.fields:
            return
        sent = self.meant | {"_key": str(uuid4())}
        with taken_back():
            first = self.send(sent)
            if not led_on(first) and self.never:
                return
            if not led_on(first):
                self.wrong.append(f"(meant well): not taken, {_why(first)}")
                return
            between = kept()
            again = good(self.place.form)
            files = {f.name: again[f.name] for f in self.place.form.fields.values() if f.kind == "file"}
            second = self.send(sent | files)
            if not led_on(second) or _led_to(second) != _led_to(first):
                self.wrong.append(
                    f"(twice): led to {getattr(second, 'url', second)}, first to {_led_to(first)}"
                )
            if kept() != between:
                self.wrong.append("(twice): wrote twice")

    def second_tab(self) -> None:
        """Somebody else was faster: both are shown, and nothing is written."""
        if "_version" not in self.place.form.fields:
            return
        with taken_back():
            answer = self.send(self.meant | {"_version": "0", "_key": str(uuid4())})
            fault = next(iter(self.faults(answer)), "")
            if not fault and (
                led_on(answer) or not any(getattr(f, "stale", None) for f in refused_forms(answer))
            ):
                fault = f"an old version is not told, {_why(answer)}"
            if not fault:
                mine = self.again(answer.content.decode())
                if mine is None or mine.fields["_version"].value == "0":
                    fault = "an old version is told, and cannot be sent again"
        if fault and not self.never:
            self.wrong.append(f"(second tab): {fault}")


def _unshown(form: Any, page: str) -> Iterator[str]:
    if "hm-summary" not in page and "hm-error" not in page:
        yield f"says nothing of {dict(form.errors)}"
    for name in form.errors:
        if name != "__all__" and name not in form.fields:
            yield f"blames {name}, which is no field"
        elif name != "__all__" and not _stands(form[name], page):
            yield f"blames {name}, which the page does not show"


def _stands(bound: Any, page: str) -> bool:
    """Whether the page shows the field; choices of which there are none are shown by their label."""
    return f'name="{bound.html_name}' in page or escape(str(bound.label)) in page


def _not_given_back(field: Any) -> bool:
    """Files and passwords are never put into a page again."""
    return isinstance(field, FileField) or isinstance(field.widget, PasswordInput)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\x00", "")).strip()


def _why(answer: Any) -> str:
    status = getattr(answer, "status_code", repr(answer)[:200])
    return f"{status} {[dict(form.errors) for form in refused_forms(answer) if form.errors]}"
