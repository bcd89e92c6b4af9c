"""Clocks, notices, tasks, papers, signatures, drafts: what every process uses."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import himaya.access.encryption.fields
import himaya.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PaperCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(max_length=8)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('series', 'year'), name='paper_count_once')],
            },
        ),
        migrations.CreateModel(
            name='PaperTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('number', models.PositiveSmallIntegerField()),
                ('series', models.CharField(max_length=8)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('layout', models.TextField()),
                ('wording', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('loaded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['key', 'number'],
                'constraints': [models.UniqueConstraint(fields=('key', 'number'), name='paper_template_once'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('key'), '='), (models.F('valid'), '&&')], name='paper_one_template_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.IntegerField(db_index=True, default=0, editable=False)),
                ('version', models.IntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('process', models.CharField(max_length=40)),
                ('subject_id', models.BigIntegerField()),
                ('name', models.CharField(max_length=40)),
                ('norm', models.CharField(max_length=80)),
                ('ladder', models.CharField(default='standard', max_length=20)),
                ('state', models.CharField(default='running', max_length=10)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('fires_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('missed_at', models.DateTimeField(null=True)),
                ('rung', models.SmallIntegerField(default=0)),
                ('ended_at', models.DateTimeField(null=True)),
                ('paused_at', models.DateTimeField(null=True)),
                ('pause_reason', models.CharField(blank=True, max_length=60)),
                ('role', models.CharField(blank=True, max_length=40)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.dossier')),
                ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.unit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'running')), fields=['fires_at'], name='clock_fires'), models.Index(condition=models.Q(('state', 'running')), fields=['holder', 'due_at'], name='clock_holder'), models.Index(condition=models.Q(('state', 'running')), fields=['unit', 'due_at'], name='clock_unit'), models.Index(fields=['process', 'subject_id'], name='clock_subject'), models.Index(condition=models.Q(('state__in', ['running', 'paused'])), fields=['due_at', 'id'], name='clock_due'), models.Index(condition=models.Q(('state__in', ['running', 'paused'])), fields=['zone', 'process', 'due_at', 'id'], name='clock_zone_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['running', 'paused'])), fields=('process', 'subject_id', 'name'), name='clock_runs_once'), models.CheckConstraint(condition=models.Q(('state__in', ['running', 'paused', 'met', 'cancelled'])), name='clock_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120)),
                ('typed', models.JSONField()),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='draft_once')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=160, unique=True)),
                ('channel', models.CharField(max_length=10)),
                ('addressee', models.CharField(blank=True, max_length=40)),
                ('addressee_id', models.BigIntegerField(null=True)),
                ('kind', models.CharField(max_length=60)),
                ('url', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField()),
                ('not_before', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('tries', models.SmallIntegerField(default=0)),
                ('failed_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=120)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('failed_at__isnull', True), ('sent_at__isnull', True)), fields=['not_before'], name='message_waiting'), models.Index(fields=['addressee', 'addressee_id'], name='message_addressee'), models.Index(fields=['user', '-created_at'], name='message_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('addressee', ''), ('addressee_id__isnull', True), ('user__isnull', False)), models.Q(('addressee_id__isnull', False), ('user__isnull', True), models.Q(('addressee', ''), _negated=True)), _connector='OR'), name='message_to_one')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', himaya.kit.ids.PublicIdField(default=himaya.kit.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=160)),
                ('url', models.CharField(blank=True, max_length=200)),
                ('reference', models.CharField(blank=True, max_length=40)),
                ('urgent', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', '-at'], name='notice_user'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['user'], name='notice_unread')],
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='notice_once')],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.IntegerField(db_index=True, default=0, editable=False)),
                ('version', models.IntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('public_id', himaya.kit.ids.PublicIdField(default=himaya.kit.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('number', models.CharField(max_length=24, unique=True)),
                ('process', models.CharField(max_length=40)),
                ('subject_id', models.BigIntegerField()),
                ('language', models.CharField(max_length=2)),
                ('stored_as', himaya.access.encryption.fields.StoredName(blank=True, default='', max_length=80)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.dossier')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.papertemplate')),
            ],
            options={
                'indexes': [models.Index(fields=['process', 'subject_id'], name='paper_subject')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('stored_as', ''), _negated=True), fields=('stored_as',), name='paper_stored_once')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.IntegerField(db_index=True, default=0, editable=False)),
                ('version', models.IntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('public_id', himaya.kit.ids.PublicIdField(default=himaya.kit.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('process', models.CharField(max_length=40)),
                ('subject_id', models.BigIntegerField()),
                ('part', models.CharField(choices=[('worker', 'social worker'), ('supervisor', 'supervisor'), ('child', 'child'), ('parent', 'parent'), ('guardian', 'legal representative'), ('other', 'other participant')], max_length=12)),
                ('way', models.CharField(choices=[('typed', 'typed name, identity proven anew'), ('spoken', 'spoken, written down'), ('paper', 'on paper')], max_length=8)),
                ('name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('digest', models.CharField(max_length=64)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.dossier')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['process', 'subject_id'], name='signature_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('user__isnull', False), ('way', 'typed')), models.Q(models.Q(('way', 'typed'), _negated=True), ('user__isnull', True)), _connector='OR'), name='signature_typed_by_user')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.IntegerField(db_index=True, default=0, editable=False)),
                ('version', models.IntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('process', models.CharField(max_length=40)),
                ('subject_table', models.CharField(max_length=63)),
                ('subject_id', models.BigIntegerField()),
                ('move', models.CharField(max_length=40)),
                ('from_state', models.CharField(blank=True, max_length=40)),
                ('to_state', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('actor_kind', models.CharField(max_length=10)),
                ('reason', models.CharField(blank=True, max_length=60)),
                ('override_reason', models.CharField(blank=True, max_length=60)),
                ('gaps', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.dossier')),
            ],
            options={
                'indexes': [models.Index(fields=['process', 'subject_id', 'id'], name='step_subject')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.IntegerField(db_index=True, default=0, editable=False)),
                ('version', models.IntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('public_id', himaya.kit.ids.PublicIdField(default=himaya.kit.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=120)),
                ('process', models.CharField(blank=True, max_length=40)),
                ('subject_id', models.BigIntegerField(null=True)),
                ('role', models.CharField(blank=True, max_length=40)),
                ('due_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=60)),
                ('assignee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.dossier')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.unit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['assignee', 'due_at'], name='task_assignee'), models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['unit', 'due_at'], name='task_unit')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('key',), name='task_open_once')],
            },
        ),
    ]
