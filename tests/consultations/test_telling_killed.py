"""Five hundred participants, and workers that are killed on the way: each mailbox gets exactly one message."""

import re
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from base.models import OutboxMessage
from engagement.accounts.models import Participant, User
from engagement.comments.models import Discussion
from engagement.consultations.audience import audience_of, with_fate
from engagement.consultations.enums import Fate
from engagement.consultations.models import ConsultationPage, Telling
from engagement.plugin import Contribution, ContributionState
from engagement.testing.consultations import entry, make_consultation, make_index
from engagement.testing.smtp import Mailbox, mail_server
from tests.base.outbox import SECRET_KEY, start_worker
from tests.consultations.telling import OVER, gave, guest, make_talk, member, publish_outcome

KILLED = -9
LANGUAGES = ("en", "cy", "ar", "bn", "")


@pytest.fixture(autouse=True)
def lost_queue(settings: Settings) -> None:
    """Nothing is worked off in this process: the queue forgets every task, and workers find what there is to do."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.SECRET_KEY = SECRET_KEY


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    with mail_server() as (box, port):
        yield box, port


@pytest.fixture
def talk(transactional_db: None) -> Discussion:
    return make_talk()


@pytest.fixture
def page(talk: Discussion) -> ConsultationPage:
    page: ConsultationPage = make_consultation(make_index(), under=(talk,), **OVER)
    return page


def take_part(talk: Discussion, people: int) -> set[str]:
    """So many participants with and without addresses, accounts and wishes; the mailboxes that are to be told."""
    users = User.objects.bulk_create(User(email=f"m{number}@example.org") for number in range(people // 3))
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    made = [Participant(user=user, language=LANGUAGES[user.pk % 5]) for user in users]
    shared = people // 25
    for number in range(people - len(made)):
        # The first guests use the mailboxes of members; of the last, some have none, and some do not want to hear.
        email = f"m{number}@example.org" if number < shared else f"g{number}@example.org"
        wants = number % 20 != 7 or number < shared
        is_nobody = number % 20 == 9 and number >= shared
        made.append(
            Participant(email=None if is_nobody else email, language=LANGUAGES[number % 5], wants_answers=wants)
        )
    Participant.objects.bulk_create(made)
    Contribution.objects.bulk_create(
        Contribution(
            activity_id=talk.pk, participant=person, language="en", state=ContributionState.PUBLISHED, channel=channel
        )
        for number, person in enumerate(made)
        for channel in ("web", "paper")[: 1 + number % 2]
    )
    wanted = {person.user.email for person in made if person.user}
    return wanted | {person.email for person in made if person.email and person.wants_answers}


def run(*workers: object) -> None:
    outputs = [worker.communicate(timeout=240)[0] for worker in workers]  # type: ignore[attr-defined]
    assert [worker.returncode for worker in workers] == [0] * len(workers), outputs  # type: ignore[attr-defined]
    assert "@example.org" not in "".join(outputs)


def test_each_of_five_hundred_is_told_once_though_workers_are_killed(
    mailbox: tuple[Mailbox, int], talk: Discussion, page: ConsultationPage
) -> None:
    box, port = mailbox
    wanted = take_part(talk, 497)
    ann = member("ann@example.org", language="en")
    named = gave(talk, ann, "Keep lorries out of Mill Lane.")
    gave(talk, guest("cadi@example.org", language="cy"), "Cadwch y lorïau allan.")
    gave(talk, guest("amal@example.org", language="ar"), "أبعدوا الشاحنات.")
    wanted |= {"ann@example.org", "cadi@example.org", "amal@example.org"}
    assert Participant.objects.count() == 500
    page = publish_outcome(page, entry(references=named.contribution.reference))
    assert audience_of(page).told == len(wanted)
    assert not OutboxMessage.objects.exists()

    # Killed with the third piece written and not committed: two pieces stand, nothing of the third.
    worker = start_worker(port, str(Path(__file__).with_name("killed_telling.py")), "2")
    worker.communicate(timeout=240)
    assert worker.returncode == KILLED
    assert OutboxMessage.objects.count() == 100
    assert with_fate(page).filter(fate=Fate.TOLD, pk__lte=Telling.objects.get().done_until).count() == 100

    # Killed once the server has taken sixty mails and is about to take the next.
    box.hold_at, box.hold_after = "receiver", 60
    worker = start_worker(port)
    assert box.held.wait(240), "the worker never came to the server"
    worker.kill()
    worker.communicate()
    box.hold_at = ""
    assert len(box.messages) == 60
    assert OutboxMessage.objects.count() == len(wanted)
    assert Telling.objects.get().finished_at is not None

    # What it had claimed is free again after a while; two workers at once send the rest.
    assert OutboxMessage.objects.filter(claimed_until__isnull=False).update(claimed_until=timezone.now()) == 1
    while OutboxMessage.objects.filter(sent_at=None).exists():
        run(start_worker(port), start_worker(port))
    assert Counter(box.receivers) == dict.fromkeys(wanted, 1)

    publish_outcome(page, entry(title="Other words"))
    run(start_worker(port))
    assert len(box.receivers) == len(wanted)
    read_in_three_languages(box)
    stop_with_one_click(box, "cadi@example.org")


def read_in_three_languages(box: Mailbox) -> None:
    said = {
        "ann@example.org": "> Keep lorries out of Mill Lane.",
        "cadi@example.org": "> Cadwch y lorïau allan.",
        "amal@example.org": "> أبعدوا الشاحنات.",
    }
    for address, words in said.items():
        body = mail_to(box, address).get_content()
        assert words in body
        assert "* Lorries are kept out" in body
    assert "What it led to:" in mail_to(box, "ann@example.org").get_content()


def mail_to(box: Mailbox, address: str) -> EmailMessage:
    [found] = [mail for mail in box.messages if mail["To"] == address]
    return found


def stop_with_one_click(box: Mailbox, address: str) -> None:
    """As a mail program does (RFC 8058, section 3.2): without cookies, to the address in the header."""
    mail = mail_to(box, address)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<https://folkmoot\.example\.org(/\S+)>", mail["List-Unsubscribe"].strip())
    assert found
    name, _equals, value = mail["List-Unsubscribe-Post"].partition("=")
    response = Client(enforce_csrf_checks=True).post(found[1], {name: value})
    assert (response.status_code, Participant.objects.get(email=address).wants_answers) == (200, False)


def test_two_workers_on_one_round_write_to_each_once(
    mailbox: tuple[Mailbox, int], talk: Discussion, page: ConsultationPage
) -> None:
    box, port = mailbox
    wanted = take_part(talk, 180)
    publish_outcome(page)
    run(*(start_worker(port) for _worker in range(2)))
    assert Telling.objects.get().finished_at is not None
    assert Counter(box.receivers) == dict.fromkeys(wanted, 1)
