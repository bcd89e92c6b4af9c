"""Questionnaires, their versions and the answers."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import himaya.access.encryption.fields
import himaya.kit.ids
from django.conf import settings
from django.db import migrations, models


# A submitted response is never changed, whoever asks; only its dossier may pass to another unit, and the owner's door
# takes its words away when its record is anonymised.
SEAL = """
create or replace function instruments_seal() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if old.state = 'submitted'
     and to_jsonb(old) - '{zone,version}'::text[] is distinct from to_jsonb(new) - '{zone,version}'::text[]
     and not (new.closed = '' and (new.state, new.digest) = (old.state, old.digest)
              and current_user = (select tableowner from pg_tables
                                  where schemaname = 'public' and tablename = 'instruments_response')) then
    raise exception 'a submitted response does not change' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger seal before update on instruments_response for each row execute function instruments_seal();
"""
BREAK = "drop trigger seal on instruments_response; drop function instruments_seal();"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', himaya.kit.ids.PublicIdField(default=himaya.kit.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('code', models.CharField(max_length=60, unique=True)),
                ('name_az', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('name_ru', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='InstrumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', himaya.kit.ids.PublicIdField(default=himaya.kit.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('definition', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('licence', models.CharField(max_length=60)),
                ('source', models.TextField()),
                ('loaded_at', models.DateTimeField()),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='instruments.instrument')),
            ],
            options={
                'ordering': ['instrument', 'number'],
                'constraints': [models.UniqueConstraint(fields=('instrument', 'number'), name='instrument_version_once'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('instrument'), '='), (models.F('valid'), '&&')], name='instrument_one_version_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.IntegerField(db_index=True, default=0, editable=False)),
                ('version', models.IntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('public_id', himaya.kit.ids.PublicIdField(default=himaya.kit.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('state', models.CharField(default='draft', max_length=10)),
                ('given', models.JSONField(blank=True, default=dict)),
                ('closed', himaya.access.encryption.fields.EncryptedTextField(blank=True, default='')),
                ('language', models.CharField(default='az', max_length=2)),
                ('saved_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('score', models.JSONField(blank=True, default=dict)),
                ('level', models.CharField(blank=True, max_length=10)),
                ('flags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('about', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.dossier')),
                ('follows', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.response')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.instrumentversion')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted'])), name='response_state_known'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('submitted_at__isnull', False), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='response_submitted_whole')],
            },
        ),
        migrations.RunSQL(SEAL, BREAK),
    ]
