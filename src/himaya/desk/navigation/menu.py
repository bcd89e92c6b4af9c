"""The side menu: only what the user may open."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.access.roles import (
    AUDIT_READ,
    BREAKGLASS_REVIEW,
    CASE_ASSIGN,
    CASE_READ,
    CASE_TRANSFER,
    DESK_USE,
    OVERDUE_READ,
    PERSON_JUDGE,
    PERSON_SEARCH,
    REFERRAL_ANSWER,
    REPORT_ENTER,
    REPORT_READ,
    SERVICE_MANAGE,
    SETTINGS_MANAGE,
    STAFF_MANAGE,
)
from himaya.kit.shapes import NavGroup, NavItem

# (group, [(permission, label, url name, icon)])
MENU: list[tuple[Any, list[tuple[Any, Any, str, str]]]] = [
    (
        "",
        [
            (DESK_USE, _("Home"), "desk:home", "home"),
            (REPORT_READ, _("Reports"), "cases:reports", "phone-incoming"),
            (REPORT_ENTER, _("Enter a report"), "cases:report-enter", "file-plus"),
            (CASE_READ, _("Cases"), "cases:case-list", "folder"),
            (CASE_READ, _("Visits"), "cases:visit-list", "calendar"),
            (CASE_TRANSFER, _("Transfers"), "cases:transfer-list", "arrow-right-circle"),
            (REFERRAL_ANSWER, _("Referrals"), "cases:referral-inbox", "arrows-exchange"),
            (PERSON_SEARCH, _("People"), "people:search", "users"),
            (PERSON_JUDGE, _("Records to be judged"), "people:pair-list", "git-merge"),
            (SERVICE_MANAGE, _("Our services"), "services:own", "building-community"),
        ],
    ),
    (
        _("Oversight"),
        [
            (OVERDUE_READ, _("What is late"), "cases:overdue", "alert-triangle"),
            (CASE_ASSIGN, _("Workers"), "workforce:staff-list", "users-group"),
            (BREAKGLASS_REVIEW, _("Emergency openings"), "access:openings", "lock-open"),
            (AUDIT_READ, _("Audit"), "access:audit", "shield-check"),
        ],
    ),
    (
        _("Administration"),
        [
            (STAFF_MANAGE, _("Users"), "access:staff", "user-cog"),
            (SETTINGS_MANAGE, _("Settings"), "desk:settings", "settings"),
        ],
    ),
]


def menu(request: HttpRequest) -> dict[str, Any]:
    """`nav` for the staff layout."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    groups = []
    known = [
        reverse(name)
        for _label, lines in MENU
        for permission, _words, name, _icon in lines
        if user.can(permission)
    ]
    here = max((url for url in known if _is_here(request.path, url)), key=len, default="")
    for label, lines in MENU:
        items = [
            NavItem(words, url, icon, current=url == here)
            for permission, words, name, icon in lines
            if user.can(permission) and (url := reverse(name))
        ]
        if items:
            groups.append(NavGroup(items, label))
    return {"nav": groups}


def _is_here(path: str, url: str) -> bool:
    return path == url or (url not in {"/", "/home/"} and path.startswith(url))
