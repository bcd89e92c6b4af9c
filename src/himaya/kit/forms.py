"""Forms of ours: text cleaned on the way in, Azerbaijani dates, and markup by our own components.

A view gives the form to `<c-form :form="form">`; every field is drawn by `components/field.html`.
"""

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.functional import cached_property, lazy
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from himaya.kit import clock
from himaya.kit.merging import attributes_of, differences_of
from himaya.kit.shapes import Difference
from himaya.kit.text import clean

DATE_FORMATS = ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%y", "%d-%m-%Y"]
TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2})?")
MAX_TEXT = 20_000
_STALE = _(
    "Someone changed this while you were writing. Both versions are shown below: keep what is true, then save."
)
_STALE_ELSEWHERE = _(
    "Someone changed this record while you were writing. Your text is kept: look again, then send it."
)


class Field(forms.BoundField):
    """A field of a form, as drawn: Tabler's classes by the kind of input."""

    @property
    def kind(self) -> str:
        """`check`, `choices`, `picker`, or `input`: which markup the component takes."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "check"
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return "choices"
        return "picker" if isinstance(widget, PickerInput) else "input"

    @property
    def theirs(self) -> Difference | None:
        """What is saved now, where somebody else changed it while this was being typed."""
        return getattr(self.form, "differences", {}).get(self.name)

    @property
    def marked(self) -> bool:
        """Whether the label carries the required mark."""
        return bool(self.field.required) and self.kind != "check"

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        own = str(widget.attrs.get("class", ""))
        built["class"] = " ".join(x for x in (own, css_class(widget), "is-invalid" * bool(self.errors)) if x)
        return built


def css_class(widget: forms.Widget) -> str:
    """Tabler's class of an input."""
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "" if widget.is_hidden else "form-control"


class Renderer(TemplatesSetting):
    """Draws every form through our components."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = Field


class Form(forms.Form):
    """What every form of ours shares.

    `_key` makes a second submit harmless: made with the page, remembered with the record. `_version` is the
    record's version when the page was opened; the action compares it and raises `Stale`.
    """

    default_renderer = Renderer
    own_ids = ""  # told apart from other forms of the same page
    stale: Any = None  # the record as it is now, where somebody else changed it first
    use_required_attribute = False  # the server explains what is missing, in the reader's language

    def __init__(
        self,
        *args: Any,
        version: int | None = None,
        saved: Callable[[Any], Mapping[str, Any]] | None = None,
        **kwargs: Any,
    ) -> None:
        """`saved` tells from a record what its fields hold now, for the merge; without it, the record's columns of
        the same names. A draft among the initial values brings the version it was written on."""
        kwargs.setdefault("label_suffix", "")
        self.offered: dict[str, tuple[Any, ...]] = {}
        if self.own_ids:
            kwargs.setdefault("auto_id", f"id_{self.own_ids}_%s")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == "---------":
                field.empty_label = _("Choose")
        kept = str((self.initial or {}).get("_version", ""))
        self._version = int(kept) if kept.isdecimal() and len(kept) < 19 else version
        self._saved = saved

    def saved_in(self, record: Any) -> Mapping[str, Any]:
        """What the record holds now, by field."""
        return self._saved(record) if self._saved else attributes_of(record, self.fields)

    @cached_property
    def differences(self) -> dict[str, Difference]:
        """What somebody else changed meanwhile, by field (`kit.merging`)."""
        return differences_of(self)

    def fell_behind(self, current: Any) -> None:
        """Somebody changed the record first: their text now stands beside one's own, in this form."""
        self.stale = current
        self.add_error(None, _STALE if self.differences else _STALE_ELSEWHERE)

    @property
    def key(self) -> str:
        """The submit's own key: what was sent, or a new one."""
        sent = str(self.data.get("_key", "")) if self.is_bound else ""
        return sent if re.fullmatch(r"[0-9a-f-]{36}", sent) else str(uuid.uuid4())

    @property
    def submit_key(self) -> str:
        """The same by a name that no field bears: to a template a field called `key` comes before the property."""
        return self.key

    @property
    def version(self) -> int | None:
        """The version of the record the user was looking at; after a refusal because somebody else was first, of
        the record as it is now, which the user then sees beside their own text."""
        if self.stale is not None:
            return int(self.stale.version)
        sent = str(self.data.get("_version", "")) if self.is_bound else ""
        return int(sent) if sent.isdecimal() and len(sent) < 19 else self._version

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name, value in list(self.cleaned_data.items()):
            field = self.fields[name]
            if isinstance(value, str) and not isinstance(field.widget, forms.PasswordInput):
                self.cleaned_data[name] = clean(value)
                if value and field.required and not self.cleaned_data[name]:  # only marks that nobody sees
                    self.add_error(name, field.error_messages["required"])

    def offer(self, name: str, choices: Iterable[Any]) -> None:
        """What a field of this form may choose from, known only when the page is made."""
        self.offered[name] = tuple(choices)
        cast(forms.ChoiceField, self.fields[name]).choices = list(self.offered[name])

    def refuse(self, message: str, field: str | None = None) -> None:
        """Show an action's refusal (`Refused.message`, `Refused.field`) where the user looks for it."""
        self.add_error(field if field in self.fields else None, message)


class DateField(forms.DateField):
    """A day, typed as `gg.aa.iiii`. `past` and `future` say what is impossible."""

    def __init__(self, *, past: bool = True, future: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DATE_FORMATS)
        kwargs.setdefault("widget", DateInput())
        super().__init__(**kwargs)
        self.past, self.future = past, future
        self.error_messages["invalid"] = _("Write the date as day.month.year, for example 05.03.2026.")

    def clean(self, value: Any) -> date | None:
        day = super().clean(value.strip() if isinstance(value, str) else value)
        if day is None:
            return None
        if not 1900 <= day.year <= 2200:
            raise ValidationError(self.error_messages["invalid"])
        if not self.future and day > clock.today():
            raise ValidationError(_("This day is still to come."))
        if not self.past and day < clock.today():
            raise ValidationError(_("This day has passed."))
        return day


class DateInput(forms.DateInput):
    """A short text input; a native picker would show the device's own order of day and month."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        given = {
            "inputmode": "numeric",
            "maxlength": 10,
            "placeholder": _("dd.mm.yyyy"),
            "autocomplete": "off",
        }
        super().__init__({**given, "class": "hm-date", "data-date": "", **(attrs or {})}, format="%d.%m.%Y")


class DateTimeField(forms.MultiValueField):
    """A moment on Bakı's clock: a day and a time; gives an aware value."""

    def __init__(self, *, future: bool = True, **kwargs: Any) -> None:
        fields = (DateField(), forms.CharField(max_length=8))
        kwargs.setdefault("widget", DateTimeInput())
        super().__init__(fields=fields, **kwargs)
        self.future = future

    def clean(self, value: Any) -> Any:
        if isinstance(value, list):  # a part of nothing but spaces is empty
            value = [part.strip() if isinstance(part, str) else part for part in value]
        return super().clean(value)

    def compress(self, data_list: list[Any]) -> datetime | None:
        if not data_list or not data_list[0]:
            return None
        found = TIME.fullmatch(str(data_list[1] or "").strip())
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            raise ValidationError(_("Write the time as hours:minutes, for example 14:05."))
        day = data_list[0]
        naive = datetime(day.year, day.month, day.day, int(found[1]), int(found[2]))  # noqa: DTZ001
        moment = timezone.make_aware(naive)
        if not self.future and moment > clock.now():
            raise ValidationError(_("This moment is still to come."))
        return moment


class DateTimeInput(forms.MultiWidget):
    """Two short inputs side by side."""

    template_name = "forms/datetime.html"

    def __init__(self) -> None:
        time = {"inputmode": "numeric", "maxlength": 5, "placeholder": "00:00", "class": "hm-time"}
        day = DateInput({"aria-label": _("Day")})
        super().__init__({"day": day, "time": forms.TextInput({**time, "aria-label": _("Time")})})

    def decompress(self, value: datetime | None) -> list[Any]:
        if not value:
            return ["", ""]
        local = timezone.localtime(value)
        return [local.date(), local.strftime("%H:%M")]


class TextField(forms.CharField):
    """A longer text; the box grows with what is written."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea({"rows": rows}))
        kwargs.setdefault("max_length", MAX_TEXT)
        super().__init__(**kwargs)


def code_choices(code_list: str) -> list[tuple[str, Any]]:
    """The codes in force today, in the reader's language."""
    return [(str(value), label) for value, label in import_string(settings.CODE_CHOICES)(code_list)]


class CodeField(forms.ChoiceField):
    """One value of a code list: a drop-down, or buttons with `radio=True`."""

    def __init__(self, code_list: str, *, radio: bool = False, blank: Any = None, **kwargs: Any) -> None:
        def choices() -> list[tuple[str, Any]]:
            first = [] if radio else [("", blank if blank is not None else _("Choose"))]
            return [*first, *code_choices(code_list)]

        kwargs.setdefault("widget", forms.RadioSelect() if radio else forms.Select())
        super().__init__(choices=choices, **kwargs)


class CodesField(forms.MultipleChoiceField):
    """Several values of a code list, as tick boxes."""

    def __init__(self, code_list: str, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple())
        super().__init__(choices=lambda: code_choices(code_list), **kwargs)


class AnswerField(forms.ChoiceField):
    """Yes, no, or not known: what is not known is an answer too. Gives `yes`, `no` or `unknown`."""

    def __init__(self, **kwargs: Any) -> None:
        answers = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))]
        kwargs.setdefault("widget", forms.RadioSelect({"data-inline": ""}))
        super().__init__(choices=answers, **kwargs)


class PickerInput(forms.TextInput):
    """Search as you type. Carries two inputs: what is read (`NAME_text`) and what is chosen (`NAME`).

    `url` answers a posted `q` with `forms/hits.html`. `shown(value)` gives the words for a chosen value. Without
    JavaScript the typed words arrive in `NAME_text`, and the field resolves or asks.
    """

    template_name = "forms/picker.html"

    def __init__(
        self, url: Any, shown: Callable[[str], str] | None = None, attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__(attrs)
        self.url, self.shown = url, shown
        self.typed = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        self.typed = str(data.get(f"{name}_text", "")).strip()
        return data.get(name) or (f"?{self.typed}" if self.typed else "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = "" if str(value or "").startswith("?") else str(value or "")
        words = self.shown(chosen) if chosen and self.shown else ""
        context["widget"].update(url=str(self.url), chosen=chosen, words=words or self.typed)
        return context


class PickerField(forms.CharField):
    """A value chosen by searching. `resolve(words)` finds the values meant by typed words alone.

    One candidate is taken; none or several ask again (without JavaScript the candidates are listed).
    Give `url` as `reverse_lazy(…)`.
    """

    def __init__(
        self,
        url: Any,
        *,
        shown: Callable[[str], str] | None = None,
        resolve: Callable[[str], Iterable[tuple[str, str]]] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", PickerInput(url, shown))
        kwargs.setdefault("max_length", 300)
        super().__init__(**kwargs)
        self.resolve = resolve

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if not text.startswith("?"):
            return text
        found = list(self.resolve(text[1:])) if self.resolve else []
        if len(found) == 1:
            return found[0][0]
        if not found:
            raise ValidationError(_("Nothing matches. Choose from the list."))
        names = "; ".join(label for _value, label in found[:8])
        raise ValidationError(_("Several match: %(names)s. Say which.") % {"names": names})


def lazy_text(function: Callable[[], str]) -> Any:
    """A label or help text worked out when the page is made."""
    return lazy(function, str)()
