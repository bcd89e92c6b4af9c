"""Every write of this topic, by what it is about."""

from himaya.cases.intake.actions.flood import answer_lane, take_out_of_lane
from himaya.cases.intake.actions.insiders import name_insiders
from himaya.cases.intake.actions.judging import decide_lowering, judge_report
from himaya.cases.intake.actions.notices import record_notice, write_down_told
from himaya.cases.intake.actions.outcomes import (
    confirm_out,
    inform,
    link_report,
    propose_out,
    return_to_screening,
    screen_in,
)
from himaya.cases.intake.actions.reaching import write_to_reporter
from himaya.cases.intake.actions.receiving import ChildTold, Contact, Told, receive_report
from himaya.cases.intake.actions.routing import route_report

__all__ = [
    "ChildTold",
    "Contact",
    "Told",
    "answer_lane",
    "confirm_out",
    "decide_lowering",
    "inform",
    "judge_report",
    "link_report",
    "name_insiders",
    "propose_out",
    "receive_report",
    "record_notice",
    "return_to_screening",
    "route_report",
    "screen_in",
    "take_out_of_lane",
    "write_down_told",
    "write_to_reporter",
]
