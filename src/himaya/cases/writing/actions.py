"""Agreeing how somebody of a case may be written to, and writing: a neutral text the way they called safe.

No case content leaves the house in an SMS or an e-mail (domain §7): the texts are a list that names nobody and says
nothing of what the office is."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from himaya.access.gate import action
from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.actions import hold, require
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.rules import is_open, may_write
from himaya.cases.writing.models import HomeMessage, SafeWay
from himaya.cases.writing.queries import HOME, WORDS, has_died, text_of, unsafe_numbers, written_today
from himaya.cases.writing.rules import is_safe_address, may_be_written_to, may_say
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.fields import read_phone
from himaya.reference.queries import label, norm
from himaya.workflow.actions import Addressee, addressee, write_to
from himaya.workflow.notices.actions import kind

LETTER = kind("case.home_message", _("A message to somebody of a case"))


@action(CASE_WORK, on="case")
def agree_on_way(
    *, case: Case, member: CaseMember, way: str, address: str, language: str, by: Any, times: str = ""
) -> SafeWay:
    """This person of the case may be written to this way. One that stood before for the same person ends."""
    held = hold(case)
    require(may_write(held))
    require(may_be_written_to(member, died=has_died(held, member)), "member")
    whole = (read_phone(address) or address) if way == SafeWay.SMS else address.strip().lower()
    require(is_safe_address(way, whole, unsafe_numbers(held)), "address")
    SafeWay.objects.filter(case=held, member=member, way=way, ended_at__isnull=True).update(
        ended_at=clock.now()
    )
    return SafeWay.objects.create(
        case=held, dossier=held.dossier, member=member, way=way, address=whole, language=language,
        times=times, agreed_at=clock.now(), agreed_by=by,
    )  # fmt: skip


@action(CASE_WORK, on="way")
def end_way(*, way: SafeWay, by: Any) -> SafeWay:
    """Nobody writes this way any more; what waits to be sent is not sent either."""
    held: SafeWay = SafeWay.objects.select_for_update(of=("self",)).get(pk=way.pk)
    if held.ended_at is None:
        held.ended_at = clock.now()
        held.save(update_fields=["ended_at"])
    return held


@action(CASE_WORK, on="way")
def write_home(
    *, way: SafeWay, words: str, call: str, at: datetime, by: Any, meets_at: datetime | None = None
) -> HomeMessage:
    """Sends one of the neutral texts of the list `case.home_message`, not before `at`. `by` hears if it fails."""
    held: SafeWay = SafeWay.objects.select_for_update(of=("self",)).get(pk=way.pk)
    case = hold(held.case)
    require(may_write(case))
    if held.ended_at is not None:
        raise Refused(_("This way is not safe any more. Choose another."), "way")
    require(may_be_written_to(held.member, died=has_died(case, held.member)), "way")
    require(is_safe_address(held.way, held.address, unsafe_numbers(case)), "way")
    most = int(norm("case.message.daily", clock.today(), case.territory).number)
    text = label(WORDS, words, held.language)
    require(
        may_say(text, meets_at=meets_at, now=clock.now(), today=written_today(held), most=most), "meets_at"
    )
    made = HomeMessage.objects.create(
        case=case, dossier=case.dossier, way=held, words=words, meets_at=meets_at, call=call,
        not_before=at, written_at=clock.now(), written_by=by,
    )  # fmt: skip
    write_to(
        addressee=HOME,
        addressee_id=made.pk,
        channel=held.way,
        kind=f"{LETTER}.{words}",
        key=f"{HOME}:{made.pk}:{uuid4()}",
        url=case.get_absolute_url(),
        at=at,
        by=by,
    )
    return made


def find_home(pk: int, kind: str) -> Addressee | None:
    """Where a message goes now: what was called safe, or who is whom, may have changed since it was written. Here the
    whole register is seen, also a perpetrator's number that was closed to whoever wrote."""
    said = HomeMessage.objects.select_related("way__member", "case").filter(pk=pk).first()
    if said is None or said.way.ended_at is not None or not is_open(said.case):
        return None
    way = said.way
    if not may_be_written_to(way.member, died=has_died(said.case, way.member)):
        return None
    if not is_safe_address(way.way, way.address, unsafe_numbers(said.case)):
        return None
    text = text_of(said, way.language)
    number_, email = (way.address, "") if way.way == SafeWay.SMS else ("", way.address)
    return Addressee(number_, email, way.language, text)


addressee(HOME, find_home)
