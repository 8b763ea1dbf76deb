import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

HELP_WITH_EDITING = (
    "So long people can mend their own words; everybody sees that they did. Keep it short: others answer what "
    "stands there. 0: never."
)


def name_discussions(apps, schema_editor):
    """Write into each comment to which discussion it was given, which only its contribution knew."""
    Comment = apps.get_model("engagement_comments", "Comment")
    Contribution = apps.get_model("engagement", "Contribution")
    given = Contribution.objects.filter(pk=OuterRef("contribution"))
    Comment.objects.update(discussion=Subquery(given.values("activity")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("engagement", "0004_edits"),
        ("engagement_comments", "0002_agreements"),
    ]

    operations = [
        migrations.AddField(
            model_name="discussion",
            name="minutes_to_edit",
            field=models.PositiveSmallIntegerField(
                default=30,
                help_text=HELP_WITH_EDITING,
                validators=[django.core.validators.MaxValueValidator(1440)],
                verbose_name="time to edit, in minutes",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="settled_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="discussion",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="engagement_comments.discussion",
            ),
        ),
        migrations.RunPython(name_discussions, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="comment",
            name="discussion",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="engagement_comments.discussion",
            ),
        ),
        migrations.AlterField(
            model_name="comment",
            name="reply_to",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="answers",
                to="engagement_comments.comment",
                verbose_name="in reply to",
            ),
        ),
        migrations.RemoveIndex(model_name="comment", name="comment_pinned"),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("pinned_at__isnull", False)),
                fields=["discussion", "pinned_at"],
                name="comment_pinned",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("reply_to__isnull", False)), fields=["reply_to"], name="comment_by_asked"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("reply_to", None)), fields=["discussion", "threaded"], name="comment_by_age"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("reply_to", None)),
                fields=["discussion", "-supporters", "threaded"],
                name="comment_by_support",
            ),
        ),
        migrations.CreateModel(
            name="CommentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("retry_key", models.UUIDField()),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="engagement_comments.comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "earlier version",
                "verbose_name_plural": "earlier versions",
                "ordering": ("comment", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("comment", "number"), name="comment_version_once"),
                    models.UniqueConstraint(fields=("comment", "retry_key"), name="comment_edit_once"),
                ],
            },
        ),
    ]
