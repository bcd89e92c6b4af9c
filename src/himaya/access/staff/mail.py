"""The letter that invites."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from himaya.access.users.models import User


def send_invitation_mail(*, user: User, address: str, days: int) -> None:
    """In the language the administrator chose for the person."""
    with translation.override(user.language):
        text = render_to_string(
            "access/staff/invitation.txt", {"user": user, "address": address, "days": days}
        )
        subject = _("You are invited to Himaya")
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])
