"""The person's own file: asked for, made, read, given to each recipient separately; nothing planted slips out."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.access.actions import grant
from himaya.access.models import AuditEvent
from himaya.access.roles import SEALED
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.registry.actions import live_together, record_care_fact, record_status
from himaya.registry.models import CareFact, Consent, OwnFile, OwnFileLine, OwnFileRelease, Person
from himaya.registry.ownfile import actions
from himaya.registry.ownfile.parts import Piece
from himaya.registry.ownfile.queries import gathered
from himaya.workflow.models import Clock, Paper, Step
from himaya.workflow.papers.queries import content_of
from tests.pdf import is_tagged, text_of
from tests.registry.ownfile_cast import PLANTED, asked, girl, given, prepared, words_of
from tests.registry.people_cast import Make, english, today

__all__ = ["asked", "english", "girl", "today"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_nothing_planted_slips_out_and_what_is_hers_is_there(
    country: Any, asked: OwnFile, acting_as: Any, as_owner: Any
) -> None:
    with acting_as(country["supervisor"]) as by:
        prepared(asked, by)
        release = given(asked, by)
        summary = given(asked, by, form="summary", given_as="self", given_to="Nigar")
        texts = [*words_of(release), *words_of(summary)]
    whole = "\n".join(x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in texts)
    recipient = whole.replace("To: Əliyeva Gizlinc", "")
    assert [word for word in PLANTED if word.casefold() in recipient.casefold()] == []
    letter, told = words_of(release)
    for words in ("Nigar", "5A0B1CD", "Mother", "Consent to sharing data", "Ombudsman"):
        assert words in letter, words
    assert told["format"] == "himaya.own-file/1"
    assert {"section": "identity", "label": "Name", "text": "Əliyeva Nigar Həsən qızı", "day": None} in told[
        "lines"
    ]
    for words in ("Suspected", "Sibling", "Aunt"):
        assert words not in letter, "who is feared, sealed or walled is not even mentioned"
    assert "Your name, your birthday" in words_of(summary)[0]
    assert "5A0B1CD" not in words_of(summary)[0]
    with as_owner():
        verbs = AuditEvent.objects.filter(verb="ownfile.release_own_file").values_list("actor_id", flat=True)
        assert list(verbs) == [country["supervisor"].pk] * 2
        assert Step.objects.filter(process="own_file", move="release_again").count() == 1
        assert Clock.objects.get(process="own_file").state == Clock.MET


def test_a_human_reads_free_words_before_they_go_out(
    country: Any, asked: OwnFile, acting_as: Any, monkeypatch: Any
) -> None:
    said = Piece("cases", "What it is about", "Qorxulu Zalim qapını döyür, qız ağlayır", free=True)
    shut = Piece("cases", "Report", "Xəbərçi", withheld="reporter")
    monkeypatch.setattr("himaya.registry.ownfile.queries.GATHERERS", [lambda person: [said, shut]])
    with acting_as(country["supervisor"]) as by:
        prepared(asked, by)
        free, closed = OwnFileLine.objects.all()
        assert "Qorxulu" not in free.text
        assert closed.text == ""
        with pytest.raises(Refused, match="Read the lines"):
            given(asked, by)
        with pytest.raises(Refused, match="never goes out"):
            actions.let_out_line(line=closed, by=by)
        with pytest.raises(Refused, match="never goes out"):
            actions.withhold_line(line=closed, reason="harm", by=by)
        actions.let_out_line(line=free, by=by)
        with pytest.raises(Refused, match="do not stand"):
            actions.withhold_line(line=free, reason="harm", words="yoxdur", by=by)
        actions.withhold_line(line=free, reason="harm", words="qız ağlayır", by=by)
        letter = words_of(given(asked, by))[0]
        assert "qapını döyür" in letter
        assert "ağlayır" not in letter
        actions.withhold_line(line=free, reason="harm", by=by)
        release = given(asked, by)
        assert release.lines == 0
        assert "Nothing is held." in words_of(release)[0]
        assert words_of(release)[1]["lines"] == []


def test_a_line_of_a_label_and_a_day_alone_is_kept_back_and_let_out_again(
    country: Any, asked: OwnFile, acting_as: Any, monkeypatch: Any
) -> None:
    bare = Piece("statuses", "Displaced person", day=date(2026, 1, 2))
    monkeypatch.setattr("himaya.registry.ownfile.queries.GATHERERS", [lambda person: [bare]])
    with acting_as(country["supervisor"]) as by:
        prepared(asked, by)
        line = OwnFileLine.objects.get()
        kept = actions.withhold_line(line=line, reason="harm", by=by)
        assert (kept.withheld, kept.for_good) == ("harm", False)
        anew = actions.prepare_own_file(own_file=asked, by=by)
        assert Step.objects.filter(process="own_file", move="prepare_again").count() == 1
        line = anew.lines.get()
        assert line.withheld == "", "made anew, every line is decided anew"
        kept = actions.withhold_line(line=line, reason="harm", by=by)
        assert given(asked, by).lines == 0
        actions.let_out_line(line=kept, by=by)
        assert given(asked, by).lines == 1


def test_who_is_a_danger_or_has_lost_the_rights_is_not_given_the_file(
    country: Any, girl: Any, asked: OwnFile, acting_as: Any, as_owner: Any
) -> None:
    with acting_as(country["supervisor"]) as by:
        for who in ({"asker": girl.father}, {"asker_name": "zalim qorxulu"}):
            feared = actions.ask_own_file(
                person=girl, asked_as="parent", way="letter", language="az", by=by, **who
            )
            with pytest.raises(Refused, match="possible danger"):
                actions.check_identity(own_file=feared, identity="passport", identity_number="1", by=by)
        prepared(asked, by)
        with pytest.raises(Refused, match="possible danger") as refused:
            given(asked, by, given_to="Qorxulu Zalim Həsən oğlu")
        assert refused.value.field == "given_to"
        assert not OwnFileRelease.objects.exists()
    with as_owner():
        CareFact.objects.create(
            dossier=girl.dossier, person=girl, aspect="mother", code="rights_removed",
            started_on=date(2026, 1, 1), source="Məhkəmə",
        )  # fmt: skip
    with (
        acting_as(country["supervisor"]) as by,
        pytest.raises(Refused, match="rights are recorded as removed"),
    ):
        given(asked, by)


def test_the_request_is_kept_with_its_clock_and_what_is_missing_is_said(
    country: Any, make_person: Make, acting_as: Any, as_owner: Any
) -> None:
    child, man = make_person(born="2018-01-01"), make_person("Babayev Anar", "1990-01-01")
    said: dict[str, Any] = {"way": "counter", "language": "az"}
    with acting_as(country["supervisor"]) as by:
        for person, more, words in (
            (child, {"asked_as": "self"}, "Under 10"),
            (child, {"asked_as": "parent"}, "Write who asks"),
            (man, {"asked_as": "parent", "asker_name": "Ana"}, "At this age"),
            (man, {"asked_as": "self", "asked_on": date(2026, 6, 2)}, "still to come"),
        ):
            with pytest.raises(Refused, match=words):
                actions.ask_own_file(person=person, by=by, **said, **more)
        assert not OwnFile.objects.exists()
        own = actions.ask_own_file(person=man, asked_as="self", asked_on=date(2026, 5, 29), by=by, **said)
        assert (own.asker_name, own.asker) == ("Babayev Anar", None)
        assert str(own) == own.reference
        with pytest.raises(Stale):
            actions.check_identity(
                own_file=own, identity="id_card", identity_number="1", by=by, expected=own.version + 1
            )
        actions.check_identity(own_file=own, identity="id_card", identity_number="1", by=by)
    with acting_as(country["worker"]), pytest.raises(PermissionDenied):
        actions.prepare_own_file(own_file=own, by=country["worker"])
    with as_owner():
        running = Clock.objects.get(process="own_file")
        assert clock.local(running.due_at).date() == date(2026, 6, 10)


def test_of_who_is_sealed_only_a_court_is_told(
    country: Any, make_person: Make, as_owner: Any, acting_as: Any
) -> None:
    her = make_person("Gizliyeva Sara", sensitivity=SEALED)
    with as_owner():
        grant(dossier=her.dossier, user=country["supervisor"], ground="guard", source="x", by=None)
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused, match="sealed"):
        actions.ask_own_file(person=her, asked_as="self", way="counter", language="az", by=by)


def test_a_refusal_is_coded_and_told_in_a_letter(country: Any, asked: OwnFile, acting_as: Any) -> None:
    with acting_as(country["supervisor"]) as by:
        with pytest.raises(Refused, match="Choose the reason"):
            actions.refuse_own_file(own_file=asked, reason="because", note="", by=by)
        actions.refuse_own_file(own_file=asked, reason="inquiry", note="Sonra müraciət edin", by=by)
        assert asked.releases.count() == 0
        paper = Paper.objects.get()
        letter = text_of(content_of(paper))
        assert "An inquiry is under way" in letter
        assert "Sonra müraciət edin" in letter
        assert is_tagged(content_of(paper))


def test_what_the_register_holds_is_told_part_by_part(
    country: Any, make_person: Make, as_owner: Any, acting_as: Any
) -> None:
    her = make_person(born="2014-03-05", died_on=date(2026, 5, 1))
    mother = make_person("Əliyeva Aysel", "1988-01-01")
    with as_owner(), acting_as(country["supervisor"]) as by:
        live_together(person=her, other=mother, role="child", other_role="mother", by=by)
        record_status(
            person=her, status="no_parental_care", ground="rights_removed", decided_by="court", decision="2-114",
            decided_on=date(2025, 2, 3), started_on=date(2025, 2, 3), source="Məhkəmə", by=by,
        )  # fmt: skip
        record_care_fact(
            person=her,
            aspect="mother",
            code="rights_removed",
            started_on=date(2025, 2, 3),
            source="Məhkəmə",
            by=by,
        )
        Consent.objects.create(
            dossier=her.dossier, person=her, purpose="photo", ground="law", given_on=date(2026, 1, 1),
            withdrawn_on=date(2026, 2, 2), status="standing",
        )  # fmt: skip
        told = {(piece.section, piece.label) for piece in gathered(Person.objects.get(pk=her.pk))}
    assert told >= {
        ("identity", "Died on"), ("family", "Place in a household"), ("statuses", "Central register"),
        ("consents", "Consent to pictures"),
    }  # fmt: skip
