"""Keeping a trained model, and the human's word on it."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from himaya.access.actions import open_dossier
from himaya.access.gate import action, require_version
from himaya.access.queries import national_desk
from himaya.access.roles import MODEL_PUBLISH, PERSON_JUDGE
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.linkage.model import Model
from himaya.registry.linkage.models import LinkModel, LinkRun, LinkShare
from himaya.registry.linkage.process import LinkModelWork
from himaya.registry.linkage.queries import SHAPE
from himaya.registry.linkage.rules import fits

LONGEST_VALUE = 120


@action(PERSON_JUDGE)
def keep_model(*, model: Model, report: Mapping[str, Any], by: Any) -> LinkModel:
    """Keeps a model just trained, with the report of its trial; it compares nothing until a human publishes it."""
    name = _next_name()
    bare = replace(model, version=name, shares={})
    text = bare.to_json()
    row = LinkModel(
        dossier=open_dossier(kind="linkage", unit=national_desk()),
        name=name,
        artefact=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        shape=SHAPE,
        weights=model.for_database(),
        rarest=model.rarest,
        report=dict(report),
        trained_at=clock.now(),
    )
    LinkModelWork.begin(row, LinkModelWork.train, by=by)
    LinkShare.objects.bulk_create(
        [
            LinkShare(model=row, column=column, value=value, share=share)
            for column, held in model.shares.items()
            for value, share in held.items()
            if len(value) <= LONGEST_VALUE
        ],
        batch_size=5000,
    )
    return row


def _next_name() -> str:
    day = f"people-{clock.today().isoformat()}"
    return f"{day}-{LinkModel.objects.filter(name__startswith=day).count() + 1}"


@action(MODEL_PUBLISH, on="model")
def publish_model(*, model: LinkModel, by: Any, expected: int | None = None) -> LinkModel:
    """From now on this model compares: in the batch, on the page of a pair, in the warning while typing. Refused
    where its trial was not good enough; the one in force before is replaced."""
    require_version(model, expected)
    fit = fits(model, SHAPE)
    if not fit:
        raise Refused(fit.reason)
    for before in LinkModel.objects.filter(status=LinkModelWork.published.name):
        LinkModelWork.move(before, LinkModelWork.replace, by=by)
    LinkModelWork.move(model, LinkModelWork.publish, by=by)
    return model


@action(MODEL_PUBLISH, on="model")
def refuse_model(*, model: LinkModel, by: Any, expected: int | None = None) -> LinkModel:
    """This model is not to be used."""
    require_version(model, expected)
    LinkModelWork.move(model, LinkModelWork.refuse, by=by)
    return model


def note_run(**figures: Any) -> LinkRun:
    """Writes down what a run of the batch did; run by the batch, as the system."""
    return LinkRun.objects.create(ended_at=clock.now(), **figures)
