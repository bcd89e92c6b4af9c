"""The small sample country and, beside it, one of each thing that it happens not to have."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.utils import translation
from django.utils.module_loading import import_string

from himaya.access.breakglass.tokens import make
from himaya.access.gate import PUBLIC, acting_as
from himaya.access.models import Invitation, Opening, Organisation, Unit, User
from himaya.access.roles import (
    Adjudicator,
    Administrator,
    CommissionMember,
    CommissionSecretary,
    DutyOfficer,
    Methodologist,
    ProviderStaff,
    Registrar,
    SocialWorker,
    Supervisor,
    UnitManager,
)
from himaya.access.staff import actions as staff
from himaya.access.staff.invitations import digest_of
from himaya.cases.duties.actions import accept_duty, give_duty
from himaya.cases.fileaudits.actions import look_through, pick_case
from himaya.cases.fileaudits.queries import eligible
from himaya.cases.fileaudits.rules import Said, checklist_on
from himaya.cases.intake.actions import ChildTold, Contact, Told, judge_report, name_insiders, receive_report
from himaya.cases.models import AgendaItem, Case, CaseLink, Duty, Lead, Report, Supervision
from himaya.cases.plan.actions import start_plan, write_action, write_goal
from himaya.cases.reviews.actions import start_review
from himaya.cases.risk.actions import change_risk
from himaya.cases.transfers.actions import offer_transfer
from himaya.cases.visits.actions import go_in, plan_visit
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
from himaya.demo.stories import make_stories
from himaya.demo.supervision import make_supervision
from himaya.demo.workbooks import make_workbooks
from himaya.kit import clock
from himaya.reference.models import Territory
from himaya.registry.actions import (
    add_address,
    add_phone,
    place_hold,
    record_consent,
    record_status,
    relate,
)
from himaya.registry.identifiers.actions import add_identifier
from himaya.registry.models import Document, Person
from himaya.registry.ownfile import actions as ownfile
from himaya.registry.rules import Residence
from himaya.services.models import Service
from himaya.workforce.staff.actions import record_absence
from tests import database
from tests.forms.protected import assess, protect
from tests.pictures import PNG


@dataclass
class World:
    """What the forms are about, and who may use them."""

    tokens: dict[str, str] = field(default_factory=dict)
    # Pages that only certain people can open.
    users: dict[str, list[User]] = field(default_factory=dict)
    # Pages of which only certain records show the form.
    only: dict[str, dict[str, Any]] = field(default_factory=dict)
    clients: dict[int, Client] = field(default_factory=dict)

    def client(self, user: User | None) -> Client:
        """A browser of that person's own."""
        key = user.pk if user else 0
        if key not in self.clients:
            client = self.clients[key] = Client(raise_request_exception=True)
            client.cookies["language"] = "az"
            if user:
                client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return self.clients[key]


@contextmanager
def built() -> Iterator[World]:
    """Everything in one transaction that is taken back at the end."""
    with transaction.atomic():
        with database.as_owner():
            database.stand_on_reference()
            from himaya.cli.migrate import SHIPPED_DATA

            for loader in SHIPPED_DATA:
                import_string(loader)()
            tell_of_few_districts()
            world = World()
            Extra(world).build()
        database.settle()
        with database.as_web():
            yield world
        transaction.set_rollback(True)


class FewDistricts(Country):
    """The sample country with two districts instead of all."""

    def build(self) -> None:
        self.nation = self._national_desk()
        self._hotline_staff()
        places = sorted(Territory.objects.filter(code__in=FIRST), key=lambda t: FIRST.index(t.code))
        body = Organisation.objects.create(kind="childrens_commission", name_az="Komissiyalar", name_en="Commissions",
                                           name_ru="Комиссии")  # fmt: skip
        self.districts = [self._district(body, place) for place in places]
        self._agency(places)
        self._providers(places)
        for _n in range(3):
            self._person(Adjudicator, self.nation)
        self._person(Registrar, self.districts[0])


def tell_of_few_districts() -> None:
    """Bodies and staff, families, and cases in every state."""
    with translation.override("az"):
        country = FewDistricts(Random(7))
        country.build()
        families = make_families(country, people=150)
        make_stories(country, families, cases=34)
        make_kinds(country, families)
        make_doubles(country, families)
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


class Extra:
    """One of each thing a small country may lack."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.here = Unit.objects.filter(territories__code="AZ-SM", kind="childrens_commission").get()
        self.desk = Unit.objects.get(is_national_desk=True)
        self.now = clock.now()

    def one(self, role: Any, unit: Unit | None = None, nth: int = 0) -> User:
        """Somebody who holds a role in a unit."""
        held = User.objects.filter(memberships__role=role.code, memberships__unit=unit or self.here)
        return held.order_by("pk")[nth]

    def build(self) -> None:
        self.reports()
        self.cases()
        protect(self)
        self.people()
        self.meetings()
        self.own_files()
        self.outreach()
        self.staff()
        self.supervision()

    def supervision(self) -> None:
        """The two who talked: nobody else writes of their session."""
        held = Supervision.objects.filter(status="held").select_related("worker", "held_by").get()
        assert held.held_by is not None
        for page in ("agree", "add", "note"):
            self.world.users[f"cases:supervision-{page}"] = [held.held_by]
        for page in ("confirm", "point"):
            self.world.users[f"cases:supervision-{page}"] = [held.worker]
        self.world.only["cases:supervision-add"] = {"pk": held.worker.pk}
        auditor = self.one(UnitManager)
        for page in ("look", "drop", "pick"):
            self.world.users[f"cases:file-audit-{page}"] = [auditor]
        with acting_as(auditor) as by:
            free = eligible(self.here, auditor)
            audit = pick_case(case=free[0], picked_for="Yoxlama", by=by)
            answers = {
                q.code: Said("not_met", "x", "Düzəltmək") for q in checklist_on(clock.today()).questions
            }
            look_through(audit=audit, said=answers, due_on=date(2040, 1, 1), by=by)
        self.world.only["cases:file-audit-pick"] = {"pk": free[1].pk}
        self.world.users["cases:file-audit-answer"] = self.world.users["cases:mend"] = [audit.worker]
        self.world.only["cases:mend"] = {"audit": audit.pk}

    def outreach(self) -> None:
        """Whoever took the leads goes on with them; a methodologist keeps the rules."""
        lead = Lead.objects.filter(worker__isnull=False).select_related("worker")[0]
        assert lead.worker is not None
        for page in ("take", "answer", "begin"):
            self.world.users[f"cases:lead-{page}"] = [lead.worker]
        self.world.users["cases:outreach-rule"] = [self.one(Methodologist, self.desk)]

    def report(self, **told: Any) -> Report:
        place = Territory.objects.get(code="AZ-SM")
        given = {
            "narrative": "Uşağı döyürlər, qolunda göyərmə var.",
            "territory": place,
            "place_text": "Sumqayıt",
        }
        action = {name: told.pop(name) for name in ("trapped", "files") if name in told}
        with acting_as(None):
            return receive_report(told=Told(**given | told), by=PUBLIC, **action)

    def reports(self) -> None:
        contact = Contact(name="Rəna", phone="+994501112233", safe_way="sms", safe_time="axşam")
        self.report(
            contact=contact, is_anonymous=False, children=[ChildTold(name="Elvin")], files=[self.png()]
        )
        for _n in range(2):
            self.report(trapped=True)
        officer, leader = self.one(DutyOfficer), self.one(Supervisor)
        low = self.report()
        with acting_as(officer):
            answers = {"life_danger": "yes", "sexual_abuse": "yes"}
            judge_report(report=low, answers={}, level="high", note="x", by=officer)
            judge_report(
                report=Report.objects.get(pk=low.pk), answers={}, level="low", note="azdır", by=officer
            )
            grave = self.report()
            judge_report(report=grave, answers=answers, level="critical", note="", by=officer)
        named = self.report(names_insider=True, insider_text="Məktəb direktoru")
        chief = self.one(DutyOfficer, self.desk)
        with acting_as(chief):
            name_insiders(report=named, users=[leader], by=chief)

    def png(self) -> ContentFile:
        return ContentFile(PNG, "şəkil.png")

    def cases(self) -> None:
        """A plan being written, a visit planned and one under way, a level proposed, a review begun."""
        at_work = Case.objects.filter(dossier__unit=self.here, worker__isnull=False)
        for case in at_work.filter(status="assessed")[:1]:
            with acting_as(case.worker) as by:
                plan = start_plan(case=case, aim="Təhlükəsizlik", plain="Rahatlıq", by=by)
                goal = write_goal(
                    plan=plan, by=by, domain="education", text="Məktəb", indicator="Jurnal", plain="Məktəb",
                    baseline="", target="",
                )  # fmt: skip
                write_action(
                    goal=goal, by=by, who="worker", text="Görüş", plain="Görüş", starts_on=clock.today(),
                    due_on=clock.today() + timedelta(days=7),
                )  # fmt: skip
        under_way = list(at_work.filter(status="implementing").order_by("pk"))
        for n, case in enumerate(under_way[:4]):
            with acting_as(case.worker) as by:
                later = self.now + timedelta(hours=3)
                visit = plan_visit(case=case, worker=by, contact_type="home", planned_for=later, by=by)
                if n == 0:
                    go_in(visit=visit, by=by)
                if n == 1:
                    start_review(case=Case.objects.get(pk=case.pk), by=by)
        for case in [c for c in under_way if c.risk in {"high", "critical"}][:1]:
            with acting_as(case.worker) as by:
                change_risk(case=Case.objects.get(pk=case.pk), level="low", why="Yaxşıdır", by=by)
        registered = list(Case.objects.filter(status="registered", worker__isnull=False).order_by("pk"))
        assess(registered[:2])
        for case in registered[2:3]:
            with acting_as(case.worker) as by:
                unit = case.dossier.unit
                free = (self.one(SocialWorker, unit, nth) for nth in range(3))
                colleague = next(u for u in free if u.pk != by.pk)
                offer_transfer(
                    case=case, to_unit=unit, to_worker=colleague, reason="workload", handover="Hər şey", by=by
                )  # fmt: skip

        apart = CaseLink.objects.exclude(split_reason="")[0]  # a family of several children
        self.world.only["cases:case-split"] = {"pk": apart.first_id}

    def people(self) -> None:
        leader = self.one(Supervisor)
        child, other = Person.objects.filter(dossier__unit=self.here).order_by("pk")[:2]
        with acting_as(leader) as by:
            add_phone(person=child, number="+994501234567", by=by)
            add_address(
                person=child,
                residence=Residence(territory=child.territory, line="Gizli küçə 1"),
                kind="safe",
                by=by,
            )
            add_identifier(person=child, kind="birth_certificate", value="123456", by=by)
            relate(person=child, other=other, kind="sibling", by=by)
            record_consent(
                person=child, purpose="referral", form="spoken", given_by="representative", giver_name="A",
                child_agrees=True, by=by,
            )  # fmt: skip
            record_status(person=child, status="idp", started_on=clock.today(), source="x", by=by)
        report = Report.objects.filter(pk__in=Document.objects.values("dossier")).first()
        assert Document.objects.exists() or report is None

    def meetings(self) -> None:
        """Who keeps a commission, who votes in it, and whose task it is; one task more that is being done."""
        secretary, chair = self.one(CommissionSecretary), self.one(CommissionMember)
        kept = (
            "agenda-put-off", "agenda-return", "agenda-take", "agenda-matter", "agenda-decide", "meeting-hold",
            "duty-give", "duty-withdraw", "minutes-write", "minutes-sign", "minutes-correct", "session-new", "seat-end",
            "seat-new",
        )  # fmt: skip
        for page in kept:
            self.world.users[f"cases:{page}"] = [secretary]
        self.world.users["cases:agenda-vote"] = self.world.users["cases:agenda-conflict"] = [chair]
        duty = Duty.objects.get(status="given")
        teacher = self.one(ProviderStaff, duty.unit)
        self.world.users["cases:duty-answer"] = self.world.users["cases:duty-report"] = [teacher]
        with acting_as(secretary) as by:
            item = AgendaItem.objects.get(pk=duty.item_id)
            more = give_duty(item=item, unit=duty.unit, what="Daha bir dərs", due_on=duty.due_on, by=by)
        with acting_as(teacher) as by:
            accept_duty(duty=Duty.objects.get(pk=more.pk), by=by)

    def own_files(self) -> None:
        """One request at each of its states; of the prepared one a line is kept back, the rest is read."""
        with acting_as(self.one(Supervisor)) as by:
            person = Person.objects.filter(dossier__unit=self.here).order_by("-pk").first()
            said = {"asked_as": "representative", "asker_name": "Ana", "way": "counter", "language": "az"}
            for until in ("asked", "identified", "prepared"):
                own = ownfile.ask_own_file(person=person, by=by, **said)
                if until != "asked":
                    ownfile.check_identity(own_file=own, identity="court", identity_number="1", by=by)
                if until == "prepared":
                    ownfile.prepare_own_file(own_file=own, by=by)
            for line in own.lines.filter(withheld="unread"):
                ownfile.let_out_line(line=line, by=by)
            place_hold(person=person, reason="court", expires_on=date(2040, 1, 1), by=by)
            ownfile.withhold_line(line=own.lines.filter(section="identity").first(), reason="harm", by=by)

    def staff(self) -> None:
        keeper = self.one(Administrator, self.desk)
        with acting_as(keeper) as by:
            invited = staff.invite(
                email="yeni.isci@example.org", full_name="Yeni İşçi", role=SocialWorker, unit=self.here, by=by,
                site="https://himaya.example",
            )  # fmt: skip
            User.objects.filter(pk=self.one(SocialWorker, nth=1).pk).update(reviewed_on=None)
            staff.suspend(user=self.one(SocialWorker, nth=2), reason="long_leave", by=by)
        self.world.tokens["welcome"] = "a-token-for-the-test"
        Invitation.objects.filter(user=invited).update(digest=digest_of("a-token-for-the-test"))
        worker, stranger = self.one(SocialWorker), self.stranger()
        with acting_as(worker) as by:
            today = clock.today()
            record_absence(user=by, kind="leave", first_on=today, last_on=today + timedelta(days=3), by=by)
        report = Report.objects.filter(dossier__unit=self.here).order_by("pk").first()
        assert report is not None
        self.world.tokens["break-glass"] = make(report.dossier_id, user=stranger)
        self.world.users["access:break-glass"] = [stranger]
        providers = User.objects.filter(memberships__role=ProviderStaff.code).order_by("pk")
        self.world.users["services:change"] = self.world.users["services:own"] = list(providers[:14])
        Service.objects.filter(unit__memberships__user=providers[0]).update(
            confirmed_on=clock.today() - timedelta(days=90)
        )
        self.world.users["workforce:staff-detail"] = [worker, self.one(Supervisor)]
        self.world.only["workforce:staff-detail"] = {"pk": worker.pk}
        self.world.tokens["readers"] = make(report.dossier_id, user=self.one(Supervisor))
        self.open_in_emergency(stranger)

    def stranger(self) -> User:
        unit = Unit.objects.filter(territories__code="AZ-MAS", kind="childrens_commission").get()
        return self.one(DutyOfficer, unit)

    def open_in_emergency(self, stranger: User) -> None:
        from himaya.access.actions import break_glass

        case = Case.objects.filter(dossier__unit=self.here).order_by("pk").first()
        assert case is not None
        database.settle()
        with database.as_web(), acting_as(stranger):
            break_glass(
                dossier_id=case.dossier_id, reason="life_danger", words="Uşaq küçədədir, təcili.", by=stranger
            )
        assert Opening.objects.exists()
