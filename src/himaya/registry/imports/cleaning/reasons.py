"""Everything that may be said of a row, with how much it weighs and in words that tell what to do."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

# How much a remark weighs: the row is refused; a human decides; taken, but look at it; taken, and put right.
REFUSED, ASKED, DOUBTED, MENDED = "refused", "asked", "doubted", "mended"


@dataclass(frozen=True, slots=True)
class Reason:
    """One kind of remark."""

    weight: str
    words: Any


REASONS: dict[str, Reason] = {
    # the person
    "name_missing": Reason(REFUSED, _("There is no name. Write the family name and the given name.")),
    "name_unreadable": Reason(
        REFUSED, _("This is not a name: it holds digits or signs. Write it in letters.")
    ),
    "formula": Reason(REFUSED, _("A formula stands here. Paste its value instead.")),
    "formula_left": Reason(DOUBTED, _("A formula stood here and was left out. Paste its value instead.")),
    "name_initials": Reason(DOUBTED, _("Only initials stand here. Write the names in full.")),
    "name_unsure": Reason(DOUBTED, _("Which part is which name is not sure.")),
    "name_order": Reason(MENDED, _("The names stood in another order.")),
    "name_spelling": Reason(MENDED, _("The name was read in Azerbaijani letters.")),
    # birth
    "born_missing": Reason(DOUBTED, _("There is no birth date.")),
    "born_impossible": Reason(REFUSED, _("There is no such day. Check the birth date.")),
    "born_future": Reason(REFUSED, _("The birth date lies in the future. Check the year.")),
    "born_too_old": Reason(REFUSED, _("Nobody living was born so long ago. Check the year.")),
    "born_unreadable": Reason(REFUSED, _("The birth date cannot be read. Write it as day.month.year.")),
    "born_year_only": Reason(DOUBTED, _("Only the year of birth is known.")),
    "born_month_only": Reason(DOUBTED, _("Only the month and year of birth are known.")),
    "born_from_age": Reason(DOUBTED, _("The birth date was worked out from an age.")),
    "born_two_digits": Reason(MENDED, _("The year of birth had two digits.")),
    "born_month_first": Reason(MENDED, _("The month stood before the day.")),
    "age_differs": Reason(DOUBTED, _("Age and birth date do not go together.")),
    # numbers
    "fin_bad": Reason(
        DOUBTED, _("This is no FIN: it has 7 letters and digits. The person is taken without it.")
    ),
    "fin_mended": Reason(MENDED, _("The letters O and I in the FIN were read as 0 and 1.")),
    "fin_zeros": Reason(
        DOUBTED, _("The zeros at the start of the FIN were lost in the table and were put back.")
    ),
    "paper_bad": Reason(DOUBTED, _("The number of the document cannot be read.")),
    "phone_bad": Reason(DOUBTED, _("A telephone number is not whole and was left out.")),
    # the rest
    "sex_unreadable": Reason(DOUBTED, _("The sex cannot be read.")),
    "sex_from_name": Reason(MENDED, _("The sex follows from the name.")),
    "sex_contradicts": Reason(DOUBTED, _("Sex and name do not go together.")),
    "day_unreadable": Reason(DOUBTED, _("A date cannot be read and was left out.")),
    "day_impossible": Reason(DOUBTED, _("There is no such day; it was left out.")),
    "day_future": Reason(DOUBTED, _("A date lies in the future; it was left out.")),
    "day_before_birth": Reason(DOUBTED, _("A date lies before birth; it was left out.")),
    "place_unknown": Reason(DOUBTED, _("The district is not known by this name.")),
    "place_unsure": Reason(DOUBTED, _("Several places are called so.")),
    "words_unknown": Reason(DOUBTED, _("This word is not known here; it is kept as a note.")),
    "parent_younger": Reason(REFUSED, _("A parent must be older than the child. Check both birth dates.")),
    "columns_differ": Reason(DOUBTED, _("Two columns say different things; the first was taken.")),
    "text_cut": Reason(DOUBTED, _("The text is too long and was cut.")),
    # against the other rows
    "same_row": Reason(ASKED, _("The same person stands in another row.")),
    "same_row_surely": Reason(MENDED, _("The same person stands in another row, with the same FIN.")),
    "fin_shared": Reason(ASKED, _("Another person in the list has the same FIN. One of the two is wrong.")),
    "twin_row": Reason(MENDED, _("A twin stands in another row.")),
    # against the register
    "known_surely": Reason(MENDED, _("The FIN and at least one more fact agree with a registered person.")),
    "known_perhaps": Reason(ASKED, _("Somebody likely the same is registered.")),
    "known_differs": Reason(ASKED, _("A registered person has this FIN, but other facts differ.")),
    "twin_known": Reason(MENDED, _("A brother, sister or twin is registered.")),
    "told_before": Reason(MENDED, _("This row was taken in before, unchanged.")),
    # what is no person
    "is_total": Reason(MENDED, _("A total.")),
    "is_signature": Reason(MENDED, _("A signature.")),
    "is_heading": Reason(MENDED, _("A heading.")),
    "is_remark": Reason(MENDED, _("A remark, not a person.")),
}

Remark = tuple[str, str]  # a code of REASONS, and the field it is about


def heaviest(remarks: list[Remark]) -> str:
    """The weight that decides: refused before asked before doubted before mended; empty where nothing was odd."""
    weights = {REASONS[code].weight for code, _field in remarks}
    return next((weight for weight in (REFUSED, ASKED, DOUBTED, MENDED) if weight in weights), "")
