"""The forms of a page, as a browser without JavaScript sees them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

WRITTEN = {"text", "search", "email", "tel", "password", "number", "url", "date", ""}


@dataclass
class Field:
    """Something to fill in: `written` by hand, `chosen` among options, `hidden`, or a `file`."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    many: bool = False
    is_date: bool = False
    type: str = ""


@dataclass
class Form:
    """A form that posts: where to, and its fields."""

    action: str
    multipart: bool = False
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_button(self) -> bool:
        """Nothing to fill in: pressed or not."""
        return not any(f.kind in {"written", "chosen", "file"} for f in self.fields.values())

    @property
    def shape(self) -> tuple[str, ...]:
        """What tells it from another form sent to the same address."""
        return tuple(sorted(f"{name}:{f.kind}" for name, f in self.fields.items()))


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: Field | None = None
        self._area: Field | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._begin(at)
        elif tag == "option" and self._select is not None:
            self._option(self._select, at)
        elif self._form is not None and at.get("name"):
            self._named(self._form, tag, at)

    def _begin(self, at: dict[str, str]) -> None:
        posts = at.get("method", "").lower() == "post"
        self._form = Form(at.get("action", ""), "multipart" in at.get("enctype", "")) if posts else None
        if self._form:
            self.forms.append(self._form)

    def _named(self, form: Form, tag: str, at: dict[str, str]) -> None:
        if tag == "button":
            form.buttons.append((at["name"], at.get("value", "")))
        elif tag == "input":
            self._input(form, at)
        elif tag == "textarea":
            self._area = self._put(Field(at["name"], "written", type="textarea"))
        elif tag == "select":
            self._select = self._put(Field(at["name"], "chosen", many="multiple" in at))

    def _option(self, select: Field, at: dict[str, str]) -> None:
        select.options.append(at.get("value", ""))
        if "selected" in at:
            select.value = at.get("value", "")

    def _put(self, one: Field) -> Field:
        assert self._form is not None
        return self._form.fields.setdefault(one.name, one)

    def _input(self, form: Form, at: dict[str, str]) -> None:
        kind, name = at.get("type", "text").lower(), at["name"]
        if kind in {"radio", "checkbox"}:
            found = self._put(Field(name, "chosen", many=kind == "checkbox"))
            found.options.append(at.get("value", "on"))
            if "checked" in at:
                found.value = at.get("value", "on")
        elif kind == "file":
            self._put(Field(name, "file"))
        elif kind == "hidden":
            self._put(Field(name, "hidden", at.get("value", "")))
        elif kind in WRITTEN:
            self._put(Field(name, "written", at.get("value", ""), is_date="data-date" in at, type=kind))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None


# Forms that stand on every page: the search box, languages, colours, leaving.
EVERYWHERE = {"/search/", "/language", "/theme", "/account/logout/"}


def forms_of(html: str) -> list[Form]:
    """The page's own forms that post."""
    return [form for form in _Reader(html).forms if form.action not in EVERYWHERE]
