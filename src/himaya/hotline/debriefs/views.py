"""Pages of exposure and debriefs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CONTACT_REVIEW, CONTACT_WORK
from himaya.hotline.contacts.views import FORM
from himaya.hotline.debriefs import actions
from himaya.hotline.debriefs.forms import TalkForm
from himaya.hotline.debriefs.models import Debrief
from himaya.hotline.debriefs.page import exposure_context, form_context, record_of
from himaya.kit import clock
from himaya.kit.forms import Form


def debrief_of(request: StaffRequest, public_id: str) -> Debrief:
    """The debrief of an address, if it is open to whoever asks."""
    rows = Debrief.objects.visible_to(request.user).select_related("dossier__unit", "counsellor", "held_by")
    found: Debrief = fetch(request, rows, public_id=public_id)
    return found


@screen(CONTACT_WORK, logs="debriefs.listed")
def exposure(request: StaffRequest) -> HttpResponse:
    """Who bore how much in the last week, and which debriefs are due."""
    context = exposure_context(request.user)
    return render(request, "hotline/debriefs/list.html", {**context, "ask": Form()})


@require_POST
@screen(CONTACT_WORK)
def debrief_ask(request: StaffRequest) -> HttpResponse:
    """Somebody asks for a talk."""
    form = Form(request.POST)
    form.is_valid()
    if attempt(form, actions.ask_debrief, by=request.user):
        messages.success(request, _("Your supervisors know that you want to talk."))
    else:
        messages.warning(request, " ".join(map(str, form.non_field_errors())))
    return redirect("hotline:exposure")


@screen(CONTACT_WORK, logs="debrief.viewed")
def debrief_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """A debrief: due, or what the two wrote."""
    debrief = debrief_of(request, public_id)
    return render(request, "hotline/debriefs/detail.html", record_of(debrief, request.user))


@screen(CONTACT_REVIEW, logs="debrief.viewed")
def debrief_record(request: StaffRequest, public_id: str) -> HttpResponse:
    """Writes down that it was held."""
    debrief = debrief_of(request, public_id)
    form = TalkForm(
        request.POST if request.method == "POST" else None,
        initial={"held_at": clock.now()},
        version=debrief.version,
    )
    if form.is_valid():
        more = {"by": request.user, "expected": form.version, "talk": actions.Talk(**form.cleaned_data)}
        if attempt(form, actions.record_debrief, debrief=debrief, **more):
            messages.success(request, _("Written down. Only the two of you read it."))
            return redirect(debrief)
    lead = _("Once written down it is sealed: only the two of you read it. Others see counts.")
    return render(request, FORM, form_context(debrief, form, _("Write down the debrief"), lead=lead))
