"""One's own phones: a new key, shown once, and ending it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from himaya.access.devicekeys import actions
from himaya.access.devicekeys.forms import KeyForm
from himaya.access.devicekeys.models import DeviceKey
from himaya.access.devicekeys.queries import keys_of
from himaya.access.devicekeys.rules import secret_for
from himaya.access.devicekeys.setting_up import settings_of
from himaya.access.gate import StaffRequest, attempt, screen
from himaya.access.roles import CASE_WORK
from himaya.kit.qr import qr_picture


@never_cache
@screen(CASE_WORK)
def key_new(request: StaffRequest) -> HttpResponse:
    """A key for a phone; it is shown once, on the answer to the form."""
    form = KeyForm(request.POST or None)
    if form.is_valid():
        secret = secret_for(request.POST.get("_key", ""))
        key = attempt(form, actions.make_key, name=form.cleaned_data["name"], secret=secret, by=request.user)
        if key:
            return render(request, "access/devicekeys/key.html", _shown(request, key, secret))
    return render(request, "access/devicekeys/new.html", {"form": form})


def _shown(request: StaffRequest, key: DeviceKey, secret: str) -> dict[str, object]:
    server = request.build_absolute_uri("/openrosa")
    said = settings_of(
        server=server, name=key.public_id, secret=secret, project=getattr(settings, "SITE_NAME", "Himaya")
    )
    # Drawn by ourselves from Base64: nothing in it was typed by anybody.
    picture = mark_safe(qr_picture(said))  # noqa: S308
    return {"key": key, "secret": secret, "server": server, "picture": picture}


@require_POST
@screen(CASE_WORK)
def key_end(request: StaffRequest, public_id: str) -> HttpResponse:
    """Ends the key of a phone."""
    key = keys_of(request.user).filter(public_id=public_id).first()
    if key is None:
        raise Http404
    actions.end_key(key=key, by=request.user)
    messages.success(request, _("This phone can no longer fetch or send anything."))
    return redirect(reverse("access:security"))
