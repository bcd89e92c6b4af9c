"""A case taken as far as its plan in force, by the actions people really take."""

from datetime import timedelta
from typing import Any

from himaya.cases.assessment import actions as assessing
from himaya.cases.models import Assessment, Case, Plan, Review
from himaya.cases.plan import actions as planning
from himaya.cases.reviews import actions as reviewing
from himaya.kit import clock
from tests.cases.answers import NEEDS, SAFETY

PASSWORD = "uzun-parol-2026"


class Work:
    """What the worker and the supervisor of a country do next with its one case."""

    def __init__(self, country: Any, make_case: Any, acting_as: Any, as_owner: Any) -> None:
        self.country, self.make_case, self.acting_as = country, make_case, acting_as
        with as_owner():
            planning.load_plan_letters()
            for who in ("worker", "supervisor", "manager"):
                country[who].set_password(PASSWORD)
                country[who].save()

    def case(self, until: str = "registered") -> Case:
        return self.make_case(until)

    def assessment(self, case: Case) -> Assessment:
        """Begun, nothing answered."""
        with self.acting_as(self.country["worker"]) as by:
            child = case.members.get(role="child")
            return assessing.start_assessment(case=case, child=child, by=by)

    def submitted_assessment(self, case: Case) -> Assessment:
        assessment = self.assessment(case)
        with self.acting_as(self.country["worker"]) as by:
            for part, answers in (("safety", SAFETY), ("needs", NEEDS)):
                found = Assessment.objects.get(pk=assessment.pk)
                assessing.finish_answers(assessment=found, part=part, answers=answers, by=by)
            found = Assessment.objects.get(pk=assessment.pk)
            assessing.decide_risk(assessment=found, level="high", why="Səbəb", by=by)
            return assessing.submit_assessment(assessment=Assessment.objects.get(pk=assessment.pk), by=by)

    def plan(self, case: Case) -> Plan:
        """Written, with a goal and two actions."""
        today = clock.today()
        days = {"starts_on": today, "due_on": today + timedelta(days=14)}
        with self.acting_as(self.country["worker"]) as by:
            plan = planning.start_plan(
                case=case, aim="Uşaq təhlükəsiz yaşasın", plain="Sən rahat yaşayasan", by=by
            )
            goal = planning.write_goal(
                plan=plan, by=by, domain="education", text="Hər gün məktəbə gedir", indicator="Davamiyyət jurnalı",
                plain="Məktəbə gedəcəksən", baseline="10 gün buraxıb", target="2 gündən az",
            )  # fmt: skip
            planning.write_action(
                goal=goal, by=by, who="worker", text="Məktəblə danışmaq", plain="Danışacağam", **days
            )
            planning.write_action(
                goal=goal, by=by, who="service", responsible="Ailə Mərkəzi", text="Psixoloqla görüş",
                plain="Psixoloqla görüşəcəksən", **days,
            )  # fmt: skip
            return plan

    def submitted_plan(self, case: Case) -> Plan:
        plan = self.plan(case)
        with self.acting_as(self.country["worker"]) as by:
            planning.record_family(plan=plan, part="parent", way="spoken", name="Ana", by=by)
            planning.sign_plan(plan=plan, name=by.full_name, password=PASSWORD, by=by)
            return planning.submit_plan(plan=Plan.objects.get(pk=plan.pk), by=by)

    def plan_in_force(self, case: Case) -> Plan:
        plan = self.submitted_plan(case)
        with self.acting_as(self.country["supervisor"]) as by:
            return planning.approve_plan(
                plan=Plan.objects.get(pk=plan.pk), name=by.full_name, password=PASSWORD, by=by
            )

    def review(self, case: Case) -> Review:
        with self.acting_as(self.country["worker"]) as by:
            return reviewing.start_review(case=Case.objects.get(pk=case.pk), by=by)
