"""The pages of models: the manager of the national desk checks, adjudicators read, others see nothing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from himaya.access.gate import SYSTEM
from himaya.access.gate import acting_as as act
from himaya.access.roles import Adjudicator, UnitManager
from himaya.kit.language import COOKIE
from himaya.registry.actions import keep_model
from himaya.registry.linkage.actions import note_run
from himaya.registry.linkage.recipe import PEOPLE
from himaya.registry.models import LinkModel
from tests import factories
from tests.registry.test_matching_actions import GOOD

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(country: Any, as_worker: Any) -> LinkModel:
    with as_worker(), act(SYSTEM):
        from himaya.kit import clock

        made: LinkModel = keep_model(model=PEOPLE.start, report=GOOD, by=SYSTEM)
        note_run(model=made, began_at=clock.now(), whole=True, people=1, fresh=1, compared=0, likely=0, groups=0,
                 raised=0, left=0, joined_rows=0)  # fmt: skip
        return made


@pytest.fixture
def cast(country: Any, as_owner: Any) -> dict[str, Any]:
    with as_owner():
        return {
            "chief": factories.user((UnitManager, country["nation"])),
            "district": factories.user((UnitManager, country["here"])),
            "judge": factories.user((Adjudicator, country["nation"])),
            "worker": country["worker"],
        }


def test_the_manager_of_the_national_desk_reads_the_report_and_publishes(
    kept: LinkModel, cast: dict[str, Any], browser_of: Any, as_owner: Any
) -> None:
    client: Client = browser_of(cast["chief"])
    models = client.get("/people/pairs/models/")
    assert kept.name in models.content.decode()
    current = [item.url for group in models.context["nav"] for item in group.items if item.current]
    assert current == [reverse("people:pair-list")]
    page = client.get(kept.get_absolute_url()).content.decode()
    assert 'name="verdict"' in page
    answer = client.post(kept.get_absolute_url(), {"verdict": "publish", "_version": kept.version})
    assert answer.status_code == 302
    with as_owner():
        assert LinkModel.objects.get().status == "published"
    assert 'name="verdict"' not in client.get(kept.get_absolute_url()).content.decode()


def test_it_can_be_refused(kept: LinkModel, cast: dict[str, Any], browser_of: Any, as_owner: Any) -> None:
    answer = browser_of(cast["chief"]).post(
        kept.get_absolute_url(), {"verdict": "refuse", "_version": kept.version}
    )
    assert answer.status_code == 302
    with as_owner():
        assert LinkModel.objects.get().status == "refused"


def test_adjudicators_read_and_do_not_check(
    kept: LinkModel, cast: dict[str, Any], browser_of: Any, as_owner: Any
) -> None:
    client = browser_of(cast["judge"])
    page = client.get(kept.get_absolute_url())
    assert page.status_code == 200
    assert 'name="verdict"' not in page.content.decode()
    answer = client.post(kept.get_absolute_url(), {"verdict": "publish", "_version": kept.version})
    assert answer.status_code == 403
    with as_owner():
        assert LinkModel.objects.get().status == "trained"


def test_districts_and_other_roles_see_no_models(
    kept: LinkModel, cast: dict[str, Any], browser_of: Any
) -> None:
    assert browser_of(cast["district"]).get(kept.get_absolute_url()).status_code == 404
    assert kept.name not in browser_of(cast["district"]).get("/people/pairs/models/").content.decode()
    assert browser_of(cast["worker"]).get("/people/pairs/models/").status_code == 403


def test_a_model_of_another_release_is_said_to_be_unused_and_breaks_no_page(
    kept: LinkModel, cast: dict[str, Any], browser_of: Any, as_owner: Any
) -> None:
    client: Client = browser_of(cast["chief"])
    client.cookies[COOKIE] = "en"
    with as_owner():
        LinkModel.objects.update(shape="older", artefact='{"format": 0}', report={"f1": 0.9})
    page = client.get(kept.get_absolute_url()).content.decode()
    assert "trained by another release. Train a new one" in page
    assert "What it learned" not in page
    answer = client.post(kept.get_absolute_url(), {"verdict": "publish", "_version": kept.version + 1})
    assert "trained by another release. Train a new one" in answer.content.decode()
    with as_owner():
        assert LinkModel.objects.get().status == "trained"
        LinkModel.objects.update(shape=kept.shape, artefact=kept.artefact, report=kept.report)
        version = LinkModel.objects.get().version
    assert "another release" not in client.get("/people/pairs/models/").content.decode()
    assert (
        client.post(kept.get_absolute_url(), {"verdict": "publish", "_version": version}).status_code == 302
    )
    with as_owner():
        LinkModel.objects.update(shape="older")
    page = client.get("/people/pairs/models/").content.decode()
    assert f"The published model “{kept.name}” was trained by another release and is not used" in page
    assert page.count("Of another release") == 1
