"""What forms add to a case: a part of its own, and their place in the story."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.models import User
from himaya.access.roles import CASE_READ
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import faces_on
from himaya.cases.casefile.story import moments, part
from himaya.cases.questionnaires.queries import forms_of
from himaya.kit.shapes import Moment

part("forms", gettext_lazy("Forms"), page="cases:case-forms", order=35, permission=CASE_READ)


@moments()
def tell_forms(case: Case, user: User) -> Iterable[Moment]:
    """Every form that was sent."""
    for one in forms_of(case, faces_on(case)):
        response = one.response
        if response.submitted_at is not None:
            yield Moment(
                at=response.submitted_at,
                title=_("Form filled in: %(form)s") % {"form": response.brought.title},
                text=one.name,
                by=str(response.submitted_by or ""),
                kind="form",
                kind_label=_("Forms"),
                icon="clipboard-check",
                url=reverse("cases:filled-form", args=[response.public_id]),
            )
