"""The beginning of an installation: the topmost unit and its first administrator. For the owner's command."""

from django.db import transaction
from django.utils.translation import gettext as _

from himaya.access.audit.actions import record
from himaya.access.roles import Administrator
from himaya.access.staff.invitations import invite_by_letter
from himaya.access.units.actions import load_national_desk
from himaya.access.units.models import Unit
from himaya.access.users.models import Membership, User
from himaya.kit.errors import Refused


@transaction.atomic
def found(*, email: str, full_name: str, organisation: str = "", site: str) -> str:
    """Makes what is missing, invites, and gives the link. Raises Refused for an e-mail already in use."""
    if User.objects.filter(email=email.lower()).exists():
        raise Refused(_("Somebody with this e-mail is here already. Give them the role instead."))
    unit = _topmost(organisation)
    user = User.objects.create_user(email=email, full_name=full_name, status=User.INVITED, is_active=False)
    Membership.objects.create(user=user, unit=unit, role=Administrator.code)
    record(by=None, verb="staff.founded", on=user)
    return invite_by_letter(user=user, by=None, site=site)


def _topmost(name: str) -> Unit:
    """The national desk. While nobody works there yet, its body bears the name given."""
    desk = load_national_desk()
    if name and not Membership.objects.filter(unit=desk).exists():
        body = desk.organisation
        body.name_az = body.name_en = body.name_ru = name
        body.save(update_fields=["name_az", "name_en", "name_ru"])
    return desk
