"""Everything that is done with repeat callers."""

from himaya.hotline.callers.actions.blocking import (
    Screened,
    decide_block,
    expire_block,
    lift_block,
    propose_block,
    screen_caller,
)
from himaya.hotline.callers.actions.merging import merge_profiles, split_profiles
from himaya.hotline.callers.actions.profiles import (
    end_flag,
    flag_caller,
    follow_number,
    open_profile,
    write_profile,
)

__all__ = [
    "Screened",
    "decide_block",
    "end_flag",
    "expire_block",
    "flag_caller",
    "follow_number",
    "lift_block",
    "merge_profiles",
    "open_profile",
    "propose_block",
    "screen_caller",
    "split_profiles",
    "write_profile",
]
