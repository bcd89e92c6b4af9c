"""Tables sent to the site: taken whole, or refused whole with row, column and remedy."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from himaya.access.models import AuditEvent
from himaya.reference.models import Settlement, WorkingDayChange

pytestmark = pytest.mark.django_db

HEAD = {"settlements": "kind,territory,name_az,source", "working-days": "day,kind,reason,source"}
GOOD = {"settlements": "village,AZ-ABS,Sınaqkənd,Bələdiyyə", "working-days": "16.11.2026,off,Gün,Qərar"}
# What a file can have wrong, given its header and a good row: its content, and the row to be named (0: the file).
FILES: dict[str, tuple[Any, int]] = {
    "another format": (lambda h, g: b"PK\x03\x04" + bytes(range(256)), 0),
    "another encoding": (lambda h, g: f"{h}\n{g}\n".encode("utf-16"), 0),
    "null signs": (lambda h, g: f"{h}\n{g}\x00\n", 0),
    "no header": (lambda h, g: f"{g}\n", 1),
    "a column too many": (lambda h, g: f"{h},more\n{g},1\n", 1),
    "a column twice": (lambda h, g: f"{h},kind\n{g},off\n", 1),
    "a cell too many": (lambda h, g: f"{h}\n{g}\n{g},more\n", 3),
    "an open quotation mark": (lambda h, g: f'{h}\n{g}\n"{g}\n{g}\n', 3),
    "a quotation mark within": (lambda h, g: f'{h}\n{g}\n"a"b,{g}\n', 3),
    "a cell without end": (lambda h, g: f"{h}\n{g}\n{'x' * 200_000},{g}\n", 3),
    "a lone return": (lambda h, g: f"{h}\n{g}\n{'x' * 90}\rmore\n", 3),
    "an empty row of commas": (lambda h, g: f"{h}\n{g}\n,,,x\n", 3),
    "a formula for a kind": (lambda h, g: f"{h}\n{g}\n=1+1,=1+1,=1+1,=1+1\n", 3),
    "markup": (lambda h, g: f"{h}\n{g}\n" + ",".join(["<script>alert(1)</script>"] * 4) + "\n", 3),
    "a text too long": (lambda h, g: f"{h}\n{g}\n" + ",".join(["x" * 5_000] * 4) + "\n", 3),
}


@pytest.fixture
def keeper(everyone: Any, browser_of: Any) -> Any:
    """The administrator's browser."""
    return browser_of(everyone["administrator"])


def there() -> list[int]:
    return [model.objects.count() for model in (Settlement, WorkingDayChange)] + [
        AuditEvent.objects.filter(verb__endswith="imported").count()
    ]


@pytest.mark.parametrize("what", HEAD)
@pytest.mark.parametrize("wrong", FILES)
def test_a_malformed_table_is_refused_whole_with_row_and_remedy(keeper: Any, what: str, wrong: str) -> None:
    make, row = FILES[wrong]
    content = make(HEAD[what], GOOD[what])
    sent = SimpleUploadedFile("x.csv", content if isinstance(content, bytes) else content.encode())
    before = there()
    answer = keeper.post(reverse(f"desk:{what}-import"), {"file": sent})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert there() == before, "nothing of it is taken, the good row neither"
    assert row in {fault.row for fault in answer.context["faults"]}
    assert all(fault.problem and fault.remedy for fault in answer.context["faults"])
    assert all(fault.column for fault in answer.context["faults"] if wrong in {"markup", "a text too long"})
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize("what", HEAD)
def test_the_row_that_stood_beside_them_is_good(keeper: Any, what: str) -> None:
    before = there()
    sent = SimpleUploadedFile("x.csv", f"{HEAD[what]}\n{GOOD[what]}\n".encode())
    assert keeper.post(reverse(f"desk:{what}-import"), {"file": sent}).status_code == 302
    assert there() != before
