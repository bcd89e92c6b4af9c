"""What other contexts may ask of access."""

from himaya.access.breakglass.queries import break_glass_token, openings
from himaya.access.devicekeys.queries import key_that_opens, keys_of
from himaya.access.encryption.keys import lend_key, unlock
from himaya.access.encryption.storing import opened_file
from himaya.access.protection.queries import in_index_order, let_in, nearest_to, shut_out_of, working_grants
from himaya.access.staff.queries import rights_to_review, users_to_review
from himaya.access.units.queries import competent_unit, national_desk
from himaya.access.users.queries import (
    has_account,
    holds_over,
    nearest_users,
    role_over,
    units_under,
    user_called,
    users_in,
)

__all__ = [
    "break_glass_token",
    "competent_unit",
    "has_account",
    "holds_over",
    "in_index_order",
    "key_that_opens",
    "keys_of",
    "lend_key",
    "let_in",
    "national_desk",
    "nearest_to",
    "nearest_users",
    "opened_file",
    "openings",
    "rights_to_review",
    "role_over",
    "shut_out_of",
    "units_under",
    "unlock",
    "user_called",
    "users_in",
    "users_to_review",
    "working_grants",
]
