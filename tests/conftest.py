"""What every test stands on: a real PostgreSQL whose row security is on, and no outside network.

A test that asks for `db` acts as the web's login role, inside its own transaction. `as_owner()` and
`as_worker()` change that for a while; `acting_as(user)` says who is signed in.
"""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils.translation.reloader import translation_file_changed
from hypothesis import HealthCheck
from hypothesis import settings as examples

from himaya.cli import messages
from tests import database

pytest_plugins = ["tests.browser", "tests.sharing"]

DATABASE_FIXTURES = {"_django_db_helper", "db", "transactional_db", "django_db_reset_sequences"}


def pytest_configure() -> None:
    """The screens speak Azerbaijani from the first test on, even where nothing was compiled when Django looked for it;
    how long an example takes is the machine's affair."""
    if messages.compile_changed():
        translation_file_changed(None, messages.LOCALE / "fresh.mo")
    examples.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    examples.load_profile("untimed")


def pytest_make_parametrize_id(val: Any) -> str | None:
    """Bytes are named by their number: a packed file carries the hour at which it was made, and a name that changes
    between two processes ends the whole run before its first test. A long text is named by its beginning."""
    if isinstance(val, bytes):
        return f"{len(val)} bytes"
    return f"{val[:20]}… of {len(val)}" if isinstance(val, str) and len(val) > 60 else None


@pytest.fixture(scope="session", autouse=True)
def no_outside_network() -> Iterator[None]:
    """A test that reaches beyond this machine fails: nothing in the product may depend on it."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in {"localhost", "::1"} and not str(host).startswith("127."):
            self.close()
            raise RuntimeError(f"a test tried to reach {host}")
        return real(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    """One throw-away database for each test process: migrated by its owner, then served as in production."""
    with database.prepared(worker_id) as address, django_db_blocker.unblock():
        database.use(address)
        yield
        database.close()


@pytest.fixture(autouse=True)
def _serve_as_web(request: pytest.FixtureRequest) -> Iterator[None]:
    names = set(request.fixturenames)
    if not names & DATABASE_FIXTURES and not request.node.get_closest_marker("django_db"):
        yield
        return
    marker = request.node.get_closest_marker("django_db")
    whole = "transactional_db" in names or bool(marker and marker.kwargs.get("transaction"))
    request.getfixturevalue("transactional_db" if whole else "db")
    database.stand_on_reference()  # a test that really commits has its tables emptied before it
    with database.as_web(), connection.execute_wrapper(database.forget_when_written):
        yield
        database.remember_reference()


@pytest.fixture(autouse=True)
def _reference_asked_before_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether reference data changed is asked every few seconds: just before queries are counted, never among them,
    however long the counting takes."""
    from django.test.utils import CaptureQueriesContext

    from himaya.reference.release import queries

    start, end = CaptureQueriesContext.__enter__, CaptureQueriesContext.__exit__

    def enter(self: CaptureQueriesContext) -> CaptureQueriesContext:
        queries._seen = (queries.version(), time.monotonic() + 3600)
        return start(self)

    def leave(self: CaptureQueriesContext, *trouble: Any) -> None:
        end(self, *trouble)
        queries._seen = (queries._seen[0], time.monotonic())

    monkeypatch.setattr(CaptureQueriesContext, "__enter__", enter)
    monkeypatch.setattr(CaptureQueriesContext, "__exit__", leave)


@pytest.fixture
def as_owner() -> Callable[[], AbstractContextManager[None]]:
    """`with as_owner():` sees and may change everything, as migrations do."""
    return database.as_owner


@pytest.fixture
def as_worker() -> Callable[[], AbstractContextManager[None]]:
    """`with as_worker():` is the background worker's login role, the only one whose *system* is honoured."""
    return database.as_worker


@pytest.fixture
def acting_as() -> Callable[[Any], AbstractContextManager[Any]]:
    """`with acting_as(user):` is that user, signed in, in a later transaction than whatever was written before."""
    from himaya.access.gate import acting_as as act

    @contextmanager
    def later(actor: Any) -> Iterator[Any]:
        database.settle()
        with act(actor):
            yield actor

    return later


@pytest.fixture
def browser_of() -> Callable[..., Any]:
    """`browser_of(user)` is a test client signed in as that user (or nobody); each request is a later transaction."""
    from django.test import Client

    class Later(Client):
        def request(self, **request: Any) -> Any:
            database.settle()
            return super().request(**request)

    def open_for(user: Any = None) -> Client:
        client = Later()
        if user is not None:
            client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return open_for
