from django.db import migrations, models


class Migration(migrations.Migration):
    """What columns mean is remembered by the institution whose lists they are."""

    dependencies = [("registry", "0014_retention")]

    operations = [
        migrations.RemoveConstraint(model_name="importcolumn", name="import_column_once"),
        migrations.AddField(
            model_name="importbatch",
            name="institution",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="importcolumn",
            name="institution",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddConstraint(
            model_name="importcolumn",
            constraint=models.UniqueConstraint(
                fields=("unit", "institution", "title"), name="import_column_once"
            ),
        ),
    ]
