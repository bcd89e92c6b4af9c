"""Writing to whoever reported: only the way they called safe, at a time a person chose, in words that tell nobody
anything (domain §7: no case content in e-mail or SMS)."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from himaya.access.gate import action
from himaya.access.roles import REPORT_SCREEN
from himaya.cases.intake.models import Reporter
from himaya.cases.intake.queries import REPORTER
from himaya.cases.intake.rules import WAYS_TO_WRITE, may_write_to
from himaya.kit.errors import Refused
from himaya.kit.fields import read_phone
from himaya.reference.queries import label
from himaya.workflow.actions import Addressee, addressee, write_to
from himaya.workflow.models import Message
from himaya.workflow.notices.actions import kind

WORDS = "reporter.message"
LETTER = kind("report.letter", _("A message to a reporter"))


@action(REPORT_SCREEN, on="reporter")
def write_to_reporter(*, reporter: Reporter, words: str, at: datetime, by: Any) -> Message:
    """Sends one of the neutral texts of the list `reporter.message`, not before `at`. `by` hears if it fails."""
    verdict = may_write_to(reporter)
    if not verdict:
        raise Refused(verdict.reason)
    return write_to(
        addressee=REPORTER,
        addressee_id=reporter.pk,
        channel=WAYS_TO_WRITE[reporter.safe_way],
        kind=f"{LETTER}.{words}",
        key=f"{REPORTER}:{reporter.pk}:{uuid4()}",
        url=reporter.report.get_absolute_url(),
        at=at,
        by=by,
    )


def find_reporter(pk: int, kind: str) -> Addressee | None:
    """Where a message to a reporter goes now: what they called safe may have changed since it was written."""
    reporter = Reporter.objects.select_related("report").filter(pk=pk).first()
    if reporter is None or not may_write_to(reporter):
        return None
    language = reporter.report.language
    text = label(WORDS, kind.rpartition(".")[2], language)
    return Addressee(read_phone(reporter.phone) or "", reporter.email, language, text)


addressee(REPORTER, find_reporter)
