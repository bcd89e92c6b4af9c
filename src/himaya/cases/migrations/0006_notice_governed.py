from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0005_assessment_plan"),
    ]

    operations = [
        migrations.AddField(
            model_name="mandatorynotice",
            name="status",
            field=models.CharField(db_index=True, default="due", editable=False, max_length=40),
            preserve_default=False,
        ),
    ]
