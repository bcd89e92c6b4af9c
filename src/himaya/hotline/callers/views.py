"""Pages of repeat callers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CONTACT_OVERSEE, CONTACT_WORK
from himaya.hotline.callers import actions
from himaya.hotline.callers.forms import (
    ChooseForm,
    DecideForm,
    FlagForm,
    MergeForm,
    ProfileForm,
    ProposeForm,
    SplitForm,
)
from himaya.hotline.callers.models import CallerBlock, CallerFlag, CallerMerge, CallerProfile
from himaya.hotline.callers.page import (
    flag_chips,
    form_context,
    merge_context,
    others,
    record_of,
    split_context,
)
from himaya.hotline.callers.queries import all_of, minded, profile_of, profiles, root_of
from himaya.hotline.contacts.page import form_context as contact_form
from himaya.hotline.contacts.queries import A_PAGE
from himaya.hotline.contacts.views import FORM, contact_of
from himaya.kit.forms import Form
from himaya.reference.queries import label

PAGE = "hotline/callers/form.html"


def _profile(request: StaffRequest, public_id: str) -> Any:
    """The profile that somebody works in: the one in which it stands, where it was merged."""
    rows = CallerProfile.objects.visible_to(request.user).select_related("dossier__unit", "written_by")
    found = root_of(fetch(request, rows, public_id=public_id))
    return found if found.public_id == public_id else fetch(request, rows, public_id=found.public_id)


def _block(request: StaffRequest, public_id: str) -> Any:
    rows = CallerBlock.objects.visible_to(request.user).select_related(
        "dossier__unit", "profile", "proposed_by"
    )
    return fetch(request, rows, public_id=public_id)


@screen(CONTACT_WORK, logs="callers.listed")
def callers(request: StaffRequest) -> HttpResponse:
    """Who calls again and again, by our own names for them."""
    page = Paginator(profiles(request.user), A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    rows = [(one, flag_chips(flags)) for one, flags in zip(shown, minded(shown), strict=True)]
    return render(request, "hotline/callers/list.html", {"page": page, "rows": rows})


@screen(CONTACT_WORK, logs="caller.viewed")
def caller(request: StaffRequest, public_id: str) -> HttpResponse:
    """A profile: what helps, what must be minded, how often."""
    profile = _profile(request, public_id)
    if profile.public_id != public_id:
        return redirect(profile)
    context = {**record_of(profile, request.user), "end": Form()}
    return render(request, "hotline/callers/detail.html", context)


@screen(CONTACT_WORK, logs="contact.viewed")
def caller_open(request: StaffRequest, public_id: str) -> HttpResponse:
    """From a contact to the profile of its caller, made now where there is none."""
    contact = contact_of(request, public_id)
    if (known := profile_of(contact.caller_key)) is not None:
        return redirect(known)
    form = ProfileForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (
        made := attempt(form, actions.open_profile, contact=contact, by=request.user, **form.cleaned_data)
    ):
        return redirect(made)
    lead = _("Open to every counsellor of the hotline. Who it is stays closed.")
    return render(request, FORM, contact_form(contact, form, _("Profile of the caller"), lead=lead))


@screen(CONTACT_WORK, logs="caller.viewed")
def caller_write(request: StaffRequest, public_id: str) -> HttpResponse:
    """What helps, written anew."""
    profile = _profile(request, public_id)
    known = {"known_as": profile.known_as, "advice": profile.advice}
    form = ProfileForm(
        request.POST if request.method == "POST" else None, initial=known, version=profile.version
    )
    if form.is_valid():
        more = {"by": request.user, "expected": form.version, **form.cleaned_data}
        if attempt(form, actions.write_profile, profile=profile, **more):
            return redirect(profile)
    return render(request, PAGE, form_context(profile, form, _("What helps")))


@screen(CONTACT_WORK, logs="caller.viewed")
def caller_flag(request: StaffRequest, public_id: str) -> HttpResponse:
    """Something to be minded."""
    profile = _profile(request, public_id)
    form = FlagForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(
        form, actions.flag_caller, profile=profile, by=request.user, **form.cleaned_data
    ):
        return redirect(profile)
    return render(request, PAGE, form_context(profile, form, _("To be minded")))


@require_POST
@screen(CONTACT_WORK)
def flag_end(request: StaffRequest, public_id: str, flag_id: str) -> HttpResponse:
    """It need not be minded any more."""
    profile = _profile(request, public_id)
    rows = CallerFlag.objects.visible_to(request.user).filter(profile__in=all_of(profile))
    flag = fetch(request, rows.select_related("dossier__unit"), public_id=flag_id)
    actions.end_flag(flag=flag, by=request.user)
    return redirect(profile)


@screen(CONTACT_WORK, logs="caller.viewed")
def block_propose(request: StaffRequest, public_id: str) -> HttpResponse:
    """Asks a supervisor to block."""
    profile = _profile(request, public_id)
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(
        form, actions.propose_block, profile=profile, by=request.user, **form.cleaned_data
    ):
        return redirect(profile)
    lead = _(
        "A block lasts days, needs a second person, and lets through whoever says that a child is in danger."
    )
    return render(request, PAGE, form_context(profile, form, _("Propose a block"), lead=lead))


@screen(CONTACT_OVERSEE, logs="caller.viewed")
def block_decide(request: StaffRequest, public_id: str) -> HttpResponse:
    """A second person decides."""
    block = _block(request, public_id)
    form = DecideForm(request.POST if request.method == "POST" else None, version=block.version)
    if form.is_valid():
        said = {"approve": form.cleaned_data["decision"] == "block", "days": form.cleaned_data["days"]}
        if attempt(form, actions.decide_block, block=block, by=request.user, expected=form.version, **said):
            return redirect(block)
    lead = f"{label('caller.block_reason', block.reason)}. {block.note} ({block.proposed_by})"
    return render(request, PAGE, form_context(block.profile, form, _("Decide on the block"), lead=lead))


@screen(CONTACT_OVERSEE, logs="caller.viewed")
def block_lift(request: StaffRequest, public_id: str) -> HttpResponse:
    """A supervisor lets the caller through again."""
    block = _block(request, public_id)
    form = Form(request.POST if request.method == "POST" else None, version=block.version)
    if form.is_valid() and attempt(
        form, actions.lift_block, block=block, by=request.user, expected=form.version
    ):
        return redirect(block)
    return render(request, PAGE, form_context(block.profile, form, _("Lift the block")))


@screen(CONTACT_OVERSEE, logs="caller.viewed")
def caller_merge(request: StaffRequest, public_id: str) -> HttpResponse:
    """Which other profile is of the same caller."""
    profile = _profile(request, public_id)
    posted = request.POST if request.method == "POST" else None
    form = ChooseForm(posted, others=others(profile, request.user))
    if form.is_valid():
        return redirect("hotline:caller-merge-with", profile.public_id, form.cleaned_data["other"])
    lead = _("You will see both beside one another before anything happens.")
    context = form_context(
        profile, form, _("Merge with another profile"), lead=lead, submit=_("Look at both")
    )
    return render(request, PAGE, context)


@screen(CONTACT_OVERSEE, logs="caller.viewed")
def caller_merge_with(request: StaffRequest, public_id: str, other_id: str) -> HttpResponse:
    """Two profiles beside one another, and what a merge will do."""
    profile, other = _profile(request, public_id), _profile(request, other_id)
    if profile == other:
        return redirect(profile)
    form = MergeForm(request.POST if request.method == "POST" else None, version=profile.version)
    if form.is_valid():
        said = {"expected": form.version, "by": request.user, **form.cleaned_data}
        if attempt(form, actions.merge_profiles, kept=profile, other=other, **said):
            messages.success(request, _("They are one caller now."))
            return redirect(profile)
    return render(request, "hotline/callers/merge.html", {"form": form, **merge_context(profile, other)})


@screen(CONTACT_OVERSEE, logs="caller.viewed")
def caller_split(request: StaffRequest, public_id: str) -> HttpResponse:
    """A wrong merge is undone; what will happen is told first."""
    rows = CallerMerge.objects.visible_to(request.user).select_related(
        "dossier__unit", "kept", "folded", "merged_by"
    )
    merge = fetch(request, rows, public_id=public_id)
    top = root_of(merge.kept)
    if merge.split_at is not None:
        return redirect(top)
    form = SplitForm(request.POST if request.method == "POST" else None, version=merge.version)
    if form.is_valid():
        said = {"expected": form.version, "by": request.user, **form.cleaned_data}
        if attempt(form, actions.split_profiles, merge=merge, **said):
            messages.success(request, _("They are two callers again."))
            return redirect(top)
    return render(request, "hotline/callers/split.html", {"form": form, **split_context(merge, top)})
