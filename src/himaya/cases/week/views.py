"""The page of the week."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render

from himaya.access.gate import StaffRequest, screen
from himaya.access.roles import CASE_APPROVE, CASE_READ, CASE_WORK
from himaya.cases.week.page import district_map
from himaya.cases.week.queries import DAYS, monday_of, week_of
from himaya.kit import clock
from himaya.kit.fields import read_date


@screen(CASE_READ, logs="visits.viewed")
def week(request: StaffRequest) -> HttpResponse:
    """Seven days: my own, or those of everybody whose work I answer for."""
    leads = request.user.can(CASE_APPROVE)
    mine = request.GET.get("whose") == "mine" if leads else True
    monday = monday_of(read_date(request.GET.get("week", "")) or clock.today())
    days = week_of(request.user, monday, mine=mine)
    return render(
        request,
        "cases/week/week.html",
        {
            "days": days,
            "map": district_map(days),
            "before": monday - timedelta(days=DAYS),
            "after": monday + timedelta(days=DAYS),
            "last": monday + timedelta(days=DAYS - 1),
            "monday": monday,
            "mine": mine,
            "leads": leads,
            "may_plan": request.user.can(CASE_WORK),
        },
    )
