"""Recording who asks for a file, making it, reading it, giving it out, refusing it."""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from himaya.access.actions import grant, open_dossier
from himaya.access.gate import action, require_version
from himaya.access.models import User
from himaya.access.roles import PERSON_GIVE, PERSON_WRITE, SENSITIVE
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.verdict import Verdict
from himaya.reference.queries import code_item, norm
from himaya.registry.consent.queries import age_limits
from himaya.registry.documents.models import Document
from himaya.registry.ownfile.copies import annex_of
from himaya.registry.ownfile.models import OwnFile, OwnFileLine, OwnFileRelease
from himaya.registry.ownfile.parts import Asker
from himaya.registry.ownfile.process import OwnFileWork
from himaya.registry.ownfile.queries import gathered, standing_of
from himaya.registry.ownfile.rules import (
    may_ask,
    may_be_copied,
    may_give,
    may_let_out,
    may_stand_for,
    may_withhold,
    without_words,
)
from himaya.registry.ownfile.setting import kept_for_machines, letter_key, letter_of, refusal_of
from himaya.registry.people.models import Person
from himaya.workflow.actions import load_templates, make_paper

LETTERS = Path(__file__).parent / "data"
FULL_FROM = "own_file.age.full"


def load_own_file_letters(*, by: Any = None) -> int:
    """Loads the letters; says how many were new."""
    return load_templates(folder=LETTERS, by=by)


def _require(verdict: Verdict, field: str | None = None) -> None:
    if not verdict:
        raise Refused(verdict.reason, field)


def _held(own_file: OwnFile, expected: int | None) -> OwnFile:
    rows = OwnFile.objects.select_for_update(of=("self",)).select_related("person__dossier", "dossier__unit")
    held: OwnFile = rows.get(pk=own_file.pk)
    require_version(held, expected)
    return held


@action(PERSON_WRITE, on="person")
def ask_own_file(
    *,
    person: Person,
    asked_as: str,
    way: str,
    language: str,
    by: User,
    asker: Person | None = None,
    asker_name: str = "",
    asked_on: date | None = None,
) -> OwnFile:
    """Somebody asked to see what is held about a person; the time for the answer runs from that day (norm
    `own_file.answer_due`). Kept in a dossier of its own, at least as guarded as what it will gather."""
    limits = age_limits("own_file", clock.today())
    sealed = person.dossier.sensitivity > SENSITIVE
    _require(
        may_ask(asked_as=asked_as, age=person.age, own=limits.own, heard=limits.heard, sealed=sealed),
        "asked_as",
    )
    for_another = asked_as != OwnFile.As.SELF
    if for_another and not (asker or asker_name.strip()):
        raise Refused(_("Write who asks."), "asker_name")
    day = asked_on or clock.today()
    if day > clock.today():
        raise Refused(_("This day is still to come."), "asked_on")
    own_file = OwnFile(
        dossier=open_dossier(kind="own_file", unit=person.dossier.unit, sensitivity=SENSITIVE),
        person=person,
        asked_as=asked_as,
        asker=asker if for_another else None,
        asker_name=(asker_name or str(asker)) if for_another else str(person),
        asked_on=day,
        way=way,
        language=language,
        recorded_by=by,
    )
    OwnFileWork.begin(own_file, OwnFileWork.ask, by=by)
    grant(dossier=own_file.dossier, user=by, ground="own_file", source=f"own_file:{own_file.pk}", by=by)
    return own_file


@action(PERSON_WRITE, on="own_file")
def check_identity(
    *, own_file: OwnFile, identity: str, identity_number: str, by: User, expected: int | None = None
) -> OwnFile:
    """Somebody saw the paper of who asks. Who is a danger to the person, or has lost the rights, goes no further."""
    held = _held(own_file, expected)
    if held.asked_as != OwnFile.As.SELF:
        _require(may_stand_for(standing_of(held.person, Asker(held.asker, held.asker_name))))
    OwnFileWork.move(held, OwnFileWork.identify, by=by)
    held.identity, held.identity_number = identity, identity_number
    held.checked_by, held.checked_at = by, clock.now()
    held.save(update_fields=["identity", "identity_number", "checked_by", "checked_at"])
    return held


@action(PERSON_GIVE, on="own_file")
def prepare_own_file(*, own_file: OwnFile, by: User, expected: int | None = None) -> OwnFile:
    """Gathers what is held, as far as it is open to who prepares it. What was gathered before is replaced: what a
    human withheld must be read again."""
    held = _held(own_file, expected)
    again = held.status == OwnFileWork.prepared.name
    OwnFileWork.move(held, OwnFileWork.prepare_again if again else OwnFileWork.prepare, by=by)
    OwnFileLine.objects.filter(own_file=held).delete()
    with override(held.language):
        pieces = gathered(held.person)
    OwnFileLine.objects.bulk_create(
        OwnFileLine(
            dossier=held.dossier,
            own_file=held,
            position=number,
            section=piece.section,
            label=piece.label[:200],
            text="" if piece.withheld else piece.text,
            day=piece.day,
            withheld=piece.withheld or piece.review or (OwnFileLine.UNREAD if piece.free else ""),
            document=piece.document,
        )
        for number, piece in enumerate(pieces)
    )
    held.prepared_at = clock.now()
    held.save(update_fields=["prepared_at"])
    return held


@action(PERSON_GIVE, on="line")
def withhold_line(*, line: OwnFileLine, reason: str, by: User, words: str = "") -> OwnFileLine:
    """A human keeps a line back, or only some words of it, and says why (a code of `own_file.withheld`). Words once
    blanked do not come back, except by making the file anew."""
    line = OwnFileLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    _require(may_withhold(line))
    if words.strip():
        shorter = without_words(line.text, words)
        if shorter == line.text:
            raise Refused(_("These words do not stand in the line."), "words")
        line.text = shorter
    else:
        line.withheld = reason
    line.decided_by = by
    line.save(update_fields=["text", "withheld", "decided_by"])
    return line


@action(PERSON_GIVE, on="line")
def let_out_line(*, line: OwnFileLine, by: User) -> OwnFileLine:
    """A human has read a line and lets it out."""
    line = OwnFileLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    _require(may_let_out(line))
    line.withheld, line.decided_by = "", by
    line.save(update_fields=["withheld", "decided_by"])
    return line


@action(PERSON_GIVE, on="own_file")
def release_own_file(
    *,
    own_file: OwnFile,
    form: str,
    given_as: str,
    given_to: str,
    identity: str,
    by: User,
    expected: int | None = None,
) -> OwnFileRelease:
    """Gives the file, as a letter and for machines, or the summary in plain words, to one recipient. Each recipient is
    given it separately and is asked for a paper."""
    held = _held(own_file, expected)
    age, full_from = held.person.age, int(norm(FULL_FROM, on=clock.today()).number)
    _require(may_give(form=form, given_as=given_as, age=age, full_from=full_from), "form")
    if given_as != OwnFile.As.SELF:
        _require(may_stand_for(standing_of(held.person, Asker(None, given_to))), "given_to")
    again = held.status == OwnFileWork.released.name
    OwnFileWork.move(held, OwnFileWork.release_again if again else OwnFileWork.release, by=by)
    lines = list(held.lines.filter(withheld="").order_by("position"))
    papers = _copied(lines, by) if form == OwnFileRelease.FULL else []
    data = letter_of(held, lines, form, given_to, annex_of(papers))
    key = letter_key(form)
    paper = make_paper(
        subject=held, process=OwnFileWork.code, key=key, language=held.language, data=data, by=by
    )
    stored_as, digest = "", ""
    if form == OwnFileRelease.FULL:
        stored_as, digest = kept_for_machines(held, lines, papers, paper.number)
    return OwnFileRelease.objects.create(
        dossier=held.dossier,
        own_file=held,
        form=form,
        given_as=given_as,
        given_to=given_to,
        identity=identity,
        paper=paper,
        stored_as=stored_as,
        sha256=digest,
        lines=len(lines),
        released_by=by,
        released_at=clock.now(),
    )


def _copied(lines: list[OwnFileLine], by: User) -> list[Document]:
    """The papers whose copies go out, in the order of their lines; as far as who gives them may read them."""
    asked = [line.document_id for line in lines if line.document_id]
    found = {one.pk: one for one in Document.objects.visible_to(by).filter(pk__in=asked)}
    for pk in asked:
        _require(may_be_copied(found.get(pk)))
    return [found[pk] for pk in asked]


@action(PERSON_GIVE, on="own_file")
def refuse_own_file(
    *, own_file: OwnFile, reason: str, note: str, by: User, expected: int | None = None
) -> OwnFile:
    """Refuses with a coded reason; a letter tells the reason and where to complain."""
    held = _held(own_file, expected)
    if code_item("own_file.refusal", reason) is None:
        raise Refused(_("Choose the reason."), "reason")
    OwnFileWork.move(held, OwnFileWork.refuse, by=by, reason=reason)
    held.refusal, held.refusal_note = reason, note
    held.save(update_fields=["refusal", "refusal_note"])
    make_paper(
        subject=held,
        process=OwnFileWork.code,
        key="own_file.refusal",
        language=held.language,
        data=refusal_of(held),
        by=by,
    )
    return held
