"""Who stands where in a drawn family: three generations, and any data ends in a drawing that covers nobody."""

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from himaya.kit import clock
from himaya.registry.genogram.band import LETTER, WIDE, Stay, draw_band
from himaya.registry.genogram.layout import APART, SLOT, Places, lanes, place, spread
from himaya.registry.genogram.picture import Face, paint
from himaya.registry.genogram.rules import Figure, Link, Tie, Tree, grow
from himaya.registry.models import HouseholdMember, Person

KINDS: dict[str, dict[str, Any]] = {
    "mother": {"generation": -1},
    "father": {"generation": -1},
    "parent": {"generation": -1},
    "child": {"generation": 1},
    "sibling": {"generation": 0, "line": "kin"},
    "half_sibling": {"generation": 0, "line": "kin"},
    "twin": {"generation": 0, "line": "kin"},
    "grandparent": {"generation": -2, "line": "kin"},
    "aunt_uncle": {"generation": -1, "line": "kin"},
    "cousin": {"generation": 0, "line": "kin"},
    "spouse": {"generation": 0, "couple": "married"},
    "partner": {"generation": 0, "couple": "partners"},
    "step_parent": {"generation": -1, "line": "step"},
    "guardian": {"generation": -1, "line": "care"},
    "foster_parent": {"generation": -1, "line": "care"},
    "trusted_adult": {"line": "protective"},
    "close": {"line": "close"},
    "conflict": {"line": "conflict"},
    "cut_off": {"line": "cut_off"},
    "distant": {"line": "distant"},
    "suspected_of_harm": {"line": "harm"},
    "harmed": {"line": "harm"},
    "neighbour": {},
}
SEXES = {"M": "male", "F": "female", "U": "unknown"}


def figures(*told: str) -> dict[str, Figure]:
    """`F2014 ana`: sex, year of birth, name."""
    found = {}
    for one in told:
        what, name = one.split()
        born = date(int(what[1:]), 1, 1) if what[1:] else None
        found[name] = Figure(name, SEXES[what[0]], born)
    return found


FAMILY = figures(
    "F2014 child", "F1988 mother", "M1985 father", "M2016 brother", "M1955 grandfather", "F1958 grandmother",
    "M1950 mothersfather", "F1990 aunt",
)  # fmt: skip
TIES = [
    Tie("mother", "child", "mother"),
    Tie("father", "child", "father"),
    Tie("mother", "brother", "mother"),
    Tie("father", "brother", "father"),
    Tie("father", "father", "grandfather"),
    Tie("mother", "father", "grandmother"),
    Tie("father", "mother", "mothersfather"),
    Tie("father", "aunt", "mothersfather"),
    Tie("spouse", "mother", "father"),
]


def draw(index: str = "child", people: Any = None, ties: Any = None, **more: Any) -> tuple[Tree, Places]:
    tree = grow(index, people or FAMILY, TIES if ties is None else ties, KINDS, **more)
    return tree, place(tree)


def painted(tree: Tree, places: Places) -> Any:
    faces = {key: Face(key, (key,)) for key in tree.figures}
    return paint(tree, places, faces, {}, "Family")


def test_three_generations_stand_above_each_other() -> None:
    tree, _places = draw()
    assert tree.generation["child"] == tree.generation["brother"] == 0
    assert tree.generation["mother"] == tree.generation["father"] == tree.generation["aunt"] == -1
    assert {tree.generation[g] for g in ("grandfather", "grandmother", "mothersfather")} == {-2}
    assert list(tree.rows()) == [-2, -1, 0]


def test_father_stands_left_of_mother_and_the_eldest_child_left() -> None:
    tree, places = draw()
    assert places.x["father"] < places.x["mother"]
    assert places.x["child"] < places.x["brother"]
    assert places.x["grandfather"] < places.x["mothersfather"], "the father's side stays left"
    assert next(u for u in tree.unions if u.partners == ("father", "mother")).look == "married"


def test_children_stand_below_the_middle_of_their_parents() -> None:
    _tree, places = draw()
    middle = (places.x["father"] + places.x["mother"]) / 2
    assert abs((places.x["child"] + places.x["brother"]) / 2 - middle) < 1


def test_a_parent_nobody_wrote_down_is_drawn_as_unknown() -> None:
    tree, _places = draw()
    assert tree.figures["?mothersfather"].unknown
    assert tree.figures["?mothersfather"].sex == "female"
    both = grow("c", figures("U2010 c", "U1980 p"), [Tie("parent", "c", "p")], KINDS)
    assert both.figures["?p"].sex == "unknown"


def test_of_three_parents_on_record_two_are_drawn_and_the_third_is_a_plain_tie() -> None:
    people = figures("F2014 child", "F1988 one", "F1989 two", "M1980 father")
    ties = [Tie("mother", "child", "one"), Tie("mother", "child", "two"), Tie("father", "child", "father")]
    tree, _places = draw(people=people, ties=ties)
    assert [u.partners for u in tree.unions if u.children] == [("father", "one")]
    assert [(k.one, k.other, k.look) for k in tree.links] == [("child", "two", "kin")]


def test_two_mothers_are_both_parents() -> None:
    people = figures("F2014 child", "F1988 one", "F1989 two")
    tree, _places = draw(people=people, ties=[Tie("mother", "child", "two"), Tie("mother", "child", "one")])
    assert [u.partners for u in tree.unions] == [("one", "two")]


@pytest.mark.parametrize(
    ("kind", "until", "why", "look", "end"),
    [
        ("spouse", None, "", "married", ""),
        ("partner", None, "", "partners", ""),
        ("spouse", date(2020, 1, 1), "divorced", "married", "divorced"),
        ("spouse", date(2020, 1, 1), "separated", "married", "separated"),
        ("partner", date(2020, 1, 1), "", "partners", "separated"),
        ("spouse", date(2020, 1, 1), "died", "married", ""),
    ],
)
def test_marriage_and_its_end_each_have_their_line(
    kind: str, until: date | None, why: str, look: str, end: str
) -> None:
    people = figures("F1990 she", "M1985 he")
    tree, places = draw("she", people, [Tie(kind, "she", "he", until=until, why=why)])
    assert [(u.look, u.end, u.partners) for u in tree.unions] == [(look, end, ("he", "she"))]
    strokes = painted(tree, places).strokes
    assert len(strokes) == (2 if end else 1)
    assert strokes[0].kind == look


def test_what_is_newest_of_a_couple_counts() -> None:
    people = figures("F1990 she", "M1985 he")
    again = [
        Tie("spouse", "she", "he", date(2010, 1, 1), date(2015, 1, 1), "divorced"),
        Tie("partner", "she", "he", date(2018, 1, 1)),
    ]
    tree, _places = draw("she", people, again)
    assert [(u.look, u.end) for u in tree.unions] == [("partners", "")]


def test_a_marriage_across_generations_is_no_couple_line() -> None:
    people = figures("F2014 child", "F1988 mother", "M1960 grandfather")
    ties = [
        Tie("mother", "child", "mother"), Tie("father", "mother", "grandfather"), Tie("spouse", "child", "grandfather"),
    ]  # fmt: skip
    tree, _places = draw(people=people, ties=ties)
    assert all("child" not in u.partners for u in tree.unions)


def test_several_partners_stand_in_one_row_and_far_lines_pass_over() -> None:
    people = figures("M1970 he", "F1971 one", "F1972 two", "F1973 three", "F1999 daughter", "M2001 son")
    ties = [
        Tie("spouse", "he", "one", until=date(2000, 1, 1), why="divorced"), Tie("spouse", "he", "two"),
        Tie("partner", "he", "three"), Tie("father", "daughter", "he"), Tie("mother", "daughter", "one"),
        Tie("father", "son", "he"), Tie("mother", "son", "three"),
    ]  # fmt: skip
    tree, places = draw("he", people, ties)
    assert len(places.clusters[0]) == 1
    assert len(places.clusters[0][0]) == 4
    assert painted(tree, places).height > 0


def test_brothers_and_sisters_without_parents_hang_from_one_line() -> None:
    people = figures("F2010 a", "F2010 b", "M2014 c", "M2015 d")
    ties = [
        Tie("sibling", "a", "c"),
        Tie("twin", "a", "b"),
        Tie("sibling", "c", "d"),
        Tie("sibling", "b", "d"),
    ]
    tree, places = draw("a", people, ties)
    assert [(u.partners, u.children, u.look) for u in tree.unions] == [((), ["a", "b", "c", "d"], "siblings")]
    assert tree.links == []
    assert tree.twins == [frozenset({"a", "b"})]
    assert "siblings" in {s.kind for s in painted(tree, places).strokes}


def test_three_born_together_part_from_one_point() -> None:
    people = figures("F1980 mother", "F2010 a", "F2010 b", "F2010 c")
    ties = [Tie("mother", k, "mother") for k in "abc"]
    ties += [Tie("twin", "a", "b"), Tie("twin", "b", "c"), Tie("twin", "a", "mother")]
    tree, _places = draw("a", people, ties)
    assert tree.twins == [frozenset("abc")]


def test_what_descent_shows_already_is_not_drawn_twice() -> None:
    ties = [
        *TIES, Tie("grandparent", "child", "grandfather"), Tie("sibling", "child", "brother"),
        Tie("aunt_uncle", "child", "aunt"), Tie("child", "mother", "child"), Tie("half_sibling", "mother", "aunt"),
    ]  # fmt: skip
    tree, _places = draw(ties=ties)
    assert tree.links == []


def test_kin_without_the_links_between_are_joined_by_a_plain_line() -> None:
    people = figures("F2014 child", "F1950 granny", "F1980 aunt", "M1979 step", "F1970 guardian")
    ties = [
        Tie("grandparent", "child", "granny"), Tie("aunt_uncle", "child", "aunt"),
        Tie("step_parent", "child", "step"), Tie("guardian", "child", "guardian"),
        Tie("foster_parent", "child", "guardian"), Tie("guardian", "child", "step", until=date(2020, 1, 1)),
        Tie("neighbour", "child", "step"),
    ]  # fmt: skip
    tree, places = draw(people=people, ties=ties)
    assert [(k.other, k.look) for k in tree.links] == [
        ("granny", "kin"), ("aunt", "kin"), ("step", "step"), ("guardian", "care"),
    ]  # fmt: skip
    assert {"kin", "step", "care"} <= {s.kind for s in painted(tree, places).strokes}


def test_a_grandmother_who_is_the_guardian_stays_among_the_grandparents() -> None:
    ties = [*TIES, Tie("guardian", "child", "grandmother")]
    tree, _places = draw(ties=ties)
    assert tree.generation["grandmother"] == -2
    assert [(k.other, k.look) for k in tree.links] == [("grandmother", "care")]


def test_feelings_and_suspicions_are_lines_of_their_own_kind() -> None:
    bonds = ["close", "conflict", "cut_off", "distant", "trusted_adult"]
    ties = [
        *TIES,
        *(Tie(kind, "child", "grandfather") for kind in bonds),
        Tie("conflict", "child", "brother"),
    ]
    ties += [Tie("suspected_of_harm", "child", "father"), Tie("harmed", "father", "child")]
    ties += [
        Tie("close", "brother", "mother", until=date(2020, 1, 1)),
        Tie("conflict", "grandfather", "aunt"),
    ]
    tree, places = draw(ties=ties)
    harm = [k for k in tree.links if k.look == "harm"]
    assert harm == [Link("father", "child", "harm", "suspected_of_harm")], (
        "from who is suspected to who was harmed"
    )
    assert "close" in {k.look for k in tree.links}
    drawing = painted(tree, places)
    assert {"close", "conflict", "cut_off", "distant", "protective", "harm"} <= {
        s.kind for s in drawing.strokes
    }
    assert "harm" in dict(drawing.legend)


def test_the_legend_tells_only_what_occurs() -> None:
    drawing = painted(*draw())
    assert "harm" not in dict(drawing.legend)
    assert {"square", "circle", "married", "child"} <= set(dict(drawing.legend))


def test_a_person_alone_is_a_drawing_too() -> None:
    tree, places = draw(people=figures("U child"), ties=[Tie("mother", "child", "nobody")])
    drawing = painted(tree, places)
    assert [node.shape for node in drawing.nodes] == ["diamond"]
    assert drawing.strokes == []


def test_circles_and_contradictions_end_in_a_drawing() -> None:
    people = figures("F2014 a", "F2014 b", "F2014 c")
    ties = [
        Tie("mother", "a", "b"), Tie("mother", "b", "c"), Tie("mother", "c", "a"), Tie("child", "a", "b"),
        Tie("sibling", "a", "c"), Tie("twin", "b", "a"), Tie("spouse", "a", "a"), Tie("mother", "a", "a"),
    ]  # fmt: skip
    tree, places = draw("a", people, ties)
    assert set(tree.generation) >= {"a", "b", "c"}
    assert painted(tree, places).width > 0


def test_a_family_of_hundreds_is_cut_at_the_nearest() -> None:
    people = figures("F2014 child", "F1988 mother", *(f"F2000 sister{n}" for n in range(300)))
    ties = [Tie("mother", k, "mother") for k in people if k != "mother"]
    tree, _places = draw(people=people, ties=ties, most=40)
    assert len(tree.generation) <= 41
    assert tree.left_out == 302 - 40
    assert "mother" in tree.generation


def test_who_stands_beyond_the_grandparents_is_not_drawn() -> None:
    people = figures("F2014 a", "F1990 b", "F1960 c", "F1930 d")
    tree, _places = draw(
        "a", people, [Tie("mother", "a", "b"), Tie("mother", "b", "c"), Tie("mother", "c", "d")]
    )
    assert "d" not in tree.generation


def test_rows_are_moved_to_their_wishes_and_never_overlap() -> None:
    assert spread([0, 500], [SLOT, SLOT]) == [0, 500]
    one, other = spread([100, 0], [SLOT, SLOT])
    assert other - one == SLOT + APART
    assert (one + other) / 2 == 50
    assert spread([], []) == []


def test_lines_in_one_gap_lie_in_lanes() -> None:
    assert lanes([(0, 10), (5, 20), (30, 40), (12, 25)]) == [0, 1, 0, 2]
    assert lanes([]) == []


NAMES = [f"n{number}" for number in range(14)]
some_tie = st.builds(
    Tie,
    st.sampled_from(sorted(KINDS)),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    st.none() | st.just(date(2010, 1, 1)),
    st.none() | st.just(date(2015, 1, 1)),
    st.sampled_from(["", "divorced", "died", "over"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(some_tie, max_size=40), st.lists(st.sampled_from("MFU"), min_size=14, max_size=14))
def test_whatever_is_on_record_no_figure_covers_another(ties: list[Tie], sexes: list[str]) -> None:
    people = {
        name: Figure(name, SEXES[sex], date(1950 + number * 5, 1, 1) if number % 3 else None)
        for number, (name, sex) in enumerate(zip(NAMES, sexes, strict=True))
    }
    tree, places = draw("n0", people, ties)
    for one, other in combinations(places.x, 2):
        if places.row[one] == places.row[other]:
            assert abs(places.x[one] - places.x[other]) >= SLOT - 0.01
    drawing = painted(tree, places)
    assert len(drawing.nodes) == len(tree.figures)
    for node in drawing.nodes:
        assert SLOT / 2 - 1 <= node.x <= drawing.width
        assert 0 < node.y < drawing.height
    assert all("nan" not in stroke.path for stroke in drawing.strokes)


@pytest.mark.parametrize("month", range(1, 13))
def test_no_year_above_the_band_is_cut_off_at_its_edge(month: int) -> None:
    with clock.fixed(f"2026-{month:02d}-22"), translation.override("en"):
        stays = [Stay(1, "Mother", date(1994, 1, 2), None, HouseholdMember())]
        drawing = draw_band(Person(family_name="Əliyeva", given_name="Ülviyyə"), stays)
    assert drawing.labels
    assert all(label.x + 4 * LETTER <= WIDE for label in drawing.labels)
