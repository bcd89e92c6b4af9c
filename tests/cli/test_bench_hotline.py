"""The bench of the hotline runs to its end in small: lists, taking and ending, arrivals and the search, over HTTP."""

from tests.cli.test_bench import measured


def test_the_bench_of_the_hotline_tells_all_it_promises() -> None:
    told = measured("hotline")
    for name in ("list", "list.rows", "queue", "frame", "take", "take_and_end"):
        for what in ("one.p95", "eight.rate", "eight.p95"):
            assert float(str(told[f"hotline.{name}.{what}"]["value"])) > 0
    for name in ("arrival_to_screen.p99", "search.lead.p95", "search.listener.p95", "list.core_time"):
        assert float(str(told[f"hotline.{name}"]["value"])) > 0
