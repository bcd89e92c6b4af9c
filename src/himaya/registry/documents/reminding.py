"""Documents that run out: a task and a notice for whoever keeps the record, once each time the day draws near."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from himaya.access.gate import SYSTEM, may
from himaya.access.models import User
from himaya.access.queries import nearest_to
from himaya.access.roles import DESK_USE, DOCUMENT_GUARDED, Supervisor
from himaya.kit import clock
from himaya.registry.documents.actions import task_key
from himaya.registry.documents.homes import home_of, keeper_of
from himaya.registry.documents.models import Document
from himaya.registry.documents.queries import running_out
from himaya.workflow.actions import give_task, open_task, plain_subject, tell_all
from himaya.workflow.notices.actions import kind as notice_kind
from himaya.workflow.tasks.actions import kind as task_kind

SUBJECT = plain_subject("document", Document)
RENEW = task_kind("document.renew", _("A document runs out: get the new one, or say that it is not needed"))
SOON = notice_kind("document.soon", _("A document in a record you keep runs out soon."))
OUT = notice_kind("document.out", _("A document in a record you keep has run out."))


def to_remind() -> QuerySet[Document]:
    """Documents whose last day is near or past. For the system."""
    return running_out(SYSTEM)


def remind(*, document: Document) -> None:
    """A task until the new document is there, and a notice: when the day draws near, and when it has passed. Nobody is
    told of a record on which work has ended, nor of papers they may not read."""
    home = home_of(document.dossier, SYSTEM)
    if home is not None and home.over:
        return
    keeper = keeper_of(document.dossier)
    if keeper is not None and not _may_hear(keeper, document):
        keeper = None
    assert document.valid_until is not None
    due = clock.at(document.valid_until + timedelta(days=1))
    open_task(
        kind=RENEW,
        key=task_key(document),
        dossier=document.dossier,
        unit=document.dossier.unit,
        assignee=keeper,
        role=Supervisor,
        due_at=due,
        process=SUBJECT,
        subject_id=document.pk,
    )
    give_task(key=task_key(document), assignee=keeper)
    hearers = (
        [keeper]
        if keeper
        else [u for u in nearest_to(Supervisor, document.dossier) if _may_hear(u, document)]
    )
    told = OUT if document.has_run_out else SOON
    tell_all(
        users=hearers,
        kind=told,
        key=f"{told}:{document.pk}:{document.valid_until:%Y%m%d}",
        url=document.get_absolute_url(),
    )


def _may_hear(user: User, document: Document) -> bool:
    """Whether somebody may read this document at all: told to nobody else, not even that it is there."""
    return may(user, DOCUMENT_GUARDED if document.guarded else DESK_USE, document.dossier)
