"""A person in the middle of an ecomap: nothing covers anything, every line has its kind."""

from itertools import combinations

import pytest

from himaya.desk.ecomap.rules import BOX, HIGH, LETTERS, MIDDLE, MOST, Around, Part, ecomap

LOOKS = ["now", "before", "waiting", "close", "protective", "conflict", "distant", "cut_off", "harm"]


@pytest.mark.parametrize("many", [0, 1, 2, 3, 5, 8, 13, MOST])
def test_no_box_covers_another(many: int) -> None:
    members = [Around(f"Ağabəyim Məmmədquluzadəyeva {n}", "Nənəsi və ya babası") for n in range(many)]
    drawing, left_out = ecomap("Əliyeva Nigar", [Part("Kin", members)], "Around")
    assert left_out == 0
    boxes = [node for node in drawing.nodes if node.shape == "box"]
    assert len(boxes) == many
    for one, other in combinations(boxes, 2):
        assert abs(one.x - other.x) >= BOX or abs(one.y - other.y) >= HIGH
    for box in boxes:
        assert box.wide / 2 < box.x < drawing.width - box.wide / 2
        assert box.half < box.y < drawing.height - box.half


def test_what_does_not_fit_is_counted() -> None:
    parts = [
        Part("Kin", [Around(f"{n}", "kin") for n in range(20)]),
        Part("Services", [Around("s", "r")] * 9),
    ]
    drawing, left_out = ecomap("Nigar", parts, "Around")
    assert left_out == 29 - MOST
    assert len(drawing.strokes) == MOST


def test_every_kind_of_contact_has_its_own_line_and_words() -> None:
    drawing, _left = ecomap("Nigar", [Part("Kin", [Around(look, "r", look) for look in LOOKS])], "Around")
    assert [stroke.kind for stroke in drawing.strokes] == LOOKS
    assert [look for look, _words in drawing.legend] == [
        "now", "waiting", "before", "close", "protective", "conflict", "distant", "cut_off", "harm",
    ]  # fmt: skip
    assert Around("a", "b").look_words == ""
    assert Around("a", "b", "harm").look_words


def test_who_is_shut_is_marked() -> None:
    drawing, _left = ecomap("Nigar", [Part("Kin", [Around("N. F.", "Aunt", shut=True)])], "Around")
    assert drawing.nodes[0].marks == {"masked"}
    assert drawing.nodes[0].title == "Aunt: N. F."


def test_bold_letters_of_a_wide_typeface_stay_within_their_box() -> None:
    widest = (
        8.5  # of a bold letter at the size of the drawing, in the widest of the typefaces that systems have
    )
    assert LETTERS * widest <= BOX
    drawing, _left = ecomap("Məmmədquluzadəyeva Ağabəyim", [], "Around")
    assert max(len(line) for line in drawing.nodes[-1].lines) * widest <= MIDDLE
