"""What the sign-in page shows beside the library's form."""

from django import template

from himaya.access.signin.queries import SampleRole, sample_sign_ins

register = template.Library()


@register.simple_tag(name="sample_sign_ins")
def sample_roles() -> list[SampleRole]:
    """The sample users of a sample country, by role; nobody elsewhere."""
    return sample_sign_ins()
