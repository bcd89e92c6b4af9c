

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0008_user_phone'),
    ]

    operations = [
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('counsellor', 'counsellor'), ('duty_officer', 'duty_officer'), ('social_worker', 'social_worker'), ('supervisor', 'supervisor'), ('manager', 'manager'), ('adjudicator', 'adjudicator'), ('commission_member', 'commission_member'), ('provider_staff', 'provider_staff'), ('coordinator', 'coordinator'), ('analyst', 'analyst'), ('auditor', 'auditor'), ('administrator', 'administrator')], max_length=40),
        ),
    ]
