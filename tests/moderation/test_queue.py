"""What people report stands in the moderators' queue, and a decision answers it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagement.core.models import StateChange
from engagement.moderation.models import Report
from engagement.plugin import ContributionState, MoveRefused, leave, withdraw
from engagement.testing.people import make_staff
from tests.comments.factories import say
from tests.moderation.conftest import decide, known, mails, send, state_of

pytestmark = pytest.mark.django_db
QUEUE = "/admin/engagement/given/"


def said(response) -> str:
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(soup.get_text(" ").split())


def test_tab_shows_how_many_why_and_since_when(moderator: Client, discussion, comment) -> None:
    quiet = say(discussion, "All is well")
    send(Client(), comment, email="ann@example.org", words="He means my son.")
    send(Client(), comment, reason="spam")
    Report.objects.update(created_at=timezone.now() - timedelta(hours=3))
    member = Client()
    member.force_login(known("sian@example.org").user)
    send(member, comment)

    page = moderator.get(f"{QUEUE}?marked=reported")

    assert [entry["contribution"] for entry in page.context["entries"]] == [comment.contribution]
    words = said(page)
    assert "3 reports: Threats or harassment (2), Spam or advertising (1)" in words
    assert "3 hours ago" in words
    assert "Reported 1" in words
    assert quiet.comment not in words
    assert "@example.org" not in words


def test_what_waits_longest_comes_first(moderator: Client, discussion) -> None:
    older, newer = say(discussion, "Older"), say(discussion, "Newer")
    send(Client(), newer)
    send(Client(), older)
    Report.objects.filter(contribution=newer.contribution).update(created_at=timezone.now() - timedelta(days=1))

    entries = moderator.get(f"{QUEUE}?marked=reported").context["entries"]

    assert [entry["text"] for entry in entries] == ["Newer", "Older"]


def test_reports_are_found_by_activity_and_words(moderator: Client, discussion, comment) -> None:
    other = say(discussion, "Something else")
    for reported in (comment, other):
        send(Client(), reported)

    entries = moderator.get(f"{QUEUE}?marked=reported&q=fool&activity={discussion.pk}").context["entries"]

    assert [entry["contribution"] for entry in entries] == [comment.contribution]


def test_unknown_mark_shows_what_waits(moderator: Client, comment) -> None:
    assert moderator.get(f"{QUEUE}?marked=x").context["state"] == "pending"


def test_detail_shows_each_report_and_not_who_sent_it(moderator: Client, comment) -> None:
    member = Client()
    member.force_login(known("sian@example.org", name="Sian Secret").user)
    send(member, comment, words="He means my son.")
    send(Client(), comment, reason="hate", email="ann@example.org")

    words = said(moderator.get(f"{QUEUE}{comment.contribution.uuid}/"))

    assert "A member: Threats or harassment" in words
    assert "He means my son." in words
    assert "A visitor: Hate or discrimination" in words
    assert "Sian" not in words
    assert "@example.org" not in words


@pytest.mark.parametrize(
    ("to", "reason", "state", "outcome"),
    [
        ("leave", "", "published", "kept"),
        ("hidden", "abuse", "hidden", "upheld"),
        ("removed", "abuse", "removed", "upheld"),
    ],
)
def test_decision_answers_every_standing_report(
    moderator: Client, comment, to: str, reason: str, state: str, outcome: str
) -> None:
    for _ in range(2):
        send(Client(), comment)

    decide(moderator, comment, to=to, reason=reason, note="Seen.")

    assert state_of(comment) == state
    change = StateChange.objects.get()
    assert (change.to_state, change.reason, change.note, change.by.first_name) == (state, reason, "Seen.", "Priya")
    assert set(Report.objects.values_list("outcome", "decision", "decided_at")) == {(outcome, change.pk, change.at)}
    assert moderator.get(f"{QUEUE}?marked=reported").context["entries"] == []


def test_many_are_left_at_once(moderator: Client, discussion) -> None:
    comments = [say(discussion, f"Number {number}") for number in range(3)]
    for comment in comments:
        send(Client(), comment)

    page = decide(moderator, *comments, to="leave")

    assert "3 contributions left as they are" in said(page)
    assert set(Report.objects.values_list("outcome", flat=True)) == {"kept"}
    assert {state_of(comment) for comment in comments} == {"published"}


def test_hiding_needs_a_reason_that_its_author_reads(moderator: Client, comment) -> None:
    send(Client(), comment)
    page = decide(moderator, comment, to="hidden")
    assert "Say why it is hidden: its author will read it." in said(page)
    assert state_of(comment) == "published"
    decide(moderator, comment, to="hidden", reason="abuse")
    assert state_of(comment) == "hidden"


def test_leaving_takes_no_reason_and_keeps_the_ticks(moderator: Client, comment) -> None:
    send(Client(), comment)
    page = decide(moderator, comment, to="leave", reason="spam")

    assert "A reason belongs to hiding or removing." in said(page)
    assert str(comment.contribution.pk) in page.context["ticked"]
    assert Report.objects.get().is_standing


def test_what_nobody_asked_about_cannot_be_left(moderator: Client, comment) -> None:
    assert "leave" not in [value for value, _label in _decisions(moderator, f"{QUEUE}?state=published")]
    page = decide(moderator, comment, to="leave")

    assert "1 was left as it is: somebody else has decided" in said(page)
    assert StateChange.objects.count() == 0


def _decisions(desk: Client, url: str) -> list[tuple[str, str]]:
    return list(desk.get(url).context["form"].fields["to"].choices)


def test_reported_ones_can_be_left_from_every_view(moderator: Client, comment) -> None:
    send(Client(), comment)
    for url in (f"{QUEUE}?state=published", f"{QUEUE}?marked=reported", f"{QUEUE}{comment.contribution.uuid}/"):
        assert [value for value, _label in _decisions(moderator, url)] == ["", "leave", "hidden", "removed"]


@pytest.mark.parametrize("second", ["leave", "hidden", "removed"])
@pytest.mark.parametrize("first", ["leave", "hidden", "removed"])
def test_second_of_two_moderators_changes_nothing(comment, moderator: Client, first: str, second: str) -> None:
    """Both look at the same screen; whoever decides later learns that it is decided."""
    send(Client(), comment)
    other = Client()
    other.force_login(make_staff("Moderators"))
    shown_at = other.get(f"{QUEUE}?marked=reported").context["shown_at"]
    decide(moderator, comment, to=first, reason="" if first == "leave" else "abuse")
    state = state_of(comment)

    page = decide(other, comment, to=second, reason="" if second == "leave" else "spam", shown_at=shown_at)

    assert "1 was left as it is: somebody else has decided on it" in said(page)
    assert state_of(comment) == state
    assert StateChange.objects.count() == 1


def test_report_that_came_after_the_screen_stays(moderator: Client, comment) -> None:
    send(Client(), comment)
    shown_at = moderator.get(f"{QUEUE}?marked=reported").context["shown_at"]
    send(Client(), comment, reason="hate")

    decide(moderator, comment, to="leave", shown_at=shown_at)

    assert dict(Report.objects.values_list("reason", "outcome")) == {"abuse": "kept", "hate": ""}


def test_author_who_withdraws_answers_the_reports(client: Client, discussion) -> None:
    author = known("colin@example.org")
    comment = say(discussion, "Rude", author=author)
    send(Client(), comment, email="ann@example.org")
    client.force_login(author.user)
    client.post(f"/engage/{discussion.uuid}/withdraw/?comment={comment.contribution.uuid}")

    assert state_of(comment) == "withdrawn"
    assert Report.objects.get().outcome == "gone"
    [mail] = mails("report-outcome:")
    assert "Its author withdrew it" in mail.body
    assert mails("decision:") == []


def test_leaving_changes_nothing_about_why_it_is_down(discussion, moderator: Client) -> None:
    comment = say(discussion, "Rude")
    decide(moderator, comment, to="removed", reason="spam")
    with pytest.raises(MoveRefused):
        leave(contribution=comment.contribution, by=make_staff("Moderators"))
    assert StateChange.objects.get().reason == "spam"


def test_dashboard_counts_what_was_reported(moderator: Client, discussion, comment) -> None:
    assert "reported" not in said(moderator.get("/admin/"))
    for other in (comment, say(discussion, "Another")):
        send(Client(), other)

    page = moderator.get("/admin/")

    assert "2 were reported" in said(page)
    assert f"{QUEUE}?marked=reported" in page.content.decode()


@pytest.mark.parametrize("role", ["Editors", "Analysts"])
def test_what_people_report_is_for_moderators_alone(comment, role: str) -> None:
    send(Client(), comment, words="He means my son.")
    desk = Client()
    desk.force_login(make_staff(role))

    for url in (f"{QUEUE}?marked=reported", f"{QUEUE}?state=published", f"{QUEUE}{comment.contribution.uuid}/"):
        words = said(desk.get(url))
        assert "He means my son." not in words
        assert "Threats or harassment" not in words
    assert desk.get(f"{QUEUE}?marked=reported").context["state"] == "pending"


@pytest.mark.parametrize(("role", "may"), [("Editors", False), ("Analysts", False), ("Community managers", True)])
def test_only_moderators_answer_reports(comment, role: str, may: bool) -> None:
    send(Client(), comment)
    desk = Client()
    desk.force_login(make_staff(role))

    decide(desk, comment, to="leave")

    assert Report.objects.get().is_standing == (not may)


@pytest.mark.parametrize("view", ["marked=reported", "state=published"])
def test_queue_costs_the_same_with_one_and_three(moderator: Client, discussion, view: str) -> None:
    costs = []
    for more in (1, 2):
        for number in range(more):
            comment = say(discussion, f"Number {number}")
            for _ in range(more):
                send(Client(), comment)
        moderator.get(f"{QUEUE}?{view}")
        with CaptureQueriesContext(connection) as queries:
            page = moderator.get(f"{QUEUE}?{view}")
        costs.append(len(queries))
        assert page.context["entries"]
    assert costs[0] == costs[1]


def test_history_says_that_it_was_left(moderator: Client, comment) -> None:
    send(Client(), comment)
    decide(moderator, comment, to="leave", note="A joke.")

    words = said(moderator.get(f"{QUEUE}{comment.contribution.uuid}/"))

    assert "Left as it was: published" in words
    assert "A joke." in words
    assert "Left on the page" in words


def test_reported_and_waiting_is_answered_by_any_decision(moderator: Client, comment) -> None:
    """Hidden by itself and then restored: the reports are answered with what stands."""
    send(Client(), comment)
    comment.contribution.state = ContributionState.HIDDEN
    comment.contribution.save()

    decide(moderator, comment, to="published")

    assert state_of(comment) == "published"
    assert Report.objects.get().outcome == "kept"


def test_author_who_takes_something_back_is_not_named_by_address(moderator: Client, discussion) -> None:
    """What colleagues did stands there by name; the author's account is nobody's business."""
    author = known("ann@example.org")
    comment = say(discussion, author=author)
    withdraw(contribution=comment.contribution, by=author.user)

    page = moderator.get(f"/admin/engagement/given/{comment.contribution.uuid}/").content.decode()

    assert "The person themselves" in page
    assert "ann@example.org" not in page
