"""Who reported something is forgotten when they ask, and when it is long ago."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from engagement.accounts.services import erase_participant, join_participants
from engagement.moderation.models import Report, SecondLook
from engagement.moderation.services import ask_again, report
from engagement.plugin import StateChange
from engagement.testing.clock import at
from tests.comments.factories import make_participant, say
from tests.moderation.conftest import decide, known, mails, send

pytestmark = pytest.mark.django_db


def test_erasing_a_member_takes_their_words_and_address_out_of_reports(moderator: Client, discussion, comment) -> None:
    member = known("ann@example.org")
    browser = Client()
    browser.force_login(member.user)
    send(browser, comment, words="He means my son.")
    send(Client(), say(discussion, "Other"), words="Mine too.", email="ann@example.org")
    send(Client(), comment, words="Not mine.", email="sian@example.org")

    erase_participant(member, by=None)
    decide(moderator, comment, to="leave")

    assert sorted(Report.objects.values_list("words", "email", "participant")) == [
        ("", "", None),
        ("", "", None),
        ("Not mine.", "sian@example.org", None),
    ]
    assert [mail.to for mail in mails("report-outcome:")] == ["sian@example.org"]
    assert not [mail for mail in mails() if "ann@example.org" in mail.to + mail.body]


def test_erasing_an_author_takes_what_they_asked_away(moderator: Client, discussion) -> None:
    author = known("colin@example.org")
    comment = say(discussion, author=author)
    decide(moderator, comment, to="removed", reason="abuse")
    ask_again(decision=StateChange.objects.get(), words="I am Colin of Mill Lane.")

    erase_participant(author, by=None, withdraw=True)

    assert SecondLook.objects.get().words == ""


def test_two_who_prove_to_be_one_have_one_report(discussion, comment) -> None:
    other = say(discussion, "Other")
    kept, gone = make_participant("Ann"), make_participant("Ann")
    import uuid

    for person, reported in ((kept, comment), (gone, comment), (gone, other)):
        report(
            contribution=reported.contribution, participant=person, reason="spam", language="en", retry_key=uuid.uuid4()
        )

    join_participants(kept=kept, gone=gone)

    assert Report.objects.filter(participant=kept).count() == Report.objects.count() == 2


def test_addresses_are_forgotten_thirty_days_after_the_decision(moderator: Client, discussion, comment) -> None:
    waiting = say(discussion, "Still waiting")
    for reported in (comment, waiting):
        send(Client(), reported, words="Kept", email="ann@example.org")
    decide(moderator, comment, to="leave")

    def kept() -> list[tuple[str, bool, str]]:
        rows = Report.objects.order_by("pk")
        return [(row.email, bool(row.browser), row.words) for row in rows]

    with at(timezone.now() + timedelta(days=29)):
        call_command("tidy")
    assert kept() == [("ann@example.org", True, "Kept")] * 2
    with at(timezone.now() + timedelta(days=30)):
        call_command("tidy")
    assert kept() == [("", False, "Kept"), ("ann@example.org", True, "Kept")]


def test_database_holds_one_standing_report_for_a_person_and_for_a_browser(comment) -> None:
    import uuid

    person = make_participant("Ann")
    for fields in ({"participant": person}, {"browser": "a key"}):
        made = {"contribution": comment.contribution, "reason": "spam", "language": "en", **fields}
        Report.objects.create(**made, retry_key=uuid.uuid4())
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.create(**made, retry_key=uuid.uuid4())
