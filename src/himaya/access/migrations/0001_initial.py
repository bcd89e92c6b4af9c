"""Who may do what: units, people who sign in, roles, dossiers, the audit and its seals."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import himaya.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('kit', '0001_text_functions'),
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('value', models.TextField()),
                ('expires', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', himaya.kit.ids.PublicIdField(default=himaya.kit.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('name_az', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('name_ru', models.CharField(max_length=200)),
                ('voen', models.CharField(blank=True, max_length=10)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'name_az'), name='organisation_once')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', himaya.kit.ids.PublicIdField(default=himaya.kit.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('name_az', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('name_ru', models.CharField(max_length=200)),
                ('path', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False, size=None)),
                ('is_national_desk', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='access.organisation')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='access.unit')),
                ('territories', models.ManyToManyField(blank=True, related_name='+', to='reference.territory')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['path'], name='unit_path')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'parent', 'name_az'), name='unit_once'), models.UniqueConstraint(condition=models.Q(('is_active', True), ('is_national_desk', True)), fields=('is_national_desk',), name='unit_one_national_desk', violation_error_message='The country has one national desk already.')],
            },
        ),
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('sensitivity', models.SmallIntegerField(default=0)),
                ('zone', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('unit_id'), '*', models.Value(4)), '+', models.F('sensitivity')), output_field=models.IntegerField())),
                ('born_xid', models.BigIntegerField(db_index=True, editable=False, null=True)),
                ('born_at', models.DateTimeField(editable=False, null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['zone'], name='dossier_zone')],
                'constraints': [models.CheckConstraint(condition=models.Q(('sensitivity__gte', 0), ('sensitivity__lte', 2)), name='dossier_sensitivity')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', himaya.kit.ids.PublicIdField(default=himaya.kit.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('full_name', models.CharField(max_length=150)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('password', models.CharField(max_length=128)),
                ('last_login', models.DateTimeField(blank=True, null=True)),
                ('language', models.CharField(default='az', max_length=2)),
                ('status', models.CharField(default='active', max_length=10)),
                ('status_reason', models.CharField(blank=True, max_length=40)),
                ('is_active', models.BooleanField(default=True)),
                ('is_sample', models.BooleanField(default=False)),
                ('reviewed_on', models.DateField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['invited', 'active', 'suspended'])), name='user_status_known')],
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('xid', models.BigIntegerField(db_default=django.db.models.expressions.RawSQL('pg_current_xact_id()::text::bigint', ()))),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('verb', models.CharField(max_length=80)),
                ('dossier_id', models.BigIntegerField(null=True)),
                ('object_kind', models.CharField(blank=True, max_length=60)),
                ('object_id', models.BigIntegerField(null=True)),
                ('reason', models.CharField(blank=True, max_length=60)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('session', models.CharField(blank=True, max_length=16)),
            ],
            options={
                'indexes': [models.Index(fields=['dossier_id', 'at'], name='audit_dossier'), models.Index(fields=['actor_id', 'at'], name='audit_actor'), models.Index(fields=['xid'], name='audit_xid')],
            },
        ),
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('era', models.IntegerField(default=1)),
                ('after_id', models.BigIntegerField(default=0)),
                ('first_xid', models.BigIntegerField()),
                ('end_xid', models.BigIntegerField()),
                ('rows', models.IntegerField()),
                ('row_digests', models.BinaryField(default=bytes)),
                ('digest', models.CharField(max_length=64)),
                ('previous', models.CharField(max_length=64)),
                ('sealed_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('era', 'first_xid'), name='seal_range_once')],
            },
        ),
        migrations.CreateModel(
            name='DoomedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('doomed_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='doomed_file_named')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('sent_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('key', models.UUIDField(primary_key=True, serialize=False)),
                ('actor', models.CharField(max_length=24)),
                ('path_digest', models.CharField(max_length=64)),
                ('content', models.CharField(blank=True, default='', max_length=64)),
                ('location', models.TextField(blank=True)),
                ('at', models.DateTimeField(db_index=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('content', ''), _negated=True), fields=['actor', 'path_digest', 'content'], name='submission_content')],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.IntegerField(db_index=True, default=0, editable=False)),
                ('version', models.IntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('public_id', himaya.kit.ids.PublicIdField(default=himaya.kit.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('outcome', models.CharField(max_length=10)),
                ('reason', models.CharField(max_length=60)),
                ('words', models.TextField()),
                ('opened_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(null=True)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('result', models.CharField(blank=True, max_length=60)),
                ('review_words', models.TextField(blank=True)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.dossier')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', '-opened_at'], name='opening_unit'), models.Index(condition=models.Q(('reviewed_at__isnull', True)), fields=['unit'], name='opening_waiting'), models.Index(fields=['user', '-opened_at'], name='opening_user')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('counsellor', 'counsellor'), ('hotline_supervisor', 'hotline_supervisor'), ('duty_officer', 'duty_officer'), ('social_worker', 'social_worker'), ('supervisor', 'supervisor'), ('registrar', 'registrar'), ('manager', 'manager'), ('adjudicator', 'adjudicator'), ('commission_member', 'commission_member'), ('provider_staff', 'provider_staff'), ('coordinator', 'coordinator'), ('analyst', 'analyst'), ('auditor', 'auditor'), ('administrator', 'administrator')], max_length=40)),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='access.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('user', 'unit', 'role'), name='membership_once')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.IntegerField(db_index=True, default=0, editable=False)),
                ('version', models.IntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('ground', models.CharField(max_length=40)),
                ('source', models.CharField(blank=True, max_length=60)),
                ('expires_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.dossier')),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.unit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['user', 'dossier'], name='grant_user_open'), models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['unit', 'dossier'], name='grant_unit_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('unit__isnull', True), ('user__isnull', False)), models.Q(('unit__isnull', False), ('user__isnull', True)), _connector='OR'), name='grant_to_one'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('dossier', 'user', 'unit', 'ground', 'source'), name='grant_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Wall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.IntegerField(db_index=True, default=0, editable=False)),
                ('version', models.IntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('reason', models.CharField(max_length=40)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.dossier')),
                ('raised_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.unit')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('unit__isnull', True), ('user__isnull', False)), models.Q(('unit__isnull', False), ('user__isnull', True)), _connector='OR'), name='wall_for_one'), models.UniqueConstraint(fields=('dossier', 'user', 'unit'), name='wall_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='DossierKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.IntegerField(db_index=True, default=0, editable=False)),
                ('version', models.IntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('wrapped', models.TextField(blank=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.dossier')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('dossier',), name='dossier_key_once')],
            },
        ),
        migrations.CreateModel(
            name='History',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.IntegerField(db_index=True, default=0, editable=False)),
                ('version', models.IntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('table_name', models.CharField(max_length=63)),
                ('row_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('actor_id', models.BigIntegerField(null=True)),
                ('before', models.JSONField()),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.dossier')),
            ],
            options={
                'indexes': [models.Index(fields=['table_name', 'row_id'], name='history_row')],
            },
        ),
    ]
