"""The front page, for anybody."""

import re
from typing import Any

import pytest

pytestmark = pytest.mark.django_db


def test_the_front_page_says_whom_to_call_before_anything_else(client: Any) -> None:
    page = client.get("/").content.decode()

    numbers = re.findall(r'href="tel:(\d+)"', page)
    assert numbers == ["112", "102", "103"]
    assert page.index("tel:112") < page.index("/report/")
