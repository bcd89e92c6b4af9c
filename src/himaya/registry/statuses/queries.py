"""Who is in a vulnerable group, for the lists of other contexts."""

IN_GROUP = """exists (
  select 1 from registry_groupmembership standing
  where standing.person_id = {person} and standing.status = %(group)s and standing.started_on <= %(today)s
    and (standing.ended_on is null or standing.ended_on > %(today)s))"""


def in_group(person: str) -> str:
    """SQL that holds where a person is in a group on a day. `person` names the column with the person's key; the
    group's code and the day are the query's parameters `group` and `today`. Row security leaves each reader those
    whose file is open to them."""
    return IN_GROUP.format(person=person)
