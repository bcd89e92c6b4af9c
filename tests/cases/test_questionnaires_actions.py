"""Forms filled in about the people of a case: begun, kept, sealed; tampered with, sent twice, retired meanwhile."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from himaya.access.gate import acting_as as act
from himaya.cases.models import Case, CaseMember
from himaya.cases.questionnaires.actions import begin_form, keep_form, submit_form
from himaya.cases.questionnaires.queries import case_behind, facts_of, forms_of
from himaya.instruments.actions import retire_form, start_filling
from himaya.instruments.models import FormVersion, Response
from himaya.instruments.queries import form_xml, read
from himaya.instruments.xforms.problems import Broken
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.registry.models import Document
from tests.cases.form_cast import asking, in_force
from tests.instruments.xform_cast import asked, form
from tests.pictures import PNG
from tests.registry.documents_cast import says

pytestmark = pytest.mark.django_db
SURVEY = [
    asked("hidden", "record_age"),
    asked("text", "record_sex", "Cinsi", readonly="yes"),
    asked("text", "record_reference", "İşin nömrəsi"),
    asked("text", "who", "Kim?", required="yes"),
    asked("text", "why", "Niyə?", relevant="${record_age} > 5"),
]


@pytest.fixture
def case(make_case: Any) -> Case:
    made: Case = make_case("registered")
    return made


@pytest.fixture
def version(as_owner: Any, country: Any, in_english: None) -> FormVersion:
    return asking(as_owner, country["nation"], *SURVEY)


def the_child(case: Case, country: Any) -> CaseMember:
    with act(country["worker"]):
        found: CaseMember = case.members.get(role="child")
        return found


def answers(response: Response, said: str) -> str:
    shape = response.brought.shape
    meta = "<meta><instanceID>uuid:1</instanceID></meta>"
    return f'<data id="{shape.form_id}" version="{shape.version}">{said}{meta}</data>'


def told(response: Response, who: str = "<who>Nənə</who>", **more: str) -> str:
    facts = {**response.given, **more}
    return answers(response, "".join(
        f"<{name}>{facts[name]}</{name}>" for name in ("record_age", "record_sex", "record_reference")
    ) + who)  # fmt: skip


def begun(case: Case, country: Any, version: FormVersion, member: str = "") -> Response:
    worker = country["worker"]
    with act(worker):
        return begin_form(case=case, form=version, member=member, by=worker)


def test_a_form_is_begun_kept_and_sealed(case: Case, country: Any, version: FormVersion) -> None:
    member = the_child(case, country)
    response = begun(case, country, version, member.public_id)
    assert (response.about_id, response.given["record_reference"]) == (member.person_id, case.reference)
    assert f"<record_age>{response.given['record_age']}</record_age>" in form_xml(response)
    worker = country["worker"]
    with act(worker):
        kept = keep_form(response=response, instance=answers(response, "<who>Nə"), by=worker, expected=1)
        assert kept.answers["instance"].endswith("</data>")
        with pytest.raises(Stale):
            keep_form(response=response, instance="", by=worker, expected=1)
        sent = submit_form(response=response, instance=told(response), files={}, by=worker, expected=2)
        assert sent.is_submitted
        assert len(sent.digest) == 64
        assert [(line.label, line.words) for line in read(sent)][-1] == ("Kim? (en)", "Nənə")
        assert [one.name for one in forms_of(case, [])] == [""]
        with pytest.raises(Refused, match="already submitted"):
            submit_form(response=response, instance=told(response), files={}, by=worker)
        with pytest.raises(Refused, match="already submitted"):
            keep_form(response=response, instance="", by=worker)


def test_sealed_answers_are_changed_by_nobody(
    case: Case, country: Any, version: FormVersion, as_owner: Any
) -> None:
    response = begun(case, country, version)
    worker = country["worker"]
    with act(worker):
        submit_form(
            response=response, instance=told(response, record_age="", record_sex=""), files={}, by=worker
        )
    with as_owner(), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update instruments_response set given = '{}' where id = %s", [response.pk])


def test_what_was_tampered_with_is_refused_with_the_question_named(
    case: Case, country: Any, version: FormVersion
) -> None:
    response = begun(case, country, version, the_child(case, country).public_id)
    worker = country["worker"]
    wrong = [
        (told(response, ""), "required", "/data/who"),
        (told(response, record_age="99"), "fact", "/data/record_age"),
        (told(response, record_sex="x"), "fact", "/data/record_sex"),
        ("nonsense", "not_xml", ""),
    ]
    with act(worker):
        for instance, code, path in wrong:
            with pytest.raises(Broken) as broken:
                submit_form(response=response, instance=instance, files={}, by=worker)
            assert [(one.code, one.path) for one in broken.value.problems] == [(code, path)]
            assert len(broken.value.told) == 1
        # what the form asks itself may be put right, although the record told it
        sent = submit_form(
            response=response, instance=told(response, record_reference="X"), files={}, by=worker
        )
    assert sent.is_submitted


def test_a_form_that_was_retired_is_sent_by_who_had_begun_it_and_begun_by_nobody(
    case: Case, country: Any, version: FormVersion
) -> None:
    response = begun(case, country, version)
    other = FormVersion.objects.select_related("approved_by").get(pk=version.pk).approved_by
    assert other is not None
    with act(other):
        retire_form(form=version, by=other)
    with pytest.raises(Refused, match="not asked today"):
        begun(case, country, FormVersion.objects.get(pk=version.pk))
    worker = country["worker"]
    with act(worker):
        instance = told(response, record_age="", record_sex="")
        assert submit_form(response=response, instance=instance, files={}, by=worker).is_submitted


def test_a_picture_is_kept_with_its_answer(
    case: Case, country: Any, as_owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(monkeypatch, "clean")
    version = in_force(as_owner, country["nation"], form("place"))
    response = begun(case, country, version)
    instance = answers(response, "<where>40.63 48.64</where><front>att-1.png</front><plate/>")
    worker = country["worker"]
    with act(worker):
        with pytest.raises(Broken, match=r"att-1\.png"):
            submit_form(response=response, instance=instance, files={}, by=worker)
        assert not Document.objects.exists()
        picture = SimpleUploadedFile("Qapı.png", PNG)
        sent = submit_form(response=response, instance=instance, files={"att-1.png": picture}, by=worker)
        kept = Document.objects.get(dossier=case.dossier)
        assert sent.answers["files"] == {"att-1.png": kept.public_id}
        assert [line.file for line in read(sent) if line.file] == [kept.public_id]


def test_only_who_works_the_case_fills_in_and_only_while_it_is_open(
    make_case: Any, country: Any, version: FormVersion
) -> None:
    case = make_case("closed")
    for who in ("stranger", "duty"):
        with act(country[who]), pytest.raises(PermissionDenied):
            begin_form(case=case, form=version, by=country[who])
    worker = country["worker"]
    with act(worker):
        response = start_filling(form=version, dossier=case.dossier, by=worker)
        for call in (
            lambda: begin_form(case=case, form=version, by=worker),
            lambda: keep_form(response=response, instance="", by=worker),
            lambda: submit_form(response=response, instance="", files={}, by=worker),
        ):
            with pytest.raises(Refused, match="closed"):
                call()


def test_a_form_is_about_somebody_who_is_in_the_case(
    case: Case, country: Any, version: FormVersion, as_owner: Any
) -> None:
    member = the_child(case, country)
    with as_owner():
        CaseMember.objects.filter(pk=member.pk).update(ended_at=clock.now())
    worker = country["worker"]
    with act(worker):
        for nobody in (member.public_id, "nobody"):
            with pytest.raises(Refused) as no:
                begin_form(case=case, form=version, member=nobody, by=worker)
            assert no.value.field == "about"
            assert str(no.value)


def test_the_record_tells_only_what_it_knows(case: Case, country: Any, version: FormVersion) -> None:
    with act(country["worker"]):
        assert "record_age" not in facts_of(case, None)
        assert case_behind(begun(case, country, version)) == case
