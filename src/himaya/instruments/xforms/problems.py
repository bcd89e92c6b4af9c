"""What is wrong with a workbook or with an answer, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit.errors import Refused

MOST_SHOWN = 100  # of problems on a page: whoever has more begins with these

TEXTS: dict[str, Any] = {
    # the file
    "unreadable": "%(why)s",
    "no_form": _("This is no form: neither a workbook nor a text with the sheets of one. Save it anew as .xlsx."),
    "macros": _("The workbook holds macros. Save it as a workbook without macros (.xlsx) and send that."),
    "too_large": _("The file is larger than %(most)s MB. Remove pictures and sheets that do not belong to the form."),
    "too_many_rows": _("The sheet has more than %(most)s rows. Split the questionnaire into several forms."),
    "no_sheet": _("The sheet “%(name)s” is missing. Add it under exactly this name."),
    "empty_sheet": _("The sheet holds nothing under its headings."),
    "no_column": _("The column “%(name)s” is missing."),
    "same_column": _("The heading “%(name)s” stands twice. Remove one of the two columns."),
    "unknown_column": _("The column “%(name)s” is not known, so nobody would see what it holds. Remove it."),
    "meant_column": _("The column “%(name)s” is not known. Did you mean “%(meant)s”?"),
    "formula": _("The cell holds a formula. Paste its value instead."),
    "media_column": _("Pictures and sounds beside labels are not shown: the column “%(name)s” is left out."),
    "left_out": _("“%(name)s” means something to other servers only and is left out."),
    "encrypted": _("Nobody here could read answers that are closed with a key of the form. Remove “public_key”."),
    "setting_given": _("“%(name)s” is not filled in; “%(value)s” was taken."),
    "sheet_not_taken": _("The sheet “%(name)s” asks for something that cannot be used here. Remove it."),
    # rows of questions
    "no_type": _("The row has no type."),
    "unknown_type": _("The type “%(name)s” is not known."),
    "meant_type": _("The type “%(name)s” is not known. Did you mean “%(meant)s”?"),
    "type_not_taken": _("The type “%(name)s” cannot be used here: it needs files or devices the server has not."),
    "no_name": _("The row has no name."),
    "bad_name": _("“%(name)s” cannot be a name: begin with a letter, then Latin letters, digits, “_”, “-” or “.”."),
    "our_name": _("“%(name)s” is a name of ours. Give the question another."),
    "same_name": _("The name “%(name)s” already stands in row %(first)s. Give one of them another name."),
    "no_label": _("Nobody can see this question: it has no label."),
    "end_without_begin": _("Nothing is open that could end here."),
    "begin_without_end": _("What begins here never ends. Add a row “end %(kind)s”."),
    "wrong_end": _("A %(open)s that began in row %(first)s is still open here."),
    "no_list": _("The list “%(name)s” is not on the sheet of choices."),
    "no_list_name": _("Say which list to choose from, for example: select_one yes_no."),
    "unknown_reference": _("${%(name)s} is no question of this form."),
    "unclear_reference": _("${%(name)s} could be any of several questions of this name. Give each its own."),
    "last_saved": _("Answers of an earlier form cannot be read here. Remove “last-saved”."),
    "circle": _("This depends on itself: %(way)s. Break the circle."),
    # choices
    "no_choice_list": _("The choice belongs to no list. Fill in “list_name”."),
    "no_choice_name": _("The choice has no name."),
    "spaced_choice": _("The name “%(name)s” holds a space, by which several answers are told apart. Write “_” instead."),
    "same_choice": _("The choice “%(name)s” already stands in row %(first)s of the same list."),
    "no_choice_label": _("Nobody can see this choice: it has no label."),
    # settings
    "long_setting": _("“%(name)s” has more than %(most)s letters."),
    "bad_form_id": _("“%(name)s” cannot be a form's id: use Latin letters, digits, “_”, “-” and “.”."),
    "no_language": _("No column is in the language “%(name)s”."),
    "several_settings": _("Only the first row of the settings counts. Remove the others."),
    # scores and what their heights mean
    "unknown_score": _("“%(name)s” is no question of this form that is answered once. Give the name of a calculation."),
    "no_score": _("“%(name)s” is not on the sheet of scores."),
    "unknown_level": _("The level “%(name)s” is not known. There are: %(known)s."),
    "no_number": _("“%(name)s” is no number."),
    "no_day": _("“%(name)s” is no day. Write it as 31.12.2026."),
    "ends_before": _("It ends before it begins."),
    # expressions of the compiled form
    "bad_expression": _("This expression cannot be read at “%(at)s”."),
    "unknown_function": _("The function %(name)s() cannot be worked out here."),
    "function_arguments": _("The function %(name)s() is given too few or too many values."),
    "bad_pattern": _("The pattern of regex() cannot be used: %(why)s"),
    "unknown_path": _("“%(name)s” is no question of this form."),
    "unknown_filter": _("The list “%(list)s” has no column “%(name)s”."),
    # compiling
    "compiler": _("The compiler of forms says: %(why)s"),
    "too_long": _("The form could not be compiled within %(most)s seconds. Split it into several forms."),
    "too_big": _("The form needs more memory to be compiled than it may use. Split it into several forms."),
    # answers
    "not_xml": _("The answers are damaged. Send them again."),
    "answer_too_large": _("The answers are larger than %(most)s MB."),
    "doctype": _("The answers carry a document type or entities, which no form sends."),
    "no_instance_id": _("The answers carry no id of their own (meta/instanceID). Fill the form in with ODK Collect."),
    "other_form": _("The answers belong to another form."),
    "other_version": _("The answers belong to another version of the form."),
    "unknown_field": _("The form has no such question."),
    "given_twice": _("It is answered twice, though it is asked once."),
    "too_many_entries": _("More than %(most)s entries are repeated."),
    "wrong_count": _("%(wanted)s entries are asked for here, %(given)s are given."),
    "required": _("An answer is needed."),
    "constraint": _("The answer is not among those that are possible."),
    "not_relevant": _("It is not asked after the other answers, yet it is answered."),
    "calculated": _("It is worked out from the other answers, and something else is given."),
    "fact": _("The record says something else. Open the form anew."),
    "no_file": _("The file “%(name)s” did not come along. Choose it again."),
    "read_only": _("It cannot be changed, yet it was."),
    "wrong_type": _("The answer is not of the kind asked for."),
    "not_a_choice": _("“%(name)s” is not among the choices."),
    "too_heavy": _("The answers take too long to be checked. Send fewer entries."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. Of a workbook: sheet, row, column; of an answer: its path and label."""

    code: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    path: str = ""
    label: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    own_words: str = ""

    @property
    def text(self) -> str:
        """What is wrong and what to do, in the reader's language; the form's own words where it has some."""
        return self.own_words or str(TEXTS[self.code]) % self.said

    def __str__(self) -> str:
        where = (self.label and f"{self.label} ({self.path})") or self.path
        return f"{where}: {self.text}" if where else self.text


class Broken(Refused):
    """A workbook that cannot become a form, or answers that cannot be taken; with every problem found."""

    def __init__(self, problems: Iterable[Problem], field: str | None = "file") -> None:
        self.problems = list(problems)
        super().__init__(str(self.problems[0]), field)

    @property
    def told(self) -> list[str]:
        """Every problem, as many as are shown."""
        return [str(problem) for problem in self.problems[:MOST_SHOWN]]


def one(code: str, **said: Any) -> Broken:
    """The one problem that ends the reading at once."""
    return Broken([Problem(code, said=said)])
