"""A child is taken to safety: nothing missing holds it back, prosecutor and court have their days, the act is a letter."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.access.models import AuditEvent
from himaya.cases.casefile.actions import add_member
from himaya.cases.models import Case, MandatoryNotice, Proceeding, Removal
from himaya.cases.notifying.actions import owe, tell_of_case
from himaya.cases.proceedings.actions import Judged, record_judgment
from himaya.cases.removal.actions import (
    Act,
    Filing,
    carry_out,
    check_removal,
    claim_removal,
    load_removal_letters,
    make_act,
    remove_child,
    return_child,
    withdraw_removal,
    write_act,
)
from himaya.cases.removal.letters import data_of
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.workflow.models import Clock, Notice, Task
from himaya.workflow.papers.queries import content_of
from tests import database
from tests.pdf import is_tagged, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SAID = {
    "grounds": ["life", "violence"], "danger": "Ata bıçaqla hədələyir.", "taken_from": "Sülh küçəsi 5",
    "present": "Sahə müvəkkili, qonşu", "condition": "Qorxub, xəsarət yoxdur", "belongings": "Çanta",
    "place": "shelter", "place_words": "Gizli küçə 1", "parents_told": "no", "parents_words": "Ata aqressivdir",
    "best_interests": "Başqa təhlükəsiz yol yoxdur.", "view_method": "talk", "child_words": "Evə qayıtmaq istəmirəm indi",
}  # fmt: skip


@pytest.fixture
def taken(country: Any, make_case: Any, acting_as: Any, as_owner: Any) -> Any:
    """`taken(**act)`: the worker wrote at night that the child of a registered case was taken half an hour ago."""

    def write(at: Any = "now", **changes: Any) -> Removal:
        with as_owner():
            case = Case.objects.filter(status="registered").first()
        case = case or make_case("registered")
        with acting_as(country["worker"]) as by:
            child = case.members.get(role="child")
            act = Act(**{"child": child, "agreed_with": country["supervisor"], **SAID, **changes})
            moment = clock.now() - timedelta(minutes=30) if at == "now" else at
            return remove_child(case=case, act=act, taken_at=moment, by=by)

    return write


def again(removal: Removal) -> Removal:
    with database.as_owner():
        return Removal.objects.select_related("dossier__unit", "case", "claim").get(pk=removal.pk)


def test_a_whole_act_leaves_no_gap_and_starts_the_days_to_the_court(
    taken: Any, country: Any, as_owner: Any
) -> None:
    removal = taken()
    with as_owner():
        assert removal.status == "carried_out"
        assert not Task.objects.filter(kind="gap").exists()
        claim = Clock.objects.get(process="removal", name="claim")
        assert claim.due_at - removal.taken_at == timedelta(days=7)
        assert claim.holder == country["worker"]
        assert Notice.objects.filter(user=country["supervisor"], kind="removal.taken", urgent=True).exists()
        assert AuditEvent.objects.filter(verb="removal.remove_child", object_id=removal.pk).exists()


def test_in_the_night_nothing_is_known_and_nothing_is_held_back(
    country: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("accepted", risk="critical")
    with acting_as(country["duty"]) as by:
        removal = remove_child(case=Case.objects.get(pk=case.pk), act=Act(), by=by)
    with as_owner():
        assert removal.status == "decided"
        gaps = {task.key.rpartition(":")[2] for task in Task.objects.filter(kind="gap")}
        assert gaps == {"child_is_named", "grounds_are_named", "another_agreed"}
        hearing = set(Notice.objects.filter(kind="removal.decided").values_list("user_id", flat=True))
        assert {country["worker"].pk, country["supervisor"].pk} <= hearing
        assert not MandatoryNotice.objects.exists()
        assert Clock.objects.get(process="removal").name == "carry_out"
    with acting_as(country["duty"]) as by:
        carry_out(removal=again(removal), taken_at=clock.now(), by=by)
    with as_owner():
        assert again(removal).notice is not None
        assert Task.objects.filter(kind="gap").count() == 7
        assert Clock.objects.get(name="carry_out").state == Clock.MET


def test_the_prosecutor_must_be_told_at_once_and_it_is_written_once(
    taken: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    notice = taken().notice
    with as_owner():
        assert (notice.duty, notice.case, notice.report) == ("prosecutor_removal", Case.objects.get(), None)
        assert notice.due_at <= clock.now()
        assert Task.objects.filter(process="notifying", closed_at__isnull=True).count() == 1
        assert str(notice).startswith("prosecutor_removal")
        assert (notice.reference, notice.territory) == (notice.case.reference, notice.case.territory)
        assert notice.get_absolute_url().startswith("/cases/")
    told = {"told_at": clock.now(), "told_whom": "Prokuror köməkçisi", "their_number": "12/3"}
    with acting_as(country["worker"]) as by:
        tell_of_case(notice=notice, by=by, expected=notice.version, **told)
        with pytest.raises(Refused, match="already"):
            tell_of_case(notice=notice, by=by, **told)
        known = owe(case=Case.objects.get(), duty=notice.duty, since=clock.now() - timedelta(hours=1), by=by)
        assert known == notice, "told already: not owed a second time"
    with as_owner():
        assert Clock.objects.get(process="notifying").state == Clock.MET
        assert not Task.objects.filter(process="notifying", closed_at__isnull=True).exists()


def test_a_duty_without_a_norm_of_its_own_is_due_at_once(
    make_case: Any, acting_as: Any, country: Any
) -> None:
    case = make_case("registered")
    with acting_as(country["worker"]) as by:
        assert owe(case=case, duty="unheard_of", since=clock.now(), by=by).due_at <= clock.now() + timedelta(
            days=1
        )


def test_one_child_is_not_taken_twice(taken: Any) -> None:
    taken()
    with pytest.raises(Refused, match="already"):
        taken()


def test_nobody_is_taken_tomorrow_or_from_another_case(
    taken: Any, country: Any, make_person: Any, acting_as: Any
) -> None:
    with pytest.raises(Refused, match="still to come"):
        taken(at=clock.now() + timedelta(hours=1))
    mother = make_person(country["here"], given_name="Ana")
    with acting_as(country["supervisor"]) as by:
        case = Case.objects.get()
        member = add_member(case=case, person=mother, role="mother", by=by)
        with pytest.raises(Refused, match="child of this case"):
            remove_child(case=case, act=Act(child=member), by=by)


def test_a_closed_case_is_reopened_first(make_case: Any, country: Any, acting_as: Any) -> None:
    case = make_case("closed")
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused, match="closed"):
        remove_child(case=case, act=Act(), by=by)


def test_a_stranger_takes_nobody(make_case: Any, country: Any, acting_as: Any) -> None:
    case = make_case("registered")
    with acting_as(country["stranger"]) as by, pytest.raises(PermissionDenied):
        remove_child(case=case, act=Act(), by=by)


def test_the_act_is_filled_in_later_and_a_second_tab_is_told(
    taken: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    removal = taken(place="", best_interests="")
    before = again(removal).version
    with acting_as(country["worker"]) as by:
        child = Case.objects.get().members.get(role="child")
        whole = Act(child=child, agreed_with=country["supervisor"], **SAID)
        written = write_act(removal=again(removal), act=whole, by=by, expected=before)
        assert (written.place, written.best_interests) == ("shelter", SAID["best_interests"])
        with pytest.raises(Stale):
            write_act(removal=again(removal), act=whole, by=by, expected=before)
    with acting_as(country["supervisor"]) as by:
        return_child(
            removal=again(removal), reason="danger_over", returned_at=clock.now(), returned_to="Ana", by=by
        )
        with pytest.raises(Refused, match="has ended"):
            write_act(removal=again(removal), act=whole, by=by)


def claimed(removal: Removal, country: Any, acting_as: Any) -> Removal:
    with acting_as(country["worker"]) as by:
        filing = Filing(filed_on=clock.today(), body_name="Sumqayıt şəhər məhkəməsi")
        return claim_removal(removal=again(removal), filing=filing, by=by)


def judged(removal: Removal, kind: str, country: Any, acting_as: Any) -> Removal:
    with acting_as(country["worker"]) as by:
        record_judgment(proceeding=removal.claim, judgment=Judged(on=clock.today(), kind=kind), by=by)
    return again(removal)


def test_the_claim_is_a_proceeding_and_the_court_upholds_it(
    taken: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    removal = claimed(taken(), country, acting_as)
    with as_owner():
        claim = Proceeding.objects.get()
        assert (claim.kind, claim.status, claim.body) == (
            "removal_claim",
            "filed",
            "Sumqayıt şəhər məhkəməsi",
        )
        assert claim.best_interests == SAID["best_interests"]
        assert Clock.objects.get(process="removal", name="claim").state == Clock.MET
    assert judged(removal, "partly", country, acting_as).status == "upheld"


def test_when_the_court_refuses_the_child_goes_back_with_a_clock(
    taken: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    removal = judged(claimed(taken(), country, acting_as), "refused", country, acting_as)
    assert removal.status == "refused"
    with as_owner():
        assert Clock.objects.get(name="return").state == Clock.RUNNING
    with acting_as(country["worker"]) as by:
        early = removal.taken_at - timedelta(minutes=1)
        back = {"removal": removal, "reason": "court", "returned_to": "Ana", "by": by}
        with pytest.raises(Refused, match="before having been taken"):
            return_child(returned_at=early, **back)
        with pytest.raises(Refused, match="still to come"):
            return_child(returned_at=clock.now() + timedelta(hours=1), **back)
        done = return_child(returned_at=clock.now(), **back)
    assert (done.status, done.returned_to) == ("returned", "Ana")
    with as_owner():
        assert Clock.objects.get(name="return").state == Clock.MET


def test_a_settlement_decides_nothing_about_the_child(taken: Any, country: Any, acting_as: Any) -> None:
    assert judged(claimed(taken(), country, acting_as), "settlement", country, acting_as).status == "claimed"


def test_a_claim_names_its_court_and_its_day(taken: Any, country: Any, acting_as: Any) -> None:
    removal = taken()
    with acting_as(country["worker"]) as by:
        with pytest.raises(Refused, match="court or body"):
            claim_removal(removal=removal, filing=Filing(filed_on=clock.today()), by=by)
        late = Filing(filed_on=clock.today() + timedelta(days=1), body_name="Məhkəmə")
        with pytest.raises(Refused, match="still to come"):
            claim_removal(removal=removal, filing=late, by=by)


def test_it_is_asked_at_set_times_whether_it_is_needed(
    taken: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    removal = taken()
    with acting_as(country["worker"]) as by:
        check_removal(removal=removal, needed="yes", why="Ata evdədir", by=by)
    claimed(removal, country, acting_as)
    with acting_as(country["worker"]) as by:
        row = check_removal(removal=again(removal), needed="no", why="Ata gedib", by=by)
        assert str(row).startswith("check")
    with as_owner():
        assert again(removal).checks.count() == 2
        assert Clock.objects.filter(process="removal", name="check", state=Clock.RUNNING).count() == 1
        assert Clock.objects.filter(process="removal", name="check", state=Clock.MET).count() == 2


def test_what_was_decided_and_not_done_ends_with_its_reason(taken: Any, country: Any, acting_as: Any) -> None:
    removal = taken(at=None)
    assert removal.status == "decided"
    with acting_as(country["worker"]) as by:
        with pytest.raises(Refused, match="once the child has been taken"):
            make_act(removal=removal, language="az", by=by)
        with pytest.raises(Refused, match="still to come"):
            carry_out(removal=removal, taken_at=clock.now() + timedelta(hours=1), by=by)
        assert withdraw_removal(removal=removal, reason="danger_over", by=by).status == "withdrawn"


@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_the_act_is_a_numbered_letter_without_the_child_s_words_or_a_hidden_address(
    taken: Any, country: Any, acting_as: Any, as_owner: Any, language: str
) -> None:
    with as_owner():
        load_removal_letters()
    removal = taken()
    with acting_as(country["worker"]) as by:
        paper = make_act(removal=removal, language=language, by=by)
        content = content_of(paper)
    words = text_of(content)
    assert is_tagged(content)
    assert paper.number.startswith("TG-")
    assert SAID["danger"] in words
    assert "Əliyeva Ülkər" in words
    for kept in (SAID["child_words"], "Gizli küçə"):
        assert kept not in words


def test_an_act_with_nothing_known_and_an_open_address_can_be_made(
    taken: Any, country: Any, acting_as: Any
) -> None:
    removal = taken(place_hidden=False, child=None, agreed_with=None, grounds=["unheard_of"], parents_told="")
    with acting_as(country["worker"]):
        data = data_of(again(removal), "en")
    assert data["place"] == "Shelter, Gizli küçə 1"
    assert (data["child"], data["born"], data["agreed_with"]) == ("", "", "")
    assert data["grounds"] == ["unheard_of"]
    removal.taken_at = None
    with acting_as(country["worker"]):
        assert data_of(removal, "az")["taken_at"] == ""
