"""Every member of staff may read what is asked; nobody else."""

from typing import Any

import pytest
from django.urls import reverse

from himaya.instruments.models import InstrumentVersion

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_a_questionnaire_is_read_with_its_choices_and_scores(
    asked: Any, browser_of: Any, language: str
) -> None:
    version = InstrumentVersion.objects.get(instrument__code="safety")
    there = reverse("instruments:version", args=[version.public_id])
    browser = browser_of(asked["worker"])
    browser.cookies["language"] = language
    page = browser.get(there).content.decode()
    words = {"az": "Həyat təhlükəsi", "en": "Danger to life", "ru": "Опасность для жизни"}
    assert words[language] in page
    assert there in browser.get(reverse("instruments:library")).content.decode()
    assert browser_of().get(there).status_code == 302


def test_an_unknown_questionnaire_is_not_found(asked: Any, browser_of: Any) -> None:
    assert (
        browser_of(asked["worker"]).get(reverse("instruments:version", args=["nothing"])).status_code == 404
    )
