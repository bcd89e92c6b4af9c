"""Forms of a person's own facts."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from himaya.kit.fields import FlexibleBirthDate, LineField, NameField, PhoneField
from himaya.kit.forms import CodeField, DateField, Form, PickerField
from himaya.reference.queries import Place, place_by_code, resolve_place
from himaya.registry.people.models import Person
from himaya.registry.people.rules import Details, Residence


def place_words(code: str) -> str:
    """A chosen place in words, for the picker."""
    place = place_by_code(code)
    return place.label if place else ""


def places_meant(words: str) -> list[tuple[str, str]]:
    """Places that typed words may mean: one where it is sure."""
    found = resolve_place(words)
    places = [found.best] if found.best else [candidate.place for candidate in found.candidates]
    return [(place.code, place.label) for place in places]


class PlacePicker(PickerField):
    """A place, found as one types."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(reverse_lazy("people:places"), shown=place_words, resolve=places_meant, **kwargs)


def residence(place: Place | None, line: str) -> Residence:
    """The place chosen and the line written under it."""
    return Residence(place.finest if place else None, place.settlement if place else None, line)


class DetailsForm(Form):
    """Who a person is."""

    family_name = NameField(label=_("Family name"), required=False)
    given_name = NameField(label=_("Given name"), required=False)
    fathers_name = NameField(
        label=_("Father's name"),
        required=False,
        help_text=_("Without oğlu or qızı; these follow from the sex."),
    )
    sex = CodeField("sex", label=_("Sex"), radio=True, initial=Person.UNKNOWN)
    born = FlexibleBirthDate(
        label=_("Born"),
        required=False,
        help_text=_("As well as it is known: 05.03.2015, 03.2015, 2015, or an age: 8."),
    )
    multiple_birth = forms.BooleanField(label=_("Twin (or triplet)"), required=False)

    def details(self) -> Details:
        """As the rules read it."""
        data = self.cleaned_data
        return Details(
            family_name=data["family_name"],
            given_name=data["given_name"],
            fathers_name=data["fathers_name"],
            sex=data["sex"],
            born=data["born"],
            multiple_birth=data["multiple_birth"],
            died_on=data.get("died_on"),
            citizenship=data.get("citizenship", ""),
            language=data.get("language", ""),
            life=data.get("life", ""),
        )


class CorrectForm(DetailsForm):
    """Correcting who a person is."""

    life = CodeField(
        "person.life",
        label=_("Living or not"),
        required=False,
        blank=_("Living, as far as is known"),
    )
    died_on = DateField(
        label=_("Died on"), required=False, future=False, help_text=_("Empty where the day is not known.")
    )
    citizenship = CodeField(
        "person.citizenship", label=_("Citizenship"), required=False, blank=_("Not known")
    )
    language = CodeField("person.language", label=_("Language"), required=False, blank=_("Not known"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """What a source told and no list of ours knows (another country) stays to choose, so that it is not lost."""
        super().__init__(*args, **kwargs)
        for name in ("citizenship", "language"):
            field: Any = self.fields[name]
            told, known = str((self.initial or {}).get(name) or ""), list(field.choices)
            if told and told not in {code for code, _words in known}:
                self.offer(name, [*known, (told, told)])

    @staticmethod
    def typed(person: Person) -> dict[str, Any]:
        """What the record holds, as the fields take it."""
        return {
            "family_name": person.family_name,
            "given_name": person.given_name,
            "fathers_name": person.fathers_name,
            "sex": person.sex,
            "born": person.born,
            "multiple_birth": person.multiple_birth,
            "life": person.life,
            "died_on": person.died_on,
            "citizenship": person.citizenship,
            "language": person.language,
        }


class AddressForm(Form):
    """Where a person lives or is registered."""

    kind = forms.ChoiceField(
        label=_("Which address"),
        choices=[
            ("actual", _("Where the person really lives")),
            ("registered", _("Where the person is registered")),
            ("safe", _("A safe place, hidden from all lists")),
        ],
        widget=forms.RadioSelect(),
        initial="actual",
    )
    place = PlacePicker(label=_("District, city or village"))
    line = LineField(label=_("Street, house, flat"), required=False)
    started_on = DateField(label=_("Since"), required=False, future=False)

    def residence(self) -> Residence:
        """As the rules read it."""
        return residence(place_by_code(self.cleaned_data["place"]), self.cleaned_data["line"])


class PhoneForm(Form):
    """A telephone number."""

    number = PhoneField(label=_("Telephone"))
    note = LineField(label=_("Whose it is, when to ring"), required=False, max_length=150)
    is_safe = forms.TypedChoiceField(
        label=_("Is it safe to ring?"),
        choices=[("", _("Nobody asked")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda answer: {"yes": True, "no": False}.get(answer),
        empty_value=None,
        required=False,
        widget=forms.RadioSelect({"data-inline": ""}),
    )
