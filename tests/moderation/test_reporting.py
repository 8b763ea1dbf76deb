"""Anybody who sees something can report it."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import PageViewRestriction, Site

from base.guards import KEY_FIELD
from base.models import OutboxMessage, ProtectionSettings, RateCount
from base.ratelimit import Limit, slot
from base.tiers import SITE_TIMES
from engagement.accounts.guests import remember_guest
from engagement.comments.models import Comment
from engagement.moderation.models import Report
from engagement.moderation.views.public import REPORTS
from engagement.plugin import Audience, Contribution, ContributionState
from engagement.testing.clock import NOON, at
from engagement.testing.people import make_member, make_staff
from tests.comments.factories import make_discussion, make_participant, page_of, say
from tests.moderation.conftest import known, mails, report_url, send, state_of
from tests.sample_module.models import Postcard, PostcardWall

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["visitor", "member", "Moderators"])
@pytest.mark.parametrize("moment", ["open", "closed"])
@pytest.mark.parametrize("audience", [Audience.EVERYONE, Audience.CONFIRMED, Audience.MEMBERS])
def test_whoever_sees_it_can_report_it(audience: str, moment: str, role: str) -> None:
    discussion = make_discussion(audience=audience, closed=moment == "closed")
    comment = say(discussion)
    browser = Client()
    if role != "visitor":
        browser.force_login(make_member() if role == "member" else make_staff(role))

    response = send(browser, comment)

    assert (response.status_code, response["Location"]) == (303, report_url(comment, sent=1))
    assert Report.objects.get().contribution == comment.contribution


@pytest.mark.parametrize("state", [state for state in ContributionState if state != ContributionState.PUBLISHED])
def test_what_is_not_public_cannot_be_reported(client: Client, discussion, state: str) -> None:
    comment = say(discussion, "Secret words", state=state)

    assert client.get(report_url(comment)).status_code == 404
    response = send(client, comment, words="My own words")

    assert response.status_code == 404
    assert "My own words" in response.content.decode()
    assert "Secret words" not in response.content.decode()
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    "fields", [{}, {"reason": ""}, {"reason": "no such"}, {"reason": "abuse", "words": "x" * 9999}]
)
@pytest.mark.parametrize("state", [state for state in ContributionState if state != ContributionState.PUBLISHED])
def test_who_reported_it_cannot_read_it_once_it_is_not_public(
    client: Client, comment, state: str, fields: dict[str, str]
) -> None:
    send(client, comment)
    Comment.objects.filter(pk=comment.pk).update(comment="Newer words")
    Contribution.objects.filter(pk=comment.contribution_id).update(state=state)

    for more in ({}, {"again": 1}):
        response = client.post(report_url(comment, **more), fields)

        assert response.status_code == 404
        assert "This is not here any more" in response.content.decode()
        for shown in (response, client.get(report_url(comment, **more))):
            assert "Newer words" not in shown.content.decode()
            assert "a fool" not in shown.content.decode()
    assert Report.objects.count() == 1


@pytest.mark.parametrize("kind", ["login", "groups", "password"])
def test_private_host_hides_the_form(client: Client, discussion, comment, kind: str) -> None:
    PageViewRestriction.objects.create(page=page_of(discussion), restriction_type=kind, password="sesame")

    met = client.get(report_url(comment))
    assert met.status_code == 404 or (kind == "password" and b"Password required" in met.content)
    assert "a fool" not in met.content.decode()
    assert send(client, comment).status_code == 404
    assert Report.objects.count() == 0


def test_password_of_the_page_opens_the_form(client: Client, discussion, comment) -> None:
    page = page_of(discussion)
    lock = PageViewRestriction.objects.create(page=page, restriction_type="password", password="sesame")
    client.post(f"/_util/authenticate_with_password/{lock.pk}/{page.pk}/", {"password": "sesame", "return_url": "/"})

    assert "a fool" in client.get(report_url(comment)).content.decode()
    assert send(client, comment).status_code == 303


def test_contribution_of_another_activity_is_not_found(client: Client, comment) -> None:
    other = make_discussion()
    url = f"/engage/{other.uuid}/report/?of={comment.contribution.uuid}"

    assert client.get(url).status_code == 404
    assert client.post(url, {"reason": "spam", KEY_FIELD: str(uuid.uuid4())}).status_code == 404
    assert Report.objects.count() == 0


@pytest.mark.parametrize("of", ["", "x", "%00", "0e0c4f8e-3d0f-4f7a-9f3c-2d8f2a0b7c11"])
def test_unknown_key_is_404(client: Client, discussion, of: str) -> None:
    assert client.get(f"/engage/{discussion.uuid}/report/?of={of}").status_code == 404


def test_module_without_an_address_for_each_thing_has_nothing_to_report(client: Client, discussion) -> None:
    """What nobody can point at is not shown one by one: a vote, say, or a confidential answer."""
    wall = PostcardWall.objects.create(title="Cards", audience="everyone", moderation="at_once")
    page_of(discussion).page_activities.create(activity=wall)
    page_of(discussion).save_revision().publish()
    given = wall.contributions.create(state="published", language="en")
    Postcard.objects.create(contribution=given, text="Hello")

    assert client.get(f"/engage/{wall.uuid}/report/?of={given.uuid}").status_code == 404


def test_own_words_are_withdrawn_and_not_reported(client: Client, discussion) -> None:
    member = known("ann@example.org")
    own = say(discussion, author=member)
    client.force_login(member.user)

    page = client.get(report_url(own)).content.decode()

    assert "you can withdraw them yourself" in page
    send(client, own)
    assert Report.objects.count() == 0


def test_form_shows_what_is_reported_and_who_said_it(client: Client, comment) -> None:
    page = client.get(report_url(comment)).content.decode()

    assert "Whoever drew this is a fool." in page
    assert "What Colin wrote" in page
    assert 'name="robots" content="noindex, nofollow"' in page


def test_report_is_acknowledged_with_its_reference_and_a_day(client: Client, comment) -> None:
    with at(datetime(2026, 6, 15, 12, 0, tzinfo=UTC)):
        location = send(client, comment, words="He means my son.")["Location"]
        page = client.get(location).content.decode()

    report = Report.objects.get()
    assert (report.reason, report.words) == ("abuse", "He means my son.")
    assert "Thank you, we have your report" in page
    assert report.reference in page
    assert "by Thursday 18 June" in page
    assert "We have no address of yours" in page


def test_second_report_of_one_browser_is_the_first(client: Client, comment) -> None:
    send(client, comment)
    response = send(client, comment, reason="spam", words="And again.")

    assert Report.objects.get().reason == "abuse"
    assert "We have your report already" in client.get(response["Location"]).content.decode()


def test_same_form_twice_is_one_report_also_without_cookies(comment) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        assert send(Client(), comment, **{KEY_FIELD: key}).status_code == 303
    assert Report.objects.count() == 1


def test_member_who_signs_in_afterwards_has_reported_already(client: Client, comment) -> None:
    send(client, comment)
    client.force_login(make_member())
    session = client.session
    session["engagement_reporter"] = Report.objects.get().browser
    session.save()

    send(client, comment)

    assert Report.objects.count() == 1


def test_each_person_has_a_report_of_their_own(comment) -> None:
    for _ in range(2):
        send(Client(), comment)
        member = Client()
        member.force_login(make_member())
        send(member, comment)
    assert Report.objects.count() == 4


def test_report_without_a_reason_keeps_every_word(client: Client, comment) -> None:
    page = send(client, comment, reason="", words="All my words").content.decode()

    assert "Choose why you report it" in page
    assert "We kept every word you typed." in page
    assert "All my words" in page
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": "off_topic"}, "Choose why you report it"),
        ({"words": "x" * 1001}, "at most 1000 characters"),
        ({"email": "nobody"}, "Write your e-mail address in full"),
        ({"keep_empty": "https://example.org"}, "the field that stays empty"),
    ],
)
def test_bad_input_gets_a_sentence(client: Client, comment, fields: dict[str, str], sentence: str) -> None:
    assert sentence in send(client, comment, **fields).content.decode()
    assert Report.objects.count() == 0


def test_trap_that_a_browser_filled_in_does_not_stop_a_person_twice(client: Client, comment) -> None:
    send(client, comment, keep_empty="Ann")
    assert send(client, comment).status_code == 303


def test_words_are_kept_without_control_characters(client: Client, comment) -> None:
    send(client, comment, words="Look\x00 \u202ehere\r\n\r\n\r\n\r\nnow ")
    assert Report.objects.get().words == "Look here\n\nnow"


def test_too_many_reports_from_one_network_are_refused_with_their_words(discussion, settings: Settings) -> None:
    now = timezone.now()
    comments = [say(discussion, f"Number {number}") for number in range(21)]
    with at(now):
        statuses = [send(Client(), comment, words="My words").status_code for comment in comments[:20]]
        last = send(Client(), comments[20], words="My words")

    assert set(statuses) == {303}
    assert last.status_code == 429
    assert "My words" in last.content.decode()
    assert Report.objects.count() == 20


def test_two_members_of_one_network_are_counted_by_themselves(discussion) -> None:
    comments = [say(discussion, f"Number {number}") for number in range(21)]
    with at(timezone.now()):
        for _ in range(2):
            member = Client()
            member.force_login(make_member())
            assert {send(member, comment).status_code for comment in comments[:20]} == {303}
        third = Client()
        third.force_login(make_member())
        assert send(third, comments[0]).status_code == 429


def test_visitor_with_an_address_gets_a_mail(client: Client, comment) -> None:
    send(client, comment, email="Ann@Example.org")

    [mail] = mails("report:")
    report = Report.objects.get()
    assert (mail.to, report.email) == ("ann@example.org", "ann@example.org")
    assert report.reference in mail.subject
    assert "Threats or harassment" in mail.body
    assert "a fool" not in mail.body
    assert "We tell you by e-mail" in client.get(report_url(comment)).content.decode()


def test_member_is_told_at_their_own_address_and_not_asked(client: Client, comment) -> None:
    client.force_login(known("ann@example.org").user)

    assert b'name="email"' not in client.get(report_url(comment)).content
    send(client, comment)

    assert [mail.to for mail in mails("report:")] == ["ann@example.org"]
    assert Report.objects.get().email == ""


def test_mailbox_cannot_be_filled_by_reports(discussion) -> None:
    with at(timezone.now()):
        for number in range(6):
            browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
            send(browser, say(discussion, f"Number {number}"), email="ann@example.org")

    assert len(mails("report:")) == 5
    assert Report.objects.filter(email="ann@example.org").count() == 5
    assert Report.objects.count() == 6


def test_reports_leave_room_for_the_codes_with_which_the_owner_signs_in(discussion) -> None:
    member = known("ann@example.org")
    with at(timezone.now()):
        for number in range(6):
            browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
            send(browser, say(discussion, f"Number {number}"), email="ann+x@example.org")
        for address in (reverse("account_request_login_code"), reverse("account_reset_password")):
            assert Client().post(address, {"email": member.email}).status_code == 302

    assert OutboxMessage.objects.filter(to="ann@example.org").exclude(key__startswith="report").count() == 2


def test_reports_are_held_to_the_whole_site(discussion, settings: Settings) -> None:
    comments = [say(discussion, f"Number {number}") for number in range(2)]
    with at(NOON):
        send(Client(REMOTE_ADDR="192.0.2.1"), comments[0])
        limit = Limit("reports-site", REPORTS[0].per, REPORTS[0].times * SITE_TIMES)
        key, start = slot(limit, "strangers", NOON)
        assert RateCount.objects.filter(key=key, window_start=start).update(count=limit.times) == 1

        refused = send(Client(REMOTE_ADDR="198.51.100.7"), comments[1], words="My words")

    assert refused.status_code == 429
    assert "My words" in refused.content.decode()


def test_under_attack_strangers_reports_are_kept_and_their_mails_are_few(discussion) -> None:
    ProtectionSettings.objects.create(site=Site.objects.get(is_default_site=True), challenge="on")
    with at(NOON):
        for number in range(6):
            comment, browser = say(discussion, f"Number {number}"), Client()
            answer = send(browser, comment, email=f"ann{number}@example.org")
            assert Report.objects.latest("pk").reference in browser.get(answer["Location"]).content.decode()
        member = Client()
        member.force_login(known("sian@example.org").user)
        send(member, say(discussion))

    assert [mail.to for mail in mails("report:")] == [
        *(f"ann{number}@example.org" for number in range(5)),
        "sian@example.org",
    ]
    assert Report.objects.count() == 7
    # The decision is told to no more addresses than that.
    assert Report.objects.exclude(email="").count() == 5


def test_report_is_told_nobody_in_the_talk(client: Client, comment) -> None:
    send(client, comment, words="Zanzibar", email="ann@example.org")
    page = Client().get(f"/engage/{comment.contribution.activity.uuid}/thread/").content.decode()

    assert "Zanzibar" not in page
    assert "ann@example.org" not in page


def test_link_stands_beside_what_others_said(client: Client, discussion, comment) -> None:
    member = known("ann@example.org")
    own = say(discussion, "My own words", author=member)
    client.force_login(member.user)
    page = client.get(f"/engage/{discussion.uuid}/thread/").content.decode()

    assert f'href="{report_url(comment)}" rel="nofollow"' in page
    assert str(own.contribution.uuid) in page
    assert report_url(own) not in page


def test_official_answer_has_no_link(client: Client, discussion) -> None:
    answer = say(discussion, "The bins move in May.", is_official=True)
    assert report_url(answer) not in client.get(f"/engage/{discussion.uuid}/thread/").content.decode()


def people(count: int) -> list[Client]:
    browsers = []
    for number in range(count):
        browser = Client()
        browser.force_login(known(f"member{number}@example.net").user)
        browsers.append(browser)
    return browsers


@pytest.mark.parametrize(("needed", "state"), [(0, "published"), (3, "hidden"), (4, "published")])
def test_many_people_hide_it_where_the_site_wants_that(comment, settings: Settings, needed: int, state: str) -> None:
    settings.REPORTS_TO_HIDE = needed
    for browser in people(3):
        send(browser, comment)

    assert state_of(comment) == state
    assert Report.objects.filter(outcome="").count() == 3


def test_browsers_of_nobody_we_know_hide_nothing(comment, settings: Settings) -> None:
    settings.REPORTS_TO_HIDE = 2
    for _ in range(4):
        send(Client(), comment)
    assert state_of(comment) == "published"


def test_crowd_does_not_outvote_a_moderator(comment, moderator: Client, settings: Settings) -> None:
    settings.REPORTS_TO_HIDE = 2
    first, second, third = people(3)
    send(first, comment)
    moderator.post("/admin/engagement/given/", {"contributions": [comment.contribution.pk], "to": "leave"})
    for browser in (second, third):
        send(browser, comment)
    assert state_of(comment) == "published"


def test_sender_sees_it_also_when_their_report_hid_it(comment, settings: Settings) -> None:
    settings.REPORTS_TO_HIDE = 1
    [browser] = people(1)
    response = send(browser, comment)

    assert state_of(comment) == "hidden"
    page = browser.get(response["Location"])
    assert page.status_code == 200
    assert "a fool" not in page.content.decode()


def test_form_costs_the_same_for_one_and_three_reports(client: Client, comment) -> None:
    costs = []
    for more in (1, 2):
        for _ in range(more):
            send(Client(), comment)
        reader = Client()
        reader.get(report_url(comment))
        with CaptureQueriesContext(connection) as queries:
            reader.get(report_url(comment))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_old_report_lets_a_person_report_anew(client: Client, comment, moderator: Client) -> None:
    send(client, comment)
    moderator.post("/admin/engagement/given/", {"contributions": [comment.contribution.pk], "to": "leave"})
    page = client.get(report_url(comment)).content.decode()
    assert "left it on the page" in page
    assert "again=1" in page

    assert "Whoever drew this" in client.get(report_url(comment, again=1)).content.decode()
    send(client, comment, words="It happened again.")
    assert Report.objects.filter(outcome="").count() == 1


def test_promised_days_are_a_setting(client: Client, comment, settings: Settings) -> None:
    settings.MODERATION_DAYS = 1
    with at(datetime(2026, 6, 15, 12, 0, tzinfo=UTC) + timedelta(days=1)):
        send(client, comment)
        assert "by Wednesday 17 June" in client.get(report_url(comment)).content.decode()


def test_guest_with_a_confirmed_address_is_told_there(client: Client, comment) -> None:
    guest = make_participant("Sian", email="sian@example.org")
    response = HttpResponse()
    remember_guest(response, guest, for_long=True)
    client.cookies.update(response.cookies)
    send(client, comment)

    assert Report.objects.get().participant == guest
    assert [mail.to for mail in mails("report:")] == ["sian@example.org"]
