"""Engagement in the Wagtail admin: queue, activities, chooser, report."""

import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from base.timewords import moment_words
from engagement.core.models import StateChange
from engagement.plugin import Activity, Contribution, Participant
from engagement.testing.people import make_administrator, make_staff, make_staff_with
from tests.sample_module.models import Postcard, PostcardWall

QUEUE = "/admin/engagement/given/"


@pytest.fixture
def moderator(client, db):
    """The browser of a moderator."""
    client.force_login(make_staff("Moderators"))
    return client


def decide(client, contributions, **fields):
    return client.post(QUEUE, {"contributions": [c.pk for c in contributions], **fields}, follow=True)


def test_queue_shows_what_waits_oldest_first(moderator, page, make_contribution):
    make_contribution(state="pending", text="First words")
    make_contribution(state="pending", text="Second words")
    make_contribution(state="published", text="Public words")
    content = moderator.get(QUEUE).content.decode()
    assert content.index("First words") < content.index("Second words")
    assert "Public words" not in content
    assert "Public words" in moderator.get(QUEUE + "?state=published").content.decode()


def test_bulk_approval_publishes_and_is_recorded(moderator, page, make_contribution):
    waiting = [make_contribution(state="pending") for _ in range(3)]
    response = decide(moderator, waiting[:2], to="published")
    assert sorted(Contribution.objects.values_list("state", flat=True)) == ["pending", "published", "published"]
    assert StateChange.objects.filter(by__isnull=False, to_state="published").count() == 2
    assert "2 contributions approved" in response.content.decode()


def test_what_was_decided_together_can_be_decided_again(moderator, page, make_contribution):
    make_contribution(state="published", text="Public before")
    waiting = [make_contribution(state="pending", text=f"Words {number}") for number in range(3)]
    response = decide(moderator, waiting[:2], to="published")
    link = BeautifulSoup(response.content, "html.parser").find("a", string="See it, or decide again")["href"]
    again = BeautifulSoup(moderator.get(link).content, "html.parser")
    assert {box["value"] for box in again.select("[name=contributions]")} == {str(c.pk) for c in waiting[:2]}
    address = again.select_one("form.fmq-work")["action"]
    moderator.post(QUEUE + address, {"contributions": [c.pk for c in waiting[:2]], "to": "hidden", "reason": "spam"})
    assert Contribution.objects.filter(state="hidden").count() == 2
    assert "Nothing here matches" in moderator.get(link).content.decode()
    assert "Public before" in moderator.get(QUEUE + "?state=published&only=" + "x" * 2001).content.decode()


def narrowed(moderator, query):
    """What the queue says about what it leaves out, and where it shows everything."""
    link = BeautifulSoup(moderator.get(QUEUE + query).content, "html.parser").find("a", string="Show everything")
    return link.parent.get_text(), link["href"]


@pytest.mark.parametrize(("number", "words"), [(1, "Only the one that was"), (2, "Only the 2 that were")])
def test_list_of_what_was_decided_on_says_so_and_leads_to_everything(moderator, page, make_contribution, number, words):
    make_contribution(state="published", text="Public before")
    decided = [make_contribution(state="published") for _ in range(number)]
    said, everything = narrowed(moderator, f"?state=published&only={'.'.join(c.reference for c in decided)}")
    assert f"{words} decided on just now" in said
    content = moderator.get(QUEUE + everything).content.decode()
    assert "Public before" in content
    assert "decided on just now" not in content


def test_list_of_the_same_words_says_so(moderator, page, make_contribution):
    one = make_contribution(state="pending", text="The same words")
    said, _everything = narrowed(moderator, f"?same={one.reference}")
    assert f"Only what has the same words as {one.reference} is listed" in said


def test_removal_needs_a_reason_and_keeps_the_ticks(moderator, page, make_contribution):
    one = make_contribution(state="pending")
    content = decide(moderator, [one], to="removed", note="Names a child").content.decode()
    assert "Say why it is removed" in content
    assert "checked" in content
    assert "Names a child" in content
    decide(moderator, [one], to="removed", reason="personal")
    one.refresh_from_db()
    assert (one.state, one.changes.get().reason) == ("removed", "personal")


def test_what_somebody_else_decided_meanwhile_is_said(moderator, page, make_contribution):
    one = make_contribution(state="pending")
    other = make_contribution(state="withdrawn")
    content = decide(moderator, [one, other], to="published").content.decode()
    assert "1 contribution approved" in content
    assert "1 was left as it is" in content


def test_what_a_colleague_removed_is_not_published_from_an_old_screen(moderator, page, make_contribution):
    removed = make_contribution(state="removed")
    waiting = make_contribution(state="pending")
    content = decide(moderator, [removed, waiting], to="published", seen="pending").content.decode()
    assert "1 contribution approved" in content
    assert "1 was left as it is: somebody else has decided on it" in content
    removed.refresh_from_db()
    assert removed.state == "removed"
    for screen in (f"{QUEUE}?state=removed", reverse("engagement_queue:detail", args=[removed.uuid])):
        seen = BeautifulSoup(moderator.get(screen).content, "html.parser").select_one("form [name=seen]")
        assert seen["value"] == "removed"


def test_a_reason_without_a_decision_decides_nothing(moderator, page, make_contribution):
    one = make_contribution(state="pending")
    assert "Choose what to do" in decide(moderator, [one], to="", reason="spam").content.decode()
    assert "A reason belongs to hiding" in decide(moderator, [one], to="published", reason="spam").content.decode()
    one.refresh_from_db()
    assert one.state == "pending"


@pytest.mark.parametrize("query", ["reference", "reference without hyphen", "some words", "NADIA"])
def test_queue_finds_by_reference_name_and_words(moderator, page, make_contribution, query):
    nadia = Participant.objects.create(display_name="Nadia")
    one = make_contribution(state="pending", text="Here are some words of hers", participant=nadia)
    make_contribution(state="pending", text="Quite another text")
    asked = {"reference": one.reference, "reference without hyphen": one.reference.replace("-", "").lower()}
    content = moderator.get(QUEUE, {"q": asked.get(query, query)}).content.decode()
    assert "Here are some words of hers" in content
    assert "Quite another text" not in content


def test_what_is_wrong_stands_above_the_list_and_beside_the_decision(moderator, page, make_contribution):
    make_contribution(state="pending")
    content = BeautifulSoup(decide(moderator, [], to="removed").content, "html.parser")
    for place in ("[role=alert]", ".fmq-decide"):
        words = content.select_one(place).get_text()
        assert "Tick at least one" in words
        assert "Say why it is removed" in words


@pytest.mark.parametrize("state", ["nonsense", "", "'"])
def test_unknown_state_shows_what_waits(moderator, page, make_contribution, state):
    make_contribution(state="pending", text="Waiting words")
    assert "Waiting words" in moderator.get(QUEUE, {"state": state, "p": "x"}).content.decode()


def test_queue_costs_the_same_with_one_and_three(moderator, page, make_contribution):
    costs = []
    for more in (1, 2):
        for _ in range(more):
            make_contribution(state="pending")
        moderator.get(QUEUE)
        with CaptureQueriesContext(connection) as queries:
            moderator.get(QUEUE)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_detail_shows_every_decision(moderator, page, make_contribution):
    one = make_contribution(state="pending", text="All the words")
    decide(moderator, [one], to="hidden", reason="abuse", note="Ask the team")
    content = moderator.get(f"{QUEUE}{one.uuid}/").content.decode()
    assert "All the words" in content
    assert "Ask the team" in content


def test_channel_and_language_are_named_where_they_are_unusual(moderator, page, make_contribution):
    usual, other = make_contribution(state="pending"), make_contribution(state="pending")
    Contribution.objects.filter(pk=other.pk).update(language="cy", channel="paper")
    about = BeautifulSoup(moderator.get(QUEUE).content, "html.parser").select(".fmq-about small")
    words = [small.get_text().partition("ago")[2].strip() for small in about]
    assert words == ["", "· paper · Welsh"]
    for contribution, end in ((usual, ""), (other, " · paper · Welsh")):
        facts = BeautifulSoup(moderator.get(f"{QUEUE}{contribution.uuid}/").content, "html.parser").select("dd")
        assert facts[-1].get_text() == moment_words(contribution.created_at) + end


# Activities


@pytest.fixture
def administrator(client, db):
    client.force_login(make_administrator())
    return client


def test_activity_is_listed_with_where_it_stands(administrator, page, wall):
    content = administrator.get(reverse("engagement_postcards:index")).content.decode()
    assert wall.title in content
    assert page.title in content


def test_edit_view_saves_and_logs(administrator, page, wall):
    url = reverse("engagement_postcards:edit", args=[wall.pk])
    administrator.post(
        url, {"title": "New title", "audience": "members", "moderation": "hold", "question": "Where?"}, follow=True
    )
    again = PostcardWall.objects.get(pk=wall.pk)
    assert (again.title, again.audience, again.question) == ("New title", "members", "Where?")
    history = administrator.get(reverse("engagement_postcards:history", args=[wall.pk]))
    assert history.status_code == 200


def test_opening_after_closing_is_refused_in_words(administrator, wall):
    url = reverse("engagement_postcards:edit", args=[wall.pk])
    data = {"title": "T", "audience": "members", "moderation": "hold", "question": ""}
    response = administrator.post(url, {**data, "opens_at": "2026-06-02 10:00", "closes_at": "2026-06-01 10:00"})
    assert "It must open before it closes." in response.content.decode()


def test_activity_that_people_used_cannot_be_deleted(administrator, page, wall, make_contribution):
    make_contribution()
    url = reverse("engagement_postcards:delete", args=[wall.pk])
    for response in (administrator.get(url, follow=True), administrator.post(url, follow=True)):
        assert "because people have taken part" in response.content.decode()
    assert (Activity.objects.count(), Postcard.objects.count()) == (1, 1)


def test_deleting_an_activity_of_a_public_page_names_the_page(administrator, page, wall):
    url = reverse("engagement_postcards:delete", args=[wall.pk])
    assert f"“{page.title}” is public" in administrator.get(url).content.decode()
    page.unpublish()
    assert "is public" not in administrator.get(url).content.decode()


def test_chooser_makes_an_activity_and_links_to_its_edit_view(administrator, page):
    url = reverse("activity_chooser:create")
    assert administrator.get(url).status_code == 200
    response = administrator.post(
        url, {"activity-chooser-create-form-module": "postcards", "activity-chooser-create-form-title": "New wall"}
    )
    result = json.loads(response.content)["result"]
    made = PostcardWall.objects.get(title="New wall")
    assert (result["id"], result["edit_url"]) == (str(made.pk), reverse("engagement_postcards:edit", args=[made.pk]))


def test_chooser_without_a_title_says_so(administrator, page):
    response = administrator.post(
        reverse("activity_chooser:create"),
        {"activity-chooser-create-form-module": "postcards", "activity-chooser-create-form-title": ""},
    )
    assert json.loads(response.content)["step"] == "reshow_creation_form"
    assert Activity.objects.filter(title="").count() == 0


def test_report_lists_and_exports_activities(administrator, page, wall):
    wall.title = "=1+1"
    wall.save()
    assert wall.title in administrator.get(reverse("engagement_participation")).content.decode()
    response = administrator.get(reverse("engagement_participation") + "?export=csv")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    by = "by_web,by_paper,by_phone,by_event,by_import,by_api"
    assert lines[0] == f"title,module,stands_on,state,published,waiting,{by}"
    assert lines[1].startswith("'=1+1,postcards,Mill Lane,open,0,0,0,0,0,0,0,0")


@pytest.mark.parametrize("permission", [None, "engagement.view_activity", "engagement.add_activity"])
def test_menu_shows_what_the_role_may(client, db, permission):
    client.force_login(make_staff_with("wagtailadmin.access_admin", *filter(None, [permission])))
    content = client.get("/admin/").content.decode()
    assert ("Postcard wall" in content) == (permission is not None)


@pytest.mark.parametrize(("role", "sees"), [("Analysts", True), ("Moderators", False)])
def test_downloads_are_offered_to_those_who_may_export(client, page, wall, role, sees):
    client.force_login(make_staff(role))
    url = reverse("engagement_postcards:export", args=[wall.pk, "csv"])
    for place in ("engagement_postcards:index", "engagement_participation"):
        assert (url in client.get(reverse(place)).content.decode()) == sees
