"""What the tests of telling people share: a consultation that has closed, people who took part, an outcome."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress

from engagement.accounts.models import User
from engagement.comments.models import Comment, Discussion
from engagement.consultations.models import ConsultationPage
from engagement.plugin import Participant
from engagement.testing.clock import NOON
from engagement.testing.consultations import entry
from tests.comments.factories import say

DAY = timedelta(days=1)
OVER = {"opens_at": NOON - 60 * DAY, "closes_at": NOON - 5 * DAY, "answer_by": (NOON + 9 * DAY).date()}


def make_talk() -> Discussion:
    return Discussion.objects.create(title="How do you use Mill Lane?", audience="everyone", moderation="at_once")


def guest(email: str | None, **fields: Any) -> Participant:
    """A guest who has confirmed this address, or none."""
    return Participant.objects.create(email=email, **{"display_name": "Tomos", "language": "en", **fields})


def member(email: str, *, confirmed: bool = True, active: bool = True, **fields: Any) -> Participant:
    """A member; where confirmed, the address is known from the account alone."""
    user = User.objects.create(email=email, is_active=active)
    EmailAddress.objects.create(user=user, email=email, verified=confirmed, primary=True)
    return Participant.objects.create(user=user, **{"display_name": "Nadia", "language": "en", **fields})


def gave(talk: Discussion, person: Participant | None, text: str = "Close it to lorries.", **fields: Any) -> Comment:
    """Something this person said."""
    return say(talk, text, author=person or Participant.objects.create(), **fields)


def publish_outcome(page: Any, *entries: Any, **changes: Any) -> ConsultationPage:
    """Publish the page with these decisions, or with one."""
    page.we_did = list(entries) or [entry()]
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return ConsultationPage.objects.get(pk=page.pk)


def translated(page: Any, locale: Any, **changes: Any) -> ConsultationPage:
    """A published translation, which must have its parents."""
    copy = page.copy_for_translation(locale, copy_parents=True)
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return ConsultationPage.objects.get(pk=copy.pk)
