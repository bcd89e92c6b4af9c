"""A child's papers: a card is kept, shown and renewed in time; a poisoned file is refused and locked away."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from himaya.kit import clock
from tests import clamd
from tests.journeys.conftest import ELSEWHERE, Country, Walker
from tests.pictures import photo, picture
from tests.registry.documents_cast import MALWARE, a_pdf

pytestmark = pytest.mark.journey
REMIND = "from himaya.registry.documents.jobs import remind_all; print(remind_all())"


def put(walker: Walker, name: str, content: bytes, folder: Path, **typed: str) -> Walker:
    """Chooses a file as one does in a browser, and sends it."""
    kept = folder / name
    kept.write_bytes(content)
    walker.page.set_input_files("main input[type=file]", str(kept))
    return walker.fill(**typed).send("main form.hm-form")


def loaded(walker: Walker) -> list[int]:
    """How wide the pictures of the preview are, once they are there."""
    images = walker.page.locator(".hm-papers img")
    images.first.scroll_into_view_if_needed()
    walker.page.wait_for_function(
        "() => [...document.querySelectorAll('.hm-papers img')].every(i => i.complete)"
    )
    found: Any = images.evaluate_all("all => all.map(i => i.naturalWidth)")
    return list(found)


def day(ahead: int) -> str:
    return f"{clock.today() + timedelta(days=ahead):%d.%m.%Y}"


def at_work(country: Country) -> tuple[Walker, str, int]:
    """A social worker of the sample country who holds an open case with its child registered, the address of the
    child's papers, and which of the workers it is."""
    for number in range(6):
        worker = country.sign_in("social_worker", number=number).go("/cases/")
        cases = worker.page.locator("main a[href^='/cases/']:not([href='/cases/'])")
        for case in dict.fromkeys(cases.evaluate_all("all => all.map(a => a.getAttribute('href'))")):
            papers = worker.go(f"{case}documents/").page.locator(
                "main a[href$='/documents/'][href^='/people/']"
            )
            if papers.count():
                return worker.looks_well(), str(papers.first.get_attribute("href")), number
    raise AssertionError("nobody in the sample country holds the case of a registered child")


def renewals(walker: Walker) -> int:
    """How many documents the worker is asked to renew."""
    walker.go("/tasks/")
    return int(walker.page.locator("main li", has_text="Sənədin müddəti bitir").count())


def refused(walker: Walker, papers: str, folder: Path) -> str:
    """A file that lies about itself is refused, one with malware in it locked away; the page of the latter."""
    walker.go(papers).page.locator("main a[href*='/documents/new/person/']").first.click()
    walker.page.wait_for_url("**/documents/new/person/**")
    walker.choose(type="letter")
    put(walker, "məktub.pdf", picture("PNG"), folder).sees("Adına görə bu fayl", "Şəkil (PNG)")
    walker.choose(type="letter")
    put(walker, "məktub.pdf", MALWARE, folder)
    walker.sees("Bu faylda zərərli proqram tapılıb", "Eicar-Test-Signature").looks_well()
    return str(walker.page.url)


@clamd.needed
def test_the_papers_of_a_child_are_kept_shown_renewed_and_never_poisoned(
    country: Country, tmp_path: Path
) -> None:
    """Given a child whose case a social worker holds,
    when the worker sends a photo of the identity card, it is looked into, shown without the place it was taken at, and
    good until its day; the worker is reminded of that day, and a new version takes the place of the old one, which
    stays readable; when the worker then sends a file with malware in it, it is refused in plain words, locked away, and
    served to nobody; and another district sees none of it."""
    worker, papers, number = at_work(country)
    worker.go(papers).looks_well().page.locator("main a[href*='/documents/new/person/']").first.click()
    worker.page.wait_for_url("**/documents/new/person/**")
    worker.looks_well().choose(type="id_card")
    put(worker, "vəsiqə.jpg", photo(), tmp_path, number="AA1234567", valid_until=day(12))
    worker.sees("Zərərli heç nə tapılmadı", "AA1234567", day(12)).looks_well()
    card = worker.page.url
    assert loaded(worker) == [32], "the photo, turned the way it was held"

    told = country.site.himaya("manage", "shell", "-c", REMIND)
    assert told.returncode == 0, told.stderr
    worker.go("/").sees("Müddəti bitən sənədlər")
    worker.go("/people/documents/").sees("Şəxsiyyət vəsiqəsi AA1234567").looks_well()
    asked = renewals(worker)
    assert asked > 0

    worker.go(card.replace("/about/", "/replace/")).looks_well()
    put(worker, "yeni.pdf", a_pdf("Yeni vəsiqə", "Arxa üz"), tmp_path, valid_until=day(3650))
    worker.sees("variant 2", "variant 1")
    assert [width > 1000 for width in loaded(worker)] == [True, True], "both pages are drawn"
    worker.go(card).sees("Köhnə variant")
    assert loaded(worker) == [32]
    assert renewals(worker) == asked - 1, "the new one is there"
    worker.go(papers).sees("variant 2")

    poisoned = refused(worker, papers, tmp_path)
    country.complaints.expected("404")
    assert worker.page.request.get(poisoned.replace("about/", "")).status == 404
    worker.go(papers).sees("Qəbul edilməyib")

    stranger = country.sign_in("social_worker", ELSEWHERE)
    for address in (papers, card, card.replace("about/", ""), card.replace("about/", "picture/")):
        assert (
            stranger.page.request.get(
                country.site.url + address if address.startswith("/") else address
            ).status
            == 404
        )
    phone = country.sign_in("social_worker", number=number, width=360)
    phone.go(card).looks_well().go(papers).looks_well().go(poisoned).looks_well()
