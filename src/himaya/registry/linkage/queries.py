"""The published model, and what it says of two records."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from himaya.kit.periods import BirthDate
from himaya.registry.linkage.model import Model
from himaya.registry.linkage.models import LinkModel, LinkRun, LinkShare
from himaya.registry.linkage.recipe import PEOPLE, shape_of
from himaya.registry.linkage.rules import fits

SHAPE = shape_of(PEOPLE)
MOST_BITS = 60.0


@dataclass(frozen=True, slots=True)
class Part:
    """What one fact says: its level by name, and its bits for one person (above zero) or two."""

    of: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """Two records weighed by the published model. `parts` is empty where the asker may not see why."""

    probability: float
    model: str
    parts: tuple[Part, ...] = ()


def probability_of(weight: float) -> float:
    """Bits as a probability."""
    return 1 / (1 + math.pow(2, -max(min(weight, MOST_BITS), -MOST_BITS)))


def _weighed(model: str, weight: float, parts: Any) -> Weighed:
    read = json.loads(parts) if isinstance(parts, str) else parts
    return Weighed(probability_of(float(weight)), model, tuple(_part(*one) for one in read))


def _part(of: str, number: int | None, bits: float) -> Part:
    level = "" if number is None else PEOPLE.start.named(of).level(int(number)).name
    return Part(of, level, float(bits))


def weigh_people(one: int, other: int) -> Weighed | None:
    """Two people of the register, for who sees both in full; None for others, or while no model is published."""
    with connection.cursor() as cursor:
        cursor.execute("select model, weight, parts from registry_link_weigh(%s, %s)", [one, other])
        row = cursor.fetchone()
    return _weighed(*row) if row else None


@dataclass(frozen=True, slots=True)
class Typed:
    """A person as typed so far, for weighing against those who may be the same."""

    family_name: str = ""
    given_name: str = ""
    fathers_name: str = ""
    sex: str = ""
    born: BirthDate | None = None
    place: int | None = None
    phone: str = ""
    fin: str = ""

    def as_json(self) -> str:
        """As the database reads it."""
        born: date | None = self.born.day if self.born else None
        return json.dumps(
            {
                "family_name": self.family_name,
                "given_name": self.given_name,
                "fathers_name": self.fathers_name,
                "sex": self.sex,
                "born": born.isoformat() if born else None,
                "known": self.born.precision if self.born else None,
                "place": self.place,
                "phone": self.phone,
                "fin": self.fin,
            }
        )


def weigh_typed(typed: Typed, public_ids: Iterable[str]) -> dict[str, Weighed]:
    """How likely each of these people is the one being typed; empty while no model is published."""
    who = list(public_ids)
    if not who:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select public_id, model, weight, parts from registry_link_likely(%s, %s)", [typed.as_json(), who]
        )
        return {row[0]: _weighed(*row[1:]) for row in cursor.fetchall()}


def published() -> LinkModel | None:
    """The model in force that this release can use, for who may see it."""
    return LinkModel.objects.filter(status="published", shape=SHAPE).first()


def misfit_of(row: LinkModel) -> Any:
    """Why a model that waits or is in force can no longer be used; empty where it can, or is not to be any more."""
    if row.status not in ("trained", "published"):
        return ""
    return fits(row, SHAPE).reason


def outdated() -> LinkModel | None:
    """The published model that this release cannot use, for who may see it."""
    return LinkModel.objects.filter(status="published").exclude(shape=SHAPE).first()


def model_of(row: LinkModel) -> Model:
    """The model itself. ValueError for an artefact of another format."""
    shares: dict[str, dict[str, float]] = {}
    for column, value, share in LinkShare.objects.filter(model=row).values_list("column", "value", "share"):
        shares.setdefault(column, {})[value] = share
    return Model.from_json(row.artefact).with_levels({}, shares=shares)


def models_for(user: Any) -> list[LinkModel]:
    """All models, the newest first."""
    return list(LinkModel.objects.visible_to(user)[:50])


def runs_for(user: Any) -> list[LinkRun]:
    """The last runs of the models that the reader sees."""
    seen = LinkModel.objects.visible_to(user).values("pk")
    return list(LinkRun.objects.filter(model__in=seen).select_related("model")[:20])
