"""The letter that invites."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from himaya.access.staff.models import Invitation
from himaya.kit import clock

log = logging.getLogger(__name__)


def send_invitation_mail(*, invitation: Invitation, address: str, days: int) -> None:
    """In the language the administrator chose for the person. A mail server that is away loses nobody: the
    invitation stays undelivered, the administrator sees it on the person's page and sends it again."""
    user = invitation.user
    with translation.override(user.language):
        text = render_to_string(
            "access/staff/invitation.txt", {"user": user, "address": address, "days": days}
        )
        subject = _("You are invited to Himaya")
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])
    except OSError as problem:
        log.warning("An invitation could not be sent: %s", type(problem).__name__)
        return
    Invitation.objects.filter(pk=invitation.pk).update(delivered_at=clock.now())
