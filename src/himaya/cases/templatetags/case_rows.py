"""The rows of long lists: visits, deadlines, cases, reports. Drawn here, in one step each: as templates with components
they were two thirds of the time such a list took."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.defaultfilters import truncatechars
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from himaya.kit.addresses import address
from himaya.kit.templatetags.faces import chip_face, clock_face
from himaya.kit.templatetags.himaya import at, az_date, az_datetime, az_time, code, icon, number

register = template.Library()

NOTHING = SafeString("")


def _quiet(words: Any) -> SafeString:
    """Words of less weight; nothing for nothing."""
    return format_html('<span class="hm-muted">{}</span>', words) if words else NOTHING


def _link(url: str, words: Any) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, words)


def _two_lines(first: Any, *more: SafeString) -> SafeString:
    """A line of words, and what is said of it beneath."""
    return format_html('<span class="hm-line-words">{}{}</span>', first, _together(more))


def _together(parts: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(parts))


def _row(*cells: tuple[str, Any]) -> SafeString:
    """A row of a table: what each cell is called (on a narrow screen it stands before it), and what it holds."""
    told = _together(format_html('<td data-label="{}">{}</td>', name, inside) for name, inside in cells)
    return format_html("<tr>{}</tr>\n", told)


@register.simple_tag
def visit_row(stop: Any, mine: bool) -> SafeString:
    """A visit of the agenda: when and to whom, how, where and by whom, and whether it is late or under way."""
    visit, late = stop.visit, stop.is_late
    told = [az_date(visit.planned_for)] if late else []
    told.append(code(visit.contact_type, "visit.contact_type"))
    told += [visit.place] if visit.place else []
    told += [] if mine or visit.worker is None else [str(visit.worker)]
    return format_html(
        '<li><a href="{}"><strong>{}</strong> {}</a> {}{}{}</li>\n',
        visit.get_absolute_url(),
        az_time(visit.planned_for),
        stop.title,
        _quiet(" · ".join(told)),
        chip_face(_("not recorded"), "bad") if late else NOTHING,
        chip_face(_("under way"), "info", "walk") if visit.status == "under_way" else NOTHING,
    )


STOPS = {"visit": "home", "hearing": "gavel", "meeting": "users", "due": "alarm"}


@register.simple_tag
def week_stop(stop: Any, mine: bool, may_plan: bool) -> SafeString:
    """A line of a day of the week: the hour, of whom, what and where, and how it stands."""
    hour = NOTHING if stop.kind == "due" else format_html("<strong>{}</strong> ", az_time(stop.at))
    told = [stop.what, stop.place, "" if mine else stop.who]
    chip = NOTHING
    if stop.done:
        chip = chip_face(_("done"), "good", "check")
    elif stop.late:
        chip = chip_face(_("overdue") if stop.kind == "due" else _("not recorded"), "bad")
    title = _link(stop.url, stop.title) if may_plan or stop.kind != "due" else stop.title
    return format_html(
        '<li class="hm-stop">{} {}{}{} {}</li>\n',
        icon(STOPS[stop.kind]), hour, title, _quiet(" · ".join(filter(None, told))), chip,
    )  # fmt: skip


@register.simple_tag
def unplanned_row(row: Any, mine: bool, may_plan: bool) -> SafeString:
    """A case whose children must be seen soon: of whom, by whom, until when, and the way to plan it."""
    worker = NOTHING if mine or row.case.worker is None else _quiet(row.case.worker)
    plan = NOTHING
    if may_plan:
        plan = format_html(
            '<a class="btn btn-sm" href="{}">{}<span class="visually-hidden"> {}</span></a>',
            address("cases:visit-plan", row.case.public_id),
            _("Plan"),
            row.title,
        )
    return format_html(
        '<li>{} <span class="hm-chips">{}{}</span></li>\n',
        _two_lines(_link(row.case.get_absolute_url(), row.title), worker),
        clock_face(at=row.due_at),
        plan,
    )


@register.simple_tag
def late_row(line: Any) -> SafeString:
    """A deadline that has passed: what, of whom, by how long, with whom it lies and whether it has climbed."""
    what = _link(line.url, line.label) if line.url else format_html("<strong>{}</strong>", line.label)
    reference = NOTHING if line.title == line.reference else _quiet(line.reference)
    holder, unit = line.clock.holder, NOTHING
    if holder is None:
        holder, unit = _("nobody yet"), _quiet(line.clock.unit)
    climbed = (
        _quiet(format_html("{} {}", icon("stairs-up"), _("climbed"))) if line.clock.rung > 1 else NOTHING
    )
    return _row(
        (_("What"), what),
        (_("Of whom"), _two_lines(format_html("<span>{}</span>", line.title), reference)),
        (_("Late by"), clock_face(due=line.due)),
        (_("Who"), _two_lines(format_html("<span>{}</span>", holder), unit, climbed)),
    )


@register.simple_tag
def hands_row(hands: Any) -> SafeString:
    """A worker: how full their hands are, and how much of it is late."""
    late = _("late: %(n)s") % {"n": hands.late}
    return format_html(
        '<li><a href="?worker={}">{}</a> <span>{}</span>{}{}{}</li>\n',
        hands.worker.public_id,
        hands.worker,
        hands.load_words,
        chip_face(late, "bad", "alarm") if hands.late else NOTHING,
        chip_face(_("over the limit"), "watch") if hands.is_over else NOTHING,
        chip_face(_("away"), "", "plane-departure") if hands.away_until else NOTHING,
    )


@register.simple_tag
def sum_row(of: Any) -> SafeString:
    """A unit, and how many deadlines are late there."""
    return format_html(
        '<li><a href="?unit={}">{}</a> {}</li>\n', of.unit.public_id, of.unit, _quiet(number(of.late))
    )


@register.simple_tag
def case_row(row: Any, tones: Any) -> SafeString:
    """A case of the worklist: whom it is about, risk, state, worker, and what is due first."""
    ages = "".join(f" · {child.age_words}" for child in row.children if child.age_words)
    about = f"{row.case.reference}{ages}" if row.children else _("Nobody registered yet")
    worker = "—" if row.case.worker is None else row.case.worker
    risk = chip_face(code(row.case.risk, "risk.level"), at(tones, row.case.risk))
    return _row(
        (_("About whom"), _two_lines(_link(row.case.get_absolute_url(), row.title), _quiet(about))),
        (_("Risk"), risk),
        (_("State"), row.state),
        (_("Worker"), worker),
        (_("Nearest deadline"), clock_face(due=row.due) if row.due else az_date(row.case.closed_at)),
    )


@register.simple_tag
def report_row(row: Any) -> SafeString:
    """A report of the duty officer's list: risk, what was told, the place, the state, and until when."""
    report = row.report
    insider = NOTHING
    if report.names_insider:
        insider = format_html("<br>{}", chip_face(_("names an insider"), "watch"))
    told = format_html(
        "{} {}<br>{}",
        _link(report.get_absolute_url(), report.reference),
        _quiet(f"{code(report.channel, 'report.channel')} · {az_datetime(report.received_at)}"),
        truncatechars(report.narrative, 110),
    )
    cells = (
        chip_face(row.risk.label, row.risk.tone, row.risk.icon),
        told,
        format_html("{}{}", report.territory or "—", insider),
        row.state,
        clock_face(at=report.due_at) if report.due_at else NOTHING,
    )
    return format_html(
        "<tr>{}</tr>\n", _together(format_html("<td><div>{}</div></td>", inside) for inside in cells)
    )
