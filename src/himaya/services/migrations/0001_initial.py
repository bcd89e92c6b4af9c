"""The directory of services."""

import django.contrib.postgres.fields
import django.db.models.deletion
import himaya.kit.ids
import himaya.kit.text_sql
import himaya.services.directory.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('kit', '0001_text_functions'),
        ('access', '0001_initial'),
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', himaya.kit.ids.PublicIdField(default=himaya.kit.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('type', models.CharField(max_length=60)),
                ('name_az', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('name_ru', models.CharField(blank=True, max_length=200)),
                ('about_az', models.TextField(blank=True)),
                ('about_en', models.TextField(blank=True)),
                ('about_ru', models.TextField(blank=True)),
                ('is_nationwide', models.BooleanField(default=False)),
                ('groups', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('age_from', models.SmallIntegerField(blank=True, null=True)),
                ('age_to', models.SmallIntegerField(blank=True, null=True)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('hours', models.CharField(blank=True, max_length=200)),
                ('capacity', models.PositiveIntegerField(blank=True, null=True)),
                ('is_open', models.BooleanField(default=True)),
                ('confirmed_on', models.DateField(blank=True, null=True)),
                ('version', models.IntegerField(default=1)),
                ('is_sample', models.BooleanField(default=False)),
                ('search_key', models.GeneratedField(db_persist=True, expression=himaya.services.directory.models.SearchKey(models.F('name_az'), models.F('name_en'), models.F('name_ru'), models.F('about_az'), models.F('about_en'), models.F('about_ru')), output_field=models.TextField(db_collation='C'))),
                ('name_sort', models.GeneratedField(db_persist=True, expression=himaya.kit.text_sql.SortKey(models.F('name_az')), output_field=models.TextField(db_collation='C'))),
                ('territories', models.ManyToManyField(blank=True, related_name='+', to='reference.territory')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='access.unit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_open', True)), fields=['type'], name='service_type')],
                'constraints': [models.UniqueConstraint(fields=('unit', 'type', 'name_az'), name='service_once'), models.CheckConstraint(condition=models.Q(('age_from__isnull', True), ('age_to__isnull', True), ('age_from__lte', models.F('age_to')), _connector='OR'), name='service_ages')],
            },
        ),
    ]
