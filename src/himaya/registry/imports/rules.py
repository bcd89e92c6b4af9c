"""What may become of a list: who approves it, when it is turned away whole, which decision a row may take."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit import clock
from himaya.kit.books.shapes import MB, Limits
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.queries import codes, norm
from himaya.registry.imports.models import ImportRow

# What is counted as a person when shares are taken.
_PEOPLE = frozenset(
    {
        ImportRow.NEW, ImportRow.EXISTING, ImportRow.LIKELY, ImportRow.CONFLICT, ImportRow.DUPLICATE,
        ImportRow.REFUSED, ImportRow.UNCHANGED,
    }
)  # fmt: skip
FEWEST = 10  # rows; of fewer a share says nothing


def limits(on: date) -> Limits:
    """What is taken at most on a day (norms `import.file.megabytes`, `import.rows.most`)."""
    return Limits(
        size=int(norm("import.file.megabytes", on).value) * MB, rows=int(norm("import.rows.most", on).value)
    )


def people_in(counts: Mapping[str, int]) -> int:
    """How many rows are people."""
    return sum(number for verdict, number in counts.items() if verdict in _PEOPLE)


def may_go_on(counts: Mapping[str, int], on: date) -> Verdict:
    """Whether a list is good enough to be looked through at all: not where too many of its rows are wrong, or are
    the same people again (norms `import.refuse.errors`, `import.refuse.duplicates`: the shares from which on)."""
    people = people_in(counts)
    if people == 0:
        return no(_("No people were found in this file."))
    if people < FEWEST:
        return yes()
    for verdict, key, words in _SHARES:
        share = 100 * counts.get(verdict, 0) / people
        most = int(norm(key, on).value)
        if share > most:
            return no(words % {"share": round(share), "most": most})
    return yes()


_SHARES: tuple[tuple[str, str, Any], ...] = (
    (
        ImportRow.REFUSED,
        "import.refuse.errors",
        _("%(share)s %% of the rows are wrong; at most %(most)s %% may be. Put them right and send the list again."),
    ),
    (
        ImportRow.DUPLICATE,
        "import.refuse.duplicates",
        _("%(share)s %% of the rows repeat others; at most %(most)s %% may. Take the repeats out and send the list again."),
    ),
)  # fmt: skip


def may_decide(row: ImportRow, decision: str, person: str, different: str) -> Verdict:
    """Whether a human may decide so of a row. `person`: public id of whom it is joined to."""
    if row.verdict not in (ImportRow.LIKELY, ImportRow.CONFLICT):
        return no(_("Nothing is to be decided of this row."))
    if decision == ImportRow.JOIN:
        return yes() if person in {match[0] for match in row.matches} else no(_("Choose who it is."))
    if decision == ImportRow.ENTER:
        known = {item.code for item in codes("registration.different_reason")}
        return yes() if different in known else no(_("Say why it is somebody else."))
    if decision == ImportRow.WITHOUT_FIN:
        return yes() if row.facts.get("fin") else no(_("This row has no FIN."))
    return yes() if decision == ImportRow.LEAVE else no(_("Choose what to do with this row."))


def all_decided(batch: Any, facts: Mapping[str, Any]) -> Verdict:
    """A list goes to be approved only once every row that asks was decided."""
    left = batch.counts.get("asking", 0)
    return yes() if not left else no(_("Rows that still ask for a decision: %(n)s.") % {"n": left})


def another_approves(batch: Any, facts: Mapping[str, Any]) -> Verdict:
    """Nobody approves a list of their own, once it holds as many people as the norm `import.second.people` says."""
    by = facts.get("by")
    own = by is not None and by.pk == batch.uploaded_by_id
    if own and people_in(batch.counts) >= int(norm("import.second.people", clock.today()).value):
        return no(_("You sent this list in yourself: somebody else must approve it."))
    return yes()


def something_is_left(batch: Any, facts: Mapping[str, Any]) -> Verdict:
    """What took nobody in has nothing to be taken back."""
    done = batch.counts.get("created", 0) + batch.counts.get("joined", 0)
    return yes() if done else no(_("This list took nobody into the register."))
