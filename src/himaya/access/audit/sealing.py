"""Sealing: every second or so all finished transactions are closed off and chained (docs/adr/0007).

Everything below the oldest transaction still running is complete for ever, so a range of transactions can be
sealed without slowing anybody down. What is not sealed yet is about a second old.
"""

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import QuerySet

from himaya.access.audit import digests, heads
from himaya.access.audit.models import AuditEvent, AuditSeal
from himaya.kit import clock

CHUNK = 20_000  # lines a seal at most, save within one transaction


@dataclass(frozen=True)
class _Start:
    """Where the next seal begins."""

    era: int
    after_id: int
    first_xid: int
    previous: str


def seal_now() -> int:
    """Seals what is finished and writes the heads outside; says how many lines. Any number may run at once:
    one works, the others return. Run as the worker's login role."""
    sealed = 0
    while (count := _seal_chunk()) > 0:
        sealed += count
    publish_heads()
    return sealed


def publish_heads() -> int:
    """Writes outside what is not there yet (a crash may have come between); says how many heads."""
    known = heads.last()
    new = list(AuditSeal.objects.filter(pk__gt=known).order_by("pk").defer("row_digests"))
    heads.append(
        heads.Head(seal.pk, seal.digest, seal.era, seal.end_xid, seal.rows, seal.sealed_at.isoformat())
        for seal in new
    )
    return len(new)


@transaction.atomic
def _seal_chunk() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtext('himaya.seal'))")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        finished = int(cursor.fetchone()[0])
    start = _start(finished)
    end = _end(start, finished)
    rows = AuditEvent.objects.filter(xid__gte=start.first_xid, xid__lt=end, id__gt=start.after_id)
    kept = digests.packed(rows.order_by("pk").values_list(*digests.FIELDS).iterator(chunk_size=5000))
    if not kept:
        return 0
    where = {"era": start.era, "after_id": start.after_id, "first_xid": start.first_xid, "end_xid": end}
    seal = AuditSeal.objects.create(
        **where,
        rows=len(kept) // digests.ROW_BYTES,
        row_digests=kept,
        previous=start.previous,
        digest=digests.of_seal(previous=start.previous, kept=kept, **where),
        sealed_at=clock.now(),
    )
    return int(seal.rows)


def _start(finished: int) -> _Start:
    last = AuditSeal.objects.order_by("-pk").defer("row_digests").first()
    if last is None:
        return _Start(1, 0, 0, digests.START)
    if finished >= last.end_xid or _left_by_old_cluster(last).exists():
        return _Start(last.era, last.after_id, last.end_xid, last.digest)
    # Restored into a new cluster: transactions count anew from here.
    return _Start(last.era + 1, _newest_sealed(last), 0, last.digest)


def _left_by_old_cluster(last: AuditSeal) -> QuerySet[AuditEvent]:
    """Lines that the cluster before a restore had written and not yet sealed."""
    return AuditEvent.objects.filter(xid__gte=last.end_xid, id__gt=last.after_id)


def _newest_sealed(last: AuditSeal) -> int:
    seals = AuditSeal.objects.filter(era=last.era).values_list("row_digests", flat=True)
    ids = (pk for kept in seals.iterator(chunk_size=50) for pk, _digest in digests.unpacked(bytes(kept)))
    return max(ids, default=last.after_id)


def _end(start: _Start, finished: int) -> int:
    """The end of the next range: the last finished transaction, or the one in which the chunk fills.

    A transaction is sealed whole: the range ends before that one, unless it is the first."""
    rows = AuditEvent.objects.filter(xid__gte=start.first_xid, id__gt=start.after_id).order_by("xid")
    if finished < start.first_xid:  # an old cluster's remains: all of them are finished
        finished = max(rows.values_list("xid", flat=True), default=start.first_xid) + 1
    rows = rows.filter(xid__lt=finished)
    xids = rows.values_list("xid", flat=True)
    filled = list(xids[CHUNK : CHUNK + 1])
    if not filled:
        return finished
    return int(filled[0]) if filled[0] > xids[0] else int(filled[0]) + 1
