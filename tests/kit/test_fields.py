"""What people type, read; what is wrong, said."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from himaya.kit import clock, fields
from himaya.kit.periods import BirthDate

NASTY = ["😀", "\u202e123", "'; drop table--", "<script>", "=1+1", "x" * 20_000, "٣", "0", "-1", "99.99.9999"]


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.fixed("2026-06-01"):
        yield


def code(field, typed):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return refused.value.error_list[0].code


def read_or_refused(field, typed):
    """A value, or words that say what is wrong; any other exception fails the test."""
    try:
        return (field.clean(typed),)
    except ValidationError as refused:
        return refused.messages


@pytest.mark.parametrize("typed", ["05.03.2026", "5.3.2026", "05/03/2026", "2026-03-05", " 05 . 03 . 2026 "])
def test_a_day_is_read_in_the_usual_ways(typed):
    assert fields.DateField().clean(typed) == date(2026, 3, 5)


def test_a_wrong_day_is_refused_with_its_reason():
    assert code(fields.DateField(), "31.02.2026") == "invalid"
    assert code(fields.DateField(future=False), "02.06.2026") == "future"
    assert code(fields.DateField(past=False), "31.05.2026") == "past"
    assert code(fields.DateField(), "31.12.1899") == "too_early"
    assert code(fields.DateField(), "") == "required"
    assert fields.DateField(required=False).clean("") is None
    assert fields.DateField(future=False, past=False).clean("01.06.2026") == date(2026, 6, 1)


def test_a_day_is_shown_as_it_is_typed():
    assert 'value="05.03.2026"' in fields.DateField().widget.render("d", date(2026, 3, 5))


def test_a_moment_is_meant_in_baku():
    assert fields.MomentField().clean("05.03.2026 14:30") == datetime(2026, 3, 5, 10, 30, tzinfo=UTC)
    assert fields.MomentField().clean("2026-03-05T14:30") == datetime(2026, 3, 5, 10, 30, tzinfo=UTC)
    assert code(fields.MomentField(future=False), "01.06.2026 12:01") == "future"


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("05.03.2015", BirthDate(date(2015, 3, 5))),
        ("03.2015", BirthDate.of_month(2015, 3)),
        ("2015-03", BirthDate.of_month(2015, 3)),
        ("2015", BirthDate.of_year(2015)),
        ("8", BirthDate.of_age(8, date(2026, 6, 1))),
        ("~8 yaş", BirthDate.of_age(8, date(2026, 6, 1))),
        ("8 yaşında", BirthDate.of_age(8, date(2026, 6, 1))),
        ("8 лет", BirthDate.of_age(8, date(2026, 6, 1))),
        ("0", BirthDate.of_age(0, date(2026, 6, 1))),
    ],
)
def test_a_birth_date_is_read_as_well_as_it_is_known(typed, born):
    assert fields.FlexibleBirthDate().clean(typed) == born
    shown = fields.show_birth_date(born)
    assert fields.FlexibleBirthDate().clean(shown) == born


def test_an_impossible_birth_date_is_refused():
    assert code(fields.FlexibleBirthDate(), "02.06.2026") == "future"
    assert code(fields.FlexibleBirthDate(), "13.2015") == "invalid"
    assert code(fields.FlexibleBirthDate(), "1899") == "too_early"
    assert code(fields.FlexibleBirthDate(), "121") == "invalid"
    assert fields.FlexibleBirthDate(required=False).clean("") is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("050 123 45 67", "+994501234567"),
        ("(050) 123-45-67", "+994501234567"),
        ("+994 50 123 45 67", "+994501234567"),
        ("994501234567", "+994501234567"),
        ("012 493 00 77", "+994124930077"),
        ("+90 212 555 12 12", "+902125551212"),
        ("142", "142"),
        ("860", "860"),
        ("116 111", "116111"),
    ],
)
def test_a_telephone_number_is_read(typed, number):
    assert fields.PhoneField().clean(typed) == number
    assert fields.PhoneField().clean(fields.show_phone(number)) == number


@pytest.mark.parametrize("typed", ["05012", "+994 50 123 45 6", "salam", "0501234567890", "12"])
def test_half_a_number_is_refused(typed):
    assert code(fields.PhoneField(), typed) == "invalid"


@pytest.mark.parametrize(
    ("typed", "fin"),
    [
        ("5abc12d", "5ABC12D"),
        ("5AB C12-D", "5ABC12D"),
        ("5aboo2d", "5AB002D"),
        ("5АВС12Е", "5ABC12E"),
        ("\u202e5ABC12D\u200b", "5ABC12D"),
    ],
)
def test_a_fin_is_read(typed, fin):
    assert fields.FinField().clean(typed) == fin


@pytest.mark.parametrize(
    "typed", ["5ABİ12D", "5ABı12D", "5abi12d", "5ABC12", "5ABC12DE", "5ABÇ12D", "ƏABC12D"]
)
def test_what_no_fin_can_be_is_refused(typed):
    assert code(fields.FinField(), typed) == "invalid"


def test_names_and_stories():
    assert fields.NameField().clean(" Kǝngǝrli\u200b ") == "Kəngərli"
    assert code(fields.NameField(), "Əli 😀") == "emoji"
    assert code(fields.NameField(), "Ə" * 101) == "max_length"
    assert code(fields.NameField(), "\u200b \u202e") == "required"
    assert fields.NarrativeField().clean(" 😀 salam\r\n ") == "😀 salam"
    assert fields.LineField().clean("a\nb") == "a b"


@pytest.mark.parametrize("typed", NASTY)
@pytest.mark.parametrize(
    "make",
    [
        fields.NameField,
        fields.NarrativeField,
        fields.LineField,
        fields.DateField,
        fields.MomentField,
        fields.FlexibleBirthDate,
        fields.PhoneField,
        fields.FinField,
    ],
)
def test_nothing_typed_breaks_a_field(make, typed):
    assert read_or_refused(make(), typed)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(typed):
    with clock.fixed("2026-06-01"):
        for make in (
            fields.FlexibleBirthDate,
            fields.DateField,
            fields.FinField,
            fields.PhoneField,
            fields.NameField,
        ):
            assert read_or_refused(make(), typed)
