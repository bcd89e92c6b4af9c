"""Words of this context for its pages."""

from typing import Any

from django import template
from django.urls import reverse

from himaya.access.breakglass.tokens import make
from himaya.access.gate import may
from himaya.access.roles import AUDIT_READERS, ROLES
from himaya.access.trail.words import verb_words

register = template.Library()


@register.filter
def role_label(code: str) -> str:
    """What a role is called."""
    return str(ROLES[code].label) if code in ROLES else code


@register.filter
def done(verb: str) -> str:
    """A verb of the audit in words."""
    return verb_words(verb)


@register.simple_tag(takes_context=True)
def who_read(context: dict[str, Any], record: Any) -> str:
    """The page that tells who read a record; empty for who may not know."""
    user = context.get("user")
    if user is None or not may(user, AUDIT_READERS, record.dossier):
        return ""
    return reverse("access:readers", args=[make(record.dossier_id, user=user)])
