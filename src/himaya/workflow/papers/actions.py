"""Loading templates and making letters."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from himaya.access.actions import store_closed
from himaya.access.models import User
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.ids import new_public_id
from himaya.workflow.papers.models import Paper, PaperTemplate
from himaya.workflow.papers.queries import template_on
from himaya.workflow.papers.typesetting import typeset

LANGUAGES = ("az", "en", "ru")
# Versions worded on this site count from here; a release leaves such a letter alone.
OWN_NUMBERS = 1000


@transaction.atomic
def load_templates(*, folder: Path, by: Any = None) -> int:
    """Loads the letters of a folder that are not yet here (`KEY-NUMBER.json`, naming its layout), and says how
    many. A version once loaded never changes: letters were made from it."""
    return sum(_load(path) for path in sorted(folder.glob("*.json")))


def _load(path: Path) -> bool:
    data = json.loads(path.read_text(encoding="utf-8"))
    layout = (path.parent / data["layout"]).read_text(encoding="utf-8")
    if set(data["wording"]) != set(LANGUAGES) or len({frozenset(w) for w in data["wording"].values()}) != 1:
        raise ValueError(f"{path.name}: the three languages do not say the same things")
    digest = hashlib.sha256((layout + json.dumps(data["wording"], sort_keys=True)).encode()).hexdigest()
    known = PaperTemplate.objects.filter(key=data["key"], number=data["number"]).first()
    if known is not None:
        if known.digest != digest:
            raise ValueError(f"{path.name} was loaded before and says something else")
        return False
    if PaperTemplate.objects.filter(key=data["key"], number__gte=OWN_NUMBERS).exists():
        return False
    start = date.fromisoformat(data["valid_from"])
    for earlier in PaperTemplate.objects.filter(key=data["key"], valid__contains=start):
        earlier.valid = DateRange(earlier.valid.lower, start)
        earlier.save(update_fields=["valid"])
    PaperTemplate.objects.create(
        key=data["key"],
        number=data["number"],
        series=data["series"],
        valid=DateRange(start, None),
        layout=layout,
        wording=data["wording"],
        digest=digest,
        loaded_at=clock.now(),
    )
    return True


@transaction.atomic
def reword_template(
    *, template: PaperTemplate, wording: dict[str, dict[str, str]], valid_from: date
) -> PaperTemplate:
    """A new version of a letter with the same layout and other words, from a day on. Part of another action."""
    if len({frozenset(w) for w in [*wording.values(), template.wording["az"]]}) != 1:
        raise ValueError("a wording says exactly what the layout asks for, in each language")
    versions = PaperTemplate.objects.select_for_update().filter(key=template.key).order_by("-number")
    newest = versions[0]
    if newest.valid.lower is not None and newest.valid.lower >= valid_from:
        day = newest.valid.lower.strftime("%d.%m.%Y")
        raise Refused(_("A wording is already laid down from %(day)s.") % {"day": day}, field="valid_from")
    newest.valid = DateRange(newest.valid.lower, valid_from)
    newest.save(update_fields=["valid"])
    digest = hashlib.sha256((newest.layout + json.dumps(wording, sort_keys=True)).encode()).hexdigest()
    return PaperTemplate.objects.create(
        key=newest.key,
        number=max(newest.number + 1, OWN_NUMBERS),
        series=newest.series,
        valid=DateRange(valid_from, None),
        layout=newest.layout,
        wording=wording,
        digest=digest,
        loaded_at=clock.now(),
    )


def make_paper(
    *, subject: Any, process: str, key: str, language: str, data: Mapping[str, Any], by: Any
) -> Paper:
    """Sets, numbers and keeps a letter about a record. Runs inside another action, in its transaction: a number
    is taken only when the letter is kept."""
    template = template_on(key, clock.today())
    number = _next_number(template.series, clock.today().year)
    words = template.wording[language]
    content = typeset(template.layout, {**data, "number": number, "language": language, "words": words})
    name = f"papers/{new_public_id()}{new_public_id()}"
    stored_as = store_closed([content], row=subject, name=name)
    return Paper.objects.create(
        dossier=subject.dossier,
        number=number,
        template=template,
        process=process,
        subject_id=subject.pk,
        language=language,
        stored_as=stored_as,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        made_at=clock.now(),
        made_by=by if isinstance(by, User) else None,
    )


def _next_number(series: str, year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into workflow_papercount (series, year, last) values (%s, %s, 1) "
            "on conflict (series, year) do update set last = workflow_papercount.last + 1 returning last",
            [series, year],
        )
        return f"{series}-{year}-{cursor.fetchone()[0]:06d}"
