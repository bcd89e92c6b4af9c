"""Bodies, units, staff and services of the sample country: one of each kind everywhere, all marked as samples."""

from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password

from himaya.access.actions import load_national_desk
from himaya.access.models import Membership, Organisation, Unit, User
from himaya.access.roles import (
    Adjudicator,
    Administrator,
    Analyst,
    Auditor,
    CommissionMember,
    Coordinator,
    Counsellor,
    DutyOfficer,
    HotlineSupervisor,
    Methodologist,
    ProviderStaff,
    Registrar,
    Role,
    SocialWorker,
    Supervisor,
    UnitManager,
)
from himaya.access.signin.actions import verify_email
from himaya.demo.names import full_name
from himaya.kit import clock
from himaya.kit.text import fold
from himaya.reference.models import Territory
from himaya.services.models import Service

# Known to everyone who reads this: sample users exist only in a sample country, which production refuses.
PASSWORD = "himaya-sample-2026"  # noqa: S105

# The districts shown first on the sign-in page.
FIRST = ["AZ-SM", "AZ-MAS"]
STAFF: list[tuple[type[Role], int]] = [
    (DutyOfficer, 1),
    (Supervisor, 2),
    (UnitManager, 1),
    (SocialWorker, 3),
]
SERVICES = [
    (
        "rehabilitation",
        "Uşaq reabilitasiya mərkəzi",
        "Child rehabilitation centre",
        "Детский реабилитационный центр",
    ),
    ("day_care", "Günərzi qayğı mərkəzi", "Day-care centre", "Центр дневного ухода"),
    ("family_support", "Ailəyə dəstək mərkəzi", "Family support centre", "Центр поддержки семьи"),
    ("psychological", "Psixoloji yardım xidməti", "Psychological help", "Психологическая помощь"),
]


class Country:
    """Builds the bodies and remembers what later parts need."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.password = make_password(PASSWORD)
        self.emails: set[str] = set()
        self.staff: dict[tuple[int, str], list[User]] = {}

    def build(self) -> None:
        """The national desk first, then every district's commission, the agency, the providers."""
        self.nation = self._national_desk()
        self._hotline_staff()
        units = {
            t.code: t for t in Territory.objects.filter(kind__in=["city", "rayon"]).order_by("name_sort")
        }
        # A city and the rayon around it that share one administration share its commission.
        order = FIRST + [c for c, t in units.items() if c not in FIRST and t.administered_with_id is None]
        body = _body("childrens_commission", "Uşaq hüquqlarının müdafiəsi üzrə komissiyalar",
                     "Commissions for Protection of Children's Rights", "Комиссии по защите прав детей")  # fmt: skip
        self.districts = [self._district(body, units[code]) for code in order]
        self._agency(list(units.values()))
        self._providers(list(units.values()))
        for _n in range(3):
            self._person(Adjudicator, self.nation)
        for unit in self.districts[: len(FIRST)]:
            self._person(Registrar, unit)

    def _national_desk(self) -> Unit:
        desk = load_national_desk()
        self.hotline = _unit(
            _body("ngo", "Uşaq qaynar xətti", "Child helpline", "Детская горячая линия"), "ngo", None,
            "Uşaq qaynar xətti", "Child helpline", "Детская горячая линия",
        )  # fmt: skip
        for role in (DutyOfficer, Supervisor, UnitManager, SocialWorker, Counsellor, Coordinator, Analyst, Auditor,
                     Administrator):  # fmt: skip
            self._person(role, self.hotline if role is Counsellor else desk)
        return desk

    def _hotline_staff(self) -> None:
        """Beside the first counsellor; and the methodologists. By a chance of their own, so that the rest of the
        country stays as it is."""
        chance, self.chance = self.chance, Random(116111)  # noqa: S311 - made-up people
        for role in (Counsellor, HotlineSupervisor, HotlineSupervisor):
            self._person(role, self.hotline)
        for _n in range(2):
            self._person(Methodologist, self.nation)
        self.chance = chance

    def _district(self, body: Organisation, territory: Territory) -> Unit:
        unit = _unit(body, "childrens_commission", self.nation, f"{territory.name_az} komissiyası",
                     f"{territory.name_en} commission", f"Комиссия: {territory.name_ru}")  # fmt: skip
        unit.territories.set([territory, *Territory.objects.filter(administered_with=territory)])
        for role, many in STAFF:
            for _n in range(many):
                self._person(role, unit)
        self._person(CommissionMember, unit)
        return unit

    def _agency(self, territories: list[Territory]) -> None:
        body = _body("social_services_agency", "Sosial Xidmətlər Agentliyi", "Social Services Agency",
                     "Агентство социальных услуг")  # fmt: skip
        centre = _unit(body, "agency_centre", self.nation, "Sosial Xidmətlər Agentliyi", "Social Services Agency",
                       "Агентство социальных услуг")  # fmt: skip
        self._person(UnitManager, centre)
        regions: dict[int, list[Territory]] = {}
        for territory in territories:
            regions.setdefault(territory.parent_id or 0, []).append(territory)
        for members in regions.values():
            region: Any = members[0].parent
            unit = _unit(body, "social_services_agency", centre, f"{region.name_az} şöbəsi",
                         f"{region.name_en} department", f"Отдел: {region.name_ru}")  # fmt: skip
            unit.territories.set(members)
            for role, many in STAFF:
                for _n in range(many):
                    self._person(role, unit)

    def _providers(self, territories: list[Territory]) -> None:
        chosen = [t for t in territories if t.code in FIRST] + self.chance.sample(
            territories, min(12, len(territories))
        )
        for territory in dict.fromkeys(chosen):
            body = _body("ngo", f"{territory.name_az} “Nümunə” ictimai birliyi", f"“Sample” NGO, {territory.name_en}",
                         f"НПО «Образец», {territory.name_ru}")  # fmt: skip
            unit = _unit(body, "ngo", None, f"“Nümunə” mərkəzi, {territory.name_az}",
                         f"“Sample” centre, {territory.name_en}", f"Центр «Образец», {territory.name_ru}")  # fmt: skip
            unit.territories.set([territory])
            self._person(ProviderStaff, unit)
            for kind, az, en, ru in self.chance.sample(SERVICES, 2):
                service = Service.objects.create(
                    unit=unit, type=kind, name_az=f"{az} ({territory.name_az})", name_en=f"{en} ({territory.name_en})",
                    name_ru=f"{ru} ({territory.name_ru})", age_from=0, age_to=18, phone="+994 12 000 00 00",
                    capacity=self.chance.randint(10, 60), confirmed_on=clock.today(), is_sample=True,
                    places_free=len(kind) % 4, languages=["az", "ru"],
                )  # fmt: skip
                service.territories.set([territory])
        self._practice()

    def _practice(self) -> None:
        """A psychologist where nobody has an account: referrals reach them by a link."""
        body = _body("ngo", "Psixoloqun özəl kabineti (nümunə)", "Private practice of a psychologist (sample)",
                     "Частный кабинет психолога (образец)")  # fmt: skip
        unit = _unit(body, "ngo", None, "Psixoloq Sınaqova (nümunə)", "Psychologist Sinagova (sample)",
                     "Психолог Сынагова (образец)")  # fmt: skip
        self.practice = Service.objects.create(
            unit=unit, type="psychological", name_az="Psixoloq Sınaqova (nümunə)", name_en="Psychologist Sinagova (sample)",
            name_ru="Психолог Сынагова (образец)", age_from=6, age_to=18, is_nationwide=True, confirmed_on=clock.today(),
            is_sample=True, languages=["az"],
        )  # fmt: skip

    def _person(self, role: type[Role], unit: Unit) -> User:
        female = self.chance.random() < 0.6
        family, given, _father = full_name(self.chance, female)
        user = User(
            email=self._email(role, given, family),
            full_name=f"{given} {family}",
            password=self.password,
            is_sample=True,
            language="az",
            # a few rights are due for review, as anywhere
            reviewed_on=None if self.chance.random() < 0.02 else clock.today(),
        )
        user.save()
        verify_email(user=user)
        Membership.objects.create(user=user, unit=unit, role=role.code)
        self.staff.setdefault((unit.pk, role.code), []).append(user)
        return user

    def _email(self, role: type[Role], given: str, family: str) -> str:
        base = f"{fold(given)}.{fold(family)}".replace(" ", "")
        email, n = f"{base}@numune.az", 1
        while email in self.emails:
            n += 1
            email = f"{base}{n}@numune.az"
        self.emails.add(email)
        return email


def _body(kind: str, az: str, en: str, ru: str) -> Organisation:
    return Organisation.objects.create(kind=kind, name_az=az, name_en=en, name_ru=ru)


def _unit(body: Organisation, kind: str, parent: Unit | None, az: str, en: str, ru: str, **more: Any) -> Unit:
    unit = Unit.objects.create(
        organisation=body, kind=kind, parent=parent, name_az=az, name_en=en, name_ru=ru, **more
    )
    unit.refresh_from_db()
    return unit
