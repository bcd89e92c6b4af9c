"""The beginning of an installation: the topmost unit and its first administrator. For the owner's command."""

from django.db import transaction
from django.utils.translation import gettext as _

from himaya.access.audit.actions import record
from himaya.access.roles import Administrator
from himaya.access.staff.invitations import invite_by_letter
from himaya.access.units.models import Organisation, Unit
from himaya.access.users.models import Membership, User
from himaya.kit.errors import Refused

# The body under which the country's desks stand (code list `body.kind`).
TOP_KIND = "social_services_agency"


@transaction.atomic
def found(*, email: str, full_name: str, organisation: str, site: str) -> str:
    """Makes what is missing, invites, and gives the link. Raises Refused for an e-mail already in use."""
    if User.objects.filter(email=email.lower()).exists():
        raise Refused(_("Somebody with this e-mail is here already. Give them the role instead."))
    unit = _topmost(organisation)
    user = User.objects.create_user(email=email, full_name=full_name, status=User.INVITED, is_active=False)
    Membership.objects.create(user=user, unit=unit, role=Administrator.code)
    record(by=None, verb="staff.founded", on=user)
    return invite_by_letter(user=user, by=None, site=site)


def _topmost(name: str) -> Unit:
    found_unit = Unit.objects.filter(is_national_desk=True).first()
    if found_unit is not None:
        return found_unit
    names = {"kind": TOP_KIND, "name_az": name, "name_en": name, "name_ru": name}
    body, _made = Organisation.objects.get_or_create(kind=TOP_KIND, name_az=name, defaults=names)
    return Unit.objects.create(organisation=body, is_national_desk=True, **names)
