"""Mails hold what their receiver gave or may read, and nothing else that is private."""

from collections import defaultdict

import pytest

from base.models import OutboxMessage
from tests.markers.planting import MARKS, Planted, marks_in

pytestmark = pytest.mark.django_db

SENT = {
    ("confirm", "i"): "u",
    ("report", "e"): "P",
    ("decision", "m"): "Phx",
    ("outcome", "g"): "O",
}
"""By what the mail is about and to whom it goes, which of the planted words it holds."""


def test_mails_hold_what_their_receivers_may_read(planted: Planted) -> None:
    found: dict[tuple[str, str], str] = defaultdict(str)
    for mail in OutboxMessage.objects.all():
        text = "\n".join([mail.subject, mail.body, mail.html, *map(str, mail.headers.values())])
        found[mail.key.partition(":")[0], marks_in(mail.to)] += marks_in(text)
    assert {about: "".join(letter for letter in MARKS if letter in held) for about, held in found.items()} == SENT
