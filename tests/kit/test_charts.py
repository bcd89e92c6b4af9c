"""Counts that are drawn: every number is written, shades and heights only repeat it."""

from datetime import date
from itertools import combinations

from himaya.kit.charts import (
    HIGH,
    WIDE,
    Band,
    Course,
    Row,
    Tile,
    bands_over_time,
    bars_over_time,
    lines_over_time,
    radar,
    shade,
    tile_map,
)


def test_the_darker_the_more_and_the_number_stands_on_the_tile() -> None:
    places = [("Bakı", 40), ("Şəki", 10), ("Lerik", 0), ("Naxçıvan Muxtar", None)]
    tiles = [
        Tile((n, n), name, many, "<5" if many is None else str(many)) for n, (name, many) in enumerate(places)
    ]
    drawn = tile_map("map", tiles, "Map", "By district")
    assert [sorted(node.marks) for node in drawn.nodes[:3]] == [["level4"], ["level1"], ["level0"]]
    assert drawn.nodes[3].marks == {"level0", "unknown"}, "what is kept back looks like no zero"
    assert [node.lines[-1] for node in drawn.nodes] == ["40", "10", "0", "<5"]
    assert drawn.nodes[3].title == "Naxçıvan Muxtar: <5", "whoever hears it hears the whole name"
    assert drawn.legend == [("level1", "≥ 1"), ("level2", "≥ 11"), ("level3", "≥ 21"), ("level4", "≥ 31")]
    for one, other in combinations(drawn.nodes, 2):
        assert abs(one.x - other.x) >= WIDE or abs(one.y - other.y) >= HIGH
    assert all(node.x + WIDE / 2 <= drawn.width and node.y + HIGH / 2 <= drawn.height for node in drawn.nodes)


def test_a_map_of_nothing_has_no_shades() -> None:
    assert shade(0, 0) == shade(None, 9) == "level0"
    assert tile_map("map", [Tile((0, 0), "Bakı", 0, "0")], "", "").legend == []


def test_bars_share_one_scale_and_what_is_kept_back_is_said() -> None:
    rows = [Row("Məktəb", [10, 5]), Row("Valideynlər", [None, 0])]
    drawn = bars_over_time("weeks", ["2026-11", "2026-12"], rows, "Weeks", "Told", "<5")
    first, second, kept, none = drawn.bars
    assert first.height == 2 * second.height
    assert (kept.kind, kept.title) == ("open", "Valideynlər, 2026-11: <5")
    assert none.height <= 1
    told = [label.text for label in drawn.labels]
    assert told.count("<5") == 1
    assert told[-2:] == ["11", "12"]
    assert all(bar.x + bar.width <= drawn.width and bar.y + bar.height <= drawn.height for bar in drawn.bars)


def test_no_rows_draw_an_empty_picture() -> None:
    assert bars_over_time("weeks", [], [], "", "", "<5").bars == []


def test_lines_tell_every_value_and_leave_out_what_was_not_measured() -> None:
    courses = [
        Course("Bal", 10, [10, None, 2.5]),
        Course("Qorxu", 0, [0, 0, 0]),
        Course("Bir dəfə", 5, [None, 3, None]),
    ]
    drawn = lines_over_time("scores", ["01.01", "01.02", "01.03"], courses, "Scores", "Told")
    told = [label.text for label in drawn.labels if label.kind == "strong"]
    assert told == ["10", "2.5", "0", "0", "0", "3"]
    assert [stroke.kind for stroke in drawn.strokes] == ["axis", "now", "axis", "now", "axis"], (
        "one point is no line"
    )
    assert [label.text for label in drawn.labels][-3:] == ["01.01", "01.02", "01.03"]
    assert all(0 <= label.y <= drawn.height and label.x <= drawn.width for label in drawn.labels)


def test_a_radar_compares_the_first_with_the_latest() -> None:
    courses = [Course(f"Bal {n}", 10, [10, n]) for n in range(4)]
    drawn = radar("radar", courses, "01.01", "01.02", "First and latest", "Told")
    assert [stroke.kind for stroke in drawn.strokes[-2:]] == ["before", "now"]
    assert drawn.strokes[-2].path != drawn.strokes[-1].path
    assert drawn.legend == [("before", "01.01"), ("now", "01.02")]
    assert [label.text for label in drawn.labels] == ["Bal 0", "Bal 1", "Bal 2", "Bal 3"]
    assert all(0 <= label.x <= drawn.width and 0 <= label.y <= drawn.height for label in drawn.labels)


def test_overlapping_stretches_of_one_band_stand_in_rows_of_their_own() -> None:
    bands = [
        Band("Ana", date(2026, 3, 1), date(2026, 3, 20), "a"),
        Band("Ana", date(2026, 3, 10), date(2026, 3, 30), "b", "over"),
        Band("Ana", date(2026, 3, 25), date(2026, 4, 5), "c"),
        Band("Məktəb", date(2026, 3, 1), date(2026, 3, 2), "d"),
    ]
    drawn = bands_over_time("x", bands, date(2026, 3, 15), "t", "d")
    rows = [bar.y for bar in drawn.bars]
    assert rows[0] == rows[2] < rows[1] < rows[3]
    assert [bar.kind for bar in drawn.bars] == ["", "over", "", ""]
    assert {stroke.kind for stroke in drawn.strokes} == {"axis", "today"}
    assert [label.text for label in drawn.labels if label.kind == "strong"] == ["03.2026", "04.2026"]


def test_a_day_outside_is_no_line_and_a_short_plan_has_its_first_day_on_the_axis() -> None:
    drawn = bands_over_time(
        "x", [Band("Ana", date(2026, 3, 5), date(2026, 3, 9), "a")], date(2027, 1, 1), "t", "d"
    )
    assert {stroke.kind for stroke in drawn.strokes} == {"axis"}
    assert [label.text for label in drawn.labels if label.kind == "strong"] == ["03.2026"]
