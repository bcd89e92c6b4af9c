"""Taking what phones send, putting it in its place, or leaving it to a human. Nothing that came whole is ever lost."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile, File
from django.db import connection, transaction
from django.utils.translation import gettext as _

from himaya.access.actions import grant, open_dossier
from himaya.access.gate import action, require_version
from himaya.access.models import DeviceKey, Unit
from himaya.access.roles import CASE_WORK, ROLES
from himaya.cases.questionnaires.actions import take_form
from himaya.cases.questionnaires.queries import filled_since, target_of
from himaya.exchange.openrosa.models import FormSubmission, SubmissionFile
from himaya.exchange.openrosa.notices import tell_waiting
from himaya.exchange.openrosa.queries import form_sent
from himaya.exchange.openrosa.rules import dropped_before, twins_since
from himaya.instruments.models import Response
from himaya.instruments.queries import LATER, Sent, answer_megabytes, sent_back, told_facts
from himaya.kit import clock
from himaya.kit.errors import Refused

State, Why = FormSubmission.State, FormSubmission.Why


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a phone: the answers, some of the files that belong to them, and whether others follow."""

    answers: bytes
    files: Mapping[str, File]
    more: bool = False


@action(CASE_WORK)
def receive_post(*, post: Post, device: DeviceKey, by: Any) -> FormSubmission:
    """Takes one post. Its answers come with every post, its files in some of them; the last puts all in its place.
    Refused where it belongs to no form: the phone then keeps it."""
    sent = sent_back(post.answers, megabytes=answer_megabytes(clock.today()))
    submission = _known(sent, post, device, by)
    if not submission.is_open:
        return submission
    for name, file in post.files.items():
        _keep_file(submission, name, file)
    if not post.more and submission.state == State.COMING:
        _try(submission, by)
    return submission


def _known(sent: Sent, post: Post, device: DeviceKey, by: Any) -> FormSubmission:
    """The submission this post belongs to, held until this is done: two posts of one set of answers stand in a row."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"openrosa {by.pk} {sent.instance_id}"])
    digest = hashlib.sha256(post.answers).hexdigest()
    earlier = list(FormSubmission.objects.filter(sender=by, instance_id=sent.instance_id))
    found = next((one for one in earlier if one.digest == digest), None)
    if found is not None:
        return found
    form = form_sent(sent.form_id, sent.version)
    if form is None or form.approved_by_id is None:
        raise Refused(
            _(
                "There is no such form, or no such version of it. Fetch the forms anew, and tell your methodologist."
            )
        )
    unit = _unit_of(by)
    submission = FormSubmission(
        instance_id=sent.instance_id,
        digest=digest,
        form=form,
        device=device,
        sender=by,
        about=sent.about,
        came_at=clock.now(),
        why=Why.CHANGED if earlier else "",
    )
    submission.dossier = open_dossier(kind="submission", unit=unit)
    grant(dossier=submission.dossier, ground="sender", by=by, user=by, first=True)
    submission.closed = sent.instance
    submission.save(force_insert=True)
    return submission


def _unit_of(by: Any) -> Unit:
    """Where the sender works cases."""
    unit: Unit = next(m.unit for m in by.current_memberships if CASE_WORK in ROLES[m.role].may)
    return unit


def _keep_file(submission: FormSubmission, name: str, file: File) -> None:
    """Once; a file of the same name in a later post is a repeat."""
    if submission.files.filter(name=name).exists():
        return
    content = file.read()
    kept = SubmissionFile(submission=submission, dossier=submission.dossier, name=name, size=len(content))
    kept.closed = base64.b64encode(content).decode()
    kept.save(force_insert=True)


def _try(submission: FormSubmission, by: Any) -> None:
    """Puts it in its place if nothing speaks against it; otherwise it waits, with the reason."""
    why, told = _against(submission, by)
    if not why:
        try:
            with transaction.atomic():
                _place(submission, submission.about, by)
        except Refused as refusal:
            why, told = Why.REFUSED, refusal.told
        except PermissionDenied:
            why = Why.UNSEEN
    if why:
        submission.state, submission.why, submission.told = State.WAITING, why, told
        submission.save(update_fields=["state", "why", "told"])
        tell_waiting(submission)


def _against(submission: FormSubmission, by: Any) -> tuple[str, list[str]]:
    """Why a human must look at it before it is taken."""
    if submission.why:
        return submission.why, []
    if submission.about in ("", LATER):
        return Why.UNPLACED, []
    target = target_of(by, submission.about)
    if target is None:
        return Why.UNSEEN, []
    case, member = target
    since = twins_since(clock.now())
    twin = filled_since(case, member, submission.form.form_id, since)
    return (Why.TWIN, []) if twin else ("", [])


def _place(submission: FormSubmission, about: str, by: Any) -> Response:
    """Into the case; here stays only that it came."""
    target = target_of(by, about)
    if target is None:
        raise Refused(
            _("This case is not open to you, or the person is no longer in it. Choose somebody else."),
            "about",
        )
    case, member = target
    instance = str(submission.closed)
    response = take_form(
        case=case,
        form=submission.form,
        member=member,
        instance=instance,
        files={one.name: ContentFile(one.content, name=one.name) for one in submission.files.all()},
        facts=told_facts(submission.form, instance),
        filled_by=submission.sender,
        by=by,
    )
    submission.state, submission.response, submission.why, submission.told = State.PLACED, response, "", []
    _settle(submission, by)
    _empty(submission)
    return response


def _settle(submission: FormSubmission, by: Any) -> None:
    submission.settled_at, submission.settled_by = clock.now(), by
    submission.save()
    submission.refresh_from_db(fields=["version"])


def _empty(submission: FormSubmission) -> None:
    """The answers and files go; the row stays."""
    submission.files.all().delete()
    FormSubmission.objects.filter(pk=submission.pk).update(
        closed="", about="", told=[], emptied_at=clock.now()
    )


def _held(submission: FormSubmission, expected: int | None) -> FormSubmission:
    rows = FormSubmission.objects.select_for_update(of=("self",)).select_related("form", "sender", "dossier")
    found: FormSubmission = rows.get(pk=submission.pk)
    require_version(found, expected)
    if not found.is_open:
        raise Refused(_("This was settled before."))
    return found


@action(CASE_WORK, on="submission")
def place_submission(
    *, submission: FormSubmission, about: str, by: Any, expected: int | None = None
) -> FormSubmission:
    """Puts it where a human says it belongs: about a member (public id), or about all of a case."""
    held = _held(submission, expected)
    _place(held, about, by)
    return held


@action(CASE_WORK, on="submission")
def drop_submission(
    *, submission: FormSubmission, reason: str, by: Any, expected: int | None = None
) -> FormSubmission:
    """Puts it aside, with the reason (`submission.drop_reason`). It can be read for some days still."""
    held = _held(submission, expected)
    held.state, held.drop_reason = State.DROPPED, reason
    _settle(held, by)
    return held


def forget_dropped() -> int:
    """Empties what was put aside long enough ago; says how many (a job of the system)."""
    old = list(
        FormSubmission.objects.filter(
            state=State.DROPPED, emptied_at__isnull=True, settled_at__lt=dropped_before(clock.now())
        )
    )
    for submission in old:
        _empty(submission)
    return len(old)
