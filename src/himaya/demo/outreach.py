"""Proactive support in the sample country: three rules approved, a few children with disability who turn 3, a child
away from school and somebody old who lives alone, found by the very rules; leads at every step."""

from datetime import timedelta

from himaya.access.gate import acting_as
from himaya.access.models import User
from himaya.access.roles import Methodologist, Registrar, SocialWorker, Supervisor
from himaya.cases.models import Lead, OutreachRule
from himaya.cases.outreach.actions import (
    Answer,
    Tried,
    answer_lead,
    approve_rule,
    begin_help,
    end_lead,
    note_contact,
    raise_of,
    take_lead,
)
from himaya.demo.absence import make_absence
from himaya.demo.country import Country
from himaya.kit import clock
from himaya.kit.periods import BirthDate
from himaya.reference.models import Territory
from himaya.registry.actions import join_household, record_status, register_person
from himaya.registry.models import Person
from himaya.registry.rules import Details, NewPerson, Residence

RULES = ("disability_three", "alone_seventy", "absent_from_school")
CHILDREN = (
    ("Nümunəli", "Tuncay", "male"), ("Nümunəli", "Zərif", "female"), ("Nümunəzadə", "Elcan", "male"),
    ("Nümunəzadə", "Aydan", "female"), ("Nümunəyev", "Rəvan", "male"), ("Nümunəyeva", "Suğra", "female"),
    ("Nümunəyeva", "Lalə", "female"), ("Nümunəli", "Kənan", "male"),
)  # fmt: skip


def make_outreach(country: Country) -> int:
    """In the district shown first; says how many leads there are."""
    unit = country.districts[0]
    place = unit.territories.order_by("pk")[0]
    registrar = country.staff[(unit.pk, Supervisor.code)][0]
    _approve(country)
    for number, (family, given, sex) in enumerate(CHILDREN):
        _child(family, given, sex, number, place, registrar)
    _elder(place, registrar)
    make_absence(unit, place, country.staff[(unit.pk, Registrar.code)][0])
    with acting_as(None):
        for rule in OutreachRule.objects.filter(code__in=RULES, status=OutreachRule.Status.APPROVED):
            raise_of(rule)
    rows = Lead.objects.filter(rule_code=RULES[0]).select_related("dossier__unit", "rule").order_by("pk")
    for lead, follow in zip(rows, (_nothing, _take, _reach, _agree, _help, _false), strict=False):
        follow(lead, country.staff[(lead.dossier.unit_id, SocialWorker.code)][0])
    return Lead.objects.count()


def _approve(country: Country) -> None:
    by = country.staff[(country.nation.pk, Methodologist.code)][0]
    for rule in OutreachRule.objects.filter(code__in=RULES, status=OutreachRule.Status.DRAFT):
        with acting_as(by):
            approve_rule(rule=rule, on=clock.today(), by=by)


def _person(details: Details, place: Territory, phone: str, by: User) -> Person:
    new = NewPerson(
        details=details, fin="", phones=(phone,), lives=Residence(territory=place), is_sample=True
    )
    return register_person(new=new, by=by, different="seen")


def _child(family: str, given: str, sex: str, number: int, place: Territory, by: User) -> None:
    today = clock.today()
    born = today.replace(year=today.year - 3, day=min(today.day, 28)) + timedelta(days=2 + number)
    details = Details(
        family_name=family, given_name=given, fathers_name="Anar", sex=sex, born=BirthDate(born)
    )
    with acting_as(by):
        child = _person(details, place, f"+9945020000{number:02d}", by)
        join_household(person=child, role="child", by=by)
        record_status(
            person=child, by=by, status="child_disability", started_on=today - timedelta(days=400),
            degree="child", nature="physical", source="Arayış (nümunə)", valid_until=today + timedelta(days=700),
            decided_by="disability_expertise", decision="№ 7", decided_on=today - timedelta(days=400),
        )  # fmt: skip


def _elder(place: Territory, by: User) -> None:
    born = BirthDate(clock.today() - timedelta(days=74 * 365))
    details = Details(
        family_name="Nümunəyeva", given_name="Tükəzban", fathers_name="Həsən", sex="female", born=born
    )
    with acting_as(by):
        join_household(person=_person(details, place, "+994502000099", by), role="other", by=by)


def _again(lead: Lead) -> Lead:
    found: Lead = Lead.objects.select_related("dossier__unit", "rule", "territory").get(pk=lead.pk)
    return found


def _nothing(lead: Lead, worker: User) -> None:
    """Waits for a worker."""


def _take(lead: Lead, worker: User) -> None:
    with acting_as(worker) as by:
        take_lead(lead=lead, by=by)
        tried = Tried(at=clock.now(), way="phone", outcome="no_answer")
        note_contact(lead=_again(lead), tried=tried, by=by)


def _reach(lead: Lead, worker: User) -> None:
    _take(lead, worker)
    with acting_as(worker) as by:
        tried = Tried(at=clock.now(), way="phone", outcome="reached", note="Ana düşünmək istəyir (nümunə).")
        note_contact(lead=_again(lead), tried=tried, by=by)


def _agree(lead: Lead, worker: User) -> None:
    _reach(lead, worker)
    answer = Answer(True, "parent", "phone", "Nümunəli Sevda", "Günərzi mərkəz axtarırıq.")
    with acting_as(worker) as by:
        answer_lead(lead=_again(lead), answer=answer, by=by)


def _help(lead: Lead, worker: User) -> None:
    _agree(lead, worker)
    with acting_as(worker) as by:
        begin_help(lead=_again(lead), asked="Günərzi mərkəz və anaya məsləhət.", by=by)


def _false(lead: Lead, worker: User) -> None:
    _take(lead, worker)
    with acting_as(worker) as by:
        end_lead(lead=_again(lead), result="wrong_data", note="Ailə çoxdan köçüb (nümunə).", by=by)
