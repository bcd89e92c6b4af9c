"""The bench of forms runs to the end, and a form of four hundred questions is taken whole."""

from tests.cli.test_bench import measured


def test_a_form_of_four_hundred_questions_is_compiled_and_checked_again() -> None:
    figures = measured("xforms")
    assert figures["xforms.questions"]["value"] == 400
    for name in ("looked_through", "compiled", "checked_again"):
        assert figures[f"xforms.{name}.p95"]["value"] > 0  # type: ignore[operator]
