"""Codes: chosen today, remembered for ever."""

import csv
import io
from datetime import date

import pytest
from django import forms
from django.utils import translation

from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.tables import FileRefused
from himaya.reference.actions import add_code, load_reference, rename_code, retire_code
from himaya.reference.codelists.actions import CODE_COLUMNS, load_codes
from himaya.reference.forms import CodeChoiceField, CodesChoiceField, PlaceField, TerritoryField
from himaya.reference.models import Code, Codelist
from himaya.reference.queries import choices, code_item, codelist, codes, label, labels, with_parents

pytestmark = pytest.mark.django_db


def test_every_code_says_its_name_in_three_languages_and_its_source():
    rows = Code.objects.select_related("codelist")
    assert rows.count() > 400
    for row in rows:
        assert row.name_az, row.code
        assert row.name_en, row.code
        assert row.name_ru, row.code
        assert row.source, row.code
        assert row.certainty in "VTKP"


def test_a_list_has_no_two_codes_of_one_name():
    for key in Codelist.objects.values_list("key", flat=True):
        names = [item.names[0] for item in codelist(key).values()]
        assert len(names) == len(set(names)), key


def test_a_label_follows_the_language_of_the_page():
    shown = {}
    for language in ("az", "en", "ru"):
        with translation.override(language):
            shown[language] = label("risk.level", "critical")
    assert shown == {"az": "Kritik", "en": "Critical", "ru": "Критический"}
    assert label("risk.level", "critical", "ru") == "Критический"
    assert labels("risk.level", ["high", "low"], "en") == ["High", "Low"]


def test_an_unknown_code_shows_itself_and_an_unknown_list_is_a_fault():
    assert label("risk.level", "purple") == "purple"
    assert label("risk.level", "") == ""
    with pytest.raises(LookupError):
        codes("risk.levels")


def test_children_stand_after_their_parent():
    offered = [code for code, _ in choices("concern.type")]
    assert offered.index("violence") < offered.index("physical") < offered.index("exploitation")
    assert len(offered) == len(codes("concern.type"))
    assert [item.code for item in with_parents("concern.type", "early_marriage")] == [
        "violence",
        "early_marriage",
    ]


def test_risk_levels_have_their_order():
    ranks = {item.code: item.attributes["rank"] for item in codes("risk.level")}
    assert ranks == {"critical": 4, "high": 3, "medium": 2, "low": 1}


def test_every_danger_question_says_what_its_yes_means():
    levels = codelist("risk.level")
    for item in codes("danger.question"):
        assert item.attributes.get("risk") in levels or item.attributes.get("raises"), item.code


def test_a_retired_code_is_not_offered_but_still_read(as_owner):
    with as_owner():
        retire_code(
            code=Code.objects.get(codelist__key="case.kind", code="missing"), on=date(2026, 6, 1), by=None
        )
    assert "missing" in {item.code for item in codes("case.kind", date(2026, 5, 31))}
    assert "missing" not in {item.code for item in codes("case.kind", date(2026, 6, 1))}
    assert label("case.kind", "missing", "en") == "Missing child"


def test_a_code_never_changes_its_meaning(as_owner):
    risk = Codelist.objects.get(key="case.kind")
    with as_owner(), pytest.raises(Refused):
        add_code(codelist=risk, code="missing", names=("Başqa", "Other", "Другое"), by=None)


def test_a_code_is_not_retired_before_it_is_in_use(as_owner):
    with as_owner():
        kinds = Codelist.objects.get(key="case.kind")
        words = {"codelist": kinds, "names": ("Dilənçilik", "", ""), "by": None}
        begging = add_code(code="begging", valid_from=date(2026, 6, 1), **words)
        with pytest.raises(Refused) as refused:
            retire_code(code=begging, on=date(2026, 5, 31), by=None)
        assert refused.value.field == "on"
        begging.refresh_from_db()
        retired = retire_code(code=begging, on=date(2026, 7, 1), by=None)
        assert retired.valid == (date(2026, 6, 1), date(2026, 7, 1))


@pytest.mark.parametrize("attributes", ["[1, 2]", '"text"', "{rank: 1}", "4"])
def test_a_list_with_attributes_that_are_none_is_refused_whole(tmp_path, as_owner, attributes):
    row = dict.fromkeys(CODE_COLUMNS, "")
    row |= {"codelist": "case.kind", "code": "new_one", "order": "1", "attributes": attributes}
    row |= {"name_az": "A", "name_en": "B", "name_ru": "C", "source": "Sınaq", "certainty": "P"}
    table = io.StringIO()
    writer = csv.DictWriter(table, list(row))
    writer.writeheader()
    writer.writerow(row)
    with as_owner(), translation.override("en"), pytest.raises(FileRefused) as refused:
        load_codes(table.getvalue())
    assert [(f.row, f.column, f.problem) for f in refused.value.faults] == [
        (2, "attributes", "The attributes are not JSON.")
    ]
    assert not Code.objects.filter(code="new_one").exists()


def test_an_added_and_a_renamed_code_outlive_a_new_release(as_owner):
    with as_owner():
        kinds = Codelist.objects.get(key="case.kind")
        add_code(codelist=kinds, code="begging", names=("Dilənçilik", "Begging", ""), by=None)
        rename_code(code=Code.objects.get(codelist=kinds, code="violence"), names=("A", "B", "C"), by=None)
        load_reference(force=True)
    assert label("case.kind", "begging", "ru") == "Dilənçilik"
    assert label("case.kind", "violence", "en") == "B"


def test_the_pages_ask_the_database_nothing_twice(django_assert_num_queries):
    label("risk.level", "low")
    with django_assert_num_queries(0):
        for item in codes("concern.type"):
            label("concern.type", item.code)


class Form(forms.Form):
    kind = CodeChoiceField("case.kind")
    groups = CodesChoiceField("vulnerable.group", required=False)
    unit = TerritoryField(required=False)
    place = PlaceField(required=False)


def test_a_form_offers_the_codes_of_the_day_in_the_language_of_the_page():
    with translation.override("en"):
        assert ("violence", "Violence") in list(Form().fields["kind"].choices)
    with translation.override("ru"):
        assert ("violence", "Насилие") in list(Form().fields["kind"].choices)


def test_a_form_refuses_what_is_not_in_the_list():
    form = Form({"kind": "<script>", "groups": ["elderly", "=1+1"], "unit": "AZ-ZZZ"})
    assert set(form.errors) == {"kind", "groups", "unit"}


def test_a_form_keeps_the_retired_code_a_record_already_has(as_owner):
    with as_owner():
        retire_code(
            code=Code.objects.get(codelist__key="case.kind", code="missing"), on=date(2026, 6, 1), by=None
        )
    with clock.fixed("2026-07-01"):
        assert Form({"kind": "missing"}).errors
        assert not Form({"kind": "missing"}, initial={"kind": "missing"}).errors


def test_a_form_reads_places():
    form = Form({"kind": "violence", "unit": "AZ-QBA", "place": "Lenkeran seheri"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["unit"].code == "AZ-QBA"
    assert form.cleaned_data["place"].best.code == "AZ-LA"
    assert PlaceField().clean("AZ-ABS-xirdalan").best.code == "AZ-ABS-xirdalan"
    assert PlaceField(required=False).clean("").status == "none"
    assert PlaceField().clean("hardasa").status == "none"


def test_a_place_that_must_be_sure_asks():
    field = PlaceField(must_be_sure=True)
    for written, code in (("Nizami rayonu", "ambiguous"), ("hardasa uzaqda", "unknown")):
        with pytest.raises(forms.ValidationError) as refused:
            field.clean(written)
        assert refused.value.code == code
    assert code_item("risk.level", "low").attributes["tone"] == "green"
