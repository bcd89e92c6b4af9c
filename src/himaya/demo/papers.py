"""Papers of the sample country: cards that run out, a letter in two versions. Each says that it is a sample."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from himaya.access.gate import acting_as
from himaya.access.roles import Supervisor
from himaya.cases.models import Case, CaseMember
from himaya.demo.country import Country
from himaya.kit import clock
from himaya.registry.actions import keep_document, release_document, replace_document
from himaya.registry.models import Document

# Days until a card runs out, case by case: one has, one will soon, one is good for long.
UNTIL = (-20, 12, 900)
CASES = 3


def make_papers(country: Country) -> int:
    """An identity card for the children of some cases, a letter with a newer version in the case; says how many."""
    rows = Case.objects.filter(worker__isnull=False).exclude(status__in=("closed", "merged"))
    rows = rows.select_related("worker", "dossier__unit").order_by("pk")
    chosen = [case for unit in country.districts[:2] for case in rows.filter(dossier__unit=unit)[:CASES]]
    made = 0
    for number, case in enumerate(chosen):
        assert case.worker is not None
        leader = country.staff[(case.dossier.unit_id, Supervisor.code)][0]
        child = CaseMember.objects.filter(case=case, role=CaseMember.CHILD).select_related("person").first()
        with acting_as(case.worker) as by:
            kept = [keep_document(dossier=case.dossier, type="letter", file=_page("məktub.png", 1), by=by)]
            kept.append(replace_document(document=kept[0], file=_page("məktub.png", 2), by=by))
            if child is not None:
                kept.append(_card(child, UNTIL[number % len(UNTIL)], by))
        with acting_as(leader) as by:
            for document in kept:
                if document.scan == Document.QUARANTINED:  # no scanner is configured: the leader looked
                    release_document(document=document, by=by)
        made += len(kept)
    return made


def _card(child: CaseMember, days: int, by: Any) -> Document:
    until = clock.today() + timedelta(days=days)
    made: Document = keep_document(
        dossier=child.person.dossier,
        type="child_id_card",
        file=_page("vəsiqə.png", 3),
        number=f"AB{1000000 + child.pk}",
        valid_until=until,
        by=by,
    )
    return made


def _page(name: str, tint: int) -> ContentFile:
    """A drawn page with lines for words and the mark of a sample."""
    image = Image.new("RGB", (640, 400), "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 639, 70), fill=(20 + 40 * tint, 110, 110))
    pen.text((24, 24), "NUMUNE / SAMPLE", fill="white", font_size=28)
    for line in range(7):
        pen.rectangle((24, 110 + 36 * line, 560 - 40 * (line % 3), 124 + 36 * line), fill=(225, 228, 228))
    kept = BytesIO()
    image.save(kept, format="PNG")
    return ContentFile(kept.getvalue(), name)
