"""Finds each known form: opens pages of the sample country as people who may, until one shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from himaya.access.models import User
from tests import database
from tests.forms.known import KNOWN, Sent, Shown
from tests.forms.pages import Route, routes, users_for
from tests.forms.reading import Field, Form, forms_of
from tests.forms.records import records
from tests.forms.world import World

MOST_USERS, IN_VAIN = 6, 40


@dataclass
class Place:
    """A form, the page it stands on, and who uses it."""

    name: str
    url: str
    user: User | None
    form: Form
    by_script: bool = False

    @property
    def target(self) -> str:
        """Where it is sent."""
        return urljoin(self.url, self.form.action) if self.form.action else self.url

    def __str__(self) -> str:
        return f"{self.name} ({self.target})"


@cache
def route_of(name: str) -> Route:
    """The route of this name."""
    return next(route for route in routes() if route.name == name)


def kind_of(path: str) -> str:
    """The name of an address."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return path


def places_of(name: str, world: World) -> list[Place]:
    """The forms sent to this address, one of each shape."""
    how = KNOWN[name]
    if isinstance(how, Sent):
        return _by_script(name, how, world)
    found: dict[tuple[str, ...], Place] = {}
    for tries, (url, user) in enumerate(_visits(how.on or name, how, world), start=1):
        for form in _shown(world, url, user):
            place = Place(name, url, user, form)
            if kind_of(place.target) == name:
                found.setdefault(form.shape, place)
        if len(found) >= how.shapes or tries >= IN_VAIN:
            break
    return list(found.values())


def _by_script(name: str, how: Sent, world: World) -> list[Place]:
    for url, user in _visits(name, Shown(only=how.only), world):
        world.client(user)
        fields = {key: Field(key, "written", value) for key, value in how.fields.items()}
        return [Place(name, url, user, Form(url, fields=fields), by_script=True)]
    return []


def _shown(world: World, url: str, user: User | None) -> list[Form]:
    answer = world.client(user).get(url)
    if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
        return []
    return forms_of(answer.content.decode())


def _visits(page: str, how: Shown, world: World) -> Iterator[tuple[str, User | None]]:
    """Pages to open: each record first by the one nearest to it."""
    route = route_of(page)
    with database.as_owner():
        tried = list(_addresses(route, how, world))
    users: dict[Any, list[User | None]] = {}
    for turn in range(MOST_USERS):
        for url, dossier in tried:
            if dossier not in users:
                with database.as_owner():
                    users[dossier] = world.users.get(page) or users_for(route.gate, dossier)
            if turn < len(users[dossier]):
                yield url, users[dossier][turn]


def _addresses(route: Route, how: Shown, world: World) -> Iterator[tuple[str, Any]]:
    for values, dossier in records(route, how.only, world):
        try:
            yield reverse(route.name, kwargs=values), dossier
        except NoReverseMatch:
            continue
