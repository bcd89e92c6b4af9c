"""The sample country, part by part."""

from collections.abc import Iterator
from random import Random

from django.utils import translation

from himaya.access.gate import acting_as
from himaya.access.models import Membership, Unit, User
from himaya.access.roles import ROLES
from himaya.demo.commissions import make_commissions
from himaya.demo.contacts import make_contacts
from himaya.demo.country import FIRST, Country
from himaya.demo.doubles import make_doubles
from himaya.demo.families import make_families
from himaya.demo.filled_forms import make_filled_forms
from himaya.demo.kinds import make_kinds
from himaya.demo.line import make_line
from himaya.demo.lists import make_lists
from himaya.demo.outreach import make_outreach
from himaya.demo.papers import make_papers
from himaya.demo.phones import make_phones
from himaya.demo.protection import make_protection
from himaya.demo.quality import make_quality
from himaya.demo.related import make_related
from himaya.demo.statuses import make_statuses
from himaya.demo.stories import make_stories
from himaya.demo.supervision import make_supervision
from himaya.demo.workbooks import make_workbooks
from himaya.reference.models import Territory
from himaya.reference.queries import in_language


def is_empty() -> bool:
    """Whether nobody works here yet."""
    return not User.objects.exists()


def load_country(*, seed: int, small: bool) -> str:
    """Bodies and staff, then families, then cases in every state; says what was made."""
    chance = Random(seed)  # noqa: S311 - made-up people, not secrets
    with translation.override("az"), acting_as(None):  # in one transaction
        country = Country(chance)
        country.build()
        families = make_families(country, people=300 if small else 2000)
        cases = make_stories(country, families, cases=32 if small else 150)
        make_kinds(country, families)
        families.people += make_doubles(country, families)
        make_statuses(country, families)
        make_lists(country, families)
        make_papers(country)
        make_contacts(country)
        make_line(country)
        make_quality(country)
        make_workbooks(country)
        make_filled_forms()
        make_phones()
        make_commissions(country)
        make_protection(country)
        make_supervision(country)
        make_outreach(country)
        make_related(country)
    return f"{len(country.emails)} users, {families.people} people and {cases} stories"


def _named(unit: Unit) -> str:
    return in_language(unit.name_az, unit.name_en, unit.name_ru)


def sign_ins() -> Iterator[tuple[str, str, str]]:
    """(role, e-mail, unit): one of each role, of the first district where it exists there."""
    first = Territory.objects.get(code=FIRST[0])
    held = Membership.objects.filter(user__is_sample=True, ended_at__isnull=True).select_related(
        "user", "unit"
    )
    for code, role in ROLES.items():
        of_role = held.filter(role=code)
        chosen = (
            of_role.filter(unit__territories=first).order_by("pk").first() or of_role.order_by("pk").first()
        )
        if chosen:
            yield str(role.label), chosen.user.email, _named(chosen.unit)


def everybody() -> Iterator[tuple[str, str, str, str]]:
    """(role, unit in Azerbaijani, e-mail, name) of every sample user, in the order they were made."""
    held = Membership.objects.filter(user__is_sample=True, ended_at__isnull=True).select_related(
        "user", "unit"
    )
    for membership in held.order_by("pk"):
        yield membership.role, membership.unit.name_az, membership.user.email, membership.user.full_name
