"""Made-up content for the style guide: the longest names, every state, nothing and plenty."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.kit import clock
from himaya.kit.forms import AnswerField, DateField, DateTimeField, Form, PickerField, TextField
from himaya.kit.shapes import (
    Alert,
    Chip,
    Column,
    Crumb,
    Due,
    HelpLine,
    Hit,
    Moment,
    NavGroup,
    NavItem,
    NextAction,
    Stat,
    Step,
    Tab,
)

LONGEST = "Məhəmmədhüseynqulu-Əlisahib Şəmsəddinov-Qaracadağlı Cəfərqulu oğlu"
PLACES = ["Ağcabədi", "Ağdam", "Əsgəran", "Xaçmaz", "Xırdalan", "İsmayıllı", "Iğdır küçəsi", "Şəki"]


class SampleForm(Form):
    """One field of each kind."""

    name = forms.CharField(label=gettext_lazy("Name and surname"), max_length=200)
    born_on = DateField(
        label=gettext_lazy("Date of birth"), future=False, help_text=gettext_lazy("Estimated if not known.")
    )
    happened_at = DateTimeField(label=gettext_lazy("When it happened"), required=False)
    place = PickerField(
        reverse_lazy("kit:styleguide-hits"),
        label=gettext_lazy("Place"),
        required=False,
        shown=lambda value: value,
    )
    alone = AnswerField(label=gettext_lazy("Is the child alone?"), required=False)
    urgency = forms.ChoiceField(
        label=gettext_lazy("Risk level"),
        choices=[("low", gettext_lazy("Low")), ("high", gettext_lazy("High"))],
        required=False,
    )
    story = TextField(label=gettext_lazy("What happened"), help_text=gettext_lazy("In your own words."))
    agreed = forms.BooleanField(label=gettext_lazy("The child's view was heard"), required=False)


def hits(words: str) -> list[Hit]:
    """Places that begin with the words, for the sample picker."""
    wanted = words.lower()
    return [Hit(place, place, hint="Bakı–Quba yolu") for place in PLACES if place.lower().startswith(wanted)]


def _nav() -> list[NavGroup]:
    return [
        NavGroup(
            [
                NavItem(_("Start page"), "/", "home"),
                NavItem(_("My children"), "#", "users", current=True, count=12),
                NavItem(_("Overdue"), "#", "alarm", count=3, alarm=True),
            ]
        ),
        NavGroup(
            [NavItem(_("Reports"), "#", "message-report"), NavItem(_("Services"), "#", "building-community")],
            _("Work"),
        ),
    ]


def _steps() -> list[Step]:
    today = clock.today()
    return [
        Step(_("Reported"), "done", today - timedelta(days=9)),
        Step(_("Screened"), "done", today - timedelta(days=9)),
        Step(_("Comprehensive assessment"), "current", today - timedelta(days=2)),
        Step(_("Safety plan"), "skipped"),
        Step(_("Individual plan"), "todo"),
        Step(_("Closed"), "todo"),
    ]


def _actions() -> list[NextAction]:
    soon = clock.now() + timedelta(hours=2, minutes=14)
    return [
        NextAction(_("Accept the assignment"), "#", Due(soon), primary=True, key="a"),
        NextAction(_("Plan a visit"), "#", Due(clock.now() - timedelta(days=3, hours=4))),
        NextAction(
            _("Close the case"),
            blocked=[_("Two actions of the plan are still open."), _("The supervisor has not agreed.")],
        ),
    ]


def _moments() -> list[Moment]:
    now = clock.now()
    return [
        Moment(
            now,
            _("Visit missed"),
            by="Günay Ələkbərzadə-İsmayılova",
            kind="visit",
            kind_label=_("Visits"),
            icon="alarm",
            tone="bad",
        ),
        Moment(
            now - timedelta(days=1),
            _("Note"),
            _("The neighbour says the child was at school today.") + "\n" + LONGEST,
            "Ülviyyə Çıraqova",
            "note",
            _("Notes"),
            "pencil",
        ),
        Moment(
            now - timedelta(days=9),
            _("Report received"),
            kind="step",
            kind_label=_("Steps"),
            icon="message-report",
            tone="info",
        ),
    ]


def _record() -> dict[str, Any]:
    return {
        "longest": LONGEST,
        "born_on": date(clock.today().year - 8, 3, 5),
        "chips": [
            Chip(_("Life in danger"), "grave"),
            Chip(_("High risk"), "bad"),
            Chip(_("Medium risk"), "watch"),
            Chip(_("Safe now"), "good"),
            Chip(_("Sensitive"), "info", "lock"),
            Chip(_("Normal")),
        ],
        "alerts": [
            Alert(_("Hostile address: visit only in pairs."), "bad"),
            Alert(_("Has a twin with a similar name."), "watch", "#"),
        ],
        "tabs": [
            Tab(_("Story"), "#", True),
            Tab(_("Plan"), "#", count=4),
            Tab(_("Family"), "#", count=6),
            Tab(_("Documents"), "#", count=0),
        ],
    }


def _tables() -> dict[str, Any]:
    now = clock.now()
    rows = [
        {
            "name": LONGEST,
            "risk": Chip(_("High risk"), "bad"),
            "due": Due(now - timedelta(hours=5)),
            "visits": 1204,
        },
        {
            "name": "Əli İbrahimov",
            "risk": Chip(_("Low"), "good"),
            "due": Due(now + timedelta(days=3)),
            "visits": 3,
        },
        {
            "name": "Iraz Ismayılzadə",
            "risk": Chip(_("Medium risk"), "watch"),
            "due": Due(now, paused=_("the family is away")),
            "visits": 12,
        },
    ]
    columns = [
        Column(_("Name"), "name", sorted="up"),
        Column(_("Risk level")),
        Column(_("Deadline"), "due"),
        Column(_("Visits"), number=True),
    ]
    return {"rows": rows, "columns": columns, "page": Paginator(range(1234), 50).page(2)}


class _Now:
    """A record as somebody else has just saved it."""

    version = 4


class BothForm(Form):
    """Two people changed it."""

    phone = forms.CharField(label=_("Telephone"))
    story = TextField(label=_("What happened"))


def _both() -> BothForm:
    saved = {"phone": "+994 55 765 43 21", "story": _("The neighbour says the child was at school today.")}
    form = BothForm({"phone": "+994 50 123 45 67", "story": LONGEST}, version=3, saved=lambda _now: saved)
    form.is_valid()
    form.fell_behind(_Now())
    return form


def samples(request: HttpRequest) -> dict[str, Any]:
    """Everything the style guide shows."""
    wrong = SampleForm({"born_on": "31.02.2020", "place_text": "Ağ", "_version": "3"})
    return {
        "nav": _nav(),
        "crumbs": [Crumb(_("My children"), "#"), Crumb(LONGEST)],
        "steps": _steps(),
        "actions": _actions(),
        "moments": _moments(),
        "stats": [
            Stat(_("Life in danger"), 1, "#", "grave"),
            Stat(_("Overdue"), 3, "#", "bad", _("the oldest for 4 days"), "alarm"),
            Stat(_("Due today"), 7, "#", "watch"),
            Stat(_("My children"), 42, "#"),
            Stat(_("Reviewed on time"), "96,4 %", tone="good"),
        ],
        "form": SampleForm(version=3) if request.GET.get("form") == "empty" else wrong,
        "both": _both(),
        "lines": [
            HelpLine(_("Police"), "102"),
            HelpLine(_("Ambulance"), "103"),
            HelpLine(_("Children's helpline"), "116111", _("day and night")),
        ],
        "met": Due(clock.now(), met_at=clock.now()),
        **_record(),
        **_tables(),
    }
