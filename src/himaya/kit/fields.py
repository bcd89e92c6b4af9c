"""Form fields that read what people really type in Azerbaijan and say plainly what is wrong."""

import re
from datetime import date, datetime
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from himaya.kit import clock, text
from himaya.kit.periods import BirthDate

EARLIEST = date(1900, 1, 1)
OLDEST_AGE = 120
DATE_FORMATS = ("%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%y")
FIN = re.compile("[0-9A-HJ-NP-Z]{7}")
# Only ASCII letters are raised: Azerbaijani casing would turn i into İ, which no FIN holds.
_FIN_READ = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzıİəƏОоАаВЕеКкМНСсРрТХхУуІі",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZIIƏƏOOAABEEKKMHCCPPTXXYYII",
)
_SHORT_CODE = re.compile("[1-9][0-9]{2,5}")


class NameField(forms.CharField):
    """A name of a person or a place: letters, hyphens, apostrophes. Gives the cleaned name."""

    default_error_messages = {
        "emoji": _("Write the name in letters, without emoji."),
        "digit": _("A name has no digits. Write it in letters."),
        "symbol": _("A name has only letters, spaces, hyphens and apostrophes."),
        "letterless": _("Write the name in letters."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"max_length": 100} | kwargs))

    def to_python(self, value: object) -> str:
        try:
            return text.clean_name(super().to_python(value) or "")
        except text.RefusedText as refused:
            raise ValidationError(self.error_messages[refused.code], code=refused.code) from refused


class NarrativeField(forms.CharField):
    """Free text of several lines, kept as told (emoji too), without invisible marks."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"max_length": 10_000} | kwargs))

    def to_python(self, value: object) -> str:
        return text.clean(super().to_python(value) or "")


class LineField(forms.CharField):
    """Short free text on one line: an address, a title."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"max_length": 200} | kwargs))

    def to_python(self, value: object) -> str:
        return text.clean_line(super().to_python(value) or "")


def read_date(typed: str) -> date | None:
    """A day written the usual ways, or None."""
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(typed, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    return None


class DateField(forms.Field):
    """A day: dd.mm.yyyy, dd/mm/yyyy or ISO."""

    widget = forms.DateInput
    default_error_messages = {
        "invalid": _("Write the date as day.month.year, for example 05.03.2026."),
        "future": _("This date has not come yet."),
        "past": _("This date is already past."),
        "too_early": _("The year must be 1900 or later."),
    }

    def __init__(self, *, future: bool = True, past: bool = True, **kwargs: Any) -> None:
        self.future, self.past = future, past
        super().__init__(**kwargs)
        if isinstance(self.widget, forms.DateInput):
            self.widget.format = "%d.%m.%Y"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off", "placeholder": _("dd.mm.yyyy")}

    def to_python(self, value: object) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return clock.local(value).date()
        if isinstance(value, date):
            return value
        day = read_date(text.clean_line(str(value)).replace(" ", ""))
        if day is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        wrong = (
            "too_early" if value < EARLIEST
            else "future" if not self.future and value > clock.today()
            else "past" if not self.past and value < clock.today()
            else None
        )  # fmt: skip
        if wrong:
            raise ValidationError(self.error_messages[wrong], code=wrong)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class MomentField(forms.DateTimeField):
    """A day and an hour as a clock in Bakı shows them. Gives an aware moment."""

    default_error_messages = {
        "invalid": _("Write the date and time as day.month.year hour:minute, for example 05.03.2026 14:30."),
        "future": _("This moment has not come yet."),
        "too_early": _("The year must be 1900 or later."),
    }

    def __init__(self, *, future: bool = True, **kwargs: Any) -> None:
        self.future = future
        formats = [f"{day} {hour}" for day in DATE_FORMATS[:3] for hour in ("%H:%M", "%H:%M:%S")]
        super().__init__(**({"input_formats": [*formats, "%Y-%m-%dT%H:%M"]} | kwargs))
        if isinstance(self.widget, forms.DateTimeInput):
            self.widget.format = "%d.%m.%Y %H:%M"

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, str):
            value = text.clean_line(value)
        moment = super().to_python(value)
        if moment and moment.date() < EARLIEST:
            raise ValidationError(self.error_messages["too_early"], code="too_early")
        if moment and not self.future and moment > clock.now():
            raise ValidationError(self.error_messages["future"], code="future")
        return moment


class FlexibleBirthDate(forms.Field):
    """A birth date as well as it is known: `05.03.2015`, `03.2015`, `2015`, or an age: `8`, `8 yaş`.

    Gives a `himaya.kit.periods.BirthDate`, or None when left empty.
    """

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write a date (05.03.2015), a month (03.2015), a year (2015) or an age (8)."),
        "future": _("A birth date cannot lie in the future."),
        "too_early": _("The year must be 1900 or later."),
    }

    def prepare_value(self, value: Any) -> Any:
        return show_birth_date(value) if isinstance(value, BirthDate) else value

    def to_python(self, value: Any) -> BirthDate | None:
        if value in self.empty_values or isinstance(value, BirthDate):
            return value or None
        typed = text.clean_line(str(value))
        try:
            born = read_birth_date(typed, clock.today())
        except ValueError:
            born = None
        if born is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return born

    def validate(self, value: BirthDate | None) -> None:
        super().validate(value)
        if value is None:
            return
        window = value.window
        assert window.start
        if window.start > clock.today():
            raise ValidationError(self.error_messages["future"], code="future")
        if value.day < EARLIEST:
            raise ValidationError(self.error_messages["too_early"], code="too_early")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def read_birth_date(typed: str, on: date) -> BirthDate | None:
    """What was typed, read as a date, month, year or age on a given day. ValueError for an impossible one."""
    day = read_date(typed.replace(" ", ""))
    if day:
        return BirthDate(day)
    if month := re.fullmatch(r"(\d{1,2})[./](\d{4})|(\d{4})-(\d{1,2})", typed):
        first, year, iso_year, second = month.groups()
        return BirthDate.of_month(int(year or iso_year), int(first or second))
    if year := re.fullmatch(r"~?\s*(\d{4})(?:-?c[iıuü] il)?", typed):
        return BirthDate.of_year(int(year[1]))
    age = re.fullmatch(r"[~≈]?\s*(\d{1,3})\s*(yaş\w*|yas\w*|years?( old)?|лет|год\w*)?", typed.lower())
    if age and int(age[1]) <= OLDEST_AGE:
        return BirthDate.of_age(int(age[1]), on)
    return None


def show_birth_date(born: BirthDate) -> str:
    """A birth date as one would type it; what is not known is not shown."""
    if born.precision == "month":
        return born.day.strftime("%m.%Y")
    if born.precision == "year":
        return str(born.day.year)
    if born.precision == "estimated":
        return f"~{born.age(clock.today())}"
    return born.day.strftime("%d.%m.%Y")


class PhoneField(forms.CharField):
    """A telephone number, Azerbaijani unless it says otherwise. Gives E.164, or a short code such as 142."""

    default_error_messages = {
        "invalid": _("Write the whole telephone number, for example 050 123 45 67."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"max_length": 40} | kwargs))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "tel", "autocomplete": "off"}

    def to_python(self, value: object) -> str:
        typed = text.clean_line(super().to_python(value) or "")
        if not typed:
            return ""
        number = read_phone(typed)
        if number is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number


def read_phone(typed: str) -> str | None:
    """E.164 or a short code from what a person typed; None when it is no whole number."""
    bare = re.sub(r"[^0-9+]", "", typed)
    if _SHORT_CODE.fullmatch(bare):
        return bare
    if re.fullmatch("994[0-9]{9}", bare):
        bare = "+" + bare
    try:
        number = phonenumbers.parse(bare, "AZ")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(stored: str) -> str:
    """A stored number as people here write it."""
    if not stored.startswith("+"):
        return stored
    number = phonenumbers.parse(stored)
    home = number.country_code == 994
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def read_fin(typed: str) -> str | None:
    """A FIN as stored (seven letters and digits, no I or O) from what was typed; None when it is none."""
    fin = re.sub(r"[\s-]", "", text.clean_line(typed)).translate(_FIN_READ).replace("O", "0")
    return fin if FIN.fullmatch(fin) else None


class FinField(forms.CharField):
    """The personal identification number of an identity document (FIN)."""

    default_error_messages = {
        "invalid": _(
            "A FIN has 7 letters and digits. The letters I and O never stand in it; write the digits 1 and 0."
        ),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"max_length": 20} | kwargs))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocapitalize": "characters", "autocomplete": "off"}

    def to_python(self, value: object) -> str:
        typed = super().to_python(value) or ""
        if not typed:
            return ""
        fin = read_fin(typed)
        if fin is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return fin
