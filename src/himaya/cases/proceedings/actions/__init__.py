"""Every write of this topic, by what it is about."""

from himaya.cases.proceedings.actions.orders import (
    Breach,
    OrderTold,
    issue_order,
    lift_order,
    note_breach,
    watch_orders,
)
from himaya.cases.proceedings.actions.sittings import (
    Judged,
    Sitting,
    close_hearing,
    plan_hearing,
    record_judgment,
    watch_hearings,
)
from himaya.cases.proceedings.actions.work import (
    Claim,
    Considering,
    add_party,
    drop_proceeding,
    end_party,
    enter_into_force,
    file_claim,
    go_on_appeal,
    open_proceeding,
    write_considered,
)

__all__ = [
    "Breach",
    "Claim",
    "Considering",
    "Judged",
    "OrderTold",
    "Sitting",
    "add_party",
    "close_hearing",
    "drop_proceeding",
    "end_party",
    "enter_into_force",
    "file_claim",
    "go_on_appeal",
    "issue_order",
    "lift_order",
    "note_breach",
    "open_proceeding",
    "plan_hearing",
    "record_judgment",
    "watch_hearings",
    "watch_orders",
    "write_considered",
]
