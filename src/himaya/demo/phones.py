"""Phones of some workers of the sample country, and what they sent: visits in their cases, and some that wait."""

import hashlib

from django.conf import settings

from himaya.access.devicekeys.actions import make_key
from himaya.access.gate import SYSTEM, acting_as
from himaya.cases.models import Case
from himaya.cases.questionnaires.queries import caseload
from himaya.exchange.openrosa.actions import Post, receive_post
from himaya.instruments.models import FormVersion
from himaya.instruments.queries import LATER, forms_on
from himaya.kit import clock

SAID = (
    "<seen_on>{day}</seen_on><alone>no</alone><why_not>Kənddə şəbəkə yox idi, nənə yanımızda idi.</why_not>"
    "<child><called>Balaca</called><mood>calm</mood></child><children>1</children>"
)


def make_phones() -> int:
    """A phone for three workers; of each one visit sent about somebody who was not on its list, and one of a colleague's
    phone that came twice. Says how many were sent."""
    visit = forms_on(clock.today()).get(form_id="home_visit_note")
    with acting_as(SYSTEM):
        cases = Case.objects.filter(
            status__in=["registered", "assessed", "implementing"], worker__isnull=False
        )
        workers = list(
            {case.worker_id: case.worker for case in cases.select_related("worker").order_by("pk")}.values()
        )
    for worker in workers[:3]:
        assert worker is not None  # asked for above
        secret = hashlib.sha256(f"{settings.SECRET_KEY} {worker.pk}".encode()).hexdigest()
        with acting_as(worker):
            key = make_key(name="Samsung A15", secret=secret, by=worker)
            known = caseload(worker, worker)[0].about
            for number, about in enumerate((LATER, known, known)):
                answers = _answers(visit, about, f"uuid:nümunə-{worker.pk}-{number}")
                receive_post(post=Post(answers, {}), device=key, by=worker)
    return 3 * len(workers[:3])


def _answers(form: FormVersion, about: str, instance_id: str) -> bytes:
    said = SAID.format(day=clock.today().isoformat())
    return (
        f'<data id="{form.form_id}" version="{form.number}"><himaya_about>{about}</himaya_about>{said}'
        f"<meta><instanceID>{instance_id}</instanceID></meta></data>"
    ).encode()
