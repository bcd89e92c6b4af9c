"""Pages of the rules of outreach, and of what they came to."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, screen
from himaya.access.roles import OUTREACH_READ, OUTREACH_RULES
from himaya.cases.outreach import actions, forms
from himaya.cases.outreach.jobs import try_rule
from himaya.cases.outreach.models import OutreachRule
from himaya.cases.outreach.page import rule_page, rule_rows
from himaya.cases.outreach.queries import rule_called
from himaya.cases.outreach.sources import SOURCES
from himaya.reference.queries import codes


@screen(OUTREACH_READ, logs="outreach.viewed")
def outreach_rules(request: StaffRequest) -> HttpResponse:
    """Every rule, and what it came to in a year."""
    form = forms.YearForm(request.GET or None)
    year = form.chosen()
    around = {"form": form, "year": year, "rows": rule_rows(year), "sources": codes("outreach.source")}
    around["keeps"] = request.user.can(OUTREACH_RULES)
    return render(request, "cases/outreach/rules.html", around)


def _of(public_id: str) -> OutreachRule:
    found = rule_called(public_id)
    if found is None:
        raise Http404
    return found


def _page(request: StaffRequest, rule: OutreachRule, **given: Any) -> HttpResponse:
    shown = {
        "approving": forms.ApproveForm(version=rule.version),
        "retiring": forms.RetireForm(version=rule.version),
    }
    return render(request, "cases/outreach/rule.html", rule_page(request, rule, **{**shown, **given}))


@screen(OUTREACH_READ, logs="outreach.viewed")
def outreach_rule(request: StaffRequest, public_id: str) -> HttpResponse:
    """One version."""
    return _page(request, _of(public_id))


@screen(OUTREACH_RULES)
def outreach_rule_change(request: StaffRequest, public_id: str) -> HttpResponse:
    """The next version of a rule."""
    rule = _of(public_id)
    form = forms.RuleForm(
        request.POST or None, source=rule.source, fixed=True, initial=forms.first_values(rule)
    )
    return _propose(request, form, rule.source, rule.code, rule)


@screen(OUTREACH_RULES)
def outreach_rule_new(request: StaffRequest, source: str) -> HttpResponse:
    """The first version of a new rule over a source."""
    if source not in SOURCES:
        raise Http404
    form = forms.RuleForm(request.POST or None, source=source, fixed=False)
    return _propose(request, form, source)


def _propose(
    request: StaffRequest, form: forms.RuleForm, source: str, code: str = "", rule: OutreachRule | None = None
) -> HttpResponse:
    if form.is_valid():
        change = actions.Change(**form.said())
        given = {"code": code or form.cleaned_data["code"], "source": source, "change": change}
        if made := attempt(form, actions.propose_rule, by=request.user, **given):
            return redirect(made)
    return render(request, "cases/outreach/change.html", {"form": form, "source": source, "rule": rule})


@require_POST
@screen(OUTREACH_RULES)
def outreach_rule_approve(request: StaffRequest, public_id: str) -> HttpResponse:
    """It runs from a day."""
    rule = _of(public_id)
    form = forms.ApproveForm(request.POST, version=rule.version)
    given = {"rule": rule, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.approve_rule, **given, **form.cleaned_data):
        return redirect(rule)
    return _page(request, rule, approving=form)


@require_POST
@screen(OUTREACH_RULES)
def outreach_rule_retire(request: StaffRequest, public_id: str) -> HttpResponse:
    """It raises nothing more."""
    rule = _of(public_id)
    form = forms.RetireForm(request.POST, version=rule.version)
    if form.is_valid() and attempt(
        form, actions.retire_rule, rule=rule, by=request.user, expected=form.version
    ):
        return redirect(rule)
    return _page(request, rule, retiring=form)


@require_POST
@screen(OUTREACH_READ)
def outreach_rule_trial(request: StaffRequest, public_id: str) -> HttpResponse:
    """How many leads it would raise today: the system counts."""
    rule = actions.ask_trial(rule=_of(public_id), by=request.user)
    try_rule.defer(rule=rule.pk)
    return redirect(rule)
