"""Pages of audits: every role and the strangers, from the draw to the last thing put right."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from himaya.access.roles import FILE_AUDIT, FILE_AUDIT_READ, ROLES
from himaya.cases.fileaudits import rules
from himaya.cases.fileaudits.models import FileAudit, Mend
from himaya.cases.models import Case
from himaya.kit import clock
from tests import database
from tests.cases.test_removal_screens import at
from tests.desk.conftest import everyone

__all__ = ["everyone"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def case(everyone: Any, make_case: Any) -> Case:
    found: Case = make_case("registered")
    return found


@pytest.fixture
def audit(case: Case, everyone: Any, english: Any, as_owner: Any) -> FileAudit:
    """Picked by the manager."""
    answer = english(everyone["manager"]).post(at("file-audit-pick", case), {"picked_for": "Ağır iş"})
    assert answer.status_code == 302, answer.context["form"].errors
    database.settle()
    with as_owner():
        return FileAudit.objects.get()


def filled(**changes: str) -> dict[str, str]:
    """Everything met, against what the records say, but that the child was seen alone."""
    said = {}
    for question in rules.checklist_on(clock.today()).questions:
        said |= {f"answer_{question.code}": "met", f"comment_{question.code}": "Qovluqda kağızda var."}
    said |= {"answer_seen_alone": "not_met", "mend_seen_alone": "Uşağı təklikdə görmək"}
    return {
        **said,
        "due_on": f"{clock.today() + timedelta(days=9):%d.%m.%Y}",
        "remark": "Səliqəli",
        **changes,
    }


def looked(audit: FileAudit, everyone: Any, english: Any) -> None:
    answer = english(everyone["manager"]).post(at("file-audit-look", audit), filled())
    assert answer.status_code == 302, answer.context["form"].errors
    database.settle()


def test_each_role_opens_what_its_work_needs(
    audit: FileAudit, case: Case, everyone: Any, english: Any, as_owner: Any
) -> None:
    looked(audit, everyone, english)
    with as_owner():
        mend = Mend.objects.get()
    sees = {"social_worker", "supervisor", "manager"}
    for code, role in ROLES.items():
        browser = english(everyone[code])
        for name in ("file-audits", "file-checklist"):
            expected = 200 if FILE_AUDIT_READ in role.may else 403
            assert browser.get(reverse(f"cases:{name}")).status_code == expected, (code, name)
        draws = 200 if FILE_AUDIT in role.may else 403
        assert browser.get(reverse("cases:file-audit-draw")).status_code == draws
        for name, thing, needs in (
            ("file-audit", audit, FILE_AUDIT_READ), ("file-audit-look", audit, FILE_AUDIT),
            ("file-audit-answer", audit, FILE_AUDIT_READ), ("file-audit-say", audit, FILE_AUDIT),
            ("file-audit-drop", audit, FILE_AUDIT), ("file-audit-pick", case, FILE_AUDIT),
            ("mend", mend, FILE_AUDIT_READ),
        ):  # fmt: skip
            expected = 403 if needs not in role.may else 200 if code in sees else 404
            assert browser.get(at(name, thing)).status_code == expected, (code, name)
    for who in ("stranger", "neighbour", "colleague"):
        assert english(everyone[who]).get(at("file-audit", audit)).status_code == 404
    assert english().get(at("file-audit", audit)).status_code == 302


def test_from_the_checklist_to_the_last_thing_put_right(
    audit: FileAudit, case: Case, everyone: Any, english: Any, as_owner: Any
) -> None:
    manager, worker = english(everyone["manager"]), english(everyone["worker"])
    page = manager.get(at("file-audit-look", audit)).content.decode()
    assert "Of the last 0 visits the child was seen alone at 0." in page
    assert worker.get(at("file-audit", audit)).status_code == 404
    looked(audit, everyone, english)
    seen = worker.get(at("file-audit", audit)).content.decode()
    assert "Uşağı təklikdə görmək" in seen
    assert "the records say: Not met" in seen
    assert worker.post(at("file-audit-answer", audit), {"text": "Razıyam."}).status_code == 302
    with as_owner():
        mend = Mend.objects.get()
    assert worker.post(at("mend", mend), {"note": "Görüşdüm."}).status_code == 302
    assert "form" in worker.get(at("mend", mend)).context
    assert english(everyone["supervisor"]).post(
        at("file-audit-say", audit), {"text": "Mən də baxdım."}
    ).status_code == 302  # fmt: skip
    back = {"holds": "no", "note": "Qeyd yoxdur", "due_on": f"{clock.today():%d.%m.%Y}"}
    assert "note" in manager.post(at("mend", mend), {"holds": "no"}).context["form"].errors
    assert manager.post(at("mend", mend), back).status_code == 302
    assert "Qeyd yoxdur" in worker.get(at("mend", mend)).content.decode()
    assert worker.post(at("mend", mend), {"note": "Yazdım."}).status_code == 302
    assert "To be looked at" in manager.get(at("file-audit", audit)).content.decode()
    assert manager.post(at("mend", mend), {"holds": "yes"}).status_code == 302
    done = manager.get(at("file-audit", audit)).content.decode()
    assert "Right now" in done
    assert "Mən də baxdım." in done
    titles = [str(m.title) for m in worker.get(at("case-detail", case)).context["story"]]
    assert "The file was looked through" in titles


def test_a_month_is_drawn_and_says_how(case: Case, everyone: Any, english: Any) -> None:
    manager, page = english(everyone["manager"]), reverse("cases:file-audit-draw")
    said = {"unit": everyone["here"].public_id}
    assert manager.post(page, said).status_code == 302
    listed = manager.get(reverse("cases:file-audits")).content.decode()
    assert "1 of 1" in listed
    assert "seed" in listed
    assert "unit" in manager.post(page, said).context["form"].errors


def test_what_is_wrong_is_named_beside_its_field(audit: FileAudit, everyone: Any, english: Any) -> None:
    manager = english(everyone["manager"])
    answer = manager.post(at("file-audit-look", audit), filled(comment_privacy="", answer_privacy="partly"))
    assert "comment_privacy" in answer.context["form"].errors
    assert "Uşağı təklikdə görmək" in answer.content.decode()
    assert "due_on" in manager.post(at("file-audit-look", audit), filled(due_on="")).context["form"].errors
    assert (
        "answer_views"
        in manager.post(at("file-audit-look", audit), filled(answer_views="")).context["form"].errors
    )


def test_a_file_is_dropped_and_says_so(audit: FileAudit, everyone: Any, english: Any) -> None:
    manager = english(everyone["manager"])
    assert manager.post(at("file-audit-drop", audit), {"reason": "case_closed"}).status_code == 302
    assert "Not looked through" in manager.get(at("file-audit", audit)).content.decode()


def test_who_may_not_act_reads_why_and_late_things_say_so(
    audit: FileAudit, everyone: Any, english: Any, as_owner: Any
) -> None:
    supervisor = english(everyone["supervisor"])
    page = supervisor.get(at("file-audit", audit))
    assert all(action.blocked for action in page.context["actions"])
    looked(audit, everyone, english)
    with as_owner():
        Mend.objects.update(due_on=clock.today() - timedelta(days=1))
    assert "Late" in supervisor.get(at("file-audit", audit)).content.decode()


def test_the_list_asks_no_more_for_more_audits(
    make_case: Any, everyone: Any, english: Any, django_assert_max_num_queries: Any
) -> None:
    manager = english(everyone["manager"])
    page = reverse("cases:file-audits")
    for _n in range(3):
        manager.post(at("file-audit-pick", make_case("accepted")), {"picked_for": "x"})
    manager.get(page)
    with django_assert_max_num_queries(30):
        assert len(manager.get(page).context["rows"]) == 3
