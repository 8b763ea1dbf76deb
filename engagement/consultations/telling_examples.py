"""Mails about an outcome as they would go out, for staff to look at before they do."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from base.mail import is_address
from base.models import OutboxMessage
from engagement.consultations.audience import language_for, standing_at, to_tell
from engagement.consultations.models import ConsultationPage
from engagement.consultations.telling_mail import Answered, mails_to
from engagement.plugin import can_read_contributions


@dataclass(frozen=True)
class Example:
    """The mail to somebody, as it would go out."""

    kind: str
    label: str
    language: str
    mail: OutboxMessage


def examples_of(page: ConsultationPage, outcome: Answered, reader: Any) -> Iterator[Example]:
    """Up to three mails: to somebody a decision names, to somebody whom none does, and in another language.

    Args:
        page: the page written first.
        outcome: what they are told, public or not.
        reader: the member of staff who looks at them; people's names and words only where they may read them.
    """
    people = to_tell(page)
    named = standing_at(page).filter(participant=OuterRef("pk"), reference__in=outcome.references).order_by()
    own = page.locale.language_code
    chosen = [
        ("named", _("To somebody whose words led to a decision"), people.filter(Exists(named)).first()),
        ("unnamed", _("To somebody whose words no decision names"), people.exclude(Exists(named)).first()),
        (
            "foreign",
            _("In another language"),
            people.filter(spoken__in=dict(settings.LANGUAGES)).exclude(spoken=own).order_by("spoken", "pk").first(),
        ),
    ]
    found = [(kind, label, person) for kind, label, person in chosen if person and is_address(person.address)]
    words = {}
    if not can_read_contributions(reader):
        words = {"words": lambda _said: _("Their own words stand here.")}
        for _kind, _label, person in found:
            person.display_name = ""
    mails = mails_to(
        [person for _kind, _label, person in found],
        outcome,
        key=lambda _person: f"preview:{uuid.uuid4()}",
        link=lambda _person, _language: f"{settings.WAGTAILADMIN_BASE_URL}/…",
        **words,
    )
    for (kind, label, person), mail in zip(found, mails, strict=True):
        yield Example(kind, label, language_for(person.spoken, page), mail)
