"""How long families wait for a service, its free places and languages."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0004_meetings'),
        ('reference', '0001_initial'),
        ('services', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Waiting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measured_on', models.DateField()),
                ('answer_median', models.PositiveSmallIntegerField(null=True)),
                ('answer_p90', models.PositiveSmallIntegerField(null=True)),
                ('start_median', models.PositiveSmallIntegerField(null=True)),
                ('start_p90', models.PositiveSmallIntegerField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='service',
            name='languages',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='service',
            name='places_free',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('capacity__isnull', True), ('places_free__isnull', True), ('places_free__lte', models.F('capacity')), _connector='OR'), name='service_places'),
        ),
        migrations.AddField(
            model_name='waiting',
            name='service',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='waiting', to='services.service'),
        ),
    ]
