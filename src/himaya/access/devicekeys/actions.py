"""Making and ending the keys of phones."""

from typing import Any

from himaya.access.devicekeys.models import DeviceKey
from himaya.access.devicekeys.queries import keys_of
from himaya.access.devicekeys.rules import NOTED_EVERY, digest_of, expires_at, require_room
from himaya.access.gate import action
from himaya.access.roles import CASE_WORK
from himaya.access.users.models import User
from himaya.kit import clock


@action(CASE_WORK)
def make_key(*, name: str, secret: str, by: Any) -> DeviceKey:
    """A key for a phone of one's own. The same secret again is the same key."""
    digest = digest_of(secret)
    known = DeviceKey.objects.filter(digest=digest, user=by).first()
    if known:
        return known
    require_room(keys_of(by).count())
    now = clock.now()
    said = {"name": name, "digest": digest, "made_at": now, "expires_at": expires_at(now)}
    return DeviceKey.objects.create(user=by, **said)


@action(CASE_WORK)
def end_key(*, key: DeviceKey, by: Any) -> DeviceKey:
    """Ends a key of one's own: the phone is lost, or somebody else's now. Ending twice is ending once."""
    _end(DeviceKey.objects.filter(pk=key.pk, user=by))
    key.refresh_from_db()
    return key


def end_keys(*, user: User) -> int:
    """Ends all of somebody's keys (inside the action that suspends them); says how many."""
    return _end(DeviceKey.objects.filter(user=user))


def _end(keys: Any) -> int:
    ended: int = keys.filter(ended_at__isnull=True).update(ended_at=clock.now())
    return ended


def note_use(*, key: DeviceKey) -> None:
    """Remembers that the phone spoke, every some minutes."""
    now = clock.now()
    if key.used_at is None or now - key.used_at >= NOTED_EVERY:
        DeviceKey.objects.filter(pk=key.pk).update(used_at=now)
