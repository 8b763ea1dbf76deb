from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0008_pause"),
    ]

    operations = [
        migrations.AlterField(
            model_name="batch",
            name="channel",
            field=models.CharField(
                choices=[("paper", "By letter"), ("phone", "By phone"), ("event", "At an event")],
                default="paper",
                help_text="Everybody reads it beside each answer: “By letter”, “By phone”, “At an event”.",
                max_length=8,
                verbose_name="how they reached us",
            ),
        ),
    ]
