"""What other contexts may do through the registry."""

from himaya.registry.consent.actions import record_consent, withdraw_consent
from himaya.registry.documents.actions import keep_files, release_document
from himaya.registry.households.actions import (
    end_relation,
    join_household,
    leave_household,
    live_together,
    relate,
)
from himaya.registry.identifiers.actions import add_identifier, end_identifier
from himaya.registry.people.actions import (
    add_address,
    add_phone,
    correct_person,
    end_phone,
)
from himaya.registry.registration.actions import open_person, register_person
from himaya.registry.search.actions import search_people
from himaya.registry.statuses.actions import end_status, record_status

__all__ = [
    "add_address",
    "add_identifier",
    "add_phone",
    "correct_person",
    "end_identifier",
    "end_phone",
    "end_relation",
    "end_status",
    "join_household",
    "keep_files",
    "leave_household",
    "live_together",
    "open_person",
    "record_consent",
    "record_status",
    "register_person",
    "relate",
    "release_document",
    "search_people",
    "withdraw_consent",
]
