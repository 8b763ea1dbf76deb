"""Who someone is to us: a user who signs in, or a participant who only once said something."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from engagement.accounts.fields import LowercaseEmailField
from engagement.accounts.managers import UserManager


class User(AbstractUser):
    """A member or a member of staff, identified by an e-mail address."""

    username = None  # type: ignore[assignment]
    email = LowercaseEmailField(_("e-mail"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[assignment, misc]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="user_email_lower_case")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class Participant(models.Model):
    """Who someone is to us: a user, or a verified e-mail address, or neither.

    Everything someone gave points here, so that joining a guest to a member, or erasing a person, is
    one change in this table. `email` is filled only once its owner has confirmed it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="participant"
    )
    email = LowercaseEmailField(_("confirmed e-mail"), null=True, blank=True, unique=True)
    display_name = models.CharField(_("name to show"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    wants_answers = models.BooleanField(_("wants to hear what came of it"), default=True)
    """Whether we may write to them once something they took part in is answered."""
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="participant_email_lower_case"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(user__isnull=True, email__isnull=True, display_name="", language=""),
                name="participant_erased_is_blank",
            ),
        ]

    @property
    def is_known(self) -> bool:
        """Whether they have shown who they are: they sign in, or have confirmed an address."""
        return self.user_id is not None or self.email is not None

    def __str__(self) -> str:
        if self.erased_at:
            return str(_("A former participant"))
        return self.display_name or str(_("A resident"))


class FormerParticipant(models.Model):
    """The id of a participant who proved to be one with another, so that links in mails sent before still work."""

    uuid = models.UUIDField(unique=True, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="former")

    class Meta:
        verbose_name = _("former participant")
        verbose_name_plural = _("former participants")

    def __str__(self) -> str:
        return str(self.uuid)
