"""The pages of sources, merging and judging: who may open them, what they offer, what a second tab is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from himaya.access.roles import Adjudicator, Administrator
from himaya.kit import clock
from himaya.registry.actions import correct_person, receive, relate
from himaya.registry.models import Merge, Pair, Person, Source, SourceLink, SourceTelling
from himaya.registry.sources.queries import details_of
from tests import factories

pytestmark = pytest.mark.django_db
Make = Callable[..., Person]


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"), clock.fixed("2026-06-01"):
        yield


@pytest.fixture
def judges(country: Any, as_owner: Any) -> list[Any]:
    with as_owner():
        return [
            factories.user((Adjudicator, country["nation"]), full_name=f"Münsif {n}", language="en")
            for n in range(2)
        ]


@pytest.fixture
def girls(country: Any, make_person: Make, acting_as: Any) -> tuple[Person, Person]:
    here = make_person("Əliyeva Nigar Həsən", phone="+994501112233")
    there = make_person("Aliyeva Nigar Hasan", unit="there", phone="+994501112233")
    with acting_as(country["chief"]) as by:
        for girl in (here, there):
            correct_person(person=girl, details=details_of(girl), by=by)
        receive(
            source=Source.objects.get(code="civil_register"),
            key="7",
            facts={"given_name": "Nərgiz", "phones": ["+994501112233"]},
            person=here,
            by=by,
        )
        here.refresh_from_db()
    return here, there


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_every_field_says_where_it_came_from_and_a_hand_may_choose(
    country: Any, girls: Any, browser_of: Any, acting_as: Any
) -> None:
    here, _there = girls
    browser = browser_of(country["supervisor"])
    page = text(browser.get(here.get_absolute_url()))
    assert "Mənbələr fərqlidir" in page
    assert "Vətəndaşlıq vəziyyəti aktlarının reyestri · ən etibarlı mənbə" in page
    with acting_as(country["supervisor"]):
        own = SourceTelling.objects.get(record__source__code="own", record__key=here.public_id)
    taken = browser.post(
        f"/people/{here.public_id}/choose/", {"field": "given_name", "telling": own.public_id}
    )
    assert taken.status_code == 302
    page = text(browser.get(here.get_absolute_url()))
    assert "əl ilə seçilib" in page
    back = browser.post(f"/people/{here.public_id}/choose/", {"field": "given_name"})
    assert back.status_code == 302
    assert browser.post(f"/people/{here.public_id}/choose/", {"field": "fin"}).status_code == 409
    assert browser_of(country["stranger"]).post(f"/people/{here.public_id}/choose/").status_code == 404


def test_a_wrong_row_is_cut_from_the_page(country: Any, girls: Any, browser_of: Any, acting_as: Any) -> None:
    here, _there = girls
    with acting_as(country["supervisor"]):
        link = SourceLink.objects.get(record__source__code="civil_register")
    browser = browser_of(country["supervisor"])
    assert f"/people/links/{link.public_id}/cut/" in text(browser.get(here.get_absolute_url()))
    assert "<form" in text(browser.get(f"/people/links/{link.public_id}/cut/"))
    assert browser.post(f"/people/links/{link.public_id}/cut/", {"reason": "Adaşıdır"}).status_code == 302
    assert "reyestri" not in text(browser.get(here.get_absolute_url()))
    assert browser.get(f"/people/links/{link.public_id}/cut/").status_code in (200, 404)


def test_the_list_of_sources_is_kept_by_administrators(country: Any, browser_of: Any, as_owner: Any) -> None:
    with as_owner():
        keeper = factories.user((Administrator, country["nation"]))
    browser = browser_of(keeper)
    assert "own" in text(browser.get("/people/sources/"))
    new = {"code": "school_7", "kind": "agency", "name_az": "a", "name_en": "b", "name_ru": "c", "rank": "30"}
    assert browser.post("/people/sources/", new).status_code == 302
    assert "school_7" in text(browser.get("/people/sources/"))
    assert browser.post("/people/sources/", new).status_code == 200
    changed = {"source": "school_7", "rank": "50", "valid_from": "01.07.2026"}
    assert browser.post("/people/sources/", changed).status_code == 302
    assert "01.07.2026 tarixindən: 50" in text(browser.get("/people/sources/"))
    past = {"source": "school_7", "rank": "50", "valid_from": "01.01.2026"}
    assert browser.post("/people/sources/", past).status_code == 200
    assert browser_of(country["supervisor"]).get("/people/sources/").status_code == 403


def test_a_pair_is_asked_judged_and_undone_in_pages(
    country: Any, girls: Any, judges: Any, browser_of: Any, acting_as: Any
) -> None:
    here, there = girls
    worker = browser_of(country["supervisor"])
    asked = f"/people/{here.public_id}/same/"
    assert "finder" in text(worker.get(asked))
    assert "<textarea" in text(worker.get(f"{asked}?person={there.public_id}"))
    assert worker.post(asked, {"other": there.public_id, "note": "Eyni məktəb"}).status_code == 302
    assert worker.post(asked, {"other": "nobodyhere00"}).status_code == 302, "the same answer for everybody"
    assert worker.get("/people/pairs/").status_code == 403
    judge = browser_of(judges[0])
    with acting_as(judges[0]):
        pair = Pair.objects.get()
    page = text(judge.get("/people/pairs/"))
    assert pair.get_absolute_url() in page
    page = text(judge.get(pair.get_absolute_url()))
    assert "Eyni məktəb" in page
    assert page.count("hm-bits-ground") == 8
    assert worker.get(pair.get_absolute_url()).status_code == 404
    said = {"verdict": "same", "reason": "numbers", "words": "", "_version": str(pair.version)}
    assert judge.post(pair.get_absolute_url(), said).status_code == 302
    late = browser_of(judges[1]).post(pair.get_absolute_url(), said)
    assert "başqası dəyişib" in text(late)
    with acting_as(judges[0]):
        merge = Merge.objects.get()
    kept = text(judge.get(here.get_absolute_url()))
    assert f"/people/merges/{merge.public_id}/undo/" in kept
    assert "hm-drift" in text(judge.get("/people/pairs/statistics/"))
    assert pair.get_absolute_url() in text(judge.get("/people/pairs/?state=done"))
    undo = f"/people/merges/{merge.public_id}/undo/"
    assert "Aliyeva" in text(judge.get(undo))
    assert judge.post(undo, {"reason": "İki ayrı qızdır"}).status_code == 302
    assert judge.post(undo, {"reason": "İki ayrı qızdır"}).status_code == 200
    assert text(judge.get(there.get_absolute_url()))
    assert worker.get(undo).status_code == 403


def test_more_is_asked_and_answered_in_pages(
    country: Any, girls: Any, judges: Any, browser_of: Any, acting_as: Any
) -> None:
    here, there = girls
    browser_of(country["supervisor"]).post(f"/people/{here.public_id}/same/", {"other": there.public_id})
    judge = browser_of(judges[0])
    with acting_as(judges[0]):
        pair = Pair.objects.get()
    said = {"verdict": "ask", "reason": "", "words": "Anasının adı?", "_version": str(pair.version)}
    assert judge.post(pair.get_absolute_url(), said).status_code == 302
    unit = browser_of(country["supervisor"])
    page = text(unit.get(pair.get_absolute_url()))
    assert "Anasının adı?" in page
    assert "•••" in page
    assert unit.post(pair.get_absolute_url(), {"answer": "yes", "words": "Leyla"}).status_code == 302
    assert "Leyla" in text(judge.get(pair.get_absolute_url()))


def test_the_twins_page_says_that_a_second_person_decides(
    country: Any, girls: Any, judges: Any, browser_of: Any, acting_as: Any
) -> None:
    here, there = girls
    with acting_as(country["chief"]) as by:
        relate(person=here, other=there, kind="twin", by=by)
    browser_of(country["supervisor"]).post(f"/people/{here.public_id}/same/", {"other": there.public_id})
    with acting_as(judges[0]):
        pair = Pair.objects.get()
    page = text(browser_of(judges[0]).get(pair.get_absolute_url()))
    assert "İkinci əməkdaş da qərar verir" in page
