"""Filling in a form about somebody of a case. What was begun is kept; what was sent is sealed."""

from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.actions import hold, require
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import Face, faces_of
from himaya.cases.casefile.rules import may_write
from himaya.cases.questionnaires.queries import case_behind, facts_of
from himaya.instruments.actions import keep_filling, start_filling, submit_filling, take_filling
from himaya.instruments.models import FormVersion, Response
from himaya.kit.errors import Refused


@action(CASE_WORK, on="case")
def begin_form(*, case: Case, form: FormVersion, by: Any, member: str = "") -> Response:
    """Begins a form that is asked today, about a member of the case (by public id) or, without one, about all of it."""
    case = hold(case)
    require(may_write(case))
    face = _face(case, member)
    about = face.person_id if face else None
    return start_filling(form=form, dossier=case.dossier, by=by, about_id=about, facts=facts_of(case, face))


def _face(case: Case, member: str) -> Face | None:
    if not member:
        return None
    found = case.members.filter(public_id=member, ended_at__isnull=True).first()
    if found is None:
        raise Refused(_("This person is no longer in the case. Choose somebody else."), "about")
    return next(face for face in faces_of([case])[case.pk] if face.member_id == found.pk)


@action(CASE_WORK, on="case")
def take_form(
    *,
    case: Case,
    form: FormVersion,
    instance: str,
    files: Mapping[str, File],
    facts: Mapping[str, str],
    filled_by: Any,
    by: Any,
    member: str = "",
) -> Response:
    """Takes answers that were filled in on a phone without a network, about a member of the case or all of it, after
    the same checks as any; `facts` is what the record had told the phone."""
    case = hold(case)
    require(may_write(case))
    face = _face(case, member)
    return take_filling(
        form=form,
        dossier=case.dossier,
        filled_by=filled_by,
        by=by,
        instance=instance,
        files=files,
        about_id=face.person_id if face else None,
        facts=facts,
    )


@action(CASE_WORK, on="response")
def keep_form(*, response: Response, instance: str, by: Any, expected: int | None = None) -> Response:
    """Keeps what was filled in so far."""
    require(may_write(hold(case_behind(response))))
    return keep_filling(response=_held(response), instance=instance, by=by, expected=expected)


@action(CASE_WORK, on="response")
def submit_form(
    *,
    response: Response,
    instance: str,
    files: Mapping[str, File],
    by: Any,
    expected: int | None = None,
) -> Response:
    """Checks the answers again and seals them."""
    require(may_write(hold(case_behind(response))))
    return submit_filling(response=_held(response), instance=instance, files=files, by=by, expected=expected)


def _held(response: Response) -> Response:
    """The row as it is now, held until this is done."""
    rows = Response.objects.select_for_update(of=("self",)).select_related("xform", "dossier")
    found: Response = rows.get(pk=response.pk)
    return found
