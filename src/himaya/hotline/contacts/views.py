"""Pages of contacts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CONTACT_OVERSEE, CONTACT_WORK
from himaya.hotline.contacts import actions
from himaya.hotline.contacts.forms import ChildForm, ContactForm, EnterForm, HeardForm, RevealForm
from himaya.hotline.contacts.models import Contact, ContactChild
from himaya.hotline.contacts.page import form_context, known_of, record_of, rows_of, tabs
from himaya.hotline.contacts.queries import LISTS, OPEN, colleagues, listed
from himaya.kit import clock
from himaya.kit.forms import Form

FORM = "hotline/form.html"
REVEALED = "hotline_revealed"


def contact_of(request: StaffRequest, public_id: str) -> Any:
    """The contact of an address, if it is open to whoever asks."""
    rows = Contact.objects.visible_to(request.user).select_related("dossier__unit", "counsellor", "plan")
    return fetch(request, rows, public_id=public_id)


@screen(CONTACT_WORK, logs="contacts.listed")
def contacts(request: StaffRequest) -> HttpResponse:
    """What is under way, what waits for a call-back, what has ended."""
    which = request.GET.get("list", OPEN)
    which = which if which in LISTS else OPEN
    found = listed(which, request.user, after=request.GET.get("after", ""))
    context = {"tabs": tabs(which, request.user), "older": found.older, "answer": Form()}
    context["rows"] = rows_of(found.rows)
    context["oversees"] = request.user.can(CONTACT_OVERSEE)
    return render(request, "hotline/contacts/list.html", context)


@require_POST
@screen(CONTACT_WORK)
def contact_answer(request: StaffRequest) -> HttpResponse:
    """Somebody is on the line: the contact is there at once."""
    return redirect(actions.receive_contact(channel="phone", by=request.user))


@screen(CONTACT_WORK)
def contact_enter(request: StaffRequest) -> HttpResponse:
    """A contact from paper or for a colleague, with its true times."""
    form = EnterForm(
        request.POST if request.method == "POST" else None,
        colleagues=colleagues(request.user),
        initial={"arrived_at": clock.now()},
    )
    if form.is_valid() and (
        made := attempt(form, actions.receive_contact, by=request.user, **form.cleaned_data)
    ):
        return redirect(made)
    return render(request, "hotline/contacts/enter.html", {"form": form})


@screen(CONTACT_WORK, logs="contact.viewed")
def contact_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """The contact: what is told beside what is asked, done and due."""
    contact = contact_of(request, public_id)
    form = ContactForm(request.POST if request.method == "POST" else None, contact=contact)
    if form.is_valid() and attempt(
        form, actions.write_contact, contact=contact, said=form.changed, by=request.user
    ):
        messages.success(request, _("Written down."))
        return redirect(contact)
    return render(request, "hotline/contacts/detail.html", {**record_of(contact, request.user), "form": form})


@require_POST
@screen(CONTACT_WORK)
def contact_keep(request: StaffRequest, public_id: str) -> HttpResponse:
    """Keeps what was changed on the page so far; what is not valid yet waits."""
    contact = contact_of(request, public_id)
    form = ContactForm(request.POST, contact=contact)
    form.is_valid()
    if form.changed:
        actions.write_contact(contact=contact, said=form.changed, by=request.user)
    return HttpResponse(status=204)


@require_POST
@screen(CONTACT_WORK)
def contact_kind(request: StaffRequest, public_id: str) -> HttpResponse:
    """What it was, in one stroke; a silent or abandoned one asks first."""
    contact, kind = contact_of(request, public_id), request.POST.get("kind", "")
    form = HeardForm(request.POST)
    form.is_valid()
    heard = form.cleaned_data.get("heard", "")
    done = attempt(form, actions.set_kind, contact=contact, kind=kind, heard=heard, by=request.user)
    if done is None:
        first = "heard" not in request.POST and not form.non_field_errors()
        return _ask(request, contact, HeardForm() if first else form, kind)
    if done.status != "set_aside":
        messages.info(request, _("Stay on the line and ask about danger."))
        return redirect("hotline:contact-triage", contact.public_id)
    messages.success(request, _("Set aside: %(reference)s.") % {"reference": done.reference})
    return redirect("hotline:contacts")


def _ask(request: StaffRequest, contact: Contact, form: HeardForm, kind: str) -> HttpResponse:
    heading = _("Was anything heard?")
    return render(request, "hotline/contacts/heard.html", form_context(contact, form, heading, kind=kind))


@screen(CONTACT_WORK, logs="contact.viewed")
def child_add(request: StaffRequest, public_id: str) -> HttpResponse:
    """One more child of whom the contact tells."""
    return _child(request, contact_of(request, public_id), None)


@screen(CONTACT_WORK, logs="contact.viewed")
def child_write(request: StaffRequest, public_id: str, child_id: str) -> HttpResponse:
    """More about a child."""
    contact = contact_of(request, public_id)
    rows = ContactChild.objects.visible_to(request.user).filter(contact=contact)
    return _child(request, contact, fetch(request, rows, public_id=child_id))


def _child(request: StaffRequest, contact: Contact, child: ContactChild | None) -> HttpResponse:
    known = {name: getattr(child, name) for name in ChildForm.base_fields} if child else {}
    form = ChildForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid() and attempt(
        form, actions.write_child, contact=contact, child=child, said=form.cleaned_data, by=request.user
    ):
        return redirect(contact)
    return render(request, FORM, form_context(contact, form, _("A child")))


@screen(CONTACT_WORK, logs="contact.viewed")
def caller_reveal(request: StaffRequest, public_id: str) -> HttpResponse:
    """The caller's number in clear, for a reason, once; only that it may be shown is kept meanwhile."""
    contact = contact_of(request, public_id)
    form = RevealForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(
        form, actions.reveal_caller, contact=contact, by=request.user, **form.cleaned_data
    ):
        request.session[REVEALED] = public_id
        return redirect("hotline:caller-reveal", public_id)
    shown = known_of(contact) if request.session.pop(REVEALED, "") == public_id else ""
    return render(
        request, "hotline/contacts/reveal.html", form_context(contact, form, _("Who called"), shown=shown)
    )
