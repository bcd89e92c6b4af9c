"""What the sharing of the tests among processes stands on."""

import re

import pytest

from tests.conftest import pytest_make_parametrize_id

CONTROL = re.compile(r"\\x[01]")  # as pytest escapes them


def test_a_test_is_named_the_same_in_every_process(request: pytest.FixtureRequest) -> None:
    """Two processes must collect the same names, or the run ends before its first test; what is made while collecting
    (a packed file carries the hour) would show as control characters or endless text."""
    for item in request.session.items:
        assert not CONTROL.search(item.nodeid), item.nodeid
        assert len(item.nodeid) < 300, item.nodeid


def test_bytes_are_named_by_their_number() -> None:
    assert pytest_make_parametrize_id(b"PK\x03\x04") == "4 bytes"
    assert pytest_make_parametrize_id("word") is None


def test_a_long_text_is_named_by_its_beginning() -> None:
    assert pytest_make_parametrize_id("Soyadı, adı, atasının adı;" * 3) == "Soyadı, adı, atasını… of 78"


def test_only_what_drives_a_whole_site_is_tried_twice(request: pytest.FixtureRequest) -> None:
    for item in request.session.items:
        twice = item.get_closest_marker("flaky") is not None
        assert twice == item.nodeid.startswith(("tests/journeys/", "tests/cli/")), item.nodeid
