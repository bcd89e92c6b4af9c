"""Commissions of the sample country: one that meets and decides, with a school that acts; one that has not met."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from himaya.access.gate import acting_as
from himaya.access.models import Organisation, Unit, User
from himaya.access.roles import CommissionMember, CommissionSecretary, ProviderStaff
from himaya.cases.commission.actions import establish_commission, take_seat
from himaya.cases.commission.models import Commission
from himaya.cases.commission.queries import known_commissions
from himaya.cases.duties.actions import accept_duty, give_duty, report_duty
from himaya.cases.duties.models import Duty
from himaya.cases.meetings import actions
from himaya.cases.meetings.models import AgendaItem, Attendee, Meeting
from himaya.cases.models import Case
from himaya.demo.country import PASSWORD, Country
from himaya.kit import clock

MEMBERS = 7
BODIES = [
    ("education", "Təhsil şöbəsi", "Education department", "Отдел образования"),
    ("health", "Səhiyyə idarəsi", "Health department", "Управление здравоохранения"),
    ("police", "Polis idarəsi", "Police department", "Управление полиции"),
    ("executive_authority", "İcra hakimiyyəti", "Executive authority", "Исполнительная власть"),
]
WORK = ("registered", "assessed", "implementing")
SAID: dict[str, Any] = {
    "facts": "Uşaq son iki ayda dərslərin yarısına gəlməyib; evdə ona baxan nənədir.",
    "child_view_method": "talk",
    "child_view": "Məktəbi sevir, amma geridə qaldığı üçün utanır.",
    "family_view": "Nənə dəstəyə razıdır.",
    "best_interests": "Evdə qalmaqla məktəbə qayıtmaq uşağın marağına ən uyğundur.",
    "decision_kind": "measures",
    "decision": "Məktəb fərdi dərs dəstəyi təşkil etsin və davamiyyəti hər həftə bildirsin.",
}


class Sessions:
    """A commission at work: what was decided, what is being decided, what lies ahead."""

    def __init__(self, country: Country) -> None:
        self.country, self.unit = country, country.districts[0]
        self.bodies = [
            Organisation.objects.create(kind=kind, name_az=f"{az} (nümunə)", name_en=f"{en} (sample)",
                                        name_ru=f"{ru} (образец)") for kind, az, en, ru in BODIES
        ]  # fmt: skip
        self.cases = list(
            Case.objects.filter(dossier__unit=self.unit, status__in=WORK, worker__isnull=False)
            .select_related("worker", "dossier__unit")
            .order_by("-reported_at", "pk")[:7]
        )

    def do(self, at: datetime, actor: User, work: Callable[[User], Any]) -> Any:
        """Something at a moment, as somebody."""
        with clock.fixed(at), acting_as(actor):
            return work(actor)

    def found(self) -> None:
        """The commission and its members; the school that will act."""
        self.secretary = self._staff(CommissionSecretary, self.unit)
        self.members = [*self.country.staff[(self.unit.pk, CommissionMember.code)]]
        self.members += [self._staff(CommissionMember, self.unit) for _n in range(MEMBERS)]
        education = self.bodies[0]
        self.school = Unit.objects.create(
            organisation=education, kind="education", name_az="1 nömrəli tam orta məktəb (nümunə)",
            name_en="School No. 1 (sample)", name_ru="Школа № 1 (образец)",
        )  # fmt: skip
        self.school.refresh_from_db()
        self.teacher = self._staff(ProviderStaff, self.school)
        self.commission = self._established(self.unit, self.secretary, 90)
        with clock.fixed(clock.now() - timedelta(days=89)), acting_as(self.secretary) as by:
            for n, member in enumerate(self.members):
                function = "chair" if n == 0 else "deputy" if n == 1 else "member"
                self._seat(member, function, n, by)

    def _staff(self, role: Any, unit: Unit) -> User:
        return self.country._person(role, unit)

    def _established(self, unit: Unit, secretary: User, days: int) -> Commission:
        at = clock.now() - timedelta(days=days)
        commission: Commission = self.do(
            at, secretary,
            lambda by: establish_commission(
                unit=unit, kind="childrens_rights", established_on=clock.today(), secretary=by,
                stands_for=unit.organisation, by=by,
            ),
        )  # fmt: skip
        return commission

    def _seat(self, user: User, function: str, n: int, by: User) -> None:
        take_seat(
            commission=Commission.objects.get(pk=self.commission.pk), user=user, function=function,
            stands_for=self.bodies[n % len(self.bodies)], starts_on=clock.today(), by=by,
        )  # fmt: skip

    # --- sessions ---

    def put(self, case: Case, at: datetime) -> AgendaItem:
        """The worker puts a case before the commission."""
        known = next(c for c in known_commissions() if c.pk == self.commission.pk)
        words = {
            "question": "Məktəbə qayıtması üçün kim nə edəcək?",
            "proposal": "Məktəb fərdi dəstək versin.",
        }
        item: AgendaItem = self.do(
            at, self._worker(case),
            lambda by: actions.submit_item(
                case=Case.objects.select_related("dossier__unit").get(pk=case.pk), commission=known, by=by, **words
            ),
        )  # fmt: skip
        return item

    def _worker(self, case: Case) -> User:
        assert case.worker is not None  # asked for above
        return case.worker

    def session(self, planned: datetime, at: datetime, items: list[AgendaItem]) -> Meeting:
        """The secretary plans a session, takes the cases onto it and invites."""
        with clock.fixed(planned), acting_as(self.secretary) as by:
            commission = Commission.objects.get(pk=self.commission.pk)
            meeting = actions.plan_session(
                commission=commission, starts_at=at, place="İclas zalı, 2-ci mərtəbə", by=by
            )
            for item in items:
                actions.take_item(item=AgendaItem.objects.get(pk=item.pk), meeting=meeting, by=by)
            actions.invite_people(meeting=meeting, by=by)
        return meeting

    def held(self, meeting: Meeting, at: datetime) -> None:
        """Two are absent; the chair is there."""
        with clock.fixed(at), acting_as(self.secretary) as by:
            people = list(Attendee.objects.filter(meeting=meeting).order_by("pk"))
            absent = {p.pk for p in people[-2:]}
            actions.hold_meeting(
                meeting=Meeting.objects.get(pk=meeting.pk), held_at=at,
                chair=next(p.public_id for p in people if p.part == "chair"),
                attendance={p.public_id: "excused" if p.pk in absent else "present" for p in people}, by=by,
            )  # fmt: skip

    def decided(self, item: AgendaItem, at: datetime) -> None:
        """One is against; the school is given a task."""
        with clock.fixed(at), acting_as(self.secretary) as by:
            fresh = AgendaItem.objects.get(pk=item.pk)
            people = Attendee.objects.filter(meeting=fresh.meeting_id, attendance="present").order_by("pk")
            votes = {p.public_id: ("for", "") for p in people}
            votes[people[3].public_id] = ("against", "Əvvəlcə ailə ilə iş davam etməlidir.")
            actions.record_decision(item=fresh, votes=votes, by=by, **SAID)
            give_duty(
                item=AgendaItem.objects.get(pk=item.pk), unit=self.school, what="Fərdi dərs dəstəyi təşkil edin.",
                due_on=clock.today() + timedelta(days=14), about=fresh.title, responsible="Sinif rəhbəri", by=by,
            )  # fmt: skip

    def closed(self, meeting: Meeting, at: datetime) -> None:
        """The minutes, signed by both."""
        chair, secretary = self.members[0], self.secretary
        self.do(
            at, secretary, lambda by: actions.write_minutes(meeting=Meeting.objects.get(pk=meeting.pk), by=by)
        )
        self.do(at, chair, lambda by: actions.sign_as_chair(
            meeting=Meeting.objects.get(pk=meeting.pk), name=chair.full_name, password=PASSWORD, by=by))  # fmt: skip
        self.do(at, secretary, lambda by: actions.sign_minutes(
            meeting=Meeting.objects.get(pk=meeting.pk), name=secretary.full_name, password=PASSWORD, language="az",
            by=by))  # fmt: skip

    def school_acts(self, item: AgendaItem, at: datetime) -> None:
        """The school accepts and reports; the worker has not checked yet."""
        duty = lambda: Duty.objects.get(item=item.pk)  # noqa: E731
        self.do(at, self.teacher, lambda by: accept_duty(duty=duty(), by=by, note="Sinif rəhbəri məsuldur."))
        done = "Həftədə üç əlavə dərs keçirilir, uşaq hər gün gəlir."
        self.do(at + timedelta(days=6), self.teacher, lambda by: report_duty(duty=duty(), note=done, by=by))

    def tell(self) -> None:
        """A session of three weeks ago, one of today, one ahead, a case that waits, and two conferences."""
        now = clock.now()
        days = lambda n: now + timedelta(days=n)  # noqa: E731
        recent = [c for c in self.cases if c.reported_at < days(-24)] or self.cases
        first = recent[-1]
        others = [c for c in self.cases if c.pk != first.pk]
        past = self.put(first, days(-22))
        meeting = self.session(days(-21), days(-18), [past])
        self.held(meeting, days(-18))
        self.decided(past, days(-18))
        self.closed(meeting, days(-17))
        self.school_acts(past, days(-16))
        today = [self.put(case, now - timedelta(hours=5)) for case in others[:2]]
        meeting = self.session(now - timedelta(hours=4), now - timedelta(hours=1), today)
        self.held(meeting, now - timedelta(minutes=50))
        self.decided(today[0], now - timedelta(minutes=30))
        for case in others[2:3]:
            self.session(now, days(7), [self.put(case, now)])
        for case in others[3:4]:
            self.put(case, now)
        self.conferences(others[4:6])

    def conferences(self, cases: list[Case]) -> None:
        """One called, with a guest; one put off."""
        for n, case in enumerate(cases):
            with acting_as(self._worker(case)) as by:
                fresh = Case.objects.select_related("dossier__unit").get(pk=case.pk)
                meeting = actions.call_conference(
                    case=fresh, starts_at=clock.now() + timedelta(days=3), place="Otaq 4",
                    question="Ailəyə kim nə ilə kömək edir?", proposal="", by=by,
                )  # fmt: skip
                actions.add_attendee(
                    meeting=meeting, part="school", name="Sinif rəhbəri", organisation="1 nömrəli məktəb",
                    has_vote=True, by=by,
                )  # fmt: skip
                if n == 1:
                    actions.postpone_meeting(
                        meeting=Meeting.objects.get(pk=meeting.pk), reason="family", by=by
                    )


def make_commissions(country: Country) -> int:
    """The commission of the first district at work, and one elsewhere that has not met; says how many members there
    are. By a chance of their own, so that the rest of the country stays as it is."""
    chance, country.chance = country.chance, Random(1599)  # noqa: S311 - made-up people
    work = Sessions(country)
    work.found()
    elsewhere = country.districts[1]
    work._established(elsewhere, work._staff(CommissionSecretary, elsewhere), 80)
    country.chance = chance
    if len(work.cases) > 1:
        work.tell()
    return len(work.members) + 1
