"""Cases of other kinds in the sample country: families that keep their children, people who apply for services."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from himaya.access.gate import PUBLIC
from himaya.access.roles import DutyOfficer
from himaya.cases.applying.actions import Asked, receive_application
from himaya.cases.casefile.actions import add_member, complete_registration
from himaya.cases.models import Case
from himaya.cases.separation.actions import tell_outcome, tell_threat
from himaya.cases.social_service.actions import Applied, grant_services, take_application
from himaya.cases.writing.actions import agree_on_way, write_home
from himaya.demo.country import Country
from himaya.demo.families import Families, Family
from himaya.demo.stories import Story
from himaya.kit import clock
from himaya.registry.models import Person

OLD = 70


class StayingTogether(Story):
    """Parents think of a boarding school for a child with disability; the family is helped to keep it."""

    matter = "prevention"
    aim = "Uşaq ailəsində qalır, evə yaxın mərkəzə gedir."

    def _assess(self) -> None:
        super()._assess()
        self.do(
            self.worker,
            lambda: tell_threat(
                case=self.case(), grounds=["child_disability", "poverty"], asked_by="parent", asked_for="boarding_school",
                what_helps="Günərzi mərkəz, müavinət, anaya məsləhət.", kin_asked="Nənə: həftədə iki gün baxa bilər.",
                by=self.worker,
            ),
        )  # fmt: skip

    def _propose_closure(self) -> None:
        self.do(
            self.worker,
            lambda: tell_outcome(
                case=self.case(), outcome="with_parents", outcome_on=clock.today(),
                outcome_why="Mərkəzə yazıldı, ailə müavinət alır.", by=self.worker,
            ),
        )  # fmt: skip
        super()._propose_closure()


class Applying(Story):
    """Somebody old who lives alone asks for help at home."""

    matter = "social_service"
    role = "person"
    aim = "Evində yaşamağa davam edir, gündəlik köməyi var."

    def __init__(self, country: Country, family: Family, person: Person, stage: str, days: int) -> None:
        super().__init__(country, family, stage, days)
        self.person, self.level = person, "low"
        self.officer = self._staff(DutyOfficer, self.home)

    def tell(self) -> None:
        told = Applied(
            channel="desk",
            applied_by="self",
            person_name=str(self.person),
            asked="Tək yaşayıram. Bazarlıq etmək və yemək bişirmək çətindir.",
            grounds=["no_self_care"],
            received_at=self.at,
        )
        place = self.family.unit.territories.order_by("pk").first()
        made: Case = self.do(
            self.officer,
            lambda: take_application(unit=self.home, territory=place, told=told, by=self.officer),
        )
        self.case_id = made.pk
        Case.objects.filter(pk=made.pk).update(is_sample=True)
        self._case()

    def _register(self) -> None:
        self.later(20)

        def register() -> None:
            add_member(case=self.case(), person=self.person, role="person", by=self.worker)
            self._visit()
            complete_registration(
                case=self.case(), urgent_needs="", consent="written", consent_note="", by=self.worker
            )

        self.do(self.worker, register)

    def _plan(self) -> None:
        self.later(24)
        self.do(
            self.supervisor,
            lambda: grant_services(
                case=self.case(), grounds=["no_self_care", "elderly"], forms=["home"], language="az",
                reasons="Özünə tam qulluq edə bilmir, qohumları başqa şəhərdədir.", by=self.supervisor,
            ),
        )  # fmt: skip
        self._write()
        super()._plan()

    def _write(self) -> None:
        """They said that an e-mail is safe, and hear when somebody comes."""

        def write() -> None:
            case = self.case()
            member = case.members.get(person=self.person)
            way = agree_on_way(
                case=case, member=member, way="email", address="yasli.qonsu@example.az", language="az",
                times="Hər vaxt", by=self.worker,
            )  # fmt: skip
            coming = clock.now() + timedelta(days=2)
            write_home(
                way=way,
                words="meeting",
                call="+994125550102",
                at=clock.now(),
                meets_at=coming,
                by=self.worker,
            )

        self.do(self.worker, write)


def make_kinds(country: Country, families: Families) -> None:
    """A few of each, in the district shown first and its neighbour."""
    free = _free(country, families)
    for stage, days in (("registered", 3), ("assessed", 20), ("implementing", 60), ("closing", 210)):
        StayingTogether(country, next(free), stage, days).tell()
    for stage, days in (("unassigned", 0), ("assessed", 12), ("implementing", 50)):
        family = next(free)
        Applying(country, family, _elder(family), stage, days).tell()
    _apply_online(country)


def _apply_online(country: Country) -> None:
    """Two wrote on the public page; nobody has taken them in yet."""
    told: tuple[tuple[str, int, str, list[str], bool], ...] = (
        ("Məmmədova Ruqiyyə", 1944, "Tək yaşayıram, dərman almağa gedə bilmirəm.", ["no_self_care"], False),
        ("Əhmədov Tofiq", 1951, "Yoldaşım yataqdadır, mən də xəstəyəm.", [], True),
    )
    place = country.districts[0].territories.order_by("pk").first()
    assert place is not None
    for name, year, words, grounds, urgent in told:
        receive_application(
            told=Asked(
                applied_by="self", person_name=name, contact="+994505550199", asked=words, territory=place,
                born_year=year, grounds=grounds, urgent=urgent,
            ),
            by=PUBLIC,
        )  # fmt: skip


def _free(country: Country, families: Families) -> Iterator[Family]:
    """Families of the first two districts with children of whom no case tells yet."""
    shown = {unit.pk for unit in country.districts[:2]}
    known = set(Case.objects.filter(members__role="child").values_list("members__person", flat=True))
    fits: Callable[[Family], bool] = lambda f: f.unit.pk in shown and not known & {c.pk for c in f.children}  # noqa: E731
    return (family for family in families.all if family.children and fits(family))


def _elder(family: Family) -> Person:
    """Somebody old of the same district, or else a parent."""
    born = date(clock.today().year - OLD, 1, 1)
    found = Person.objects.filter(dossier__unit=family.unit, birth_date__lt=born).order_by("pk").first()
    return found or family.parents[0]
