"""The stopped clock, days and ages, ids."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from himaya.kit import clock, ids, privacy
from himaya.kit.periods import BirthDate, Period, add_months, age_on
from himaya.kit.verdict import first_no, no, yes

days = st.dates(date(1950, 1, 1), date(2090, 12, 31))


def test_the_clock_stops_and_runs_again():
    with clock.fixed("2026-03-05T10:00") as moment:
        assert clock.now() == moment == datetime(2026, 3, 5, 6, 0, tzinfo=UTC)
        with clock.fixed(date(2026, 1, 1)):
            assert clock.today() == date(2026, 1, 1)
        assert clock.today() == date(2026, 3, 5)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_the_day_begins_at_midnight_in_baku():
    with clock.fixed(datetime(2026, 3, 4, 20, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 5)
    with clock.fixed(datetime(2026, 3, 4, 19, 59, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 4)
    assert clock.at(date(2026, 3, 5)) == datetime(2026, 3, 4, 20, 0, tzinfo=UTC)


def test_a_period_holds_its_first_day_and_not_its_end():
    march = Period(date(2026, 3, 1), date(2026, 4, 1))
    assert date(2026, 3, 1) in march
    assert date(2026, 3, 31) in march
    assert date(2026, 4, 1) not in march
    assert march.days == 31
    assert march.last_day() == date(2026, 3, 31)
    assert date(1, 1, 1) in Period()


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError):
        Period(date(2026, 3, 2), date(2026, 3, 1))


@given(days, days, days, days, days)
def test_two_periods_overlap_when_a_day_is_in_both(a, b, c, d, day):
    one, other = Period(*sorted((a, b))), Period(*sorted((c, d)))
    shared = one.intersection(other)
    assert (day in one and day in other) == (shared is not None and day in shared)
    assert one.overlaps(other) == other.overlaps(one)


@given(days, st.integers(-600, 600))
def test_adding_months_lands_in_the_right_month(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


def test_birthdays():
    assert age_on(date(2015, 3, 5), date(2026, 3, 4)) == 10
    assert age_on(date(2015, 3, 5), date(2026, 3, 5)) == 11
    assert age_on(date(2016, 2, 29), date(2026, 2, 28)) == 9
    assert age_on(date(2016, 2, 29), date(2026, 3, 1)) == 10


def test_an_estimated_age_protects_in_doubt():
    on = date(2026, 6, 1)
    guessed = BirthDate.of_age(18, on)
    assert guessed.age(on) == 18
    assert guessed.may_be_under(18, on)
    assert not guessed.is_surely_under(18, on)
    assert BirthDate.of_year(2010).ages(on) == (15, 16)
    assert BirthDate.of_month(2015, 6).ages(on) == (10, 11)
    assert BirthDate(date(2015, 6, 1)).ages(on) == (11, 11)


@given(days, st.sampled_from(["exact", "month", "year", "estimated"]), days)
def test_the_likeliest_age_lies_between_the_youngest_and_the_oldest(born, precision, on):
    known = BirthDate(born, precision)
    youngest, oldest = known.ages(on)
    assert youngest <= known.age(on) <= oldest


def test_public_ids_are_opaque_and_never_the_same():
    made = {ids.new_public_id() for _ in range(2000)}
    assert len(made) == 2000
    assert all(len(i) == 12 and not set(i) - set(ids.PUBLIC_ALPHABET) for i in made)


def test_a_reference_is_read_back_however_it_is_typed():
    reference = ids.reference_number()
    assert ids.read_reference(reference) == reference
    assert ids.read_reference(f" {reference.lower().replace('-', ' ')} ") == reference
    assert ids.read_reference(reference.replace("-", "").replace("A", "А").replace("C", "С")) == reference
    assert ids.read_reference("") is None


@given(st.randoms(use_true_random=False), st.integers(0, 8), st.sampled_from(ids.READ_ALPHABET))
def test_a_wrong_letter_or_a_swap_is_found(random, place, letter):
    letters = ids.reference_number().replace("-", "")
    wrong = letters[:place] + letter + letters[place + 1 :]
    assert (ids.read_reference(wrong) is None) == (wrong != letters)
    other = random.randrange(9)
    swapped = list(letters)
    swapped[place], swapped[other] = swapped[other], swapped[place]
    assert (ids.read_reference("".join(swapped)) is None) == ("".join(swapped) != letters)


def test_columns_say_what_they_hold():
    assert privacy.label_of(privacy.personal(models.CharField())) == "personal"
    assert privacy.label_of(models.CharField()) is None
    labelled = [
        wrap(models.TextField())
        for wrap in (privacy.public, privacy.internal, privacy.special, privacy.secret)
    ]
    assert [privacy.label_of(field) for field in labelled] == ["public", "internal", "special", "secret"]
    assert not any(privacy.is_counted(field) for field in [models.CharField(), *labelled])
    for wrap in (privacy.internal, privacy.personal, privacy.special):
        assert privacy.is_counted(wrap(models.CharField(), counted=True))


def test_the_first_obstacle_is_told():
    assert first_no(yes(), yes())
    refused = first_no(yes(), no("no consent"), no("too young"))
    assert not refused
    assert refused.reason == "no consent"
