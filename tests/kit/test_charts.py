"""Counts that are drawn: every number is written, shades and heights only repeat it."""

from itertools import combinations

from himaya.kit.charts import HIGH, WIDE, Row, Tile, bars_over_time, shade, tile_map


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
