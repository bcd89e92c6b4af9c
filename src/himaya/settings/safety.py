"""What production refuses to start with, each with its remedy. Asked while the settings are being made."""

import os
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

SHORTEST_SECRET = 50  # characters, as Django's own deployment check asks
SHORTEST_GATE = 20
HERE = ("127.0.0.1", "::1")
MOST_ADDRESSES = {4: 65_536, 6: 2**64}  # of one network of gateways
KNOWN_SECRETS = ("django-insecure-", "only-for-", "change", "secret", "example")


class Unsafe(SystemExit):
    """Production settings that would put people at risk; the process ends with the list."""

    def __init__(self, found: list["Problem"]) -> None:
        self.found = found
        lines = "".join(f"\n  - {problem.what}\n    {problem.remedy}" for problem in found)
        super().__init__(f"Himaya does not start with these production settings:{lines}")


class Problem(NamedTuple):
    what: str
    remedy: str


def problems(chosen: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong with these settings, worst first."""
    checks = [
        _secret,
        _keys,
        _debug,
        _demo,
        _hosts,
        _database,
        _cookies,
        _hashing,
        _sms,
        _sms_in,
        _sms_reports,
        _exchange,
    ]
    return [found for check in checks if (found := check(chosen)) is not None]


def refuse(chosen: Mapping[str, Any]) -> None:
    """End the process, saying what is wrong and what to do, unless all is well."""
    found = problems(chosen)
    if found:
        raise Unsafe(found)


def _secret(chosen: Mapping[str, Any]) -> Problem | None:
    secret = str(chosen["SECRET_KEY"])
    if (
        len(secret) >= SHORTEST_SECRET
        and len(set(secret)) >= 10
        and not secret.lower().startswith(KNOWN_SECRETS)
    ):
        return None
    how = "missing" if not secret else "too short, too plain, or a well-known example"
    return Problem(
        f"The secret key is {how}.",
        "Set HIMAYA_SECRET_KEY to the output of: python3 -c 'import secrets; print(secrets.token_hex(32))'",
    )


def _keys(chosen: Mapping[str, Any]) -> Problem | None:
    given = os.environ.get("HIMAYA_MASTER_KEYS") or (Path(chosen["KEYS_DIR"]) / "master").exists()
    if given and not chosen["KEYS_MAY_BE_MADE"]:
        return None
    return Problem(
        "There is no master key: what is most private could not be closed, or not opened again.",
        "Set HIMAYA_MASTER_KEYS to the output of `himaya keys new`, and keep a copy apart from the backups.",
    )


def _debug(chosen: Mapping[str, Any]) -> Problem | None:
    if not chosen["DEBUG"]:
        return None
    return Problem("Debug is on: error pages would show people's data.", "Remove HIMAYA_DEBUG.")


def _demo(chosen: Mapping[str, Any]) -> Problem | None:
    if not chosen["DEMO"]:
        return None
    return Problem("Demo mode is on: everyone knows its passwords.", "Remove HIMAYA_DEMO.")


def _hosts(chosen: Mapping[str, Any]) -> Problem | None:
    hosts = [host for host in chosen["ALLOWED_HOSTS"] if host]
    if hosts and "*" not in hosts:
        return None
    return Problem(
        "It is not said under which names this site is reached.",
        "Set HIMAYA_HOSTS to its names, separated by commas: HIMAYA_HOSTS=himaya.example.az",
    )


def _database(chosen: Mapping[str, Any]) -> Problem | None:
    database = chosen["DATABASES"]["default"]
    if not chosen["DATABASE_URL"]:
        return Problem(
            "No database is named.",
            "Set DATABASE_URL to the address of this process's own login role (web or worker).",
        )
    if database["ENGINE"] != "django.db.backends.postgresql":
        return Problem(
            f"The database is {database['ENGINE']}: row security needs PostgreSQL.",
            "Set DATABASE_URL to a PostgreSQL 15 or newer.",
        )
    return None


def _cookies(chosen: Mapping[str, Any]) -> Problem | None:
    if chosen["SESSION_COOKIE_SECURE"] and chosen["CSRF_COOKIE_SECURE"] and chosen["SECURE_SSL_REDIRECT"]:
        return None
    return Problem(
        "Pages may travel unencrypted.", "Serve through HTTPS and leave the cookie settings alone."
    )


def _hashing(chosen: Mapping[str, Any]) -> Problem | None:
    if "Argon2" in chosen["PASSWORD_HASHERS"][0]:
        return None
    return Problem(
        "Passwords are not kept with Argon2.", "Put Argon2PasswordHasher first in PASSWORD_HASHERS."
    )


def _sms(chosen: Mapping[str, Any]) -> Problem | None:
    """Numbers of people travel to the gateway: in the open only within this machine."""
    address = urlsplit(str(chosen.get("SMS_URL") or ""))
    open_ways = {"kannel", "json"}
    if not address.scheme or address.scheme in {"kannels", "jsons"}:
        return None
    if address.scheme in open_ways and address.hostname in {"localhost", "127.0.0.1", "::1"}:
        return None
    how = "travels in the open" if address.scheme in open_ways else "is of no known kind"
    return Problem(
        f"The SMS gateway's address {how}.",
        "Set HIMAYA_SMS_URL to kannels://… or jsons://… (TLS), to a gateway on this machine, or to nothing.",
    )


def _exchange(chosen: Mapping[str, Any]) -> Problem | None:
    """Callers' numbers travel both ways: in the open only within this machine, and signed with a secret of both."""
    address = urlsplit(str(chosen.get("EXCHANGE_URL") or ""))
    if not address.scheme:
        return None
    here = address.scheme == "http" and address.hostname in {"localhost", "127.0.0.1", "::1"}
    if address.scheme != "https" and not here:
        return Problem(
            "What the telephone exchange is told travels in the open.",
            "Set HIMAYA_EXCHANGE_URL to https://…, to an adapter on this machine, or to nothing.",
        )
    secret = str(chosen.get("EXCHANGE_SECRET") or "")
    if len(secret) >= SHORTEST_SECRET and len(set(secret)) >= 10:
        return None
    return Problem(
        "Anybody could play the telephone exchange: the secret shared with it is missing or too short.",
        "Set HIMAYA_EXCHANGE_SECRET, here and there, to: python3 -c 'import secrets; print(secrets.token_hex(32))'",
    )


def _sms_in(chosen: Mapping[str, Any]) -> Problem | None:
    """Whoever may bring messages of callers speaks for children: a gateway proves itself by a secret, from a known place."""
    secret, places = str(chosen.get("SMS_IN_SECRET") or ""), list(chosen.get("SMS_IN_FROM") or [])
    if secret and (len(secret) < SHORTEST_GATE or secret.lower().startswith(KNOWN_SECRETS)):
        return Problem(
            "The secret by which the SMS gateway brings messages is too short, or a well-known example.",
            "Set HIMAYA_SMS_IN_SECRET to the output of: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'",
        )
    if not secret and any(place not in HERE for place in places):
        return Problem(
            "Addresses of an SMS gateway are named, and no secret: it could bring nothing.",
            "Set HIMAYA_SMS_IN_SECRET, or leave HIMAYA_SMS_IN_FROM out.",
        )
    if not all(map(_is_narrow, places)):
        return Problem(
            "Messages of callers are taken from anywhere.",
            "Set HIMAYA_SMS_IN_FROM to the gateway's own addresses or networks, separated by commas.",
        )
    return None


def _is_narrow(place: str) -> bool:
    try:
        network = ip_network(place, strict=False)
    except ValueError:
        return False
    return network.num_addresses <= MOST_ADDRESSES[network.version]


def _sms_reports(chosen: Mapping[str, Any]) -> Problem | None:
    """The gateway calls us at the site's address: with what became of a message, in the open only on this machine."""
    site = urlsplit(str(chosen.get("SITE_URL") or ""))
    if not chosen.get("SMS_URL") or site.scheme != "http" or site.hostname in {"localhost", *HERE}:
        return None
    return Problem(
        "The SMS gateway would report through plain http.", "Set HIMAYA_SITE_URL to an address with https://."
    )
