from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_comments.managers import CommentManager
from django_comments_xtd.models import XtdComment

from engagement.comments.querysets import CommentQuerySet
from engagement.comments.rules import MINUTES_TO_EDIT
from engagement.plugin import Activity, Contribution, Participant, action_url


class Discussion(Activity):
    """A talk in the open: comments, replies, and answers from the organisation."""

    prompt = models.TextField(
        _("what you ask"),
        blank=True,
        help_text=_("One or two sentences under the title that help people to begin. Ask what only they can know."),
    )
    team = models.CharField(
        _("who answers"),
        max_length=80,
        blank=True,
        help_text=_("The team that reads everything and answers, such as “Streets team”. Stands beside its answers."),
    )
    max_length = models.PositiveIntegerField(
        _("longest comment, in characters"),
        default=2000,
        validators=[MinValueValidator(100), MaxValueValidator(10_000)],
    )
    allows_replies = models.BooleanField(
        _("people can reply to each other"),
        default=True,
        help_text=_("Without this they can only add comments of their own. You can answer in either case."),
    )
    minutes_to_edit = models.PositiveSmallIntegerField(
        _("time to edit, in minutes"),
        default=MINUTES_TO_EDIT,
        validators=[MaxValueValidator(24 * 60)],
        help_text=_(
            "So long people can mend their own words; everybody sees that they did. Keep it short: others answer what "
            "stands there. 0: never."
        ),
    )

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")


class Comment(XtdComment):
    """What one person said, and where in the talk.

    The package gives the text, the threading and columns for personal data that stay empty. Who said it, when, in
    which language and whether it is public stand in `contribution`; `engagement.comments.services` keeps the
    package's own flags in step with it and is the only writer of them.
    """

    # Named by us, because the reverse name Django would give it is a field of the package.
    threaded = models.OneToOneField(
        XtdComment, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="ours"
    )
    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="comment")
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, related_name="+", editable=False, db_index=False
    )
    """Its contribution's activity, once more: no index reaches over two tables, and the orders of a talk need theirs.
    Written once, with the row; a contribution never changes its activity."""
    reply_to = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        db_index=False,
        related_name="answers",
        verbose_name=_("in reply to"),
    )
    """Whom it answers. In the tree a reply to the deepest level stands beside what it answers, not under it."""
    is_official = models.BooleanField(_("answer from the council"), default=False)
    pinned_at = models.DateTimeField(_("pinned"), null=True, blank=True)
    first_public_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When it first became public. What nobody ever saw leaves no line behind when it is taken down."""

    supporters = models.PositiveIntegerField(default=0, editable=False)
    """How many agree: the number of its agreements, kept by `services.agree` and its neighbours alone."""

    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    """Of the comment that begins a conversation: what was said in it up to then needs no answer."""
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    down_because: str = ""
    """Why a moderator took it away, where `thread_page` has read it; no column."""

    objects = CommentManager.from_queryset(CommentQuerySet)()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("thread_id", "order")
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["discussion", "pinned_at"], name="comment_pinned", condition=Q(pinned_at__isnull=False)
            ),
            # Without the many that answer nothing: SQLite would look for them here and sort them.
            models.Index(fields=["reply_to"], name="comment_by_asked", condition=Q(reply_to__isnull=False)),
            models.Index(fields=["discussion", "threaded"], name="comment_by_age", condition=Q(reply_to=None)),
            models.Index(
                fields=["discussion", "-supporters", "threaded"], name="comment_by_support", condition=Q(reply_to=None)
            ),
            models.Index(fields=["contribution"], name="comment_official", condition=Q(is_official=True)),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(pinned_at__isnull=True) | Q(is_official=True), name="comment_pinned_is_official"
            )
        ]

    def __str__(self) -> str:
        return self.comment[:80]

    @property
    def anchor(self) -> str:
        """The id of its element on a page."""
        return f"c-{self.contribution.uuid}"

    def get_absolute_url(self, anchor_pattern: str = "") -> str:
        """The address, path only, that shows it in its talk, on whatever page it stands by then.

        Args:
            anchor_pattern: the package's; ours is always the same.
        """
        thread = action_url(self.contribution.activity, "thread")
        return f"{thread}?comment={self.contribution.uuid}#{self.anchor}"


class CommentVersion(models.Model):
    """What a comment said before its author changed it. Read by moderators alone, and gone with its author."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    """1 for what it said first."""
    text = models.TextField()
    at = models.DateTimeField()
    """Since when it said so."""
    retry_key = models.UUIDField()
    """Of the form that put other words in its place."""

    class Meta:
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")
        ordering = ("comment", "number")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["comment", "number"], name="comment_version_once"),
            models.UniqueConstraint(fields=["comment", "retry_key"], name="comment_edit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} #{self.number}"


class Agreement(models.Model):
    """One person's "I agree" with one comment.

    It is a mark on a contribution and none itself: it has no words to read, no reference and no state, and the numbers
    of comments and people of a talk leave it out. An erased person's agreements count on without them.
    """

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="agreements")
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="agreements"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["comment", "participant"], name="agreement_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} < {self.participant_id}"
