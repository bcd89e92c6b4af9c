"""What the sweep of forms cannot try is tried somewhere, and the list says where."""

import re
from pathlib import Path

from tests.forms.known import KNOWN, NO_FORM, Shown

NAMED = re.compile(r"tests/[\w/]+\.py")
ROOT = Path(__file__).resolve().parents[2]


def test_a_form_that_no_record_can_take_names_the_test_that_sends_it() -> None:
    reasons = {name: how.never for name, how in KNOWN.items() if isinstance(how, Shown) and how.never}
    assert [name for name, why in reasons.items() if not NAMED.search(why)] == []
    told = [path for why in (*reasons.values(), *NO_FORM.values()) for path in NAMED.findall(why)]
    assert [path for path in told if not (ROOT / path).exists()] == []
