"""Pages of writing to the people of a case."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.frame import form_page, frame
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import faces_on
from himaya.cases.casefile.views import case_of
from himaya.cases.proceedings.queries import member_of
from himaya.cases.writing import actions
from himaya.cases.writing.forms import WayForm, WriteForm
from himaya.cases.writing.models import SafeWay
from himaya.cases.writing.queries import call_back, has_died, messages_on, sent_of, ways_of
from himaya.cases.writing.rules import may_be_written_to
from himaya.reference.queries import label


@screen(CASE_WORK, logs="case.viewed")
def case_messages(request: StaffRequest, public_id: str) -> HttpResponse:
    """Who may be written to and how, and what was written."""
    case = case_of(request, public_id)
    around = frame(request, case, "messages")
    names = {face.member_id: face.name for face in around["faces"]}
    ways = [(way, names.get(way.member_id, "—")) for way in ways_of(case)]
    return render(request, "cases/writing/part.html", {**around, "ways": ways, "sent": sent_of(case)})


@screen(CASE_WORK, logs="case.viewed")
def way_new(request: StaffRequest, public_id: str) -> HttpResponse:
    """Somebody says how they may be written to."""
    case = case_of(request, public_id)
    members = {m.pk: m for m in case.members.filter(ended_at__isnull=True)}
    people = [
        (str(f.member_id), f.name)
        for f in faces_on(case)
        if f.member_id in members
        and may_be_written_to(members[f.member_id], died=has_died(case, members[f.member_id]))
    ]
    form = WayForm(request.POST or None, members=people, initial={"language": "az", "way": SafeWay.SMS})
    if form.is_valid():
        said = dict(form.cleaned_data)
        member = member_of(case, said.pop("member"))
        if attempt(form, actions.agree_on_way, case=case, member=member, by=request.user, **said):
            return redirect("cases:case-messages", case.public_id)
    lead = _("Only what they themselves call safe. A message may be read by whoever holds the telephone.")
    back = reverse("cases:case-messages", args=[case.public_id])
    return form_page(request, case, form, _("How may we write to them?"), lead=lead, back=back)


@require_POST
@screen(CASE_WORK)
def way_end(request: StaffRequest, public_id: str, way_id: str) -> HttpResponse:
    """A way is not safe any more."""
    case = case_of(request, public_id)
    way = fetch(request, SafeWay.objects.visible_to(request.user), public_id=way_id, case=case)
    actions.end_way(way=way, by=request.user)
    messages.success(request, _("Nobody writes this way any more."))
    return redirect("cases:case-messages", case.public_id)


@screen(CASE_WORK, logs="case.viewed")
def message_write(request: StaffRequest, public_id: str) -> HttpResponse:
    """Write to somebody of the case, the way they called safe."""
    case = case_of(request, public_id)
    ways = {str(way.pk): way for way in ways_of(case)}
    if not ways:
        return redirect("cases:way-new", case.public_id)
    form = WriteForm(request.POST or None, ways=_told(case, ways), initial=_first(case, request, ways))
    if form.is_valid():
        said = dict(form.cleaned_data)
        way = ways[said.pop("way")]
        if attempt(form, actions.write_home, way=way, by=request.user, **said):
            messages.success(request, _("The message is on its way."))
            return redirect("cases:case-messages", case.public_id)
    lead = _("The message names nobody and says nothing of the case.")
    back = reverse("cases:case-messages", args=[case.public_id])
    return form_page(request, case, form, _("Write to the family"), lead=lead, back=back, submit=_("Send"))


def _told(case: Case, ways: dict[str, SafeWay]) -> list[tuple[str, str]]:
    names = {face.member_id: face.name for face in faces_on(case)}
    parts = {
        key: (names.get(way.member_id, "—"), label("case.safe_way", way.way), way.times)
        for key, way in ways.items()
    }
    return [(key, " · ".join(filter(None, told))) for key, told in parts.items()]


def _first(case: Case, request: StaffRequest, ways: dict[str, SafeWay]) -> dict[str, str]:
    """What needs no typing: the only way there is, and the number given last."""
    only = {"way": next(iter(ways))} if len(ways) == 1 else {}
    return {**only, "call": call_back(messages_on(case))}
