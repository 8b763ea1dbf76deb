"""What may leave the lists or the site: only what was answered, on every road."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Locale

from base.models import OutboxMessage
from base.publication import PublishRefused, StaysPublic
from engagement.consultations import admin_views
from engagement.consultations.archiving import archive, take_out
from engagement.consultations.dating import ChangeRefused
from engagement.consultations.models import ConsultationPage
from engagement.consultations.telling import number_of_rounds
from engagement.plugin import Contribution, ContributionState, Participant, moderate
from engagement.testing.clock import NOON, at
from engagement.testing.consultations import entry, theme
from engagement.testing.people import make_administrator, make_staff
from tests.core.test_door import pin

DAY = timedelta(days=1)
OWED = (
    "People took part here and have not been answered. Publish what came of it, or say under Outcome, with a day, why "
    "no decision will be made."
)
REASON = "The grant went to another borough."


@pytest.fixture
def closed(client, make, wall):
    """A consultation with one contribution, a month after it closed; the clock stands there."""
    with at(NOON):
        page = make(under=(wall,))
        assert pin(client, wall).status_code == 302
    with at(NOON + 60 * DAY):
        yield ConsultationPage.objects.get(pk=page.pk)


def answer(page, *entries, said=()):
    page.we_did, page.you_said = [*entries], [*said]
    page.save_revision().publish()
    return ConsultationPage.objects.get(pk=page.pk)


def reread(page):
    return ConsultationPage.objects.get(pk=page.pk)


def give_address():
    """The one person who took part has confirmed an address."""
    Participant.objects.update(email="ann@example.org")


def look(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def texts(soup, selector):
    return [" ".join(found.get_text(" ").split()) for found in soup.select(selector)]


def test_archiving_is_refused_without_an_answer(closed):
    with pytest.raises(PublishRefused) as caught:
        archive(page=closed, by=None)
    assert [str(problem.message) for problem in caught.value.problems] == [OWED]
    assert reread(closed).standing.archived_on is None


def test_what_was_heard_is_no_answer(closed):
    with pytest.raises(PublishRefused):
        archive(page=answer(closed, said=[theme()]), by=None)


def test_open_consultation_is_not_archived(consultation):
    with at(NOON), pytest.raises(ChangeRefused):
        archive(page=consultation, by=None)


def test_no_road_of_code_archives_what_is_owed(closed):
    closed.archived_on = closed.closes_at.date()
    with pytest.raises(PublishRefused):
        closed.save_revision().publish()


def test_archived_leaves_the_lists_and_is_found_under_archived(client, closed, index):
    archive(page=answer(closed, entry()), by=None)
    shown = {
        state: texts(look(client, f"{index.url}?state={state}"), ".fm-card h3")
        for state in ("open", "closed", "answered", "archived", "all")
    }
    title = "Mill Lane: a quieter, safer street"
    assert shown == {"open": [], "closed": [], "answered": [], "archived": [title], "all": [title]}
    assert "Archived (1)" in texts(look(client, index.url), ".fm-tabs a")
    soup = look(client, closed.url)
    assert texts(soup, ".fm-hero .fm-status") == ["Outcome"]
    assert "Archived on Friday 14 August." in soup.get_text(" ")


def test_dated_reason_stands_in_place_of_the_outcome(client, closed):
    archive(page=closed, by=None, no_decision_reason=REASON)
    page = reread(closed)
    assert (page.public_state(), page.no_decision_on) == ("outcome", (NOON + 60 * DAY).date())
    chain = texts(look(client, page.url), "#answer > li")
    assert chain[-1] == (f"No decision Said on Friday 14 August No decision will be made, and here is why. {REASON}")
    assert not page.standing.is_late_at(NOON + 90 * DAY)


def test_withdrawn_is_archived_as_it_is(closed):
    closed.withdrawn_on, closed.withdrawn_reason = (NOON + DAY).date(), "The grant was lost."
    closed.save_revision().publish()
    archive(page=reread(closed), by=None)
    assert (reread(closed).public_state(), reread(closed).standing.archived_on is None) == ("withdrawn", False)


def test_archived_comes_back(client, closed, index):
    archive(page=answer(closed, entry()), by=None)
    take_out(page=reread(closed), by=None)
    assert len(texts(look(client, f"{index.url}?state=answered"), ".fm-card h3")) == 1
    with pytest.raises(ChangeRefused):
        take_out(page=reread(closed), by=None)


def test_copy_of_what_is_archived_is_asked_anew(closed):
    archive(page=closed, by=None, no_decision_reason=REASON)
    copy = reread(closed).copy(update_attrs={"title": "Second round", "slug": "second"}, keep_live=False)
    assert (copy.archived_on, copy.no_decision_on, copy.no_decision_reason) == (None, None, "")


def test_copy_is_asked_anew_and_a_translation_has_the_answer(closed):
    page = answer(closed, entry())
    copy = page.copy(update_attrs={"title": "Second round", "slug": "second"}, keep_live=False)
    drafted = copy.get_latest_revision_as_object()
    for one in (copy, drafted):
        assert [len(getattr(one, name)) for name in ("you_said", "we_did", "answer_papers")] == [0, 0, 0]
    welsh = page.copy_for_translation(Locale.objects.create(language_code="cy"), copy_parents=True)
    assert len(welsh.we_did) == 1


def test_copy_of_what_was_called_off_is_not_called_off(client, closed):
    closed.withdrawn_on, closed.withdrawn_reason = (NOON + DAY).date(), "The grant was lost."
    closed.save_revision().publish()
    client.force_login(make_administrator())
    fields = {"new_title": "Second round", "new_slug": "second", "new_parent_page": closed.get_parent().pk}
    client.post(reverse("wagtailadmin_pages:copy", args=[closed.pk]), fields)
    copy = ConsultationPage.objects.get(slug="second")
    for one in (copy, copy.get_latest_revision_as_object()):
        assert (one.withdrawn_on, one.withdrawn_reason, one.drafted_standing.withdrawn_on) == (None, "", None)
    page = reread(closed)
    welsh = page.copy_for_translation(Locale.objects.create(language_code="cy"), copy_parents=True)
    alias = page.create_alias(update_slug="alias")
    assert {one.withdrawn_on for one in (page, welsh, alias)} == {(NOON + DAY).date()}


def test_answer_is_not_taken_out_of_what_is_archived(closed):
    archive(page=answer(closed, entry()), by=None)
    with pytest.raises(PublishRefused):
        answer(reread(closed))


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"no_decision_reason": REASON}, ["no_decision_on"]),
        ({"no_decision_on": NOON.date()}, ["no_decision_reason"]),
        ({"no_decision_on": (NOON + 61 * DAY).date(), "no_decision_reason": REASON}, ["no_decision_on"]),
        ({"no_decision_on": NOON.date(), "no_decision_reason": REASON, "we_did": [entry()]}, ["no_decision_on"]),
        ({"no_decision_on": NOON.date(), "no_decision_reason": REASON}, []),
    ],
)
def test_dated_reason_needs_both_and_stands_alone(closed, changes, fields):
    for name, value in changes.items():
        setattr(closed, name, value)
    assert [problem.field for problem in closed.publish_problems()] == fields


def test_dated_reason_is_refused_while_people_can_answer(consultation):
    with at(NOON):
        consultation.no_decision_on, consultation.no_decision_reason = NOON.date(), REASON
        assert [problem.field for problem in consultation.publish_problems()] == ["no_decision_on"]


# Leaving the site


def test_unpublishing_what_is_owed_is_refused_in_code(closed):
    with pytest.raises(StaysPublic):
        reread(closed).unpublish()
    assert reread(closed).live


def test_deleting_what_is_owed_is_refused_alone_and_with_what_is_above(client, closed):
    client.force_login(make_administrator())
    for page in (closed, closed.get_parent()):
        response = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
        assert "People took part here and have not been answered." in response.content.decode()
        assert reread(closed).live
    answer(closed, entry())
    client.post(reverse("wagtailadmin_pages:delete", args=[closed.pk]))
    assert not ConsultationPage.objects.filter(pk=closed.pk).exists()


def test_unpublishing_is_possible_before_closing_and_after_the_answer(client, closed, make, wall):
    answer(closed, entry()).unpublish()
    assert not reread(closed).live


def test_what_nobody_took_part_in_may_go(make):
    with at(NOON):
        page = make()
    with at(NOON + 60 * DAY):
        page.unpublish()
    assert not reread(page).live


def test_what_was_removed_by_a_moderator_owes_nothing(closed):
    with at(NOON):
        moderate(
            contribution=Contribution.objects.get(),
            to=ContributionState.REMOVED,
            by=make_administrator(),
            reason="spam",
        )
    closed.unpublish()
    assert not reread(closed).live


def send_unpublish(client, page):
    return client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), {}, follow=True)


def send_bulk(client, page):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    return client.post(f"{url}?id={page.pk}&next=/admin/", {"include_descendants": ""}, follow=True)


def send_parent(client, page):
    parent = page.get_parent()
    return client.post(
        reverse("wagtailadmin_pages:unpublish", args=[parent.pk]), {"include_descendants": "on"}, follow=True
    )


@pytest.mark.parametrize("send", [send_unpublish, send_bulk, send_parent])
def test_every_button_of_the_admin_is_held_and_says_why(client, closed, send):
    client.force_login(make_administrator())
    response = send(client, closed)
    assert response.status_code == 200
    assert reread(closed).live
    text = response.content.decode()
    assert "stays public." in text
    assert OWED in text


def test_expiry_waits_for_the_answer_and_tells_the_editor_once(closed):
    page = reread(closed)
    page.expire_at = NOON + 61 * DAY
    page.owner = make_staff("Editors")
    page.save()
    for _minute in range(2):
        with at(NOON + 62 * DAY):
            call_command("publish_scheduled")
    assert reread(closed).live
    [message] = OutboxMessage.objects.all()
    assert OWED in message.body
    with at(NOON + 63 * DAY):
        answer(reread(closed), entry())
        call_command("publish_scheduled")
    assert not reread(closed).live


# In the admin


def press_twice(client, page, name, **fields):
    url = reverse(admin_views.NAME, args=[page.pk, name])
    looked = client.post(url, fields)
    checked = BeautifulSoup(looked.content, "html.parser").select_one("[name=checked]")["value"]
    return looked, client.post(url, {**fields, "checked": checked}, follow=True)


def test_editor_archives_with_the_dated_reason(client, closed):
    client.force_login(make_staff("Editors"))
    press_twice(client, closed, "archive", no_decision_on="2026-08-14", no_decision_reason=REASON)
    assert (reread(closed).no_decision_reason, reread(closed).standing.archived_on) == (
        REASON,
        (NOON + 60 * DAY).date(),
    )
    press_twice(client, closed, "unarchive")
    assert reread(closed).standing.archived_on is None


def test_editor_sees_before_how_many_are_told_and_what(client, closed):
    give_address()
    client.force_login(make_staff("Editors"))
    fields = {"no_decision_on": "2026-08-14", "no_decision_reason": REASON, "tells_at_once": "on"}
    looked, done = press_twice(client, closed, "archive", **fields)
    soup = BeautifulSoup(looked.content, "html.parser")
    preview = soup.select_one(".fmq-preview").get_text(" ", strip=True)
    assert "Friday 14 August" in preview
    assert "1 person gets this by mail at once." in preview
    assert preview.count(REASON) == 2  # on the page, and in the mail
    assert soup.title.string.strip().startswith(f"Archive: {closed.title}")
    assert "1 person is being told what came of it." in done.content.decode()
    assert number_of_rounds(closed) == 1


def test_editor_archives_and_tells_nobody(client, closed):
    give_address()
    client.force_login(make_staff("Editors"))
    fields = {"no_decision_on": "2026-08-14", "no_decision_reason": REASON}
    looked, done = press_twice(client, closed, "archive", **fields)
    assert "Nobody gets a mail." in looked.content.decode()
    assert "being told" not in done.content.decode()
    assert (number_of_rounds(closed), reread(closed).tells_at_once) == (0, False)


def test_editor_without_a_reason_is_told(client, closed):
    client.force_login(make_staff("Editors"))
    looked, _done = press_twice(client, closed, "archive", no_decision_on="2026-08-14", no_decision_reason="")
    assert "Say why no decision will be made, or publish what came of it first." in looked.content.decode()
    assert reread(closed).standing.archived_on is None


def test_answered_one_needs_no_words(client, closed):
    page = answer(closed, entry())
    client.force_login(make_staff("Editors"))
    press_twice(client, page, "archive")
    assert reread(closed).standing.archived_on == (NOON + 60 * DAY).date()
