"""When terms end."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.kit.tables import FileRefused
from himaya.reference.actions import import_working_days
from himaya.reference.norms.rules import NormValue
from himaya.reference.queries import days_off
from himaya.reference.rules import add, add_working_days, is_working_day, working_days_between

BAKU = ZoneInfo("Asia/Baku")
NONE_MOVED = {}


def term(value, unit):
    return NormValue("k", value, unit)


def due(start, value, unit, moved=NONE_MOVED):
    return add(datetime.fromisoformat(start).replace(tzinfo=BAKU), term(value, unit), moved).astimezone(BAKU)


def at(moment):
    return datetime.fromisoformat(moment).replace(tzinfo=BAKU)


@pytest.mark.parametrize(
    ("start", "value", "unit", "end"),
    [
        ("2026-02-27T23:50", 15, "minutes", "2026-02-28T00:05"),
        ("2026-03-19T18:00", 72, "hours", "2026-03-22T18:00"),  # through Novruz without rest
        ("2026-02-27T10:00", 7, "days", "2026-03-06T10:00"),
        ("2026-01-31T10:00", 1, "months", "2026-02-28T10:00"),
        ("2028-01-31T10:00", 1, "months", "2028-02-29T10:00"),
        ("2026-11-30T10:00", 3, "months", "2027-02-28T10:00"),
        ("2028-02-29T10:00", 1, "years", "2029-02-28T10:00"),
        ("2026-02-27T10:00", 2, "weeks", "2026-03-13T10:00"),
    ],
)
def test_terms_in_calendar_time(start, value, unit, end):
    assert due(start, value, unit) == at(end)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-02-02T10:00", 1, "2026-02-03T23:59"),  # Monday: the day of the event is not counted
        ("2026-02-06T18:30", 1, "2026-02-09T23:59"),  # Friday evening: Monday
        ("2026-02-07T12:00", 1, "2026-02-09T23:59"),  # Saturday
        ("2026-02-02T10:00", 5, "2026-02-09T23:59"),
        ("2026-12-30T10:00", 1, "2027-01-05T23:59"),  # 31 December and the first days of January are off
        ("2025-03-18T10:00", 1, "2025-03-19T23:59"),
    ],
)
def test_terms_in_working_days(start, days, end):
    assert due(start, days, "working_days") == at(end)


def test_novruz_is_not_worked():
    assert not any(is_working_day(date(2025, 3, day), NONE_MOVED) for day in range(20, 25))
    end = due("2025-03-19T10:00", 1, "working_days")
    assert end.date() > date(2025, 3, 24)


def test_the_31_december_is_a_holiday_in_the_middle_of_the_week():
    assert date(2026, 12, 31).weekday() == 3
    assert not is_working_day(date(2026, 12, 31), NONE_MOVED)


def test_a_moved_day_off_and_the_saturday_worked_for_it():
    monday, saturday = date(2026, 2, 2), date(2026, 2, 7)
    moved = {monday: False, saturday: True}
    assert not is_working_day(monday, moved)
    assert is_working_day(saturday, moved)
    assert due("2026-02-06T10:00", 1, "working_days", moved) == at("2026-02-07T23:59")
    assert due("2026-02-01T10:00", 1, "working_days", moved) == at("2026-02-03T23:59")


def test_the_day_begins_at_midnight_in_baku_not_in_london():
    before = datetime(2026, 2, 2, 19, 59, tzinfo=UTC)  # Monday 23:59 in Bakı
    after = datetime(2026, 2, 2, 20, 0, tzinfo=UTC)  # Tuesday 00:00
    assert add(before, term(1, "working_days"), NONE_MOVED) == at("2026-02-03T23:59")
    assert add(after, term(1, "working_days"), NONE_MOVED) == at("2026-02-04T23:59")


def test_a_term_of_nothing_ends_where_it_starts():
    for unit in ("minutes", "hours", "days", "working_days", "months"):
        assert due("2026-02-07T12:00", 0, unit) == at("2026-02-07T12:00")


def test_what_is_no_time_is_refused():
    with pytest.raises(ValueError):
        add(datetime(2026, 2, 2, tzinfo=UTC), term(25, "count"), NONE_MOVED)
    with pytest.raises(ValueError):
        add(datetime(2026, 2, 2), term(1, "days"), NONE_MOVED)  # noqa: DTZ001


dates = st.dates(date(2018, 1, 1), date(2030, 12, 31))
moves = st.dictionaries(dates, st.booleans(), max_size=5)


@given(dates, st.integers(1, 40), moves)
def test_counting_back_gives_the_number_of_days_added(start, number, moved):
    end = add_working_days(start, number, moved)
    assert is_working_day(end, moved)
    assert working_days_between(start, end, moved) == number
    assert working_days_between(end, start, moved) == -number


@given(dates, dates, dates, moves)
def test_stretches_add_up(a, b, c, moved):
    a, b, c = sorted((a, b, c))
    if (c - a).days < 400:
        whole = working_days_between(a, c, moved)
        assert working_days_between(a, b, moved) + working_days_between(b, c, moved) == whole


moments = st.integers(1_577_836_800, 1_893_456_000).map(lambda seconds: datetime.fromtimestamp(seconds, BAKU))


@given(
    moments,
    st.integers(0, 30),
    st.sampled_from(["minutes", "hours", "days", "working_days", "weeks", "months", "years"]),
)
def test_a_longer_term_never_ends_earlier(start, value, unit):
    if unit == "years":
        value %= 4
    shorter, longer = (add(start, term(n, unit), NONE_MOVED) for n in (value, value + 1))
    assert start <= shorter <= longer
    assert shorter.utcoffset() == timedelta(0)


@pytest.mark.django_db
def test_moved_days_come_from_data(as_owner):
    friday = datetime(2026, 2, 6, 10, tzinfo=BAKU)
    assert add(friday, term(1, "working_days")) == at("2026-02-09T23:59")
    file = "day,kind,reason,source\n07.02.2026,working,Əvəz günü,Qərar\n2026-02-09,off,Köçürülüb,Qərar\n"
    with as_owner():
        assert import_working_days(source=file, by=None) == 2
    assert add(friday, term(1, "working_days")) == at("2026-02-07T23:59")
    assert days_off(2026)[date(2026, 2, 9)] == "Köçürülüb"


@pytest.mark.django_db
def test_a_faulty_file_of_days_is_refused_whole(as_owner):
    file = "day,kind,reason,source\n30.02.2026,off,,Qərar\n2026-02-09,free,,Qərar\n"
    with as_owner(), pytest.raises(FileRefused) as refused:
        import_working_days(source=file, by=None)
    assert [(f.row, f.column) for f in refused.value.faults] == [(2, "day"), (3, "kind")]
    with as_owner(), pytest.raises(FileRefused):
        import_working_days(source="day,kind,source\n09.02.2026,off,x\n2026-02-09,off,x\n", by=None)
