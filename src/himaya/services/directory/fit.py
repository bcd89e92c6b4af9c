"""Whether a service fits a person, and why, in words. Pure.

Nothing is hidden: what does not fit is shown with its reason, for the worker may know better than an entry does."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from himaya.reference.queries import labels

HERE, COUNTRY, NEAR, FAR = range(4)


@dataclass(frozen=True, slots=True)
class Wanted:
    """For whom help is sought. None or empty: not known, so nothing is held against a service. `here`: the keys of the
    person's place and those above it; `near`: of the other places of its region."""

    types: frozenset[str] = frozenset()
    here: frozenset[int] = frozenset()
    near: frozenset[int] = frozenset()
    age: int | None = None
    groups: frozenset[str] | None = None
    languages: frozenset[str] = frozenset()
    words: str = ""


@dataclass(slots=True)
class Fit:
    """One service against what is wanted: what speaks for it, what against it, what is not known."""

    service: Any
    place: int = FAR
    good: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        """Nothing speaks against it."""
        return not self.bad

    @property
    def order(self) -> tuple[Any, ...]:
        """The best first: what fits, nearby, with a place, of a short waiting."""
        waiting = getattr(self.service, "waiting", None)
        days = [waiting.answer_median, waiting.start_median] if waiting else []
        known = [d for d in days if d is not None]
        full = self.service.places_free == 0
        return (
            len(self.bad),
            full,
            self.place,
            len(self.unsure),
            sum(known) if known else 999,
            self.service.name_sort,
        )


def fit_of(service: Any, wanted: Wanted) -> Fit:
    """A service against what is wanted."""
    fit = Fit(service)
    for judge in (_open, _place, _age, _groups, _languages):
        judge(fit, service, wanted)
    return fit


def _open(fit: Fit, service: Any, wanted: Wanted) -> None:
    if not service.is_open:
        fit.bad.append(_("takes no one at present"))
    elif service.places_free:
        fit.good.append(_("places free: %(number)s") % {"number": service.places_free})
    elif service.places_free == 0:
        fit.unsure.append(_("no place free when last confirmed: there will be a wait"))


def _place(fit: Fit, service: Any, wanted: Wanted) -> None:
    served = {t.pk: t for t in service.territories.all()}
    if wanted.here & served.keys():
        fit.place = HERE
        names = ", ".join(str(t) for pk, t in served.items() if pk in wanted.here)
        fit.good.append(_("serves %(place)s") % {"place": names})
    elif service.is_nationwide:
        fit.place = COUNTRY
        fit.good.append(_("serves the whole country"))
    elif near := wanted.near & served.keys():
        fit.place = NEAR
        names = ", ".join(str(served[pk]) for pk in sorted(near))
        fit.unsure.append(_("serves nearby: %(place)s; ask whether they come here") % {"place": names})
    elif wanted.here:
        names = ", ".join(str(t) for t in list(served.values())[:3])
        fit.bad.append(_("serves another place: %(place)s") % {"place": names or "—"})


def _age(fit: Fit, service: Any, wanted: Wanted) -> None:
    low, high = service.age_from, service.age_to
    if low is None and high is None:
        return
    ages = f"{low or 0}–{'…' if high is None else high}"
    if wanted.age is None:
        fit.unsure.append(_("takes ages %(ages)s; the age is not known") % {"ages": ages})
    elif (low or 0) <= wanted.age and (high is None or wanted.age <= high):
        fit.good.append(_("takes ages %(ages)s") % {"ages": ages})
    else:
        fit.bad.append(_("takes ages %(ages)s; this person is %(age)s") % {"ages": ages, "age": wanted.age})


def _groups(fit: Fit, service: Any, wanted: Wanted) -> None:
    if not service.groups:
        return
    names = "; ".join(labels("vulnerable.group", service.groups))
    if wanted.groups is None:
        fit.unsure.append(_("is for: %(groups)s; ask whether this person is one") % {"groups": names})
    elif wanted.groups & set(service.groups):
        both = "; ".join(labels("vulnerable.group", [g for g in service.groups if g in wanted.groups]))
        fit.good.append(_("is for: %(groups)s") % {"groups": both})
    else:
        fit.bad.append(_("is for others: %(groups)s") % {"groups": names})


def _languages(fit: Fit, service: Any, wanted: Wanted) -> None:
    if not service.languages or not wanted.languages:
        return
    if both := [code for code in service.languages if code in wanted.languages]:
        fit.good.append(_("speaks: %(languages)s") % {"languages": _spoken(both)})
    else:
        words = {"theirs": _spoken(service.languages), "ours": _spoken(sorted(wanted.languages))}
        fit.bad.append(_("speaks %(theirs)s; this person speaks %(ours)s") % words)


def _spoken(codes: list[str]) -> str:
    return ", ".join(labels("person.language", codes))
