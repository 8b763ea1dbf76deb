"""Many at once, as PostgreSQL lets them."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client

from base.guards import KEY_FIELD
from engagement.core.models import StateChange
from engagement.moderation.models import Report
from engagement.moderation.services import report
from engagement.plugin import MoveRefused, Reason, leave, moderate
from engagement.testing.people import make_staff
from tests.comments.factories import make_discussion, say
from tests.moderation.conftest import mails, report_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def at_once(*calls):
    """What the calls return, or the exception that each raised; all begin at the same moment."""
    barrier = Barrier(len(calls))

    def run(call):
        try:
            connection.ensure_connection()
            barrier.wait()
            return call()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def test_fifty_reports_of_one_browser_at_once_are_one() -> None:
    comment = say(make_discussion())
    url = report_url(comment)
    first = Client()
    first.get(url)

    def press() -> int:
        browser = Client()
        browser.cookies.update(first.cookies)
        fields = {"reason": "spam", "words": "", "email": "ann@example.org", KEY_FIELD: str(uuid.uuid4())}
        return browser.post(url, fields).status_code

    answers = at_once(*[press] * 50)

    assert set(answers) <= {303, 429}
    assert Report.objects.count() == 1
    assert len(mails("report:")) == 1


@pytest.mark.parametrize("same_person", [True, False])
def test_report_and_removal_at_once_leave_no_report_standing_on_what_is_gone(same_person: bool) -> None:
    comment, moderator = say(make_discussion()), make_staff("Moderators")
    made = {"contribution": comment.contribution, "reason": "spam", "language": "en"}
    at_once(
        lambda: report(**made, browser="one", retry_key=uuid.uuid4()),
        lambda: moderate(contribution=comment.contribution, to="removed", by=moderator, reason=Reason.SPAM),
        lambda: report(**made, browser="one" if same_person else "two", retry_key=uuid.uuid4()),
    )

    comment.contribution.refresh_from_db()
    assert comment.contribution.state == "removed"
    assert Report.objects.filter(outcome="").count() == 0


def test_two_moderators_at_once_decide_once() -> None:
    comment = say(make_discussion())
    report(contribution=comment.contribution, browser="one", reason="spam", language="en", retry_key=uuid.uuid4())
    one, two = make_staff("Moderators"), make_staff("Moderators")

    answers = at_once(
        lambda: leave(contribution=comment.contribution, by=one),
        lambda: leave(contribution=comment.contribution, by=two),
    )

    assert len([answer for answer in answers if isinstance(answer, MoveRefused)]) == 1
    assert StateChange.objects.count() == 1
    assert Report.objects.get().outcome == "kept"
