"""What a phone asks: which forms there are, each of them, the list of people beside it, and where to send answers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from himaya.access.gate import StaffRequest, screen
from himaya.access.roles import CASE_WORK
from himaya.exchange.openrosa.actions import Post, receive_post
from himaya.exchange.openrosa.door import XML, answer, from_phone
from himaya.exchange.openrosa.models import FormSubmission
from himaya.exchange.openrosa.queries import form_for_phone, offered, offered_forms, people_for
from himaya.exchange.openrosa.rules import largest_post
from himaya.exchange.openrosa.written import form_list, hash_of, manifest
from himaya.instruments.models import FormVersion
from himaya.instruments.queries import LIST
from himaya.kit import clock
from himaya.kit.errors import Refused

# The names of the parts (OpenRosa Form Submission API).
ANSWERS, MORE = "xml_submission_file", "*isIncomplete*"


def _address(request: HttpRequest, name: str, *args: str) -> str:
    return request.build_absolute_uri(reverse(f"exchange:{name}", args=args))


def _form(public_id: str) -> FormVersion:
    form = form_for_phone(public_id)
    if form is None:
        raise Http404
    return form


@require_safe
@from_phone
@screen(CASE_WORK, logs="phone.forms_listed")
def phone_forms(request: StaffRequest) -> HttpResponse:
    """Form Discovery."""
    forms = [
        {
            "formID": one.form.form_id,
            "name": one.form.title,
            "version": one.form.number,
            "hash": one.hash,
            "downloadUrl": _address(request, "phone-form", one.form.public_id),
            "manifestUrl": _address(request, "phone-manifest", one.form.public_id),
        }
        for one in offered_forms()
    ]
    return HttpResponse(form_list(forms), content_type=XML)


@require_safe
@from_phone
@screen(CASE_WORK, logs="phone.form_fetched")
def phone_form(request: StaffRequest, public_id: str) -> HttpResponse:
    """One form, with the question whom it is about."""
    return HttpResponse(offered(_form(public_id)).xml, content_type=XML)


@require_safe
@from_phone
@screen(CASE_WORK)
def phone_manifest(request: StaffRequest, public_id: str) -> HttpResponse:
    """Form Manifest: the list of people, by whose hash the phone sees that it has changed."""
    people = people_for(_form(public_id), request.user)
    url = _address(request, "phone-people", public_id)
    return HttpResponse(manifest([(LIST, hash_of(people), url)]), content_type=XML)


@require_safe
@from_phone
@screen(CASE_WORK, logs="phone.people_fetched")
def phone_people(request: StaffRequest, public_id: str) -> HttpResponse:
    """The people of the worker's open cases."""
    return HttpResponse(people_for(_form(public_id), request.user), content_type="text/csv; charset=utf-8")


@csrf_exempt  # sent by a phone, which proves itself by its key on every request
@require_http_methods(["HEAD", "POST"])
@from_phone
@screen(CASE_WORK)
def phone_submission(request: StaffRequest) -> HttpResponse:
    """Form Submission: asked for with HEAD, then sent in one post or several."""
    if request.method == "HEAD":
        return HttpResponse(status=204, headers={"Location": _address(request, "phone-submission")})
    if int(request.META.get("CONTENT_LENGTH") or 0) > largest_post(clock.today()) + 100_000:
        return answer(413, _("This is more than can be taken at once. Send it in several posts."))
    post = _post(request)
    if post is None:
        return answer(400, _("The answers are missing (xml_submission_file)."))
    try:
        taken = receive_post(post=post, device=request.device, by=request.user)  # type: ignore[attr-defined]  # set by the door
    except Refused as refusal:
        return answer(400, " ".join(refusal.told))
    if taken.state == FormSubmission.State.COMING:
        return answer(202, _("A part has arrived. Others are wanted."), "submit_pending")
    return answer(201, _said(taken), "submit_success")


def _said(taken: FormSubmission) -> str:
    if taken.state == FormSubmission.State.WAITING:
        return _("Arrived. It waits for you under “Forms from phones”.")
    return _("Arrived.")


def _post(request: HttpRequest) -> Post | None:
    """The answers come as a file; some clients send them as a plain field."""
    files: dict[str, Any] = {name: file for name, file in request.FILES.items() if name != ANSWERS}
    sent = request.FILES.get(ANSWERS)
    content = sent.read() if sent else request.POST.get(ANSWERS, "").encode()
    return Post(content, files, more=request.POST.get(MORE) == "yes") if content else None
