"""Forms that workers of the sample country filled in, and some that they have only begun."""

from himaya.access.gate import SYSTEM, acting_as
from himaya.cases.models import Case
from himaya.cases.questionnaires.actions import begin_form, keep_form, submit_form
from himaya.instruments.models import FormVersion
from himaya.instruments.queries import forms_on
from himaya.kit import clock

ANSWERS = (
    "<seen_on>{day}</seen_on><alone>no</alone><why_not>Nənə yanımızdan getmədi.</why_not>"
    "<child><called>Balaca</called><mood>calm</mood></child>"
    "<child><called>Böyük</called><mood>sad</mood></child><children>2</children>"
)


# After which share of the case's time, and what was hard then: it grows easier.
HARD = ((0.3, (9, 7, 8)), (0.6, (6, 6, 5)), (0.9, (3, 4, 2)))


def make_filled_forms() -> int:
    """In each of some open cases a form sent, one only begun, and a scored one filled in three times; says how many."""
    visit, hard = (
        forms_on(clock.today()).get(form_id=form_id) for form_id in ("home_visit_note", "hardships")
    )
    with acting_as(SYSTEM):
        cases = list(
            Case.objects.filter(status__in=["registered", "assessed", "implementing"], worker__isnull=False)
            .select_related("worker", "dossier")
            .order_by("pk")[:6]
        )
    said = ANSWERS.format(day=clock.today().isoformat())
    for case in cases:
        worker = case.worker
        assert worker is not None  # asked for above
        with acting_as(worker):
            for share, (sleep, school, home) in HARD:
                with clock.fixed(case.reported_at + (clock.now() - case.reported_at) * share):
                    told = f"<sleep>{sleep}</sleep><school>{school}</school><home>{home}</home>"
                    told += f"<total>{sleep + school + home}</total>"
                    _sent(case, hard, told)
            _sent(case, visit, said)
            begun = begin_form(case=case, form=visit, by=worker)
            keep_form(response=begun, instance=_instance(visit, said), by=worker)
    return 5 * len(cases)


def _sent(case: Case, form: FormVersion, said: str) -> None:
    begun = begin_form(case=case, form=form, by=case.worker)
    submit_form(response=begun, instance=_instance(form, said), files={}, by=case.worker)


def _instance(form: FormVersion, said: str) -> str:
    about = f'id="{form.form_id}" version="{form.number}"'
    return f"<data {about}>{said}<meta><instanceID>uuid:nümunə</instanceID></meta></data>"
