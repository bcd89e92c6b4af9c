"""Words of this context for its pages."""

from django import template

from himaya.access.roles import ROLES

register = template.Library()


@register.filter
def role_label(code: str) -> str:
    """What a role is called."""
    return str(ROLES[code].label) if code in ROLES else code
