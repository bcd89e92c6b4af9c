"""Panels of methodologists: forms that wait for a second person."""

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.desk.home.desk import Desk
from himaya.desk.home.panels import SHOWN, Line, Panel
from himaya.instruments.queries import forms_to_approve
from himaya.kit import clock
from himaya.kit.shapes import Chip


def forms_waiting(desk: Desk) -> Panel:
    """Forms brought and not approved yet; whose they are is marked, because nobody approves their own."""
    found = forms_to_approve()
    return Panel(
        title=_("Forms to be approved"),
        icon="clipboard-check",
        lines=[
            Line(
                title=form.title,
                url=form.get_absolute_url(),
                note=f"{form.form_id} {form.number} · {clock.local(form.brought_at):%d.%m.%Y}",
                chips=[Chip(_("Yours: somebody else approves it"), "calm")]
                if form.brought_by_id == desk.user.pk
                else [],
            )
            for form in found[:SHOWN]
        ],
        empty=_("No form waits for approval. What is brought stands here until a second person has read it."),
        count=len(found),
        more_url=reverse("instruments:forms"),
    )
