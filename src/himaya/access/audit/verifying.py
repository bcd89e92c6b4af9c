"""Looking the audit over: is every line still the one that was sealed?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Sum
from django.utils.translation import gettext as _

from himaya.access.audit import digests, heads
from himaya.access.audit.models import AuditEvent, AuditSeal
from himaya.kit import clock

# Sealing runs every second or so; a line this old that is not sealed says that it does not run.
UNSEALED_FOR = timedelta(minutes=2)


@dataclass(frozen=True)
class Finding:
    """What is wrong, and where: the seal and, where one can be named, the line."""

    what: str
    seal: int | None = None
    line: int | None = None

    def __str__(self) -> str:
        where = [f"seal {self.seal}" if self.seal else "", f"line {self.line}" if self.line else ""]
        return ": ".join(filter(None, [", ".join(filter(None, where)), self.what]))


@dataclass
class Outcome:
    """What was looked at and what was found, in order; the first finding is the first bad link."""

    seals: int = 0
    lines: int = 0
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify() -> Outcome:
    """Compares every sealed line with its digest, every seal with the chain, and the chain with the heads kept
    outside the database."""
    outcome = Outcome()
    known, restored = _heads(outcome)
    previous, last = digests.START, None
    for seal in AuditSeal.objects.order_by("pk").iterator(chunk_size=20):
        outcome.seals += 1
        outcome.lines += seal.rows
        outcome.findings += _of_seal(seal, previous, known.pop(seal.pk, None))
        previous, last = seal.digest, seal
    lost = [pk for pk in known if last is None or pk > last.pk]
    missing = sorted(set(known) - set(lost))
    outcome.findings += [Finding(_("this seal is gone from the database"), seal=pk) for pk in missing]
    if lost:
        outcome.findings.append(
            Finding(_("the audit was cut: later seals are known outside"), seal=min(lost))
        )
    if restored:
        outcome.notes.append(_("Restored from a backup: %(times)s") % {"times": ", ".join(restored)})
    outcome.findings += _loose(last)
    return outcome


def _heads(outcome: Outcome) -> tuple[dict[int, str], list[str]]:
    known: dict[int, str] = {}
    restored: list[str] = []
    for head in heads.read():
        if head.restored:
            restored.append(head.restored)
            known = {pk: digest for pk, digest in known.items() if pk <= head.seal}
        else:
            known[head.seal] = head.digest
    if not known:
        outcome.notes.append(_("No heads are kept outside the database yet."))
    return known, restored


def _of_seal(seal: AuditSeal, previous: str, known: str | None) -> Iterator[Finding]:
    kept = bytes(seal.row_digests)
    expected = digests.of_seal(
        previous=seal.previous,
        era=seal.era,
        after_id=seal.after_id,
        first_xid=seal.first_xid,
        end_xid=seal.end_xid,
        kept=kept,
    )
    if seal.digest != expected:
        yield Finding(_("the seal was changed"), seal=seal.pk)
    if seal.previous != previous:
        yield Finding(_("a seal before this one is missing or was changed"), seal=seal.pk)
    if known is not None and known != seal.digest:
        yield Finding(_("the seal is not the one known outside the database"), seal=seal.pk)
    yield from _of_lines(seal, dict(digests.unpacked(kept)))


def _of_lines(seal: AuditSeal, sealed: dict[int, bytes]) -> Iterator[Finding]:
    rows = AuditEvent.objects.filter(xid__gte=seal.first_xid, xid__lt=seal.end_xid, id__gt=seal.after_id)
    for row in rows.order_by("pk").values_list(*digests.FIELDS).iterator(chunk_size=5000):
        was = sealed.pop(row[0], None)
        if was is None:
            yield Finding(_("this line was added after sealing"), seal=seal.pk, line=row[0])
        elif was != digests.of_row(row):
            yield Finding(_("this line was changed"), seal=seal.pk, line=row[0])
    for pk in sorted(sealed):
        yield Finding(_("this line is missing"), seal=seal.pk, line=pk)


def _loose(last: AuditSeal | None) -> Iterator[Finding]:
    """Lines no seal covers: written around the seals, or because sealing does not run."""
    if last is None:
        waiting = AuditEvent.objects.all()
    else:
        waiting = AuditEvent.objects.filter(xid__gte=last.end_xid, id__gt=last.after_id)
        before = AuditEvent.objects.filter(id__lte=last.after_id).count()
        sealed = AuditSeal.objects.filter(era__lt=last.era).aggregate(n=Sum("rows"))["n"] or 0
        if before > sealed:
            yield Finding(_("lines were added to a sealed era"))
    old = waiting.filter(at__lt=clock.now() - UNSEALED_FOR).order_by("pk").first()
    if old is not None:
        yield Finding(_("this line waits too long for its seal: is the worker running?"), line=old.pk)
