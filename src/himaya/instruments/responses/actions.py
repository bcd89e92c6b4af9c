"""Starting, saving and submitting answers. These run inside other contexts' actions, in their transaction and
under their permission: an answer belongs to the record that asked."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from himaya.access.gate import require_version
from himaya.access.models import Dossier, User
from himaya.instruments.library.models import InstrumentVersion
from himaya.instruments.responses.models import Response
from himaya.instruments.responses.queries import shown
from himaya.instruments.responses.rules import digest_of, fit, problems
from himaya.instruments.scoring.rules import score
from himaya.instruments.xforms.models import FormVersion
from himaya.kit import clock
from himaya.kit.errors import Refused


def start_response(
    *,
    form: InstrumentVersion | None = None,
    xform: FormVersion | None = None,
    dossier: Dossier,
    by: Any,
    about_id: int | None = None,
    given: Mapping[str, Any] | None = None,
) -> Response:
    """An empty draft in a dossier, of a questionnaire of the product or of a methodologist's form."""
    response = Response.objects.create(
        dossier=dossier,
        form=form,
        xform=xform,
        about_id=about_id,
        given=dict(given or {}),
        language=(get_language() or "az")[:2],
        started_by=by if isinstance(by, User) else None,
        saved_at=clock.now(),
    )
    response.refresh_from_db(fields=["zone", "version"])
    return response


def follow_response(
    *, response: Response, by: Any, about_id: int | None = None, given: Mapping[str, Any] | None = None
) -> Response:
    """A new draft that begins with what an earlier response says, to the same version's questions."""
    content = response.questionnaire.content
    following = start_response(
        form=response.questionnaire,
        dossier=response.dossier,
        by=by,
        about_id=about_id or response.about_id,
        given=response.given if given is None else given,
    )
    following.follows = response
    following.answers = {
        name: shown(content.questions[name], value) if content.questions[name].type == "date" else value
        for name, value in response.answers.items()
    }
    following.save()
    following.refresh_from_db(fields=["version"])
    return following


def save_draft(
    *, response: Response, typed: Mapping[str, Any], by: Any, expected: int | None = None
) -> Response:
    """Keeps what was typed, as typed. A newer version of another tab stops it."""
    require_draft(response)
    require_version(response, expected)
    response.answers = dict(typed)
    response.saved_at = clock.now()
    response.save(update_fields=["closed", "saved_at"])
    response.refresh_from_db(fields=["version"])
    return response


def submit_response(
    *, response: Response, answers: Mapping[str, Any], by: Any, expected: int | None = None
) -> Response:
    """Checks the answers again, scores and seals them."""
    require_draft(response)
    require_version(response, expected)
    form = response.questionnaire
    content = form.content
    for name, problem in problems(content, answers, response.given).items():
        raise Refused(problem, field=name)
    kept = fit(content, answers, response.given)
    found = score(content, {**response.given, **kept}, clock.today())
    response.answers, response.score, response.level = kept, found.as_data(), found.level
    response.flags = list(found.flags)
    seal(response, digest_of(form.digest, response.given, kept), by)
    return response


def seal(response: Response, digest: str, by: Any) -> None:
    """From now on nobody changes these answers."""
    response.digest = digest
    response.state = Response.SUBMITTED
    response.submitted_by = by if isinstance(by, User) else None
    response.submitted_at = response.saved_at = clock.now()
    response.save()
    response.refresh_from_db(fields=["version"])


def require_draft(response: Response) -> None:
    """Refused where the answers are sealed already."""
    if response.is_submitted:
        raise Refused(_("These answers are already submitted. To change them, begin a new set."))
