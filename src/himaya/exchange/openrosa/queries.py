"""What a phone may fetch, and what came from phones."""

from dataclasses import dataclass

from django.db.models import QuerySet

from himaya.access.models import User
from himaya.cases.questionnaires.queries import caseload
from himaya.exchange.openrosa.models import FormSubmission
from himaya.exchange.openrosa.written import hash_of
from himaya.instruments.models import FormVersion
from himaya.instruments.queries import forms_on, people_list, taken_along
from himaya.kit import clock

SHOWN = 50  # of what was settled, the latest


@dataclass(frozen=True, slots=True)
class Offered:
    """A form as a phone fetches it."""

    form: FormVersion
    xml: str
    hash: str


def offered_forms() -> list[Offered]:
    """Every form that is asked today."""
    return [offered(form) for form in forms_on(clock.today()).defer(None).defer("file")]


def offered(form: FormVersion) -> Offered:
    """One form."""
    xml = taken_along(form.xml)
    return Offered(form, xml, hash_of(xml))


def people_for(form: FormVersion, user: User) -> str:
    """The people of the worker's open cases, with what the form wants to know of them."""
    known = ((one.about, one.called, one.facts) for one in caseload(user, user))
    return people_list(form.shape, known, user.language)


def form_for_phone(public_id: str) -> FormVersion | None:
    """A form that is asked today; None for another."""
    return forms_on(clock.today()).defer(None).defer("file").filter(public_id=public_id).first()


def form_sent(form_id: str, number: str) -> FormVersion | None:
    """The version that answers belong to, in force or not; None where there never was such a one."""
    found: FormVersion | None = (
        FormVersion.objects.filter(form_id=form_id, number=number).defer("file").first()
    )
    return found


def submissions(user: User) -> QuerySet[FormSubmission]:
    """What came from phones, as far as this person sees it, the latest first."""
    found: QuerySet[FormSubmission] = (
        FormSubmission.objects.visible_to(user)
        .select_related("form", "sender", "device", "response", "settled_by", "dossier__unit")
        .defer("form__file", "form__xml")
        .order_by("-came_at")
    )
    return found


def waiting(user: User) -> list[FormSubmission]:
    """What a human must settle."""
    return list(submissions(user).filter(state=FormSubmission.State.WAITING))


def settled(user: User) -> list[FormSubmission]:
    """The latest that are in their case or were put aside, and what still arrives."""
    return list(submissions(user).exclude(state=FormSubmission.State.WAITING)[:SHOWN])
