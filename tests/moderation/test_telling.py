"""Authors and reporters are told what was decided, and why."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Site

from base.mail import deliver_due
from base.models import BrandSettings, OutboxMessage
from engagement.accounts.services import erase_participant
from engagement.comments.models import Comment
from engagement.moderation.models import Report, SecondLook
from engagement.plugin import ContributionState
from engagement.testing.clock import at
from engagement.testing.people import make_staff
from engagement.testing.smtp import mail_server
from home.models import StandardPage
from tests.comments.factories import make_discussion, make_participant, page_of, say
from tests.moderation.conftest import decide, known, mails, send, state_of

pytestmark = pytest.mark.django_db
QUEUE = "/admin/engagement/given/"
WORDS = "Look at https://evil.example.com and write to me@example.com."


@pytest.fixture
def author(db: None):
    return known("colin@example.org")


def told(desk: Client, comment, to: str, reason: str = "") -> str:
    """The body of the mail about this decision."""
    decide(desk, comment, to=to, reason=reason)
    [mail] = mails("decision:")
    return mail.body


@pytest.mark.parametrize(
    ("start", "to", "reason", "sentence"),
    [
        ("pending", "published", "", "A person has read it, and now everybody can."),
        ("pending", "removed", "off_topic", "We do not show it, because it was about something else."),
        ("pending", "hidden", "spam", "We have hidden it for now, because it was advertising."),
        ("published", "hidden", "personal", "hidden it for now, because it named or described a private person."),
        ("published", "removed", "hate", "because it was hateful about a group of people."),
        ("hidden", "published", "", "Everybody can read it again."),
        ("hidden", "removed", "spam", "because it was advertising."),
        ("removed", "published", "", "Everybody can read it again."),
    ],
)
def test_author_is_told_each_decision(
    moderator: Client, discussion, author, start: str, to: str, reason: str, sentence: str
) -> None:
    comment = say(discussion, WORDS.replace("me@example.com", "me"), author=author, state=ContributionState(start))

    body = told(moderator, comment, to, reason)

    [mail] = mails("decision:")
    assert mail.to == "colin@example.org"
    assert sentence in body
    assert comment.contribution.reference in body
    assert "evil[.]example[.]com" in body
    assert "https://evil" not in body
    assert (f"/engage/{discussion.uuid}/thread/?comment={comment.contribution.uuid}" in body) == (to == "published")
    assert ("/second-look/?key=" in body) == (to != "published")


def test_mail_is_in_the_language_of_its_receiver_and_from_the_brand(moderator: Client, discussion, author) -> None:
    BrandSettings.objects.create(site=Site.objects.get(), site_name="Wexbourne Moot", phone="01632 960 147")
    author.language = "cy"
    author.save()
    comment = say(discussion, author=author, state=ContributionState.PENDING)

    body = told(moderator, comment, "published")

    [mail] = mails("decision:")
    assert mail.language == "cy"
    assert f"/cy/engage/{discussion.uuid}/thread/" in body
    assert "Wexbourne Moot" in mail.headers["From"]
    assert "01632 960 147" in body


def test_mail_names_the_house_rules_where_there_are_some(moderator: Client, discussion, author) -> None:
    home = Site.objects.get().root_page
    rules = home.add_child(instance=StandardPage(title="House rules", slug="house-rules", live=False))
    first, second = (say(discussion, f"Number {n}", author=author, state=ContributionState.PENDING) for n in range(2))
    assert "house rules" not in told(moderator, first, "removed", "spam")

    rules.save_revision().publish()
    decide(moderator, second, to="removed", reason="spam")

    assert "Our house rules: http" in mails("decision:")[1].body
    assert "/house-rules/" in mails("decision:")[1].body


def test_guest_with_a_confirmed_address_is_told(moderator: Client, discussion) -> None:
    comment = say(
        discussion, author=make_participant("Sian", email="sian@example.org"), state=ContributionState.PENDING
    )
    told(moderator, comment, "published")
    assert mails("decision:")[0].to == "sian@example.org"


def test_nobody_is_mailed_without_a_confirmed_address(moderator: Client, comment) -> None:
    decide(moderator, comment, to="removed", reason="abuse")
    assert mails() == []


def test_erased_author_is_not_mailed(moderator: Client, discussion, author) -> None:
    comment = say(discussion, author=author)
    erase_participant(author, by=None)
    decide(moderator, comment, to="removed", reason="abuse")
    assert mails() == []


def test_author_of_a_page_that_is_gone_is_not_mailed(moderator: Client, discussion, author) -> None:
    comment = say(discussion, author=author)
    page_of(discussion).unpublish()
    decide(moderator, comment, to="removed", reason="abuse")
    assert state_of(comment) == "removed"
    assert mails() == []


def test_moderator_is_not_told_what_they_decided_on_their_own_words(discussion) -> None:
    person = known("priya@example.org")
    person.user.groups.add(make_staff("Moderators").groups.get())
    comment = say(discussion, author=person)
    desk = Client()
    desk.force_login(person.user)
    decide(desk, comment, to="hidden", reason="spam")
    assert state_of(comment) == "hidden"
    assert mails("decision:") == []


def test_leaving_reported_words_is_not_told_to_their_author(moderator: Client, discussion, author) -> None:
    comment = say(discussion, author=author)
    send(Client(), comment)
    decide(moderator, comment, to="leave")
    assert mails("decision:") == []


def test_each_decision_has_one_mail(moderator: Client, discussion, author) -> None:
    comment = say(discussion, author=author)
    for to in ("hidden", "published", "removed", "published"):
        decide(moderator, comment, to=to, reason="" if to == "published" else "spam")
    subjects = [mail.subject.partition(" “")[0] for mail in mails("decision:")]
    assert subjects == [
        "We decided on what you wrote in",
        "Your words are back in",
        "We decided on what you wrote in",
        "Your words are back in",
    ]


def test_what_was_hidden_by_itself_is_told_and_then_decided(
    moderator: Client, discussion, author, settings: Settings
) -> None:
    settings.REPORTS_TO_HIDE = 1
    comment = say(discussion, author=author)
    member = Client()
    member.force_login(known("ann@example.org").user)
    send(member, comment)
    [first] = mails("decision:")
    assert "Several people have reported it" in first.body
    assert "second-look" not in first.body

    decide(moderator, comment, to="leave")

    assert state_of(comment) == "hidden"
    assert Report.objects.get().outcome == "upheld"
    assert "We have hidden it for now" in mails("decision:")[1].body
    assert "/second-look/?key=" in mails("decision:")[1].body


@pytest.mark.parametrize(
    ("to", "reason", "sentence"),
    [
        ("leave", "", "left it on the page"),
        ("removed", "abuse", "We took it off the page because it threatened or attacked a person."),
        ("hidden", "spam", "We took it off the page because it was advertising."),
    ],
)
def test_reporters_are_told_once(moderator: Client, comment, to: str, reason: str, sentence: str) -> None:
    member = Client()
    member.force_login(known("sian@example.org").user)
    send(member, comment)
    visitor = Client()
    send(visitor, comment, email="ann@example.org")
    send(Client(), comment)

    decide(moderator, comment, to=to, reason=reason)
    decide(moderator, comment, to="removed", reason="spam")

    outcomes = mails("report-outcome:")
    assert sorted(mail.to for mail in outcomes) == ["ann@example.org", "sian@example.org"]
    assert all(sentence in mail.body for mail in outcomes)
    assert all("a fool" not in mail.body for mail in outcomes)
    page = visitor.get(f"/engage/{comment.contribution.activity.uuid}/report/?of={comment.contribution.uuid}")
    assert page.status_code == 200
    assert "We have looked at your report" in page.content.decode()
    assert "a fool" not in page.content.decode()


def test_mails_leave_through_a_real_server(moderator: Client, discussion, author, settings: Settings) -> None:
    comment = say(discussion, "Whoever drew this is a fool.", author=author)
    send(Client(), comment, email="ann@example.org")
    decide(moderator, comment, to="removed", reason="abuse")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server() as (mailbox, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        OutboxMessage.objects.update(sent_at=None, claim=None, claimed_until=None, attempts=0)
        deliver_due(timezone.now() + timedelta(seconds=1), 10)
    assert sorted(mailbox.receivers) == ["ann@example.org", "ann@example.org", "colin@example.org"]
    [to_author] = [message for message in mailbox.messages if message["To"] == "colin@example.org"]
    assert "it threatened or attacked a person" in to_author.get_content()


def test_bulk_costs_the_same_for_each(moderator: Client, discussion) -> None:
    """Nothing that is written for one contribution grows with the others."""
    costs = []
    for count in (1, 2, 3):
        comments = [
            say(discussion, author=known(f"a{count}{n}@example.org"), state=ContributionState.PENDING)
            for n in range(count)
        ]
        data = {"contributions": [comment.contribution.pk for comment in comments], "to": "published"}
        with CaptureQueriesContext(connection) as queries:
            moderator.post(QUEUE, data)
        costs.append(len(queries))
    assert len(mails("decision:")) == 6
    assert costs[2] - costs[1] <= costs[1] - costs[0] + 2
    assert costs[1] - costs[0] <= 60


# In the browser of an author without an address


def own_browser(discussion, words: str = "My rude words") -> tuple[Client, Comment]:
    browser = Client()
    browser.post(f"/engage/{discussion.uuid}/post/", {"comment": words, "idempotency_key": str(uuid.uuid4())})
    return browser, Comment.objects.select_related("contribution__activity").latest("pk")


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("hidden", "We have taken it off the page to look at it again, because it was advertising."),
        ("removed", "A comment was taken down here because it was advertising."),
    ],
)
def test_author_reads_the_reason_in_their_browser(moderator: Client, discussion, to: str, sentence: str) -> None:
    browser, comment = own_browser(discussion)
    decide(moderator, comment, to=to, reason="spam")

    page = browser.get(f"/engage/{discussion.uuid}/thread/").content.decode()
    link = f'href="/engage/{discussion.uuid}/second-look/?of={comment.contribution.uuid}"'
    assert sentence in page
    assert link in page
    assert link not in Client().get(f"/engage/{discussion.uuid}/thread/").content.decode()


# Asking for a second look


def link_in(body: str) -> str:
    found = re.search(r"https?://[^/\s]+(/\S*second-look/\S+)", body)
    assert found, body
    return found[1]


@pytest.fixture
def link(moderator: Client, discussion, author):
    """The link in the mail about a removal, and what was removed."""
    comment = say(discussion, "My rude words", author=author)
    return link_in(told(moderator, comment, "removed", "abuse")), comment


def ask(client: Client, url: str, words: str = "I meant the plan."):
    return client.post(url, {"words": words, "idempotency_key": "x"}, follow=True)


def test_author_asks_once_and_is_answered(client: Client, moderator: Client, link) -> None:
    url, comment = link
    page = client.get(url).content.decode()
    assert "My rude words" in page
    assert "because it threatened or attacked a person" in page

    assert "We have your request" in ask(client, url).content.decode()
    ask(client, url, "Once more.")
    assert SecondLook.objects.get().words == "I meant the plan."
    queue = moderator.get(f"{QUEUE}?marked=second-look")
    assert "Its author asks for a second look" in queue.content.decode()
    detail = moderator.get(f"{QUEUE}{comment.contribution.uuid}/").content.decode()
    assert "I meant the plan." in detail
    assert "about the decision of Priya Raman" in detail

    decide(moderator, comment, to="leave")

    assert state_of(comment) == "removed"
    last = mails("decision:")[-1].body
    assert "the decision stands: it is not shown, because it threatened or attacked a person." in last
    assert "second-look" not in last
    assert "the decision stands" in client.get(url).content.decode()
    assert moderator.get(f"{QUEUE}?marked=second-look").context["entries"] == []


def test_second_look_that_helps_is_told(client: Client, moderator: Client, link) -> None:
    url, comment = link
    ask(client, url)
    decide(moderator, comment, to="published")

    assert SecondLook.objects.get().answer == "changed"
    assert "Your words are back" in mails("decision:")[-1].subject
    assert "everybody can read your words again" in client.get(url).content.decode()


def test_reason_stays_in_the_talk_when_the_decision_stands(client: Client, moderator: Client, link) -> None:
    url, comment = link
    ask(client, url)
    decide(moderator, comment, to="leave")
    page = Client().get(f"/engage/{comment.contribution.activity.uuid}/thread/").content.decode()
    assert "taken down here because it threatened or attacked a person" in page


def test_second_look_needs_words(client: Client, link) -> None:
    assert "Tell us why we should look again" in ask(client, link[0], "  ").content.decode()
    assert SecondLook.objects.count() == 0


def test_link_to_what_was_decided_anew_says_so(client: Client, moderator: Client, link) -> None:
    url, comment = link
    decide(moderator, comment, to="published")
    for response in (client.get(url), ask(client, url, "All my words")):
        assert response.status_code == 410
    assert "All my words" in response.content.decode()
    assert SecondLook.objects.count() == 0


def test_link_works_for_thirty_days(client: Client, link) -> None:
    with at(timezone.now() + timedelta(days=29)):
        assert client.get(link[0]).status_code == 200
    with at(timezone.now() + timedelta(days=31)):
        assert client.get(link[0]).status_code == 404


@pytest.mark.parametrize("key", ["", "x", "NQ:1abc:xyz", "%00"])
def test_forged_key_is_404(client: Client, link, key: str) -> None:
    url = link[0].partition("?")[0]
    assert client.get(f"{url}?key={key}").status_code == 404


def test_link_of_another_activity_is_404(client: Client, link) -> None:
    key = link[0].partition("?")[2]
    assert client.get(f"/engage/{make_discussion().uuid}/second-look/?{key}").status_code == 404


def test_author_without_an_address_asks_in_their_browser(moderator: Client, discussion) -> None:
    browser, comment = own_browser(discussion)
    url = f"/engage/{discussion.uuid}/second-look/?of={comment.contribution.uuid}"
    assert browser.get(url).status_code == 404
    decide(moderator, comment, to="hidden", reason="spam")

    assert "We have hidden your words for now" in browser.get(url).content.decode()
    assert Client().get(url).status_code == 404
    ask(browser, url)
    assert SecondLook.objects.get().contribution == comment.contribution


def test_what_nobody_has_decided_cannot_be_asked_again(discussion, settings: Settings) -> None:
    settings.REPORTS_TO_HIDE = 1
    browser, comment = own_browser(discussion)
    member = Client()
    member.force_login(known("ann@example.org").user)
    send(member, comment)

    response = browser.get(f"/engage/{discussion.uuid}/second-look/?of={comment.contribution.uuid}")

    assert response.status_code == 409
    assert "Several people have reported your words" in response.content.decode()
