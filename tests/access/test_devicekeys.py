"""Keys of phones: made once, shown once, ended, and dead with their owner's work."""

import base64
import json
import re
import zlib
from datetime import timedelta
from typing import Any

import pytest

from himaya.access.devicekeys.actions import end_key, make_key, note_use
from himaya.access.devicekeys.queries import key_that_opens, keys_of
from himaya.access.devicekeys.rules import digest_of, secret_for
from himaya.access.devicekeys.setting_up import settings_of
from himaya.access.gate import acting_as
from himaya.access.models import DeviceKey
from himaya.access.staff.actions import suspend
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.qr import qr_picture
from tests.cases.conftest import country, english

__all__ = ["country", "english"]
pytestmark = pytest.mark.django_db
SECRET = "abcdefghijklmnopqrstuvwxyz234567"


def made(country: Any, secret: str = SECRET, name: str = "Samsung") -> DeviceKey:
    worker = country["worker"]
    with acting_as(worker):
        return make_key(name=name, secret=secret, by=worker)


def test_a_key_opens_as_long_as_it_holds(country: Any) -> None:
    key = made(country)
    assert key.digest == digest_of(SECRET) != SECRET
    assert key_that_opens(key.public_id, SECRET) == key
    assert key_that_opens(key.public_id, SECRET + "x") is None
    assert key_that_opens("nosuchkey123", SECRET) is None
    with clock.fixed(key.expires_at):
        assert key_that_opens(key.public_id, SECRET) is None
    with acting_as(country["worker"]):
        ended = end_key(key=key, by=country["worker"])
        assert end_key(key=key, by=country["worker"]).ended_at == ended.ended_at
    assert key_that_opens(key.public_id, SECRET) is None


def test_nobody_ends_the_key_of_another(country: Any) -> None:
    key = made(country)
    with acting_as(country["stranger"]):
        end_key(key=key, by=country["stranger"])
    assert key_that_opens(key.public_id, SECRET) == key


def test_the_same_opened_form_makes_one_key(country: Any) -> None:
    secret = secret_for("5b6f2a0e-0000-4000-8000-000000000001")
    assert secret == secret_for("5b6f2a0e-0000-4000-8000-000000000001")
    assert (
        len({secret, secret_for("5b6f2a0e-0000-4000-8000-000000000002"), secret_for(""), secret_for("")}) == 4
    )
    assert (made(country, secret), DeviceKey.objects.count()) == (made(country, secret), 1)


def test_nobody_has_more_phones_than_the_norm_says(country: Any) -> None:
    for n in range(5):
        made(country, f"{SECRET}{n}")
    with pytest.raises(Refused, match="5"):
        made(country, "another")


def test_a_suspended_worker_s_phones_are_dead(country: Any, as_owner: Any) -> None:
    from himaya.access.roles import Administrator
    from tests import factories

    key = made(country)
    with as_owner():
        boss = factories.user((Administrator, country["nation"]))
    with acting_as(boss):
        suspend(user=country["worker"], reason="left", by=boss)
    assert key_that_opens(key.public_id, SECRET) is None
    key.refresh_from_db()
    assert key.ended_at is not None


def test_that_a_phone_spoke_is_noted_now_and_then(country: Any) -> None:
    key = made(country)
    start = clock.now()
    for minutes, expected in ((0, 0), (5, 0), (10, 10)):
        with clock.fixed(start + timedelta(minutes=minutes)):
            note_use(key=key)
        key.refresh_from_db()
        assert key.used_at == start + timedelta(minutes=expected)


def test_the_picture_holds_what_collect_reads() -> None:
    said = settings_of(server="https://a.example/openrosa", name="n", secret="s", project="Himaya")
    told = json.loads(zlib.decompress(base64.b64decode(said)))
    assert told["general"]["server_url"] == "https://a.example/openrosa"
    assert set(told) == {"general", "admin", "project"}
    assert qr_picture(said).startswith("<svg")


def test_a_key_is_shown_once(country: Any, english: Any) -> None:
    worker = english(country["worker"])
    form = worker.get("/account/phones/new/").content.decode()
    key = re.search(r'name="_key" value="([^"]+)"', form)
    assert key
    sent = {"name": "Samsung", "_key": key[1]}
    shown = [worker.post("/account/phones/new/", sent).content.decode() for _n in range(2)]
    kept = keys_of(country["worker"]).get()
    secret = secret_for(key[1])
    assert all(secret in page and kept.public_id in page and "<svg" in page for page in shown)
    assert key_that_opens(kept.public_id, secret) == kept
    page = worker.get("/account/security/").content.decode()
    assert "Samsung" in page
    assert secret not in page
    assert worker.post("/account/phones/new/", {"name": ""}).status_code == 200


def test_a_key_is_ended_on_the_page(country: Any, english: Any) -> None:
    key, worker = made(country), english(country["worker"])
    assert english(country["stranger"]).post(f"/account/phones/{key.public_id}/end/").status_code == 404
    assert worker.post(f"/account/phones/{key.public_id}/end/").status_code == 302
    assert not keys_of(country["worker"]).exists()


def test_who_works_no_cases_needs_no_phone(country: Any, english: Any) -> None:
    duty = english(country["duty"])
    assert duty.get("/account/phones/new/").status_code == 403
    assert "phones" not in duty.get("/account/security/").content.decode()
