"""Pages of supervision: every role and the strangers, the two and the others, from the board to what was done."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from himaya.access.roles import ROLES, SUPERVISION_HOLD, SUPERVISION_READ
from himaya.cases.models import Case, Supervision, SupervisionPoint
from himaya.cases.supervision.jobs import owe_all
from himaya.kit import clock
from tests import database
from tests.cases.test_removal_screens import at, typed
from tests.desk.conftest import everyone

__all__ = ["everyone"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
# The worker, and who reaches sensitive records of the unit and holds the permission.
SEES = {"social_worker", "supervisor", "manager"}
SAID = {"strain": "bearable", "workload": "Yoruluram.", "training": "Məhkəmə.", "text": "Ağır həftə idi."}


@pytest.fixture
def case(everyone: Any, make_case: Any) -> Case:
    found: Case = make_case("registered")
    return found


@pytest.fixture
def owed(case: Case, everyone: Any, as_worker: Any, as_owner: Any) -> Supervision:
    with as_worker():
        owe_all()
    database.settle()
    with as_owner():
        return Supervision.objects.get(worker=everyone["worker"])


def held_by(browser: Any, owed: Supervision) -> None:
    answer = browser.post(at("supervision-hold", owed), {**typed("held_at"), **SAID})
    assert answer.status_code == 302, answer.context["form"].errors


def test_each_role_opens_what_its_work_needs(owed: Supervision, everyone: Any, english: Any) -> None:
    for code, role in ROLES.items():
        browser = english(everyone[code])
        expected = 200 if SUPERVISION_READ in role.may else 403
        assert browser.get(reverse("cases:supervision-home")).status_code == expected, code
        for name, needs in (
            ("supervision", SUPERVISION_READ), ("supervision-hold", SUPERVISION_HOLD),
            ("supervision-confirm", SUPERVISION_READ), ("supervision-note", SUPERVISION_READ),
            ("supervision-agree", SUPERVISION_HOLD),
        ):  # fmt: skip
            expected = 403 if needs not in role.may else 200 if code in SEES else 404
            assert browser.get(at(name, owed)).status_code == expected, (code, name)
    for who in ("stranger", "neighbour", "colleague"):
        assert english(everyone[who]).get(at("supervision", owed)).status_code == 404
    other = reverse("cases:supervision-add", args=[everyone["stranger"].public_id])
    assert english(everyone["supervisor"]).get(other).status_code == 404
    assert english().get(at("supervision", owed)).status_code == 302


def test_from_the_board_to_what_was_done(
    owed: Supervision, case: Case, everyone: Any, english: Any, as_owner: Any
) -> None:
    leader, worker = english(everyone["supervisor"]), english(everyone["worker"])
    board = leader.get(reverse("cases:supervision-home")).content.decode()
    assert "İşçi İlqar" in board
    assert "Load 1,5 of 25, open cases: 1" in board
    held_by(leader, owed)
    assert at("supervision", owed) in leader.get(reverse("cases:supervision-home")).content.decode()
    page = leader.get(at("supervision", owed)).content.decode()
    assert "Ağır həftə idi." in page
    for who in ("second", "manager"):
        seen = english(everyone[who]).get(at("supervision", owed)).content.decode()
        assert "Ağır həftə idi." not in seen
        assert "only the two who talked read" in seen
    day = f"{clock.today() + timedelta(days=3):%d.%m.%Y}"
    said = {
        "case": case.public_id,
        "what": "Məktəblə görüş",
        "owner": everyone["worker"].public_id,
        "due_on": day,
    }
    assert leader.post(at("supervision-agree", owed), said).status_code == 302
    assert worker.post(at("supervision-confirm", owed), {"text": "Razıyam."}).status_code == 302
    assert worker.post(at("supervision-note", owed), {"text": "Bir sözüm də var."}).status_code == 302
    assert "Bir sözüm də var." in leader.get(at("supervision", owed)).content.decode()
    titles = [str(m.title) for m in worker.get(at("case-detail", case)).context["story"]]
    assert "Agreed in supervision" in titles
    with as_owner():
        point = SupervisionPoint.objects.get()
    assert "Məktəblə görüş" in worker.get(at("supervision-point", point)).content.decode()
    assert worker.post(at("supervision-point", point), {"note": "Görüşdüm."}).status_code == 302
    titles = [str(m.title) for m in worker.get(at("case-detail", case)).context["story"]]
    assert "Done, as supervision agreed" in titles
    assert "Görüşdüm." in worker.get(at("supervision-point", point)).content.decode()
    assert "It was done" in leader.get(at("supervision", owed)).content.decode()
    mine = worker.get(reverse("cases:supervision-home")).content.decode()
    assert "My sessions" in mine


def test_a_session_besides_is_written_down_from_the_board(
    owed: Supervision, everyone: Any, english: Any
) -> None:
    leader = english(everyone["supervisor"])
    page = reverse("cases:supervision-add", args=[everyone["worker"].public_id])
    said = {**typed("held_at"), **SAID, "kind": "group", "with_whom": "Bölmə"}
    assert "kind" in leader.post(page, {**said, "kind": "individual"}).context["form"].errors
    assert leader.post(page, said).status_code == 302


def test_what_is_wrong_is_named_beside_its_field(
    owed: Supervision, case: Case, everyone: Any, english: Any
) -> None:
    leader = english(everyone["supervisor"])
    answer = leader.post(at("supervision-hold", owed), {**typed("held_at", -120), **SAID})
    assert "held_at" in answer.context["form"].errors
    assert "Ağır həftə idi." in answer.content.decode()
    held_by(leader, owed)
    assert {"case", "what", "owner", "due_on"} <= set(
        leader.post(at("supervision-agree", owed), {"what": " "}).context["form"].errors
    )
    assert "text" in leader.post(at("supervision-note", owed), {"text": ""}).context["form"].errors


def test_who_may_not_act_reads_why(owed: Supervision, everyone: Any, english: Any) -> None:
    held_by(english(everyone["supervisor"]), owed)
    answer = english(everyone["manager"]).get(at("supervision", owed))
    assert [str(a.label) for a in answer.context["actions"] if not a.blocked] == []


def test_late_points_say_so(
    owed: Supervision, case: Case, everyone: Any, english: Any, as_owner: Any
) -> None:
    leader = english(everyone["supervisor"])
    held_by(leader, owed)
    said = {"case": case.public_id, "what": "Zəng", "owner": everyone["supervisor"].public_id}
    day = f"{clock.today():%d.%m.%Y}"
    assert leader.post(at("supervision-agree", owed), {**said, "due_on": day}).status_code == 302
    with as_owner():
        SupervisionPoint.objects.update(due_on=clock.today() - timedelta(days=1))
    assert "Late" in leader.get(at("supervision", owed)).content.decode()


def test_the_home_names_whose_session_is_due(owed: Supervision, everyone: Any, english: Any) -> None:
    page = english(everyone["supervisor"]).get(reverse("desk:home")).content.decode()
    assert f'<a href="{owed.get_absolute_url()}">İşçi İlqar</a>' in page


def test_a_long_board_is_turned_page_by_page(
    owed: Supervision, everyone: Any, english: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("himaya.cases.supervision.page.ON_A_PAGE", 1)
    browser = english(everyone["supervisor"])
    first, second = (
        browser.get(reverse("cases:supervision-home"), {"page": n}).context["page"] for n in (1, 2)
    )
    assert first.paginator.num_pages >= 2
    assert first[0].worker != second[0].worker
    assert 'data-label="' in browser.get(reverse("cases:supervision-home")).content.decode()
