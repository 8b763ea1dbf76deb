"""The editor's screens: tabs, what is missing beside its field, what to think about twice."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from engagement.consultations.models import ConsultationIndexPage, ConsultationPage
from engagement.testing.clock import NOON
from engagement.testing.consultations import ANSWER_BY, CLOSES, OPENS, entry, make_draft
from engagement.testing.pages import publish
from engagement.testing.people import make_administrator

pytestmark = pytest.mark.usefixtures("noon")

WHO = "Say who decides, so that people know where their words go."


@pytest.fixture
def editor(client):
    client.force_login(make_administrator())
    return client


def local(moment):
    """A moment as the editor types it, in London in summer."""
    return (moment + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")


def typed(**changes):
    """The editor's form of a complete consultation."""
    return nested_form_data(
        {
            "title": "Mill Lane",
            "slug": "mill-lane",
            "question": "Should we stop through traffic?",
            "why": "",
            "place": "",
            "subject": "",
            "plate": "street",
            "body": streamfield([]),
            "opens_at": local(NOON),
            "closes_at": local(NOON + timedelta(days=30)),
            "answer_by": str(ANSWER_BY),
            "decided_by": "Streets committee",
            "decision_on": "",
            "decision_details": "",
            "open_points": streamfield([("point", "Which layout")]),
            "settled_points": streamfield([("point", "Bus 14 stays")]),
            "withdrawn_on": "",
            "withdrawn_reason": "",
            "documents": streamfield([]),
            "you_said": streamfield([]),
            "we_did": streamfield([]),
            "next_steps": streamfield([]),
            "no_decision_on": "",
            "no_decision_reason": "",
            "answer_papers": streamfield([]),
            "privacy_notice": rich_text("<p>Read by the Streets team.</p>"),
            "contact_name": "",
            "contact_phone": "01632 960 147",
            "contact_email": "",
            "contact_address": "",
            "contact_other": "",
            "page_activities": inline_formset([]),
            "comments": inline_formset([]),
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
            **changes,
        }
    )


def send(editor, index, **changes):
    url = reverse("wagtailadmin_pages:add", args=["engagement_consultations", "consultationpage", index.pk])
    return editor.post(url, typed(**changes), follow=True)


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


def messages(response):
    return [str(message) for message in response.context["messages"]]


def test_tabs_are_in_the_order_of_the_work(editor, draft):
    soup = soup_of(editor.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])))
    assert [tab.get_text(strip=True).removesuffix("()") for tab in soup.select("[role=tab]")][:6] == [
        "Content",
        "Dates and decision",
        "Documents and contact",
        "Outcome",
        "Engagement",
        "Promote",
    ]


def test_times_are_shown_and_taken_in_local_time(editor, index):
    send(editor, index, **{"action-publish": "1"})
    assert ConsultationPage.objects.get().opens_at == NOON
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[ConsultationPage.objects.get().pk]))
    assert soup_of(page).select_one("#id_opens_at")["value"] == "2026-06-15 13:00"


def test_draft_is_saved_with_nothing_but_a_title(editor, index):
    empty = dict.fromkeys(("question", "opens_at", "closes_at", "answer_by", "decided_by", "contact_phone"), "")
    response = send(editor, index, **empty, open_points=streamfield([]), settled_points=streamfield([]))
    page = ConsultationPage.objects.get()
    assert (page.live, page.title) == (False, "Mill Lane")
    assert WHO in soup_of(response).select_one(".consultation-standing").get_text()


@pytest.mark.parametrize(
    "action",
    [
        {"action-publish": "1"},
        {"action-publish": "1", "go_live_at": local(NOON + timedelta(days=1))},
        {"action-submit": "1"},
    ],
)
def test_what_is_missing_stands_beside_its_field(editor, index, action):
    soup = soup_of(send(editor, index, decided_by="", **action))
    assert ConsultationPage.objects.count() == 0
    [panel] = [found for found in soup.select("[data-field-wrapper]") if found.select("#id_decided_by")]
    assert WHO in panel.get_text()
    assert soup.select_one("#id_question").get_text(strip=True) == "Should we stop through traffic?"


def test_missing_points_are_named_too(editor, index):
    response = send(editor, index, open_points=streamfield([]), **{"action-publish": "1"})
    assert "Say what can still change." in response.content.decode()
    assert ConsultationPage.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"status": "not_done"}, "why_not", "Say why it is not done. People see it beside what they asked for."),
        ({"title": ""}, "title", "Say in one line what was decided."),
        ({"day": ""}, "day", "Give the day."),
        ({"decided_by": ""}, "decided_by", "Say who decided."),
        ({"status": ""}, "status", "Choose how far it has come."),
    ],
)
def test_what_a_decision_lacks_stands_beside_its_field(editor, index, changes, field, sentence):
    decision = entry(**changes)["value"] | {"details": rich_text("<p>Soon.</p>")}
    response = send(editor, index, we_did=streamfield([("entry", decision)]), **{"action-publish": "1"})
    assert ConsultationPage.objects.count() == 0
    [of_stream] = response.context["form"].errors["we_did"].as_data()
    assert of_stream.block_errors[0].block_errors[field].messages == [sentence]


def test_publishing_something_short_warns_and_publishes(editor, index):
    response = send(editor, index, closes_at=local(NOON + timedelta(days=10)), **{"action-publish": "1"})
    assert ConsultationPage.objects.get().live
    assert "It is open for 10 days; this site aims at 28 or more. Many people hear of it late." in messages(response)


def test_publishing_something_long_says_nothing(editor, index, wall):
    row = {"activity": wall.pk, "heading": "", "intro": "", "comments": inline_formset([])}
    response = send(editor, index, page_activities=inline_formset([row]), **{"action-publish": "1"})
    assert len(messages(response)) == 1


def send_again(editor, page, **changes):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return editor.post(url, typed(slug=page.slug, **changes, **{"action-publish": "1"}), follow=True)


def test_publishing_an_earlier_end_before_it_opens_warns_on_the_ordinary_road(editor, index):
    opens = {"opens_at": local(NOON + timedelta(days=1))}
    page = publish(make_draft(index, opens_at=NOON + timedelta(days=1)))
    response = send_again(editor, page, closes_at=local(CLOSES - timedelta(days=2)), **opens)
    assert ConsultationPage.objects.get().standing.window.closes_at == CLOSES - timedelta(days=2)
    assert (
        "People were told that it closes on Saturday 4 July, 11:59pm. Closing earlier shuts some of them out. "
        "Put that time back, or say on the page why it closes earlier."
    ) in messages(response)


def test_other_dates_of_what_has_opened_are_led_to_the_one_way(editor, draft):
    page = publish(draft)
    soup = soup_of(send_again(editor, page, closes_at=local(CLOSES + timedelta(days=2)), opens_at=local(OPENS)))
    [panel] = [found for found in soup.select("[data-field-wrapper]") if found.select("#id_closes_at")]
    assert (
        "People were told Saturday 4 July, 11:59pm. Put that back, then use “Change the dates”: it asks why, "
        "and people read it."
    ) in panel.get_text()
    assert ConsultationPage.objects.get().standing.window.closes_at == CLOSES


def test_publishing_dates_of_an_original_warns_on_the_ordinary_road(editor, index):
    dates = {"opens_at": local(NOON - timedelta(days=60)), "closes_at": local(NOON - timedelta(days=30))}
    response = send(editor, index, **dates, **{"action-publish": "1"})
    assert (
        "It closed on 16 May, before anybody could see it. Check the dates; a copy keeps those of its original."
    ) in messages(response)


def test_panel_says_where_it_stands_publicly(editor, consultation):
    url = reverse("wagtailadmin_pages:edit", args=[consultation.pk])
    text = " ".join(soup_of(editor.get(url)).select_one(".consultation-standing p").get_text(" ").split())
    assert text == "Open 19 days left: closes Saturday 4 July, 11:59pm"


def test_new_consultation_says_what_it_will_need(editor, index):
    url = reverse("wagtailadmin_pages:add", args=["engagement_consultations", "consultationpage", index.pk])
    assert WHO in editor.get(url).content.decode()


def test_subjects_are_kept_with_the_snippets(editor, db):
    assert editor.get(reverse("wagtailsnippets_engagement_consultations_subject:list")).status_code == 200


def test_consultations_stand_below_lists_only():
    assert ConsultationPage.allowed_parent_page_models() == [ConsultationIndexPage]
    assert ConsultationIndexPage.allowed_subpage_models() == [ConsultationPage]
