"""The drawn family: who may see it, what stays hidden, and that a larger family costs no more questions."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from himaya.access.actions import wall_off
from himaya.access.models import AuditEvent
from himaya.access.roles import SEALED
from himaya.kit import clock
from himaya.registry.actions import end_relation, join_household, relate
from himaya.registry.genogram.band import band_of, period_words
from himaya.registry.genogram.queries import genogram_of
from himaya.registry.models import Person, Relationship
from tests.registry.test_households_actions import both

pytestmark = pytest.mark.django_db
Make = Callable[..., Person]


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.fixed("2026-06-01T10:00"), translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


def url(name: str, person: Person) -> str:
    return reverse(f"people:{name}", args=[person.public_id])


@pytest.fixture
def family(country: Any, make_person: Make, acting_as: Any) -> dict[str, Person]:
    """A girl, her parents, her father's mother, and the stepfather under suspicion."""
    by = country["supervisor"]
    made = {
        "girl": make_person(),
        "mother": make_person("Əliyeva Könül Kamran", "1990-05-05"),
        "father": make_person("Əliyev Həsən Əli", "1985-05-05", sex="male"),
        "granny": make_person("Əliyeva Sona", "1955-01-01", died_on=date(2020, 3, 3)),
        "step": make_person("Babayev Zaur", "1984-01-01", sex="male"),
    }
    with acting_as(by):
        relate(person=made["girl"], other=made["mother"], kind="mother", by=by)
        relate(person=made["girl"], other=made["father"], kind="father", by=by)
        relate(person=made["father"], other=made["granny"], kind="mother", by=by)
        relate(person=made["mother"], other=made["step"], kind="partner", by=by)
        relate(person=made["girl"], other=made["step"], kind="suspected_of_harm", by=by)
        tie = relate(
            person=made["mother"], other=made["father"], kind="spouse", by=by, started_on=date(2012, 1, 1)
        )
        end_relation(relationship=tie, by=by, on=date(2020, 1, 1), reason="divorced")
        for person in made.values():
            person.refresh_from_db()
            assert person.dossier.refresh_from_db() is None
    return made


@pytest.mark.parametrize("name", ["genogram", "genogram-print", "genogram-print-whole"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("chief", 200), ("supervisor", 200), ("worker", 404), ("neighbour", 404), ("stranger", 404),
        ("counsellor", 403), ("provider", 403), ("analyst", 403),
    ],
)  # fmt: skip
def test_a_drawn_family_is_open_to_who_may_read_the_file(
    name: str, who: str, status: int, country: Any, family: Any, browser_of: Any
) -> None:
    assert browser_of(country[who]).get(url(name, family["girl"])).status_code == status


def test_the_drawing_shows_three_generations_and_the_words_say_the_same(
    country: Any, family: Any, browser_of: Any
) -> None:
    page = browser_of(country["supervisor"]).get(url("genogram", family["girl"])).content.decode()
    for person in family.values():
        assert person.get_absolute_url() in page
    assert "hm-draw-index" in page
    assert "hm-draw-died" in page
    assert "Divorced" in page
    assert page.index("Grandparents") < page.index("Parents&#x27; generation") < page.index("Own generation")
    assert "<title id=" in page
    assert "<desc id=" in page
    assert "style=" not in page.split("<main")[1]


def test_a_suspicion_is_drawn_but_left_off_the_sheet_that_may_lie_about(
    country: Any, family: Any, browser_of: Any
) -> None:
    browser = browser_of(country["supervisor"])
    drawn = browser.get(url("genogram", family["girl"])).content.decode()
    sheet = browser.get(url("genogram-print", family["girl"])).content.decode()
    whole = browser.get(url("genogram-print-whole", family["girl"])).content.decode()
    assert "hm-draw-harm" in drawn
    assert "Suspected of harm" in drawn
    assert "hm-draw-harm" not in sheet
    assert "uspected of harm" not in sheet
    assert "Only for those who may know" in whole
    assert "hm-draw-harm" in whole


def test_the_suspect_s_own_drawing_tells_nothing_to_who_may_not_read_the_child_s_file(
    country: Any, family: Any, make_person: Make, acting_as: Any, as_owner: Any
) -> None:
    with as_owner():
        wall_off(
            dossier=family["girl"].dossier, user=country["chief"], reason="kin", by=country["supervisor"]
        )
    with acting_as(country["chief"]):
        drawn = genogram_of(family["step"])
    assert not drawn.restricted
    assert all(stroke.kind != "harm" for stroke in drawn.drawing.strokes)
    told = [t.who.key for g in drawn.generations for t in g.people]
    assert f"p{family['girl'].pk}" not in told
    assert f"m{family['girl'].public_id}" not in told


def test_who_may_not_be_read_is_masked_and_the_sealed_are_not_there(
    country: Any, family: Any, make_person: Make, acting_as: Any, as_owner: Any
) -> None:
    far = make_person("Nəsirova Fatimə", "1960-01-01", unit="there")
    farther = make_person("Nəsirov Oruc", "1930-01-01", unit="there", sex="male")
    hidden = make_person("Gizlinova Sara", "2018-01-01", sensitivity=SEALED)
    with as_owner():
        both(family["mother"], far, "mother", "child")
        both(far, farther, "father", "child")
        both(family["girl"], hidden, "sibling", "sibling")
    with acting_as(country["supervisor"]):
        drawn = genogram_of(family["girl"])
    people = {t.who.key: t for g in drawn.generations for t in g.people}
    masked = people[f"m{far.public_id}"]
    assert masked.who.name == "N. F."
    assert "masked" in masked.marks
    shapes = {node.title: node.shape for node in drawn.drawing.nodes}
    assert shapes["N. F., known, not open to you"] == "circle", "a mother is a woman"
    assert f"p{farther.pk}" not in people, "nobody is followed through a file that is shut"
    assert f"m{farther.public_id}" not in people
    assert f"m{hidden.public_id}" not in people


def test_who_is_tied_but_no_kin_is_told_beside_the_drawing(
    country: Any, family: Any, make_person: Make, acting_as: Any
) -> None:
    by = country["supervisor"]
    teacher = make_person("Müəllimova Rəna", "1970-01-01")
    with acting_as(by):
        relate(person=family["girl"], other=teacher, kind="trusted_adult", by=by)
        drawn = genogram_of(family["girl"])
    assert drawn.generations[-1].people[0].who.person == teacher
    assert "Not drawn" in drawn.generations[-1].title


def test_a_person_without_family_is_told_how_to_begin(
    country: Any, make_person: Make, browser_of: Any
) -> None:
    page = browser_of(country["supervisor"]).get(url("genogram", make_person())).content.decode()
    assert "No family is written yet" in page
    assert "No household is written yet" in page


def test_a_nameless_person_of_unknown_age_is_drawn(country: Any, make_person: Make, acting_as: Any) -> None:
    by = country["supervisor"]
    child = make_person("", "2019-06-01", sex="unknown", precision="estimated")
    other = make_person("Kimsə", None, sex="unknown")
    gone = make_person("Mərhum", None, died_on=date(2001, 1, 1))
    with acting_as(by):
        relate(person=child, other=other, kind="parent", by=by)
        relate(person=child, other=gone, kind="grandparent", by=by)
        nodes = genogram_of(child).drawing.nodes
    words = [line for node in nodes for line in node.lines]
    assert "~2019" in words
    assert "?–2001" in words


def test_a_larger_family_costs_no_more_questions(
    country: Any, family: Any, make_person: Make, browser_of: Any, as_owner: Any
) -> None:
    browser = browser_of(country["supervisor"])
    browser.get(url("genogram", family["girl"]))
    counts = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url("genogram", family["girl"])).status_code == 200
        counts.append(len(queries))
        for n in range(6):
            more = make_person(f"Yenisi{chr(97 + n)} Ad", "2012-01-01")
            with as_owner():
                both(more, family["mother"], "mother", "child")
    assert counts[0] == counts[1]
    assert counts[0] <= 24, "with those of the session, the gate and the audit"


def test_whose_family_was_looked_at_is_in_the_audit(
    country: Any, family: Any, browser_of: Any, as_owner: Any
) -> None:
    browser = browser_of(country["supervisor"])
    browser.get(url("genogram", family["girl"]))
    browser.get(url("genogram-print", family["girl"]))
    with as_owner():
        verbs = AuditEvent.objects.filter(dossier_id=family["girl"].dossier_id, verb__startswith="genogram.")
        assert list(verbs.order_by("pk").values_list("verb", flat=True)) == [
            "genogram.viewed",
            "genogram.printed",
        ]


# --- the band -----------------------------------------------------------------------------------------


def test_stays_are_a_band_over_years(country: Any, family: Any, acting_as: Any) -> None:
    by, girl = country["supervisor"], family["girl"]
    with acting_as(by):
        home = join_household(person=girl, role="child", by=by).household
        join_household(person=family["mother"], role="mother", household=home, by=by)
        other = join_household(
            person=girl, role="other_relative", by=by, started_on=date(2020, 1, 1), ended_on=date(2021, 1, 1)
        ).household
        join_household(person=girl, role="child", household=other, by=by, started_on=date(2026, 5, 20))
        band = band_of(girl)
        drawn = genogram_of(girl)
    assert band.drawing
    assert [stay.household for stay in band.stays] == [1, 2, 2]
    assert {bar.kind for bar in band.drawing.bars} == {"open", "over", "stay"}
    assert band.drawing.labels[0].text == "2014", "from birth, where the beginning is not known"
    assert any("home" in node.marks for node in drawn.drawing.nodes)
    assert band.drawing.bars[-1].text == ""


def test_periods_are_told_in_words() -> None:
    assert period_words(None, None) == "beginning not known – now"
    assert period_words(date(2020, 1, 1), date(2021, 2, 1)) == "01.01.2020 – 01.02.2021"


# --- ending from the page -----------------------------------------------------------------------------


def test_a_relation_is_ended_on_its_page_with_day_and_reason(
    country: Any, family: Any, browser_of: Any, as_owner: Any
) -> None:
    browser = browser_of(country["supervisor"])
    with as_owner():
        tie = Relationship.objects.get(person=family["mother"], kind="partner")
    address = reverse("people:relation-end", args=[tie.public_id])
    assert browser.get(address).status_code == 200
    wrong = browser.post(address, {"reason": "separated", "on": "01.01.2030"})
    assert "on" in wrong.context["form"].errors
    assert browser.post(address, {"reason": "separated", "on": "01.01.2025"}).status_code == 302
    with as_owner():
        tie.refresh_from_db()
        assert (tie.ended_on, tie.end_reason) == (date(2025, 1, 1), "separated")
    assert browser_of(country["neighbour"]).get(address).status_code == 404


def test_leaving_a_household_is_dated(country: Any, family: Any, browser_of: Any, acting_as: Any) -> None:
    by = country["supervisor"]
    with acting_as(by):
        member = join_household(person=family["girl"], role="child", by=by, started_on=date(2020, 1, 1))
    browser = browser_of(by)
    address = reverse("people:household-leave", args=[member.public_id])
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"on": "01.01.2019"}).status_code == 200
    assert browser.post(address, {"on": "01.01.2024"}).status_code == 302
