"""The first that is told of people who were registered this moment: whose it is, is known before it is told.

Part of other actions. The source's row, what it tells and whose it is are three rows in one question, for one person or
for many; where a row of that key is there already, the database refuses them all."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from himaya.kit.ids import new_public_id
from himaya.registry.people.models import Person
from himaya.registry.sources.rules import digest_of

_TELL = """
with told as (
  select * from jsonb_to_recordset(%(rows)s::jsonb)
    as t(ids text[], key text, facts jsonb, digest text, ground jsonb, person bigint, dossier bigint)),
page as (
  insert into registry_sourcerecord (public_id, source_id, key, dossier_id, zone, version, created_at)
  select t.ids[1], s.id, t.key, t.dossier, 0, 1, %(now)s from told t join registry_source s on s.code = %(source)s
  returning id, key),
telling as (
  insert into registry_sourcetelling
    (public_id, record_id, number, facts, digest, received_at, told_by_id, unit_id, dossier_id, zone, version, created_at)
  select t.ids[2], p.id, 1, t.facts, t.digest, %(now)s, %(by)s, %(unit)s, t.dossier, 0, 1, %(now)s
  from told t join page p on p.key = t.key)
insert into registry_sourcelink
  (public_id, record_id, person_id, how, ground, linked_at, linked_by_id, dossier_id, zone, version, created_at)
select t.ids[3], p.id, t.person, %(how)s, t.ground, %(now)s, %(by)s, t.dossier, 0, 1, %(now)s
from told t join page p on p.key = t.key
returning person_id, record_id
"""


@dataclass(frozen=True, slots=True)
class FirstTelling:
    """What is told of somebody under a key. `facts` as `read_facts` gives them; `ground`: field by field, why it is
    told of this person."""

    person: Person
    key: str
    facts: Mapping[str, Any]
    ground: Sequence[Mapping[str, Any]] = field(default=())

    def row(self) -> dict[str, Any]:
        """As the database reads it."""
        return {
            "ids": [new_public_id() for _row in range(3)],
            "key": self.key,
            "facts": self.facts,
            "digest": digest_of(self.facts),
            "ground": list(self.ground),
            "person": self.person.pk,
            "dossier": self.person.dossier_id,
        }


def tell_first(
    told: Sequence[FirstTelling], *, source: str, how: str, at: datetime, by: int | None, unit: int
) -> dict[int, int]:
    """Writes them; person → the source's row. Nothing where the source (its code) is not here."""
    with connection.cursor() as cursor:
        cursor.execute(
            _TELL,
            {
                "rows": json.dumps([one.row() for one in told], ensure_ascii=False),
                "source": source,
                "how": how,
                "now": at,
                "by": by,
                "unit": unit,
            },
        )
        return dict(cursor.fetchall())
