"""Reading how the people of a case may be written to, and what was."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.queries import faces_on
from himaya.cases.writing.models import HomeMessage, SafeWay
from himaya.cases.writing.rules import filled
from himaya.kit import clock
from himaya.kit.fields import show_phone
from himaya.kit.memory import asked_once
from himaya.kit.templatetags.himaya import az_date, az_time
from himaya.reference.queries import label
from himaya.registry.models import Phone
from himaya.workflow.models import Message

HOME = "case_home"
WORDS = "case.home_message"


@dataclass(frozen=True, slots=True)
class Sent:
    """A message, to whom, and what became of it."""

    said: HomeMessage
    name: str
    message: Message | None

    @property
    def words(self) -> str:
        """What it said, in the reader's language."""
        return text_of(self.said)


def text_of(said: HomeMessage, language: str | None = None) -> str:
    """What a message says, in its reader's language or the given one."""
    day, time = (az_date(said.meets_at), az_time(said.meets_at)) if said.meets_at else ("", "")
    return filled(label(WORDS, said.words, language), day=day, time=time, call=show_phone(said.call))


def ways_of(case: Case) -> list[SafeWay]:
    """The ways that stand, in the order in which they were agreed."""
    rows = SafeWay.objects.filter(case=case, ended_at__isnull=True)
    return list(rows.select_related("member", "agreed_by").order_by("agreed_at", "pk"))


@asked_once
def messages_on(case: Case) -> list[HomeMessage]:
    """Every message to the people of a case, the newest first."""
    rows = HomeMessage.objects.filter(case=case).select_related("way", "written_by")
    return list(rows.order_by("-written_at", "-pk"))


def sent_of(case: Case) -> list[Sent]:
    """Every message with what became of it."""
    said = messages_on(case)
    names = {face.member_id: face.name for face in faces_on(case)}
    rows = Message.objects.filter(addressee=HOME, addressee_id__in=[one.pk for one in said])
    fates = {row.addressee_id: row for row in rows} if said else {}
    return [Sent(one, names.get(one.way.member_id, "—"), fates.get(one.pk)) for one in said]


def has_died(case: Case, member: CaseMember) -> bool:
    """Whether this person of the case is known to have died."""
    return any(
        f.member_id == member.pk and (f.died_on is not None or f.life == "dead") for f in faces_on(case)
    )


def written_today(way: SafeWay) -> int:
    """How many messages were written to this way since midnight."""
    midnight = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    return HomeMessage.objects.filter(
        way=way, written_at__gte=midnight, written_at__lt=midnight + timedelta(days=1)
    ).count()


def unsafe_numbers(case: Case) -> set[str]:
    """Numbers that reach a possible perpetrator of the case, and those that the register calls unsafe for somebody of
    it, as far as they are open to the reader."""
    members = CaseMember.objects.filter(case=case)
    them = members.filter(role=CaseMember.PERPETRATOR)
    of = Q(person__in=them.values("person")) | Q(is_safe=False, person__in=members.values("person"))
    return set(Phone.objects.filter(of, ended_at__isnull=True).values_list("number", flat=True))


def call_back(said: list[HomeMessage]) -> str:
    """The office's number as it was given last in the case."""
    return said[0].call if said else ""
