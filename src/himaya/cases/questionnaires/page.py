"""What the pages of forms show."""

import json
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest
from himaya.access.models import User
from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.frame import TONES, chips_of
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import faces_on
from himaya.cases.casefile.rules import is_open
from himaya.cases.questionnaires.forms import FillForm
from himaya.cases.questionnaires.queries import face_about
from himaya.instruments.models import Response
from himaya.instruments.queries import read, scores, series
from himaya.kit.charts import Course, lines_over_time, radar, told
from himaya.kit.drawing import Drawing
from himaya.kit.shapes import Crumb
from himaya.kit.templatetags.himaya import az_date


def may_fill(user: User, case: Case, response: Response) -> bool:
    """Whether this person may still write in the form."""
    return not response.is_submitted and is_open(case) and user.can(CASE_WORK)


def _surround(case: Case, response: Response) -> dict[str, Any]:
    face = face_about(faces_on(case), response.about_id)
    crumbs = [
        Crumb(case.reference, case.get_absolute_url()),
        Crumb(_("Forms"), reverse("cases:case-forms", args=[case.public_id])),
    ]
    return {
        "case": case,
        "case_chips": chips_of(case),
        "crumbs": crumbs,
        "response": response,
        "heading": response.brought.title,
        "lead": face.name if face else _("Everybody in the case"),
    }


def fill_page(request: StaffRequest, case: Case, response: Response, form: FillForm) -> dict[str, Any]:
    """The form as it is filled in."""
    return {
        **_surround(case, response),
        "form": form,
        "kept": form["answers"].value() or "",
        "draft": reverse("workflow:draft-keep", args=[f"form-{response.public_id}"]),
        "words": json.dumps(drawing_words(), ensure_ascii=False),
    }


def read_page(request: StaffRequest, case: Case, response: Response) -> dict[str, Any]:
    """The form as it is read, with what its scores mean and how they changed."""
    return {
        **_surround(case, response),
        "lines": read(response),
        "scores": [
            (one, told(one.value), told(one.most), TONES.get(one.level, "")) for one in scores(response)
        ],
        "drawings": _change(response),
    }


def _change(response: Response) -> list[Drawing]:
    """The scores over time, once there are two sets of answers; as a radar too where there are three scores whose highest
    is known."""
    known = scores(response)
    before = series(response) if known and response.is_submitted else []
    if len(before) < 2:
        return []
    courses = [
        Course(one.label, one.most or _highest(before, one.name), [_value(set_, one.name) for set_ in before])
        for one in known
    ]
    moments = [az_date(set_.submitted_at) for set_ in before]
    said = _("Each line goes from nought to the highest the score can be.")
    drawn = [lines_over_time("scores", moments, courses, _("Scores over time"), said)]
    whole = [
        course
        for course, one in zip(courses, known, strict=True)
        if one.most and course.values[0] is not None
    ]
    if len(whole) >= 3:
        around = _("The first and the latest answers, each score as a share of the highest it can be.")
        drawn.append(radar("radar", whole, moments[0], moments[-1], _("First and latest"), around))
    return drawn


def _value(response: Response, name: str) -> float | None:
    found: dict[str, float] = response.score.get("scores", {})
    return found.get(name)


def _highest(before: list[Response], name: str) -> float:
    return max([_value(one, name) or 0 for one in before])


def drawing_words() -> dict[str, str]:
    """What the page says beside the form's own words; `%s` is filled in there."""
    return {
        "add": _("Add: %s"),
        "remove": _("Remove"),
        "removeSure": _("Remove this entry with all its answers?"),
        "entry": _("Entry"),
        "required": _("must be filled in"),
        "needed": _("Please answer this."),
        "impossible": _("This answer is not possible. Look at the question again."),
        "whole": _("Write a whole number in digits."),
        "number": _("Write a number in digits."),
        "day": _("Write the day as 31.12.2026."),
        "dayHint": _("Day.month.year"),
        "time": _("Write the time as 14:30."),
        "timeHint": _("Hours:minutes"),
        "moment": _("Write the day and the time as 31.12.2026 14:30."),
        "momentHint": _("Day.month.year hours:minutes"),
        "place": _("Write latitude and longitude as 40.41 49.87."),
        "placeHint": _("Latitude and longitude"),
        "here": _("Where I am now"),
        "noPlace": _("The device did not say where it is. Allow it, or write the place yourself."),
        "choose": _("Choose"),
        "up": _("Move up"),
        "down": _("Move down"),
        "rankKeep": _("The order is right as it stands"),
        "notSet": _("not chosen yet"),
        "confirm": _("I confirm"),
        "wrong": _("Answers to look at again: %s. The first is shown."),
        "broken": _("The form could not be opened. Load the page again; what you filled in is kept."),
    }
