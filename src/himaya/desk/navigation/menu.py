"""The side menu: only what the user may open."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.access.roles import (
    APPEAL_DECIDE,
    AUDIT_READ,
    BREAKGLASS_REVIEW,
    CASE_ASSIGN,
    CASE_READ,
    CASE_TRANSFER,
    CASE_WORK,
    COMMISSION_SIT,
    CONTACT_OVERSEE,
    CONTACT_WORK,
    DESK_USE,
    FIGURES_READ,
    FILE_AUDIT_READ,
    HOTLINE_FIGURES,
    IMPORT_PREPARE,
    INCIDENT_READ,
    INSTRUMENT_EDIT,
    MEETING_READ,
    OUTREACH_READ,
    OUTREACH_WORK,
    OVERDUE_READ,
    PERSON_JUDGE,
    PERSON_READ,
    PERSON_SEARCH,
    QUALITY_READ,
    REFERRAL_ANSWER,
    REGISTER_READ,
    REPORT_ENTER,
    REPORT_READ,
    RETENTION_DECIDE,
    SERVICE_APPLY,
    SERVICE_MANAGE,
    SETTINGS_MANAGE,
    STAFF_MANAGE,
    SUPERVISION_READ,
)
from himaya.kit.shapes import NavGroup, NavItem

# (group, [(permission or all of several, label, url name, icon)])
MENU: list[tuple[Any, list[tuple[Any, Any, str, str]]]] = [
    (
        "",
        [
            (COMMISSION_SIT, _("Commission"), "cases:meeting-list", "users-group"),
            (DESK_USE, _("Home"), "desk:home", "home"),
            (CONTACT_WORK, _("Queue"), "hotline:queue", "headset"),
            (CONTACT_WORK, _("Hotline"), "hotline:contacts", "phone-incoming"),
            (INCIDENT_READ, _("Incidents"), "hotline:incidents", "alert-triangle"),
            (CONTACT_WORK, _("Quality of the hotline"), "hotline:reviews", "clipboard-check"),
            (CONTACT_WORK, _("Exposure and debriefs"), "hotline:exposure", "heart-handshake"),
            (CONTACT_OVERSEE, _("Wall of the hotline"), "hotline:wall", "layout-dashboard"),
            (REPORT_READ, _("Reports"), "cases:reports", "phone-incoming"),
            (REPORT_ENTER, _("Enter a report"), "cases:report-enter", "file-plus"),
            (CASE_READ, _("Cases"), "cases:case-list", "folder"),
            (SERVICE_APPLY, _("Application for social services"), "cases:application-new", "file-plus"),
            (CASE_ASSIGN, _("Applications made online"), "cases:online-applications", "inbox"),
            (OUTREACH_WORK, _("Outreach"), "cases:lead-list", "heart-handshake"),
            (CASE_READ, _("Visits"), "cases:visit-list", "calendar"),
            (FILE_AUDIT_READ, _("Audits of case files"), "cases:file-audits", "clipboard-check"),
            (SUPERVISION_READ, _("Supervision"), "cases:supervision-home", "heart-handshake"),
            ((MEETING_READ, CASE_TRANSFER), _("Meetings"), "cases:meeting-list", "users-group"),
            (CASE_WORK, _("Forms from phones"), "exchange:submissions", "device-mobile"),
            (CASE_TRANSFER, _("Transfers"), "cases:transfer-list", "arrow-right-circle"),
            (REFERRAL_ANSWER, _("Referrals"), "cases:referral-inbox", "arrows-exchange"),
            (PERSON_SEARCH, _("People"), "people:search", "users"),
            (REGISTER_READ, _("Registers"), "people:registers", "list-details"),
            (PERSON_JUDGE, _("Records to be judged"), "people:pair-list", "git-merge"),
            (IMPORT_PREPARE, _("Lists of people"), "people:import-list", "table-import"),
            (IMPORT_PREPARE, _("School absence"), "cases:absences", "school"),
            (SERVICE_MANAGE, _("Our services"), "services:own", "building-community"),
        ],
    ),
    (
        _("Oversight"),
        [
            (HOTLINE_FIGURES, _("Figures of the hotline"), "hotline:figures-now", "chart-bar"),
            (OVERDUE_READ, _("What is late"), "cases:overdue", "alert-triangle"),
            (FIGURES_READ, _("Figures of case work"), "cases:case-outcomes", "chart-bar"),
            (FIGURES_READ, _("Figures of supervision and audits"), "cases:case-oversight", "chart-bar"),
            (OUTREACH_READ, _("Rules of outreach"), "cases:outreach-rules", "chart-bar"),
            ((MEETING_READ, OVERDUE_READ), _("Commissions"), "cases:commission-list", "users-group"),
            (APPEAL_DECIDE, _("Complaints"), "cases:appeal-list", "message"),
            (CASE_ASSIGN, _("Workers"), "workforce:staff-list", "users-group"),
            (QUALITY_READ, _("Data quality"), "people:quality", "chart-bar"),
            # whose files these are, only who may open them decides; the hotline's contacts have a page of their own
            (
                (RETENTION_DECIDE, PERSON_READ),
                _("Files whose time is over"),
                "people:retention-list",
                "archive",
            ),
            (BREAKGLASS_REVIEW, _("Emergency openings"), "access:openings", "lock-open"),
            (AUDIT_READ, _("Audit"), "access:audit", "shield-check"),
        ],
    ),
    (
        _("Administration"),
        [
            (INSTRUMENT_EDIT, _("Forms"), "instruments:forms", "forms"),
            (STAFF_MANAGE, _("Users"), "access:staff", "user-cog"),
            (SETTINGS_MANAGE, _("Settings"), "desk:settings", "settings"),
        ],
    ),
]


# No address depends on the language or on who asks: each is resolved once.
_address = cache(reverse)


def menu(request: HttpRequest) -> dict[str, Any]:
    """`nav` for the staff layout."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    mine = [
        (
            label,
            [
                (words, _address(name), icon)
                for permission, words, name, icon in lines
                if all(map(user.can, permission if isinstance(permission, tuple) else (permission,)))
            ],
        )
        for label, lines in MENU
    ]
    here = _nearest(request.path, [url for _label, lines in mine for _words, url, _icon in lines if url])
    groups = [
        NavGroup([NavItem(words, url, icon, current=url == here) for words, url, icon in lines if url], label)
        for label, lines in mine
    ]
    return {"nav": [group for group in groups if group.items]}


def _nearest(path: str, urls: list[str]) -> str:
    """The line under which a page lies: the page's own, else the one whose address is the longest part of it."""
    above = [url for url in urls if path == url or (url not in {"/", "/home/"} and path.startswith(url))]
    return max(above, key=len, default="")
