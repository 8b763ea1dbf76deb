"""The public page of a consultation."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents.models import Document

from engagement.comments.models import Discussion
from engagement.consultations.models import ConsultationPage, Subject
from engagement.core.models import PageActivity
from engagement.plugin import Contribution
from engagement.testing.clock import at
from engagement.testing.consultations import CLOSES, OPENS, points
from engagement.testing.pages import publish
from tests.comments.factories import say
from tests.core.test_door import pin
from tests.sample_module.models import PostcardWall

pytestmark = pytest.mark.usefixtures("noon")


def look(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def texts(soup, selector):
    return [" ".join(found.get_text(" ").split()) for found in soup.select(selector)]


def facts(soup):
    return dict(zip(texts(soup, ".fm-glance dt"), texts(soup, ".fm-glance dd"), strict=True))


def test_page_says_what_is_open_until_when_and_who_decides(client, make, wall):
    page = make(under=(wall,), decision_on=date(2026, 7, 22), decision_details="Public meeting, Old Corn Hall")
    soup = look(client, page)
    assert texts(soup, "h1") == ["Mill Lane: a quieter, safer street"]
    assert texts(soup, ".fm-hero__status") == ["Open 19 days left: closes Saturday 4 July, 11:59pm"]
    assert facts(soup) == {
        "Closes": "Saturday 4 July, 11:59pm Letters that arrive later do not count",
        "Who decides": "Streets committee Wednesday 22 July: Public meeting, Old Corn Hall",
        "You hear back": "By 31 July On this page",
        "Who can answer": "Anyone, no account and no e-mail needed",
    }
    assert texts(soup, ".fm-time li b") == [
        "Open for your answers",
        "Answers read and counted",
        "We answer you",
    ]


def test_one_main_button_leads_to_the_first_open_activity(client, consultation, wall):
    soup = look(client, consultation)
    url = reverse("engage", args=[wall.uuid, "wall"])
    assert [button["href"] for button in soup.select(".fm-hero .govuk-button")] == [url]
    assert [button["href"] for button in soup.select(".fm-dock .govuk-button")] == [url]
    assert texts(soup, ".fm-dock p") == ["19 days left"]
    assert [link["href"] for link in soup.select(".fm-act--main a")] == [url]


def test_first_open_activity_leads_and_a_closed_one_keeps_its_place(client, make, wall):
    closed = PostcardWall.objects.create(title="First round", audience="everyone", closes_at=OPENS + timedelta(days=3))
    soup = look(client, make(under=(closed, wall)))
    assert ["fm-act--shut" in row["class"] for row in soup.select(".fm-act")] == [True, False]
    assert ["fm-act--main" in row["class"] for row in soup.select(".fm-act")] == [False, True]
    assert texts(soup, ".fm-act p")[0].startswith("Closed on Thursday 4 June, 9am.")
    assert texts(soup, ".fm-cols section > h2")[0] == "Two ways to take part"


def test_activity_in_the_text_counts_as_a_way_and_stands_in_the_text(client, make, wall):
    soup = look(client, make(text=(wall,)))
    url = reverse("engage", args=[wall.uuid, "wall"])
    assert len(soup.select(f'.fm-cols > section .fm-acts a[href="{url}"]')) == 1
    assert len(soup.select(f'#about a[href="{url}"]')) == 1


def test_activity_with_nothing_more_to_show_is_not_repeated(client, consultation, wall):
    url = reverse("engage", args=[wall.uuid, "wall"])
    assert len(look(client, consultation).select(f'.fm-cols a[href="{url}"]')) == 1


def test_activities_that_invite_to_the_same_are_told_apart_by_their_titles(client, make, wall):
    other = PostcardWall.objects.create(title="Cards for Ferry Road", audience="everyone")
    soup = look(client, make(under=(wall, other)))
    assert texts(soup, ".fm-acts h3") == ["Cards for Mill Lane", "Cards for Ferry Road"]


def test_introduction_of_an_activity_is_shown(client, consultation, wall):
    PageActivity.objects.update(intro="The best ten go to the committee.")
    assert "The best ten go to the committee." in texts(look(client, consultation), ".fm-presence p")


def test_audiences_that_differ_are_said(client, make, wall):
    members = PostcardWall.objects.create(title="For members", audience="members")
    assert facts(look(client, make(under=(wall, members))))["Who can answer"] == (
        "Anyone, no account and no e-mail needed Some of the ways ask for more"
    )


@pytest.mark.parametrize(
    ("now", "status", "first_fact"),
    [
        (datetime(2026, 5, 1, tzinfo=UTC), "Planned Opens on Monday 1 June, 9am", "Opens"),
        (CLOSES, "Closed, waiting for an answer Closed on Saturday 4 July. We answer by 31 July.", "Closed"),
        (
            datetime(2026, 8, 2, tzinfo=UTC),
            "Closed, waiting for an answer We said we would answer by 31 July. It is late.",
            "Closed",
        ),
    ],
)
def test_page_outside_its_dates_has_no_button(client, consultation, now, status, first_fact):
    with at(now):
        soup = look(client, consultation)
    assert texts(soup, ".fm-hero__status") == [status]
    assert next(iter(facts(soup))) == first_fact
    assert soup.select(".fm-hero .govuk-button, .fm-dock, .fm-act--main") == []


def test_closed_page_says_how_people_took_part(client, consultation):
    with at(CLOSES):
        assert texts(look(client, consultation), ".fm-cols section > h2")[0] == "How people took part"


def test_withdrawn_page_says_why_and_shuts_the_door_at_once(client, make, wall):
    page = make(under=(wall,), withdrawn_on=date(2026, 6, 15), withdrawn_reason="The grant was lost.")
    soup = look(client, page)
    assert texts(soup, ".fm-hero__status") == ["Withdrawn Withdrawn on Monday 15 June"]
    assert "The grant was lost." in texts(soup, ".fm-banner")[0]
    assert soup.select(".fm-hero .govuk-button") == []
    assert list(facts(soup)) == ["Who decides", "Who can answer"]
    assert pin(client, wall).status_code == 403
    assert Contribution.objects.count() == 0


def test_page_shows_what_can_change_documents_contact_and_privacy(client, make):
    document = Document.objects.create(title="Three layouts, drawn", file=ContentFile(b"x" * 2000, "layouts.pdf"))
    page = make(
        open_points=points("Which layout", "When it starts"),
        settled_points=points("Bus 14 stays"),
        documents=[
            {"type": "document", "id": "1", "value": {"document": document.pk, "title": ""}},
            {
                "type": "web_page",
                "id": "2",
                "value": {
                    "title": "Letter from the fire service",
                    "link": {"page": None, "document": None, "address": "https://example.org/letter"},
                },
            },
        ],
        contact_email="streets@example.org",
        contact_address="Old Corn Hall\nMarket Street",
        contact_other="Come to the library on Saturday.",
    )
    soup = look(client, page)
    assert texts(soup, ".fm-fixed li") == ["Which layout", "When it starts", "Bus 14 stays"]
    assert texts(soup, ".fm-docs li") == [
        "Three layouts, drawn PDF, 2 KB",
        "Letter from the fire service Web page",
    ]
    [panel] = texts(soup, "aside .fm-panel")
    assert panel == (
        "Rather talk or write? Streets team Come to the library on Saturday. Telephone 01632 960 147 "
        "E-mail streets@example.org Post Old Corn Hall, Market Street"
    )
    assert [a["href"] for a in soup.select("aside .fm-ways a")] == ["tel:01632960147", "mailto:streets@example.org"]
    assert "Read by the Streets team." in soup.get_text()


def test_deleted_document_is_left_out(client, make):
    document = Document.objects.create(title="Draft", file=ContentFile(b"x", "draft.pdf"))
    page = make(documents=[{"type": "document", "id": "1", "value": {"document": document.pk, "title": ""}}])
    document.delete()
    assert look(client, page).select(".fm-docs") == []


def test_crumbs_end_with_the_subject_as_a_filtered_list(client, make, index):
    subject = Subject.objects.create(name="Streets and travel", slug="streets", locale=index.locale)
    soup = look(client, make(subject=subject))
    assert [(a.get_text(), a["href"]) for a in soup.select(".fm-crumbs a")] == [
        ("Home", "/"),
        ("Have your say", "/have-your-say/"),
        ("Streets and travel", "/have-your-say/?subject=streets"),
    ]


def test_what_editors_write_is_shown_as_text(client, make):
    script = "<script>alert(1)</script>"
    page = make(
        title=script,
        question=script,
        why=script,
        decided_by=script,
        decision_details=script,
        contact_name=script,
        contact_other=script,
        contact_address=script,
        open_points=points(script),
        settled_points=points(script),
    )
    assert look(client, page).find_all("script") == []


def test_page_has_no_inline_script_or_style(client, consultation):
    soup = look(client, consultation)
    assert soup.select("script, style, [style], [onclick], [onsubmit]") == []


def test_preview_shows_the_dates_of_the_draft(consultation, rf):
    consultation.closes_at = CLOSES + timedelta(days=1)
    response = consultation.make_preview_request()
    response.render()
    assert "closes Sunday 5 July, 11:59pm" in response.content.decode()


def test_preview_of_an_empty_draft_is_shown(index):
    page = index.add_child(instance=ConsultationPage(title="Later", live=False))
    response = page.make_preview_request()
    response.render()
    assert "Planned" in response.content.decode()


# One truth, whatever the draft says


def test_saved_draft_changes_nothing_public(client, consultation):
    consultation.closes_at = CLOSES + timedelta(days=9)
    consultation.save_revision()
    assert facts(look(client, consultation))["Closes"].startswith("Saturday 4 July, 11:59pm ")


def test_old_draft_published_changes_no_counter(client, consultation, wall):
    old = consultation.get_latest_revision()
    publish(ConsultationPage.objects.get())
    pin(client, wall)
    before = texts(look(client, consultation), ".fm-act p")
    old.publish()
    assert before == ["1 so far."]
    assert texts(look(client, consultation), ".fm-act p") == before


# How many questions it puts to the database


def cost(client, page):
    look(client, page)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(page.url)
    return len(queries)


def test_page_with_one_activity_costs_at_most_fourteen_queries(client, consultation):
    assert cost(client, consultation) <= 14


def test_page_with_one_discussion_costs_at_most_sixteen_queries(client, make):
    talk = Discussion.objects.create(title="Talk", audience="everyone", moderation="at_once")
    page = make(under=(talk,))
    for text in ("First", "Second", "Third"):
        say(Discussion.objects.get(), text)
    assert cost(client, page) <= 16


def test_page_with_three_activities_costs_no_more(client, consultation, make):
    walls = [PostcardWall.objects.create(title=f"Wall {n}", audience="everyone") for n in range(3)]
    three = make(title="Three", under=walls)
    assert cost(client, three) == cost(client, consultation)
