"""One procedure in kinds: each has what its procedure has, and says anew what is its own."""

from types import SimpleNamespace

from himaya.cases.casefile.process import CaseWork
from himaya.cases.protection.process import ChildProtection
from himaya.cases.separation.process import RiskOfSeparation
from himaya.cases.social_service.process import SocialService
from himaya.workflow.process import PROCESSES

KINDS = {"protection": ChildProtection, "separation_risk": RiskOfSeparation, "social_service": SocialService}


def record(kind: str, status: str = "screened_in") -> SimpleNamespace:
    return SimpleNamespace(kind=kind, status=status)


def test_a_procedure_knows_its_kinds_and_stands_in_the_catalogue_once() -> None:
    assert CaseWork.variants == KINDS
    assert [process for process in PROCESSES.values() if issubclass(process, CaseWork)] == [CaseWork]


def test_the_record_says_which_kind_governs_it_and_an_unknown_kind_is_the_procedure_itself() -> None:
    assert CaseWork.of_record(record("separation_risk")) is RiskOfSeparation
    assert CaseWork.of_record(record("nothing_known")) is CaseWork


def test_a_kind_has_the_moves_of_its_procedure_and_its_own() -> None:
    assert RiskOfSeparation.moves["assign"] is CaseWork.moves["assign"]
    assert CaseWork.own(record("separation_risk"), CaseWork.close) is RiskOfSeparation.moves["close"]
    assert "grant" in SocialService.moves
    assert "grant" not in CaseWork.moves


def test_a_state_of_a_kind_stands_where_it_belongs_and_its_words_are_its_own() -> None:
    path = list(SocialService.states)
    assert path.index("entitled") == path.index("assessed") + 1
    assert CaseWork.state_of(record("social_service", "assessed")) is SocialService.assessed
    assert CaseWork.state_of(record("protection", "assessed")) is CaseWork.assessed


def test_the_database_knows_the_states_of_every_kind() -> None:
    assert set(CaseWork.every_state()) == {*CaseWork.states, "entitled"}


def test_a_clock_of_one_kind_is_found_by_its_name() -> None:
    assert CaseWork.find_clock("support") is RiskOfSeparation.clocks["support"]
    assert CaseWork.find_clock("no_such_clock") is None


def test_a_clock_is_worded_by_the_record_s_kind_and_else_by_the_procedure() -> None:
    assert CaseWork.clock_of(record("social_service"), "visit") is SocialService.clocks["visit"]
    assert CaseWork.clock_of(record("separation_risk"), "conference") is CaseWork.clocks["conference"]
    assert CaseWork.clock_of(record("protection"), "no_such_clock") is None


def test_every_kind_may_return_from_wherever_its_closure_is_proposed() -> None:
    for kind, process in KINDS.items():
        for state in process.moves["propose_closure"].sources:
            back = CaseWork.back_from_closing(record(kind, "closing"), state.name)
            assert getattr(back.target, "name", None) == state.name, (kind, state.name)


def test_where_nothing_says_whence_a_closure_came_it_goes_back_to_the_support() -> None:
    assert CaseWork.back_from_closing(record("protection", "closing"), "") is CaseWork.return_to_support


def test_every_kind_notes_that_its_worker_cannot_go_on_wherever_somebody_works() -> None:
    for kind, process in KINDS.items():
        for state in ("accepted", "registered", "assessed", "implementing", "closing"):
            assert process.left_in(record(kind, state)).starts_from(state)
    assert SocialService.left_in(record("social_service", "entitled")).name == "left_in_planning"
