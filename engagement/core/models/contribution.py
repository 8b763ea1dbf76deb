import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from engagement.accounts.models import Participant
from engagement.core import registry
from engagement.core.enums import STANDING, Channel, ContributionState, HeldBecause, Reason
from engagement.core.models.activity import Activity
from engagement.core.models.batch import Batch
from engagement.core.querysets import ContributionQuerySet

REFERENCE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, so that a reference can be read out over the telephone."""


def new_reference() -> str:
    """A reference of eight characters such as `4K7P-WX2Q`: 32^8, about 10^12 of them."""
    letters = get_random_string(8, REFERENCE_ALPHABET)
    return f"{letters[:4]}-{letters[4:]}"


class Contribution(index.Indexed, models.Model):
    """One thing someone gave, whatever the module; the module's own row points to it one-to-one.

    Its state and its activity are the truth about what is public: modules follow, they never decide.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=9, unique=True, default=new_reference, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="contributions")
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="contributions"
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices, default=Channel.WEB)
    batch = models.ForeignKey(
        Batch, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="contributions"
    )
    """With what it was typed in, where staff did that. Its `created_at` then lies on the day on which it arrived."""
    language = models.CharField(_("language"), max_length=12)
    state = models.CharField(_("state"), max_length=12, choices=ContributionState.choices)
    created_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    state_changed_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    edits = models.PositiveSmallIntegerField(default=0, editable=False)
    """How often its author has changed it: which of its texts somebody has read. Written by `revise` alone."""
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    is_only = models.BooleanField(default=False, editable=False)
    """Whether its participant may have one standing contribution to this activity: a vote, say, and not a comment."""
    retry_key = models.UUIDField(null=True, blank=True, editable=False)
    words_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    """What its words are known by without keeping them: `engagement.core.wording.words_digest`."""
    held_because = models.CharField(
        _("why it was held"), max_length=12, choices=HeldBecause.choices, blank=True, default="", editable=False
    )
    """Kept also once somebody has decided: it is the truth about why it waited, not about where it stands."""

    objects = ContributionQuerySet.as_manager()

    search_fields = [index.SearchField("public_words")]
    search_auto_update = False
    """Not each time it is saved: `engagement.core.services.indexing` does it when its words come or go."""

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ("-created_at", "-pk")
        permissions = [
            ("moderate_contribution", _("Can approve, hide and remove contributions")),
            ("answer_officially", _("Can answer for the organisation")),
            ("export_contribution", _("Can export contributions")),
            ("enter_contribution", _("Can type in answers from elsewhere")),
        ]
        indexes = [
            models.Index(fields=["activity", "state", "created_at"], name="contribution_by_activity"),
            models.Index(fields=["state", "created_at"], name="contribution_by_state"),
            # Of all rows: a plan that PostgreSQL keeps cannot know that the words it is given are not empty.
            models.Index(fields=["activity", "words_digest"], name="contribution_by_words"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "retry_key"], name="contribution_once", condition=Q(retry_key__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["activity", "participant"],
                name="contribution_one_each",
                condition=Q(is_only=True, state__in=STANDING),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_published(self) -> bool:
        """Whether everyone who may see its activity may see it."""
        return self.state == ContributionState.PUBLISHED

    @property
    def public_words(self) -> str:
        """What search finds it by, as its module shows it; "" while it is not public."""
        module = registry.find_module(self.activity.module) if self.is_published else None
        shown = module.shown_of([self]).get(self.pk) if module else None
        return shown.words if shown else ""

    @classmethod
    def get_indexed_objects(cls) -> Any:
        """What `update_index` reads each night: all that is published."""
        return cls.objects.published().select_related("activity", "participant__user")


class StateChange(models.Model):
    """One decision on a contribution, kept for good: what, why, by whom."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="changes")
    from_state = models.CharField(max_length=12, choices=ContributionState.choices)
    to_state = models.CharField(max_length=12, choices=ContributionState.choices)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices, blank=True)
    note = models.TextField(_("note for colleagues"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.contribution}: {self.get_from_state_display()} > {self.get_to_state_display()}"

    @property
    def moves_nothing(self) -> bool:
        """Whether it was looked at and left as it was."""
        return self.from_state == self.to_state


class Confirmation(models.Model):
    """A guest's one-use, expiring link. Only a digest of its token is kept; the address goes once it is used."""

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="confirmation")
    token_digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")

    def __str__(self) -> str:
        return str(self.contribution)
