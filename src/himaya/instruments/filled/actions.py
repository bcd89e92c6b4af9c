"""Starting, keeping and sealing the answers to a methodologist's form. These run inside other contexts' actions, in
their transaction and under their permission: an answer belongs to the record that asked."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.files.base import File

from himaya.access.gate import require_version
from himaya.access.models import Dossier
from himaya.instruments.filled.queries import checked_answers
from himaya.instruments.filled.rules import (
    require_asked,
    require_files,
    require_was_asked,
    scored,
    single_answers,
)
from himaya.instruments.responses.actions import require_draft, seal, start_response
from himaya.instruments.responses.models import Response
from himaya.instruments.xforms.facts import Facts
from himaya.instruments.xforms.models import FormVersion
from himaya.kit import clock
from himaya.registry.actions import keep_files


def start_filling(
    *, form: FormVersion, dossier: Dossier, by: Any, about_id: int | None = None, facts: Facts | None = None
) -> Response:
    """An empty draft of a form that is asked today. Refused for another."""
    require_asked(form, clock.today())
    return start_response(xform=form, dossier=dossier, by=by, about_id=about_id, given=facts)


def take_filling(
    *,
    form: FormVersion,
    dossier: Dossier,
    filled_by: Any,
    by: Any,
    instance: str,
    files: Mapping[str, File],
    about_id: int | None = None,
    facts: Facts | None = None,
) -> Response:
    """Answers that were filled in without us, on a phone: begun and sealed at once, after the same checks. `facts` is
    what the record told the phone when it was last in touch."""
    require_was_asked(form, clock.today())
    response = start_response(xform=form, dossier=dossier, by=filled_by, about_id=about_id, given=facts)
    return submit_filling(response=response, instance=instance, files=files, by=by)


def keep_filling(*, response: Response, instance: str, by: Any, expected: int | None = None) -> Response:
    """Keeps what was filled in so far, unchecked. A newer version of another tab stops it."""
    require_draft(response)
    require_version(response, expected)
    response.answers = {"instance": instance}
    response.saved_at = clock.now()
    response.save(update_fields=["closed", "saved_at"])
    response.refresh_from_db(fields=["version"])
    return response


def submit_filling(
    *,
    response: Response,
    instance: str,
    files: Mapping[str, File],
    by: Any,
    expected: int | None = None,
) -> Response:
    """Checks the answers again from the first to the last and seals them, with what was attached. Broken with every
    problem where they cannot be taken; also a form that was retired meanwhile is taken by whoever had begun it."""
    require_draft(response)
    require_version(response, expected)
    answers = checked_answers(response, instance)
    wanted = require_files(response.brought.shape, answers, files)
    kept = keep_files(files=[files[name] for name in wanted], dossier=response.dossier, by=by)
    attached = {name: document.public_id for name, document in zip(wanted, kept, strict=True)}
    response.answers = {"instance": instance, "files": attached}
    found = scored(response.brought.scoring, single_answers(response.brought.shape, answers), clock.today())
    response.score, response.level, response.flags = {"scores": found.scores}, found.level, list(found.flags)
    seal(response, _digest(response), by)
    return response


def _digest(response: Response) -> str:
    """Over the form as it was brought, what the record told it, and the answers."""
    said = [response.brought.sha256, response.given, response.answers]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
