"""The door of break-glass, and who sees what passed through it."""

from django.conf import settings

from himaya.access.roles import BREAKGLASS_REVIEW, BREAKGLASS_USE, ROLES, listed

# A grant lasts this long at most, whatever the caller says; and nobody needs more openings in a day.
LONGEST_HOURS, MOST_A_DAY = 72, 20

DOOR = """
create or replace function access_break_glass(
  dossier bigint, code text, told text, public_id text, hours double precision,
  out outcome text, out opening bigint, out unit bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  me bigint := himaya_actor();
  held access_dossier;
  until timestamptz;
begin
  if not exists (
      select 1 from access_membership m join access_user a on a.id = m.user_id and a.is_active
      where m.user_id = me and m.ended_at is null and m.role in ({users})) then
    raise exception 'not a role that may break the glass' using errcode = 'insufficient_privilege';
  end if;
  if coalesce(btrim(code), '') = '' or length(coalesce(btrim(told), '')) < 10 then
    raise exception 'a reason and words are needed' using errcode = 'check_violation';
  end if;
  select * into held from access_dossier d where d.id = dossier;
  if not found then
    outcome := 'nothing';
    return;
  end if;
  if access_may_see(dossier) then
    outcome := 'open';
    return;
  end if;
  perform pg_advisory_xact_lock(hashtext('himaya.breakglass'), me::int);
  if (select count(*) from access_opening o
      where o.user_id = me and o.opened_at > himaya_now() - interval '1 day') >= {most} then
    outcome := 'too_many';
    return;
  end if;
  outcome := case when held.id = any(my_walls()) then 'walled' when held.sensitivity = 2 then 'sealed'
             else 'opened' end;
  unit := held.unit_id;
  if outcome = 'opened' then
    until := himaya_now() + least(greatest(hours, 0), {longest}) * interval '1 hour';
  end if;
  insert into access_opening (public_id, user_id, unit_id, dossier_id, zone, version, created_at, outcome, reason,
                              words, opened_at, expires_at, result, review_words)
  values (access_break_glass.public_id, me, held.unit_id, held.id, 0, 1, himaya_now(), outcome, code,
          told, himaya_now(), until, '', '')
  returning id into opening;
  if outcome = 'opened' then
    insert into access_grant (dossier_id, zone, version, created_at, user_id, ground, source, expires_at)
    values (held.id, 0, 1, himaya_now(), me, 'breakglass', 'breakglass:' || opening, until);
  end if;
end $$;

-- Units whose emergency openings the actor reviews: their own and those below.
create or replace function my_review_units() returns bigint[]
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct u.id), '{{}}')
  from access_membership m
  join access_user a on a.id = m.user_id and a.is_active
  join access_unit u on u.path @> array[m.unit_id]
  where m.user_id = himaya_actor() and m.ended_at is null and m.role in ({reviewers})
$$;

-- An auditor sees no dossier and yet reviews; nobody reviews their own opening; only the door opens.
drop policy if exists reviewer_sees on access_opening;
create policy reviewer_sees on access_opening for all to {web}
  using (unit_id = any((select my_review_units())::bigint[]));
drop policy if exists not_ones_own on access_opening;
create policy not_ones_own on access_opening as restrictive for update to {web}
  using (user_id <> (select himaya_actor()));
revoke insert on access_opening from {web}, {worker};
"""


def door() -> str:
    """The statements, run by the owner after the table's own policies."""
    return DOOR.format(
        users=listed(role for role in ROLES.values() if BREAKGLASS_USE in role.may),
        reviewers=listed(role for role in ROLES.values() if BREAKGLASS_REVIEW in role.may),
        most=MOST_A_DAY,
        longest=LONGEST_HOURS,
        web=settings.DB_ROLE_WEB,
        worker=settings.DB_ROLE_WORKER,
    )
