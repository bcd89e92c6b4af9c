"""What other contexts may do through the registry."""

from himaya.registry.adjudication.actions import answer_pair, judge_pair, raise_pair
from himaya.registry.consent.actions import leave_ground, record_consent, rest_on, withdraw_consent
from himaya.registry.documents.actions import (
    correct_document,
    end_document,
    keep_document,
    keep_files,
    release_document,
    replace_document,
)
from himaya.registry.documents.homes import Shelf, keeper, shelf
from himaya.registry.households.actions import (
    end_relation,
    join_household,
    leave_household,
    live_together,
    relate,
)
from himaya.registry.identifiers.actions import add_identifier, end_identifier
from himaya.registry.imports.actions.comparing import met_in_register
from himaya.registry.imports.actions.sending import confirm_columns, send_list
from himaya.registry.imports.actions.working import read_list
from himaya.registry.linkage.actions import keep_model, publish_model, refuse_model
from himaya.registry.merging.actions import merge_people, unmerge_people
from himaya.registry.names.actions import add_former_name, strike_former_name
from himaya.registry.ownfile.actions import (
    ask_own_file,
    check_identity,
    prepare_own_file,
    refuse_own_file,
    release_own_file,
)
from himaya.registry.people.actions import (
    add_address,
    add_phone,
    correct_person,
    end_phone,
)
from himaya.registry.quality.actions import count_quality
from himaya.registry.registration.actions import open_person, register_person
from himaya.registry.retention.actions import (
    approve_anonymisation,
    hold_record,
    keep_longer,
    place_hold,
    propose_anonymisation,
    release_hold,
)
from himaya.registry.search.actions import search_people
from himaya.registry.sources.actions import (
    Received,
    add_source,
    choose_field,
    cut_link,
    join_record,
    load_sources,
    receive,
    set_trust,
)
from himaya.registry.statuses.actions import (
    confirm_status,
    correct_status,
    end_status,
    record_care_fact,
    record_status,
)

__all__ = [
    "Received",
    "Shelf",
    "add_address",
    "add_former_name",
    "add_identifier",
    "add_phone",
    "add_source",
    "answer_pair",
    "approve_anonymisation",
    "ask_own_file",
    "check_identity",
    "choose_field",
    "confirm_columns",
    "confirm_status",
    "correct_document",
    "correct_person",
    "correct_status",
    "count_quality",
    "cut_link",
    "end_document",
    "end_identifier",
    "end_phone",
    "end_relation",
    "end_status",
    "hold_record",
    "join_household",
    "join_record",
    "judge_pair",
    "keep_document",
    "keep_files",
    "keep_longer",
    "keep_model",
    "keeper",
    "leave_ground",
    "leave_household",
    "live_together",
    "load_sources",
    "merge_people",
    "met_in_register",
    "open_person",
    "place_hold",
    "prepare_own_file",
    "propose_anonymisation",
    "publish_model",
    "raise_pair",
    "read_list",
    "receive",
    "record_care_fact",
    "record_consent",
    "record_status",
    "refuse_model",
    "refuse_own_file",
    "register_person",
    "relate",
    "release_document",
    "release_hold",
    "release_own_file",
    "replace_document",
    "rest_on",
    "search_people",
    "send_list",
    "set_trust",
    "shelf",
    "strike_former_name",
    "unmerge_people",
    "withdraw_consent",
]
