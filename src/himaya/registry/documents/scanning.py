"""What a scanner says of files that wait: clean ones open, malware is locked away, silence opens nothing."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.clients.scanner import Scanned, scanner
from himaya.kit import clock
from himaya.reference.queries import norm
from himaya.registry.documents.models import Document
from himaya.registry.documents.queries import content_of
from himaya.workflow.actions import tell
from himaya.workflow.notices.actions import kind

FOUND = kind("document.infected", _("Malware was found in a file you sent or released. It is locked away."))


def scan_document(*, document: Document) -> Scanned:
    """Looks into one file of which nobody knows yet what it is. Where the scanner cannot tell, nothing opens: after
    the norm's time (`document.scan.wait`) an officer may judge, and the scanner is asked again all the same.

    Malware closes a file for good, be it released already; who sent it and who released it are told."""
    result = scanner().scan(content_of(document))
    now = clock.now()
    told: dict[str, object] = {"scanned_at": now, "found": result.name}
    if result.finding != "unknown":
        told |= {"judged_at": now, "scan": Document.CLEAN if result.finding == "clean" else Document.INFECTED}
        if result.finding == "clean" and document.scan == Document.RELEASED:
            told["scan"] = Document.RELEASED  # an officer answers for it; the scanner agrees
    elif document.scan == Document.WAITING and now - document.uploaded_at > patience():
        told["scan"] = Document.QUARANTINED
    changed = Document.objects.filter(pk=document.pk, judged_at__isnull=True).update(**told)
    if changed and result.finding == "infected":
        _tell(document)
    return result


def patience() -> timedelta:
    """How long a file waits for the scanner before an officer may judge it."""
    return timedelta(minutes=int(norm("document.scan.wait", clock.today()).value))


def _tell(document: Document) -> None:
    ids = [pk for pk in {document.uploaded_by_id, document.released_by_id} if pk]
    for user in User.objects.filter(pk__in=ids, is_active=True):
        tell(
            user=user,
            kind=FOUND,
            key=f"{FOUND}:{document.pk}",
            url=document.get_absolute_url(),
            urgent=True,
        )


def hold_unanswered() -> int:
    """While no scanner answers: files that have waited the norm's time go to quarantine, where an officer may judge."""
    late = Document.objects.filter(scan=Document.WAITING, uploaded_at__lt=clock.now() - patience())
    return int(late.update(scan=Document.QUARANTINED))
