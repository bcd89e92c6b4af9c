"""A girl, her family, and words planted wherever nothing of it may go out."""

import json
from typing import Any

import pytest

from himaya.access.actions import wall_off
from himaya.access.queries import opened_file
from himaya.access.roles import SEALED
from himaya.kit import clock
from himaya.registry.actions import record_consent, relate
from himaya.registry.models import Address, OwnFile, OwnFileRelease, Person
from himaya.registry.ownfile import actions
from tests.pdf import text_of

# Not one of these may stand in anything that is given.
PLANTED = (
    "Qorxulu", "Zalim", "Gizlinc", "Möhürlü", "Hasarlı", "SIRRÜNVAN", "Xəbərçi", "TƏKSİRSÖZ", "994501112233",
)  # fmt: skip


@pytest.fixture
def girl(country: Any, make_person: Any, as_owner: Any, acting_as: Any) -> Person:
    """Her file holds: a mother, a father suspected of harm, a sealed brother, a walled aunt, a hidden address."""
    her = make_person("Əliyeva Nigar Həsən", "2014-03-05", fin="5A0B1CD", phone="+994503214567")
    mother = make_person("Əliyeva Gizlinc Kamran", "1988-01-01")
    father = make_person("Qorxulu Zalim Həsən", "1985-01-01", sex="male")
    brother = make_person("Möhürlü Sara Həsən", "2016-01-01", sensitivity=SEALED, phone="+994501112233")
    aunt = make_person("Hasarlı Aytən Kamran", "1990-01-01")
    by = country["supervisor"]
    with as_owner(), acting_as(by):
        relate(person=her, other=mother, kind="mother", by=by)
        relate(person=her, other=father, kind="suspected_of_harm", by=by, note="TƏKSİRSÖZ")
        relate(person=her, other=brother, kind="sibling", by=by)
        relate(person=her, other=aunt, kind="aunt_uncle", by=by)
        Address.objects.create(dossier=her.dossier, person=her, kind="safe", hidden_line="SIRRÜNVAN 7")
        record_consent(
            person=her, purpose="share", form="spoken", given_by="parent", giver_name="Gizlinc Əliyeva",
            child_agrees=True, note="Xəbərçi dedi", by=by,
        )  # fmt: skip
        wall_off(dossier=aunt.dossier, user=country["neighbour"], reason="named", by=None)
    her.mother, her.father = mother, father
    return her


@pytest.fixture
def asked(country: Any, girl: Person, as_owner: Any, acting_as: Any) -> OwnFile:
    """Her mother asks at the counter."""
    with as_owner():
        actions.load_own_file_letters()
    with acting_as(country["supervisor"]) as by:
        return actions.ask_own_file(
            person=girl, asked_as="parent", asker=girl.mother, way="counter", language="en", by=by
        )


def prepared(own_file: OwnFile, by: Any) -> OwnFile:
    """Identity checked, the file made."""
    actions.check_identity(own_file=own_file, identity="id_card", identity_number="AA1234567", by=by)
    return actions.prepare_own_file(own_file=own_file, by=by)


def given(own_file: OwnFile, by: Any, **more: Any) -> OwnFileRelease:
    """Given to the mother as a whole."""
    how = {"form": "full", "given_as": "parent", "given_to": "Əliyeva Gizlinc", "identity": "id_card", **more}
    with clock.fixed("2026-06-03T10:00"):
        return actions.release_own_file(own_file=own_file, by=by, **how)


def words_of(release: OwnFileRelease) -> tuple[str, Any]:
    """The words of the letter, and what stands in the file for machines."""
    letter = text_of(b"".join(opened_file(release.paper, release.paper.stored_as)))
    told = b"".join(opened_file(release, release.stored_as)) if release.stored_as else b"{}"
    return letter, json.loads(told)
