"""The beginning and the outcome of referrals, and links for organisations without an account."""

import django.db.models.deletion
import himaya.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0004_meetings'),
        ('cases', '0009_supervision'),
        ('services', '0002_waiting_and_places'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.IntegerField(db_index=True, default=0, editable=False)),
                ('version', models.IntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OutsideLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.IntegerField(db_index=True, default=0, editable=False)),
                ('version', models.IntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('public_id', himaya.kit.ids.PublicIdField(default=himaya.kit.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('code', models.CharField(max_length=160)),
                ('form_digest', models.CharField(max_length=64, unique=True)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('language', models.CharField(max_length=2)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('visit', models.CharField(blank=True, max_length=64)),
                ('visit_until', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='duty',
            name='answered_name',
            field=models.CharField(blank=True, default='', max_length=150),
        ),
        migrations.AddField(
            model_name='duty',
            name='reported_name',
            field=models.CharField(blank=True, default='', max_length=150),
        ),
        migrations.AddField(
            model_name='feedback',
            name='by_name',
            field=models.CharField(blank=True, default='', max_length=150),
        ),
        migrations.AddField(
            model_name='referral',
            name='answered_by',
            field=models.CharField(blank=True, default='', max_length=150),
        ),
        migrations.AddField(
            model_name='referral',
            name='outcome',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
        migrations.AddField(
            model_name='referral',
            name='started_on',
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name='feedback',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('by__isnull', False), models.Q(('by_name', ''), _negated=True), _connector='OR'), name='feedback_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'started'), _negated=True), ('started_on__isnull', False), _connector='OR'), name='referral_started_on'),
        ),
        migrations.AddField(
            model_name='linkopening',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.dossier'),
        ),
        migrations.AddField(
            model_name='outsidelink',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.dossier'),
        ),
        migrations.AddField(
            model_name='outsidelink',
            name='duty',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='links', to='cases.duty'),
        ),
        migrations.AddField(
            model_name='outsidelink',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='outsidelink',
            name='referral',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='links', to='cases.referral'),
        ),
        migrations.AddField(
            model_name='linkopening',
            name='link',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='cases.outsidelink'),
        ),
        migrations.AddConstraint(
            model_name='outsidelink',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='outside_link_lasts'),
        ),
        migrations.AddConstraint(
            model_name='outsidelink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('duty__isnull', True), ('referral__isnull', False)), models.Q(('duty__isnull', False), ('referral__isnull', True)), _connector='OR'), name='outside_link_to_one'),
        ),
        migrations.AddConstraint(
            model_name='outsidelink',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('referral', 'duty'), name='outside_link_one_open', nulls_distinct=False),
        ),
    ]
