"""Forms as other people write them: each compiles, takes answers that follow it, and refuses those that do not."""

from pathlib import Path

import pytest

from himaya.instruments.xforms.compiling import missing_labels
from tests.instruments.xform_cast import FORMS, form, make, wrong


@pytest.mark.parametrize("name", FORMS)
def test_a_form_takes_what_follows_it_and_names_what_does_not(name: str, tmp_path: Path) -> None:
    _survey, _choices, good, bad = FORMS[name]
    made = make(form(name), tmp_path)
    assert made.shape.form_id == name
    assert wrong(made, good) == []
    for answers, said in bad:
        assert wrong(made, answers) == [said], answers


def test_the_labels_of_both_languages_are_there(tmp_path: Path) -> None:
    made = make(form("visit"), tmp_path)
    assert missing_labels(made.shape) == {"Azərbaycan (az)": 0, "English (en)": 0}
    assert made.shape.by_path()["/data/who"].label("English (en)") == "Kimə baş çəkdiniz? (en)"
    assert [value for value, _labels in made.shape.items("yes_no")] == ["yes", "no"]
