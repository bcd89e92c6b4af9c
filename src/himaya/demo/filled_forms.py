"""Forms that workers of the sample country filled in, and some that they have only begun."""

from himaya.access.gate import SYSTEM, acting_as
from himaya.cases.models import Case
from himaya.cases.questionnaires.actions import begin_form, keep_form, submit_form
from himaya.instruments.queries import forms_on
from himaya.kit import clock

ANSWERS = (
    "<seen_on>{day}</seen_on><alone>no</alone><why_not>Nənə yanımızdan getmədi.</why_not>"
    "<child><called>Balaca</called><mood>calm</mood></child>"
    "<child><called>Böyük</called><mood>sad</mood></child><children>2</children>"
)


def make_filled_forms() -> int:
    """One form sent and one only begun in each of some open cases; says how many."""
    form = forms_on(clock.today()).get(form_id="home_visit_note")
    with acting_as(SYSTEM):
        cases = list(
            Case.objects.filter(status__in=["registered", "assessed", "implementing"], worker__isnull=False)
            .select_related("worker", "dossier")
            .order_by("pk")[:6]
        )
    said = ANSWERS.format(day=clock.today().isoformat())
    about = f'id="{form.form_id}" version="{form.number}"'
    meta = "<meta><instanceID>uuid:nümunə</instanceID></meta>"
    instance = f"<data {about}>{said}{meta}</data>"
    for case in cases:
        worker = case.worker
        assert worker is not None  # asked for above
        with acting_as(worker):
            sent = begin_form(case=case, form=form, by=worker)
            submit_form(response=sent, instance=instance, files={}, by=worker)
            begun = begin_form(case=case, form=form, by=worker)
            keep_form(response=begun, instance=instance, by=worker)
    return 2 * len(cases)
