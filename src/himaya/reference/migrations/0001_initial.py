"""Territory, code lists, norms and the calendar, each with its days and its source."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import himaya.kit.text_sql
import himaya.reference.territory.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('kit', '0001_text_functions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Codelist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=200)),
                ('certainty', models.CharField(choices=[('V', 'seen in a published source'), ('T', 'tested'), ('K', 'to be verified'), ('P', 'proposed')], default='P', max_length=1)),
                ('edited', models.BooleanField(default=False)),
                ('name_az', models.CharField(max_length=300)),
                ('name_en', models.CharField(max_length=300)),
                ('name_ru', models.CharField(max_length=300)),
                ('key', models.CharField(max_length=60, unique=True)),
            ],
            options={
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='HelpNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=200)),
                ('certainty', models.CharField(choices=[('V', 'seen in a published source'), ('T', 'tested'), ('K', 'to be verified'), ('P', 'proposed')], default='P', max_length=1)),
                ('edited', models.BooleanField(default=False)),
                ('name_az', models.CharField(max_length=300)),
                ('name_en', models.CharField(max_length=300)),
                ('name_ru', models.CharField(max_length=300)),
                ('number', models.CharField(max_length=20, unique=True)),
                ('when_az', models.CharField(max_length=200)),
                ('when_en', models.CharField(max_length=200)),
                ('when_ru', models.CharField(max_length=200)),
                ('urgent', models.BooleanField(default=False)),
                ('for_children', models.BooleanField(default=False)),
                ('order', models.PositiveIntegerField(default=0)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(default=(None, None))),
            ],
            options={
                'ordering': ['order', 'number'],
            },
        ),
        migrations.CreateModel(
            name='LegalAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=200)),
                ('certainty', models.CharField(choices=[('V', 'seen in a published source'), ('T', 'tested'), ('K', 'to be verified'), ('P', 'proposed')], default='P', max_length=1)),
                ('edited', models.BooleanField(default=False)),
                ('name_az', models.CharField(max_length=300)),
                ('name_en', models.CharField(max_length=300)),
                ('name_ru', models.CharField(max_length=300)),
                ('key', models.CharField(max_length=60, unique=True)),
                ('kind', models.CharField(choices=[('code', 'code'), ('law', 'law'), ('decree', 'decree of the President'), ('order', 'order of the President'), ('cabinet', 'decision of the Cabinet of Ministers'), ('standard', 'international standard'), ('house', 'working rule of this system')], max_length=10)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('adopted_on', models.DateField(blank=True, null=True)),
                ('in_force_from', models.DateField(blank=True, null=True)),
                ('url', models.URLField(blank=True)),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['adopted_on', 'key'],
            },
        ),
        migrations.CreateModel(
            name='WorkingDayChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=200)),
                ('certainty', models.CharField(choices=[('V', 'seen in a published source'), ('T', 'tested'), ('K', 'to be verified'), ('P', 'proposed')], default='P', max_length=1)),
                ('edited', models.BooleanField(default=False)),
                ('day', models.DateField(unique=True)),
                ('kind', models.CharField(choices=[('off', 'day off'), ('working', 'working day')], max_length=8)),
                ('reason', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='reference_release_single')],
            },
        ),
        migrations.CreateModel(
            name='Territory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=200)),
                ('certainty', models.CharField(choices=[('V', 'seen in a published source'), ('T', 'tested'), ('K', 'to be verified'), ('P', 'proposed')], default='P', max_length=1)),
                ('edited', models.BooleanField(default=False)),
                ('name_az', models.CharField(max_length=300)),
                ('name_en', models.CharField(max_length=300)),
                ('name_ru', models.CharField(max_length=300)),
                ('code', models.CharField(max_length=12, unique=True)),
                ('iso_code', models.CharField(blank=True, max_length=6, null=True, unique=True)),
                ('kind', models.CharField(choices=[('country', 'country'), ('region', 'economic region'), ('city', 'city'), ('rayon', 'rayon'), ('district', 'city district')], max_length=10)),
                ('aliases', models.CharField(blank=True, default='', max_length=300)),
                ('everyday_word', models.BooleanField(default=False)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(default=(None, None))),
                ('name_fold', models.GeneratedField(db_persist=True, expression=himaya.kit.text_sql.Fold(models.F('name_az')), output_field=models.TextField(db_collation='C'))),
                ('name_sort', models.GeneratedField(db_persist=True, expression=himaya.kit.text_sql.SortKey(models.F('name_az')), output_field=models.TextField(db_collation='C'))),
                ('search_key', models.GeneratedField(db_persist=True, expression=himaya.reference.territory.models.SearchKey(models.F('name_az'), models.F('name_en'), models.F('name_ru'), models.F('aliases')), output_field=models.TextField(db_collation='C'))),
                ('administered_with', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.territory')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='reference.territory')),
            ],
            options={
                'ordering': ['name_sort', 'kind'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_key'], name='territory_search', opclasses=['gin_trgm_ops'])],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['country', 'region', 'city', 'rayon', 'district'])), name='territory_kind_known'), models.CheckConstraint(condition=models.Q(('kind', 'country'), ('parent__isnull', False), _connector='OR'), name='territory_has_parent')],
            },
        ),
        migrations.CreateModel(
            name='Settlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=200)),
                ('certainty', models.CharField(choices=[('V', 'seen in a published source'), ('T', 'tested'), ('K', 'to be verified'), ('P', 'proposed')], default='P', max_length=1)),
                ('edited', models.BooleanField(default=False)),
                ('name_az', models.CharField(max_length=300)),
                ('name_en', models.CharField(max_length=300)),
                ('name_ru', models.CharField(max_length=300)),
                ('code', models.CharField(max_length=80, unique=True)),
                ('kind', models.CharField(choices=[('town', 'town'), ('township', 'township'), ('village', 'village')], max_length=10)),
                ('aliases', models.CharField(blank=True, default='', max_length=300)),
                ('everyday_word', models.BooleanField(default=False)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(default=(None, None))),
                ('name_fold', models.GeneratedField(db_persist=True, expression=himaya.kit.text_sql.Fold(models.F('name_az')), output_field=models.TextField(db_collation='C'))),
                ('name_sort', models.GeneratedField(db_persist=True, expression=himaya.kit.text_sql.SortKey(models.F('name_az')), output_field=models.TextField(db_collation='C'))),
                ('search_key', models.GeneratedField(db_persist=True, expression=himaya.reference.territory.models.SearchKey(models.F('name_az'), models.F('name_en'), models.F('name_ru'), models.F('aliases')), output_field=models.TextField(db_collation='C'))),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settlements', to='reference.territory')),
            ],
            options={
                'ordering': ['name_sort', 'code'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_key'], name='settlement_search', opclasses=['gin_trgm_ops']), models.Index(fields=['name_fold'], name='settlement_name')],
            },
        ),
        migrations.CreateModel(
            name='Population',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=200)),
                ('certainty', models.CharField(choices=[('V', 'seen in a published source'), ('T', 'tested'), ('K', 'to be verified'), ('P', 'proposed')], default='P', max_length=1)),
                ('edited', models.BooleanField(default=False)),
                ('measure', models.CharField(max_length=60)),
                ('on', models.DateField()),
                ('value', models.DecimalField(decimal_places=3, max_digits=14)),
                ('unit', models.CharField(max_length=20)),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='population', to='reference.territory')),
            ],
            options={
                'ordering': ['measure', 'territory', 'on'],
                'constraints': [models.UniqueConstraint(fields=('measure', 'territory', 'on'), name='population_once'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='population_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Norm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=200)),
                ('certainty', models.CharField(choices=[('V', 'seen in a published source'), ('T', 'tested'), ('K', 'to be verified'), ('P', 'proposed')], default='P', max_length=1)),
                ('edited', models.BooleanField(default=False)),
                ('name_az', models.CharField(max_length=300)),
                ('name_en', models.CharField(max_length=300)),
                ('name_ru', models.CharField(max_length=300)),
                ('key', models.CharField(max_length=80)),
                ('value', models.CharField(max_length=60)),
                ('unit', models.CharField(choices=[('seconds', 'seconds'), ('minutes', 'minutes'), ('hours', 'hours'), ('days', 'days'), ('working_days', 'working days'), ('weeks', 'weeks'), ('months', 'months'), ('years', 'years'), ('count', 'count'), ('percent', 'percent'), ('azn', 'AZN'), ('body', 'body')], max_length=12)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(default=(None, None))),
                ('article', models.CharField(blank=True, max_length=60)),
                ('note', models.TextField(blank=True)),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='norms', to='reference.legalact')),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='norms', to='reference.territory')),
            ],
            options={
                'ordering': ['key', 'territory', 'valid'],
                'indexes': [models.Index(fields=['key'], name='norm_key')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('key'), '='), (django.db.models.functions.comparison.Coalesce(models.F('territory_id'), models.Value(0)), '='), (models.F('valid'), '&&')], name='norm_one_value_a_day'), models.CheckConstraint(condition=models.Q(('unit', 'body'), ('value__regex', '^[0-9]+(\\.[0-9]+)?$'), _connector='OR'), name='norm_value_is_a_number')],
            },
        ),
        migrations.CreateModel(
            name='Code',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=200)),
                ('certainty', models.CharField(choices=[('V', 'seen in a published source'), ('T', 'tested'), ('K', 'to be verified'), ('P', 'proposed')], default='P', max_length=1)),
                ('edited', models.BooleanField(default=False)),
                ('name_az', models.CharField(max_length=300)),
                ('name_en', models.CharField(max_length=300)),
                ('name_ru', models.CharField(max_length=300)),
                ('code', models.CharField(max_length=60)),
                ('order', models.PositiveIntegerField(default=0)),
                ('attributes', models.JSONField(blank=True, default=dict)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(default=(None, None))),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='reference.code')),
                ('codelist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codes', to='reference.codelist')),
            ],
            options={
                'ordering': ['codelist', 'order', 'code'],
                'constraints': [models.UniqueConstraint(fields=('codelist', 'code'), name='code_once_in_its_list')],
            },
        ),
    ]
