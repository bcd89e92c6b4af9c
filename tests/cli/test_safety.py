"""Production refuses to start with what would put people at risk, and says what to do."""

import os
import subprocess
import sys

import psycopg
import pytest

from himaya.cli import roles, safety
from himaya.cli.environment import Trouble
from himaya.cli.postgres import Postgres
from himaya.settings.safety import problems

GOOD = {
    "SECRET_KEY": "k8s0-fJq2Lx9Vw3Zt7Rb5Nc1My6Hd4Gp_aSeUiOoPlKjHgFdTrQwXz",
    "KEYS_DIR": "/nowhere",
    "KEYS_MAY_BE_MADE": False,
    "DEBUG": False,
    "DEMO": False,
    "ALLOWED_HOSTS": ["himaya.example.az"],
    "DATABASE_URL": "postgresql://himaya_web@db/himaya",
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SECURE_SSL_REDIRECT": True,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
}


@pytest.fixture(autouse=True)
def master_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIMAYA_MASTER_KEYS", "k" * 44)


def test_a_missing_master_key_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HIMAYA_MASTER_KEYS")
    assert "master key" in problems(GOOD)[0].what


def test_good_settings_have_no_problem() -> None:
    assert problems(GOOD) == []
    for url in ("https://exchange.example.az", "http://localhost:8088"):
        assert problems({**GOOD, "EXCHANGE_URL": url, "EXCHANGE_SECRET": GOOD["SECRET_KEY"]}) == []


@pytest.mark.parametrize(
    ("places", "well"),
    [
        (["127.0.0.1", "::1"], True),
        (["10.20.0.0/16", "2001:db8::/64"], True),
        (["0.0.0.0/0"], False),
        (["::/0"], False),
        (["gateway.example.az"], False),
    ],
)
def test_a_gateway_comes_from_a_place_that_is_named(places: list[str], well: bool) -> None:
    chosen = {**GOOD, "SMS_IN_SECRET": "Zt7Rb5Nc1My6Hd4Gp_aSeU", "SMS_IN_FROM": places}
    assert [problem.what for problem in problems(chosen)] == (
        [] if well else ["Messages of callers are taken from anywhere."]
    )


@pytest.mark.parametrize(
    ("site", "well"),
    [
        ("https://himaya.example.az", True),
        ("http://localhost:8000", True),
        ("", True),
        ("http://himaya.example.az", False),
    ],
)
def test_a_gateway_reports_in_the_open_only_on_this_machine(site: str, well: bool) -> None:
    chosen = {**GOOD, "SMS_URL": "kannel://a:b@localhost/x", "SITE_URL": site}
    assert ("plain http" not in "".join(problem.what for problem in problems(chosen))) == well


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "", "missing"),
        ("SECRET_KEY", "short", "too short"),
        ("SECRET_KEY", "a" * 60, "too plain"),
        ("SECRET_KEY", "django-insecure-" + "k8s0-fJq2Lx9Vw3Zt7Rb5Nc1My6Hd4Gp_aSe", "example"),
        ("DEBUG", True, "Debug"),
        ("DEMO", True, "Demo"),
        ("ALLOWED_HOSTS", [], "names"),
        ("ALLOWED_HOSTS", ["*"], "names"),
        ("DATABASE_URL", "", "No database"),
        ("DATABASES", {"default": {"ENGINE": "django.db.backends.sqlite3"}}, "sqlite3"),
        ("SESSION_COOKIE_SECURE", False, "unencrypted"),
        ("PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"], "Argon2"),
        ("EXCHANGE_URL", "http://exchange.example.az", "in the open"),
        ("EXCHANGE_URL", "https://exchange.example.az", "play the telephone exchange"),
        ("SMS_IN_SECRET", "short", "too short"),
        ("SMS_IN_SECRET", "secret-of-the-gateway-and-us", "well-known"),
        ("SMS_IN_FROM", ["10.0.0.7"], "no secret"),
    ],
)
def test_each_danger_is_named_with_its_remedy(name: str, value: object, said: str) -> None:
    found = problems({**GOOD, name: value})
    assert len(found) == 1
    assert said in found[0].what
    assert found[0].remedy


def production(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    dropped = {"HIMAYA_DEMO", "HIMAYA_DEBUG", "DATABASE_URL", "HIMAYA_SECRET_KEY", "HIMAYA_HOSTS"}
    told = {name: value for name, value in os.environ.items() if name not in dropped}
    told |= {"DJANGO_SETTINGS_MODULE": "himaya.settings.production", "PYTHONPATH": "src", **environment}
    return subprocess.run([sys.executable, "-m", "himaya", *words], env=told, capture_output=True, text=True)


def safe(address: str) -> dict[str, str]:
    return {
        "HIMAYA_SECRET_KEY": str(GOOD["SECRET_KEY"]),
        "HIMAYA_HOSTS": "himaya.az",
        "DATABASE_URL": address,
    }


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_no_process_starts_with_the_defaults(command: str) -> None:
    done = production(command, HIMAYA_DEMO="1")
    assert done.returncode == 1
    for said in ("secret key is missing", "Demo mode", "HIMAYA_HOSTS", "No database is named"):
        assert said in done.stderr


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory):
    server = Postgres(tmp_path_factory.mktemp("safety"), throwaway=True)
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_no_process_serves_as_the_owner(command: str, server: Postgres) -> None:
    done = production(command, **safe(server.url()))
    assert done.returncode == 1
    assert "it is a superuser" in done.stderr


def test_the_serving_roles_are_bound_and_others_are_told_why_not(server: Postgres) -> None:
    addresses = roles.embedded(server)
    with psycopg.connect(server.url(), autocommit=True) as owner:
        owner.execute("create role passes login bypassrls")
        owner.execute("create role owns login")
        owner.execute("create table theirs (id int)")
        owner.execute("alter table theirs owner to owns")
        owner.execute("create role heir login")
        owner.execute("grant owns to heir")
        assert safety.reasons_against(owner, "himaya_web") == []
        assert safety.reasons_against(owner, "himaya_worker") == []
        assert safety.reasons_against(owner, "passes") == ["it passes by row security"]
        assert safety.reasons_against(owner, "owns") == ["it owns tables, which row security does not bind"]
        assert safety.reasons_against(owner, "heir") == ["it owns tables, which row security does not bind"]
        assert safety.reasons_against(owner, "missing") == ["the role missing does not exist"]
    safety.require_bound_role(addresses.web)
    with pytest.raises(Trouble, match="does not serve as the database role"):
        safety.require_bound_role(server.url("passes"))


def test_a_serving_role_with_too_much_power_is_refused_at_migration(server: Postgres) -> None:
    with psycopg.connect(server.url(), autocommit=True) as owner:
        owner.execute("create role himaya_web login bypassrls")
    with pytest.raises(roles.RoleTrouble, match="may pass by row security"):
        roles.embedded(server)


def test_on_a_server_of_ones_own_the_roles_get_passwords_that_are_kept_closed(
    tmp_path, postgres_15: str
) -> None:
    first = roles.external(postgres_15, tmp_path)
    again = roles.external(postgres_15, tmp_path)
    assert first == again
    assert "password=" in first.web
    assert (tmp_path / "roles.json").stat().st_mode & 0o077 == 0
    with psycopg.connect(first.worker) as worker:
        assert worker.execute("select session_user").fetchone() == ("himaya_worker",)


def test_addresses_given_in_the_environment_are_taken_as_they_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path, postgres_15: str
) -> None:
    monkeypatch.setenv("DATABASE_WEB_URL", "postgresql://w@pooler/himaya")
    monkeypatch.setenv("DATABASE_WORKER_URL", "postgresql://k@db/himaya")
    addresses = roles.external(postgres_15, tmp_path)
    assert (addresses.web, addresses.worker) == ("postgresql://w@pooler/himaya", "postgresql://k@db/himaya")
    assert not (tmp_path / "roles.json").exists()


def test_two_databases_on_one_server_have_roles_of_their_own(postgres_15: str, tmp_path) -> None:
    with psycopg.connect(postgres_15, autocommit=True) as owner:
        owner.execute('create database "himaya-two"')
    second = roles.external(postgres_15.replace("/himaya?", "/himaya-two?"), tmp_path)
    assert "user=himaya_two_web" in second.web


def test_the_doctor_names_what_is_wrong_and_the_remedy(tmp_path) -> None:
    done = production("doctor", HIMAYA_VAR=str(tmp_path))
    assert done.returncode == 1
    assert "WRONG Settings: The secret key is missing." in done.stdout
    assert "WRONG Tables: not brought up to this version yet\n      → Run `himaya migrate`" in done.stdout
    assert "ok    Role himaya_web: bound by row security" in done.stdout
