"""Reports as people really make them, sent through the real form of a running site."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from himaya.cases.intake.actions import inform, judge_report
from himaya.cases.models import Case, Report
from himaya.demo.feed import Malformed, read_file, send
from himaya.reference.queries import unit_of
from tests import database, factories
from tests.cases.reports_cast import COMMISSION

FILE = Path(__file__).resolve().parents[1] / "data" / "reports_az.jsonl"
TOLD = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]

# What an officer answers from the facts of each report; those not named are information, or stay for a human.
ANSWERS: dict[str, dict[str, str]] = {
    "r01": {"life_danger": "no", "injuries": "yes", "repeated": "yes", "caregiver_impaired": "yes"},
    "r02": {"life_danger": "yes", "suicide": "yes", "means": "yes"},
    "r03": {"life_danger": "no", "online_spread": "yes"},
    "r04": {"life_danger": "no", "forced_marriage": "yes", "serious_harm_soon": "yes"},
    "r05": {"life_danger": "no", "separation": "yes", "needs_only": "yes"},
    "r06": {"life_danger": "no", "exploited": "yes", "repeated": "yes"},
    "r07": {"life_danger": "no", "needs_only": "yes"},
    "r09": {"life_danger": "no", "exploited": "yes", "repeated": "yes"},
    "r10": {"life_danger": "yes", "violence_now": "yes"},
    "r11": {"life_danger": "unknown", "abandoned_infant": "yes", "under_three": "yes", "alone": "no"},
    "r14": {"life_danger": "no", "institution_staff": "yes", "repeated": "yes"},
    "r15": {"life_danger": "unknown", "missing": "yes"},
}
INFORMATION = {"r12": "benefits", "r13": "wrong_number", "r16": "foster_enquiry"}


@pytest.fixture
def fed(live_server: Any, as_owner: Any, transactional_db: None) -> dict[str, Any]:
    """The sixteen, sent over HTTP to a live server; `by` maps each id to its report's key."""
    from himaya.access.roles import DutyOfficer, Supervisor

    with as_owner():
        nation = factories.unit(national=True, kind=COMMISSION)
        chief = factories.user((DutyOfficer, nation), (Supervisor, nation))
    references = {told.id: send(live_server.url, told) for told in read_file(FILE)}
    return {"chief": chief, "references": references}


def test_all_sixteen_arrive_in_their_place_and_wait_for_a_human(fed: dict[str, Any], acting_as: Any) -> None:
    with acting_as(fed["chief"]):
        found = {r.reference: r for r in Report.objects.select_related("territory")}
        assert len(found) == 16
        assert {r.status for r in found.values()} == {"received"}
        assert {r.flood_lane for r in found.values()} == {""}
        for told in TOLD:
            report = found[fed["references"][told["id"]]]
            place = unit_of(report.territory) if report.territory else None
            assert (place.code if place else "") == told["territory"], told["id"]
            assert report.is_anonymous == told["anonymous"]
            assert report.risk == ""
        assert found[fed["references"]["r06"]].narrative == TOLD[5]["text"]
        assert {found[fed["references"][i]].reporter_kind for i in ("r01", "r15")} == {"neighbour"}
        _an_officer_s_answers_give_a_level_an_expert_accepts(fed, found)


def _an_officer_s_answers_give_a_level_an_expert_accepts(
    fed: dict[str, Any], found: dict[str, Report]
) -> None:
    judged = set()
    for told in TOLD:
        report = found[fed["references"][told["id"]]]
        if told["id"] in ANSWERS:
            judge_report(report=report, answers=ANSWERS[told["id"]], by=fed["chief"])
            assert report.risk in told["expected_risk"], (told["id"], report.risk)
            judged.add(told["id"])
        elif told["id"] in INFORMATION:
            inform(report=report, reason=INFORMATION[told["id"]], by=fed["chief"])
    left = {told["id"] for told in TOLD} - judged - set(INFORMATION)
    assert {t["expected_risk"][0] for t in TOLD if t["id"] in left} == {"unknown"}
    assert Case.objects.count() == 0


def test_another_file_of_the_same_shape_works_through_the_command_line(
    live_server: Any, as_owner: Any, acting_as: Any, tmp_path: Path, transactional_db: None
) -> None:
    from himaya.access.roles import DutyOfficer
    from himaya.demo.cli import demo

    with as_owner():
        nation = factories.unit(national=True)
        chief = factories.user((DutyOfficer, nation))
    other = tmp_path / "other.jsonl"
    other.write_text(
        '{"text": "=SUM(A1) <b>🙂</b> Ocaq kəndində uşaq ac qalıb"}\n\n{"text": "Salam", "place": "Nizami"}\n'
    )
    said = CliRunner().invoke(demo, ["feed", str(other), "--url", live_server.url])
    assert said.exit_code == 0, said.output
    assert len([line for line in said.output.splitlines() if "\t" in line]) == 2
    database.settle()
    with acting_as(chief):
        assert Report.objects.count() == 2
        assert Report.objects.get(place_text="Nizami").territory is None, (
            "an ambiguous place is asked, never guessed"
        )
        assert Report.objects.filter(narrative="=SUM(A1) <b>🙂</b> Ocaq kəndində uşaq ac qalıb").exists()


@pytest.mark.parametrize(
    ("content", "line", "field"),
    [
        ('{"text": "a"}\n{"text": 7}\n', "Line 2", "text"),
        ('{"text": "a"}\n{"text": "b", "anonymous": "no"}\n', "Line 2", "anonymous"),
        ('{"text": "a"}\n{text}\n', "Line 2", ""),
        ('["a"]\n', "Line 1", ""),
        ('{"place": "Quba"}\n', "Line 1", "text"),
        ('{"text": "' + "x" * 10_001 + '"}\n', "Line 1", "text"),
        ("\n\n", "Line 1", ""),
    ],
)
def test_a_malformed_file_is_refused_whole_with_line_field_and_remedy(
    tmp_path: Path, content: str, line: str, field: str
) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_text(content)
    with pytest.raises(Malformed) as refused:
        read_file(path)
    said = str(refused.value)
    assert line in said
    assert field in said
    assert "Nothing was sent" in said


def test_a_file_that_is_not_text_is_refused_by_line(tmp_path: Path) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_bytes(b'{"text": "a"}\n{"text": "\xff"}\n')
    with pytest.raises(Malformed, match="Line 2"):
        read_file(path)
