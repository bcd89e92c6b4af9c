"""Stories of the sample country: reports and cases in every state, each told through the actions people use.

A story begins some days ago; the clock is set to each of its moments, so that what is late is late in earnest.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from himaya.access.gate import PUBLIC, acting_as
from himaya.access.models import Unit, User
from himaya.access.queries import competent_unit
from himaya.access.roles import DutyOfficer, SocialWorker, Supervisor
from himaya.cases.assessment.actions import (
    approve_assessment,
    decide_risk,
    finish_answers,
    start_assessment,
    submit_assessment,
)
from himaya.cases.assigning.actions import accept_case, offer_case
from himaya.cases.casefile.actions import add_member, complete_registration, write_note
from himaya.cases.closing.actions import close_case, finish_feedback, propose_closure, reopen_case
from himaya.cases.intake.actions import (
    ChildTold,
    Told,
    confirm_out,
    inform,
    judge_report,
    propose_out,
    receive_report,
    screen_in,
)
from himaya.cases.models import Case, Plan, Report
from himaya.cases.plan.actions import (
    approve_plan,
    record_family,
    sign_plan,
    start_plan,
    submit_plan,
    write_action,
    write_goal,
)
from himaya.cases.transfers.actions import offer_transfer
from himaya.cases.visits.actions import Seen, record_visit
from himaya.demo.answers import LAST_WORD, answers_for
from himaya.demo.country import PASSWORD, Country
from himaya.demo.families import Families, Family
from himaya.demo.referred import refer
from himaya.demo.tales import HARMLESS, ORDER, STAGES, TALES, Tale
from himaya.kit import clock
from himaya.reference.queries import codes


def first_code(codelist: str) -> str:
    """Some code of a list that is in use."""
    return codes(codelist)[0].code


class Story:
    """One report and what came of it, up to its stage."""

    matter = "child_in_difficulty"
    role = "child"
    aim = "Uşaq evdə təhlükəsiz yaşayır və məktəbə gedir."

    def __init__(self, country: Country, family: Family, stage: str, days: int) -> None:
        self.country, self.family, self.stage = country, family, stage
        self.chance: Random = country.chance
        harmless = stage in {"information", "second_reading", "screened_out"}
        self.child = self.chance.choice(family.children)
        tale = HARMLESS if harmless else self.chance.choice(self._fitting())
        self.narrative, self.danger, self.level, self.reporter = tale[:4]
        self.at: datetime = clock.now() - timedelta(days=days, hours=self.chance.randint(0, 20))
        self.now = clock.now()
        place = family.unit.territories.order_by("pk").first()
        self.home = competent_unit(self.matter, place, clock.today())
        self.officer = self._staff(DutyOfficer, family.unit)
        self.supervisor = self._staff(Supervisor, self.home)
        self.worker = self._staff(SocialWorker, self.home)

    def _fitting(self) -> list[Tale]:
        born = self.child.birth_date
        age = (clock.today() - born).days // 365 if born else 9
        return [tale for tale in TALES if tale.fits(age, self.child.sex)]

    def _staff(self, role: Any, unit: Unit) -> User:
        return self.chance.choice(self.country.staff[(unit.pk, role.code)])

    def later(self, hours: float) -> None:
        """Some hours pass, never beyond today."""
        self.at = min(self.at + timedelta(hours=hours), self.now - timedelta(minutes=5))

    def do(self, actor: Any, work: Callable[[], Any]) -> Any:
        """Does something at the story's moment, as somebody."""
        with clock.fixed(self.at), acting_as(actor):
            return work()

    # --- the report ---

    def tell(self) -> None:
        """Somebody reports; the story goes on as far as its stage."""
        place = self.family.unit.territories.order_by("pk").first()
        told = Told(
            narrative=self.narrative,
            channel=self.chance.choice(["web", "phone", "web", "walk_in"]),
            received_at=self.at,
            place_text=str(place),
            territory=place,
            reporter_kind=self.reporter,
            is_anonymous=self.chance.random() < 0.6,
            children=[ChildTold(name=self.child.given_name, sex=self.child.sex)],
        )
        self.report = self.do(PUBLIC, lambda: receive_report(told=told, by=PUBLIC))
        Report.objects.filter(pk=self.report.pk).update(is_sample=True)
        if self.stage == "received":
            return
        self.later(self.chance.uniform(0.1, 1.5))
        self._screen()

    def fresh(self, model: Any, pk: int) -> Any:
        return model.objects.select_related("dossier", "dossier__unit").get(pk=pk)

    def _screen(self) -> None:
        report = lambda: self.fresh(Report, self.report.pk)  # noqa: E731
        self.do(
            self.officer,
            lambda: judge_report(
                report=report(), answers=self.danger, level=self.level, note="Nümunə", by=self.officer
            ),
        )
        if self.stage in {"second_reading", "screened_out"}:
            self.do(
                self.officer,
                lambda: propose_out(
                    report=report(),
                    reason=first_code("screening.out_reason"),
                    note="Yoxlanıldı",
                    by=self.officer,
                ),
            )
            if self.stage == "screened_out":
                self.later(6)
                self.do(self.supervisor, lambda: confirm_out(report=report(), by=self.supervisor))
        elif self.stage == "information":
            self.do(
                self.officer,
                lambda: inform(
                    report=report(), reason=first_code("screening.information_reason"), by=self.officer
                ),
            )
        else:
            self.do(
                self.officer,
                lambda: screen_in(report=report(), matter=self.matter, by=self.officer),
            )
            self.case_id = report().case_id
            self._case()

    # --- the case ---

    def case(self) -> Case:
        """The case as it stands."""
        found: Case = self.fresh(Case, self.case_id)
        return found

    def reaches(self, stage: str) -> bool:
        """Whether the story goes as far as this."""
        goal = "implementing" if self.stage == "transfer" else self.stage
        return ORDER.index(goal) >= ORDER.index(stage)

    def _case(self) -> None:
        chapters = [
            ("assigned", self._assign), ("accepted", self._accept), ("registered", self._register),
            ("assessment_submitted", self._assess), ("assessed", self._approve_assessment),
            ("plan_submitted", self._plan), ("implementing", self._support), ("closing", self._propose_closure),
            ("closed", self._close), ("reopened", self._reopen),
        ]  # fmt: skip
        for stage, chapter in chapters:
            if not self.reaches(stage):
                return
            chapter()
        if self.stage == "transfer":
            self._transfer()

    def _assign(self) -> None:
        self.later(self.chance.uniform(0.2, 3))
        self.do(self.supervisor, lambda: offer_case(case=self.case(), worker=self.worker, by=self.supervisor))

    def _accept(self) -> None:
        self.later(self.chance.uniform(0.2, 3))
        self.do(self.worker, lambda: accept_case(case=self.case(), by=self.worker))

    def _register(self) -> None:
        self.later(self.chance.uniform(2, 20))
        worker = self.worker

        def register() -> None:
            case = self.case()
            others = [child for child in self.family.children if child != self.child]
            for child in [self.child, *others][: self.chance.choice([1, 1, 2])]:
                add_member(case=case, person=child, role="child", by=worker)
            for parent in self.family.parents:
                role = "mother" if parent.sex == "female" else "father"
                add_member(case=case, person=parent, role=role, by=worker)
            self._visit()
            complete_registration(
                case=self.case(),
                urgent_needs="",
                consent="spoken",
                consent_note="Ana razılıq verdi",
                by=worker,
            )

        self.do(worker, register)

    def _visit(self) -> None:
        case = self.case()
        members = list(case.members.filter(role=self.role, ended_at__isnull=True))
        record_visit(
            case=case,
            seen=Seen(
                done_at=clock.now() - timedelta(minutes=20), contact_type="home", members=members, alone=members,
                observations="Ev səliqəlidir, uşaqlarla söhbət edildi.", safe_now="yes",
            ),
            by=self.worker,
        )  # fmt: skip

    def _assess(self) -> None:
        self.later(self.chance.uniform(20, 60))
        worker = self.worker

        def assess() -> None:
            case = self.case()
            for child in case.members.filter(role=self.role, ended_at__isnull=True):
                made = start_assessment(case=case, by=worker, child=child)
                for part in ("safety", "needs"):
                    answers = answers_for(getattr(made, part))
                    finish_answers(assessment=made, part=part, answers=answers, by=worker)
                decide_risk(assessment=made, level=self.level, why="Nümunə: ailə dəstəyə açıqdır", by=worker)
                submit_assessment(assessment=made, by=worker)

        self.do(worker, assess)

    def _approve_assessment(self) -> None:
        self.later(self.chance.uniform(4, 30))

        def approve() -> None:
            for made in self.case().assessments.select_related("case", "dossier__unit"):
                approve_assessment(assessment=made, by=self.supervisor, comment="")

        self.do(self.supervisor, approve)

    def _plan(self) -> None:
        self.later(self.chance.uniform(20, 120))
        worker = self.worker

        def plan() -> None:
            made = start_plan(case=self.case(), aim=self.aim, by=worker)
            self._goal(made)
            record_family(plan=made, part="parent", way="spoken", name="Ana", by=worker)
            sign_plan(plan=made, name=worker.full_name, password=PASSWORD, by=worker)
            submit_plan(plan=made, by=worker)

        self.do(worker, plan)

    def _goal(self, made: Plan) -> None:
        today, worker = clock.today(), self.worker
        goal = write_goal(
            plan=made, by=worker, domain="safety", text="Evdə zorakılıq və qışqırıq dayanır",
            plain="Evdə sakitlik olur", indicator="Bir ay ərzində yeni hal yoxdur", baseline="Hər həftə",
            target="Heç vaxt",
        )  # fmt: skip
        write_action(
            goal=goal, by=worker, who="worker", responsible=str(worker), text="Həftəlik ziyarət və söhbət",
            starts_on=today, due_on=today + timedelta(days=60),
        )  # fmt: skip
        write_action(
            goal=goal, by=worker, who="family", responsible="Ana", text="Valideynlik məşğələlərinə getmək",
            starts_on=today, due_on=today + timedelta(days=90),
        )  # fmt: skip

    def _support(self) -> None:
        self.later(self.chance.uniform(8, 40))
        supervisor = self.supervisor

        def approve() -> None:
            made = self.case().plans.select_related("case", "dossier__unit").get()
            approve_plan(plan=made, name=supervisor.full_name, password=PASSWORD, by=supervisor)

        self.do(supervisor, approve)
        refer(self)
        visits = self.chance.randint(1, 5)
        for _n in range(visits):
            self.later(self.chance.uniform(100, 260))
            if self.at < self.now - timedelta(days=1):
                self.do(self.worker, self._visit)
        self.do(
            self.worker,
            lambda: write_note(case=self.case(), text="Məktəblə əlaqə saxlanıldı.", by=self.worker),
        )

    def _propose_closure(self) -> None:
        self.later(24 * 105)
        self.do(self.worker, lambda: finish_feedback(case=self.case(), answers=LAST_WORD, by=self.worker))
        self.do(
            self.worker,
            lambda: propose_closure(
                case=self.case(), reason="goals_met", note="Məqsədlərə nail olunub.",
                interests="Uşaq öz evində təhlükəsizdir; nəzarət davam etsə, ailəyə yük olar.",
                stable_since=clock.today() - timedelta(days=100), by=self.worker,
            ),
        )  # fmt: skip

    def _close(self) -> None:
        self.later(20)
        self.do(self.supervisor, lambda: close_case(case=self.case(), by=self.supervisor))

    def _reopen(self) -> None:
        self.later(24 * 5)
        reason = first_code("case.reopen_reason")
        self.do(self.supervisor, lambda: reopen_case(case=self.case(), reason=reason, by=self.supervisor))

    def _transfer(self) -> None:
        others = [u for u in self.country.districts if u.pk != self.family.unit.pk]
        reason = first_code("case.transfer_reason")
        self.at = self.now - timedelta(hours=self.chance.randint(2, 30))
        self.do(
            self.worker,
            lambda: offer_transfer(
                case=self.case(), to_unit=self.chance.choice(others), to_worker=None, reason=reason,
                handover="Ailə köçür; plan davam edir.", by=self.worker,
            ),
        )  # fmt: skip


def make_stories(country: Country, families: Families, *, cases: int) -> int:
    """So many stories, spread over the stages, more of them in the districts shown first."""
    chance = country.chance
    stages = [stage for stage, many in STAGES for _n in range(many)]
    shown = [f for f in families.all if f.children and f.unit.pk in {u.pk for u in country.districts[:2]}]
    others = [f for f in families.all if f.children and f not in shown]
    chance.shuffle(shown)
    chance.shuffle(others)
    for n in range(cases):
        stage = stages[n * len(stages) // cases]
        pool = shown if (n % 2 and shown) or not others else others
        days = {
            "received": 0,
            "second_reading": 0,
            "unassigned": 0,
            "assigned": 1,
            "accepted": 1,
            "registered": 3,
        }.get(stage, 60)
        days = 210 if stage in {"closing", "closed", "reopened"} else days
        Story(country, pool.pop(), stage, days + chance.randint(0, 2)).tell()
    return cases
