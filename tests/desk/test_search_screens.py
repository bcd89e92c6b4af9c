"""One box over everything one may see: by number, by name, by service; and silence about the rest."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from himaya.access.actions import move_dossier, wall_off
from himaya.access.models import AuditEvent
from himaya.access.roles import BREAKGLASS_USE, PERSON_SEARCH, ROLES
from himaya.cases.models import Referral, Report
from himaya.desk.navigation.menu import MENU
from himaya.registry.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def found(english: Any, user: Any, words: str) -> Any:
    answer = english(user).post(reverse("desk:search"), {"q": words}, follow=True)
    assert answer.status_code == 200
    return answer.context.get("found")


def typed(reference: str) -> list[str]:
    """The same number as people type it."""
    return [reference, reference.lower(), reference.replace("-", ""), f"  {reference.replace('-', ' ')} "]


def test_a_case_a_report_and_a_referral_are_found_by_their_number_in_any_form(
    busy: Any, english: Any, as_owner: Any
) -> None:
    with as_owner():
        records = [busy["case"], Referral.objects.first(), Report.objects.get(case=busy["case"])]
    for record in records:
        for form in typed(record.reference):
            hits = found(english, busy["duty"], form).records
            assert [h.url for h in hits] == [record.get_absolute_url()], form
    assert found(english, busy["supervisor"], records[0].reference[:-1] + "?").records == []


def test_a_number_of_another_district_is_known_and_opens_in_an_emergency(
    busy: Any, english: Any, as_owner: Any, acting_as: Any
) -> None:
    with as_owner():
        report = Report.objects.get(case=busy["case"])
    for record in (busy["case"], report):
        (shut,) = found(english, busy["stranger"], record.reference).shut
        assert shut.title == record.reference
        browser = english(busy["stranger"])
        page = browser.post(reverse("desk:search"), {"q": record.reference}, follow=True).content.decode()
        assert "Known, not open to you" in page
        assert record.get_absolute_url() not in page
        opened = browser.post(shut.emergency, {"reason": "life_danger", "words": "Uşaq küçədə tək qalıb."})
        assert opened["Location"] == record.get_absolute_url()
        assert browser.get(opened["Location"]).status_code == 200
        assert found(english, busy["stranger"], record.reference).shut == [], "it is open now"
    for who in ("analyst", "administrator", "rival", "counsellor"):
        assert found(english, busy[who], busy["case"].reference).shut == [], who


def test_a_sealed_or_walled_off_record_is_not_known_by_its_number(
    busy: Any, english: Any, as_owner: Any, acting_as: Any
) -> None:
    number = busy["case"].reference
    with as_owner():
        wall_off(dossier=busy["case"].dossier, user=busy["stranger"], reason="named_in_report", by=None)
    assert found(english, busy["stranger"], number).shut == []
    assert found(english, busy["neighbour"], number).shut
    with as_owner(), acting_as(busy["manager"]):
        move_dossier(dossier=busy["case"].dossier, unit=busy["here"], sensitivity=2)
    assert found(english, busy["neighbour"], number).shut == []


def test_another_district_finds_nothing_by_number(busy: Any, english: Any) -> None:
    for who in ("stranger", "neighbour", "analyst", "administrator", "rival"):
        assert not found(english, busy[who], busy["case"].reference).records, who


def test_a_person_is_found_by_name_in_any_spelling_with_why_and_with_their_cases(
    busy: Any, english: Any
) -> None:
    for words in ("Əliyeva Ülkər", "aliyeva ulker", "ÜLKƏR əliyeva"):
        people = found(english, busy["supervisor"], words).people
        assert people, words
        assert people[0].match.why
    page = (
        english(busy["supervisor"])
        .post(reverse("desk:search"), {"q": "Əliyeva Ülkər"}, follow=True)
        .content.decode()
    )
    assert "name agrees" in page
    assert busy["case"].reference in page


def test_whom_one_may_not_read_is_known_but_masked_and_opens_in_an_emergency(busy: Any, english: Any) -> None:
    browser = english(busy["stranger"])
    known = [k for k in found(english, busy["stranger"], "Əliyeva Ülkər").people if k.match.is_masked]
    assert known
    assert known[0].emergency
    page = browser.post(reverse("desk:search"), {"q": "Əliyeva Ülkər"}, follow=True).content.decode()
    assert "Known, not open to you" in page
    assert busy["case"].reference not in page
    assert str(busy["here"]) not in known[0].match.initials
    opened = browser.post(
        known[0].emergency, {"reason": "life_danger", "words": "Uşaq küçədə tək qalıb, təcili."}
    )
    assert opened["Location"] == reverse("people:person-detail", args=[known[0].match.public_id])
    assert browser.get(opened["Location"]).status_code == 200


def test_who_may_not_open_in_an_emergency_gets_no_door(
    busy: Any, english: Any, acting_as: Any, as_owner: Any
) -> None:
    with as_owner():
        people = list(Person.objects.values_list("public_id", flat=True))
    assert all(not k.emergency for k in found(english, busy["counsellor"], "Əliyeva Ülkər").people)
    for code, role in ROLES.items():
        with acting_as(busy[code]), connection.cursor() as cursor:
            cursor.execute("select count(*) from registry_dossiers_of(%s)", [people])
            assert (cursor.fetchone()[0] > 0) == (BREAKGLASS_USE in role.may), code


def test_a_sealed_person_is_not_there(busy: Any, english: Any, as_owner: Any, acting_as: Any) -> None:
    with as_owner():
        people = list(Person.objects.all())
    for person in people:
        with as_owner(), acting_as(busy["manager"]):
            move_dossier(dossier=person.dossier, unit=busy["here"], sensitivity=2)
    for who in ("stranger", "neighbour", "supervisor"):
        assert not found(english, busy[who], "Əliyeva Ülkər").people, who
    with acting_as(busy["stranger"]), connection.cursor() as cursor:
        cursor.execute("select count(*) from registry_dossiers_of(%s)", [[p.public_id for p in people]])
        assert cursor.fetchone()[0] == 0


@pytest.mark.parametrize("code", sorted(ROLES))
def test_everyone_searches_what_their_role_may(everyone: Any, english: Any, code: str) -> None:
    answer = english(everyone[code]).post(reverse("desk:search"), {"q": "Dəstək Mərkəzi"}, follow=True)
    assert [h.title for h in answer.context["found"].services] == ["Child and Family Support Centre"]
    if PERSON_SEARCH not in ROLES[code].may:
        assert answer.context["found"].people == []


def test_a_keeper_of_norms_finds_them_and_others_do_not(everyone: Any, english: Any) -> None:
    assert found(english, everyone["administrator"], "contact critical").norms
    assert found(english, everyone["administrator"], "visit.interval").norms
    assert found(english, everyone["supervisor"], "visit.interval").norms == []


def test_as_one_types_only_the_part_that_changes_comes(everyone: Any, english: Any) -> None:
    browser = english(everyone["worker"])
    part = browser.post(
        reverse("desk:search"), {"q": "Mərkəzi"}, headers={"HX-Request": "true"}
    ).content.decode()
    whole = browser.post(reverse("desk:search"), {"q": "Mərkəzi"}, follow=True).content.decode()
    assert "<html" not in part
    assert part.strip() in whole, "what is swapped in equals a fresh page"
    assert "Start typing" in browser.get(reverse("desk:search")).content.decode()


@pytest.mark.parametrize(
    "words", ["%", "'; drop table x --", "<script>alert(1)</script>", "😀", "\u202eabc", "a" * 5000]
)
def test_strange_words_break_nothing(everyone: Any, english: Any, words: str) -> None:
    page = english(everyone["supervisor"]).post(reverse("desk:search"), {"q": words}, follow=True)
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_a_search_is_audited_and_names_whom_it_showed(busy: Any, english: Any, as_owner: Any) -> None:
    found(english, busy["supervisor"], "Əliyeva Ülkər")
    with as_owner():
        shown = AuditEvent.objects.filter(verb="search.made", actor_id=busy["supervisor"].pk)
        assert shown.filter(object_kind="registry.person").exists()


def test_a_search_costs_the_same_however_many_are_found(busy: Any, english: Any, make_case: Any) -> None:
    browser = english(busy["supervisor"])

    def asked() -> int:
        typing = {"HX-Request": "true"}
        browser.post(reverse("desk:search"), {"q": "Əliyeva"}, headers=typing)
        with CaptureQueriesContext(connection) as queries:
            browser.post(reverse("desk:search"), {"q": "Əliyeva"}, headers=typing)
        return len(queries)

    before = asked()
    assert before <= 30
    make_case("registered")
    make_case("registered")
    assert asked() == before


def test_the_public_searches_nothing(client: Any) -> None:
    assert client.post(reverse("desk:search"), {"q": "Əliyeva"}).status_code == 401


def test_every_line_of_the_menu_leads_somewhere_the_role_may_go(everyone: Any, english: Any) -> None:
    names = {name for _label, lines in MENU for _permission, _words, name, _icon in lines}
    assert all(reverse(name) for name in names)
    assert get_resolver().resolve(reverse("desk:search"))
    for code in ROLES:
        browser = english(everyone[code])
        nav = browser.get(reverse("desk:home")).context["nav"]
        for item in (item for group in nav for item in group.items):
            assert browser.get(item.url).status_code in {200, 302}, (code, item.url)
