"""The admin's screen on who is told, the panel in the editor, and what is said after publishing."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from base.models import OutboxMessage, PublicationRecord
from engagement.accounts.services import set_wants_answers
from engagement.consultations.models import ConsultationPage, Telling
from engagement.consultations.telling import carry_on, start_telling, stop_telling
from engagement.plugin import ContributionState, Participant
from engagement.testing.clock import NOON
from engagement.testing.consultations import entry
from engagement.testing.people import make_administrator, make_member, make_staff
from tests.consultations.telling import OVER, gave, guest, make_talk, member, publish_outcome
from tests.consultations.test_editor import local, typed

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def talk(db):
    return make_talk()


@pytest.fixture
def closed(make, talk):
    """A consultation that has closed and waits for its answer, with a talk."""
    return make(under=(talk,), **OVER)


@pytest.fixture
def editor(client, db):
    """An editor signed in; the answers are their client."""
    client.force_login(make_staff("Editors"))
    return client


def address(page):
    return reverse("consultation_told", args=[page.pk])


def look(client, page):
    response = client.get(address(page))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(soup, selector):
    return [" ".join(found.get_text(" ").split()) for found in soup.select(selector)]


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def press(client, page, action, **data):
    return client.post(address(page), {"action": action, **data})


def finish():
    carry_on(Telling.objects.get(finished_at=None).pk)


def test_screen_gives_the_numbers_which_add_up(editor, closed, talk):
    gave(talk, member("m@example.org", language="cy"))
    gave(talk, guest("g@example.org"))
    gave(talk, guest(None))
    gave(talk, no := guest("no@example.org"))
    set_wants_answers(no, wants=False)
    soup = look(editor, closed)
    assert words(soup, ".fmt-tables table:first-child tr") == [
        "Members 1",
        "Guests with a confirmed address 1",
        "Told, one message each 2",
        "Took part without an address, or have left 1",
        "Asked not to be told 1",
        "Took part 4",
    ]
    assert words(soup, ".fmt-tables table:nth-child(2) tr") == ["Welsh 1", "English 1"]
    assert words(soup, ".fmt-tables table:nth-child(3) tr") == ["Web 2"]
    assert "it begins by itself with the publication of the outcome" in soup.text
    assert "Nothing stands under “We did” yet, nor why nothing will be decided." in soup.text


def test_screen_shows_three_mails_of_the_draft_as_they_will_be_sent(editor, closed, talk):
    named = gave(talk, guest("a@example.org"), "Named.").contribution
    gave(talk, guest("b@example.org"), "Not named.")
    gave(talk, guest("c@example.org", language="ar"), "Elsewhere.")
    closed.we_did = [entry(title="Lorries are kept out", references=named.reference)]
    closed.save_revision()
    soup = look(editor, closed)
    shown = soup.select(".fmt-mail pre")
    assert [(pre["lang"], pre["dir"]) for pre in shown] == [("en", "ltr"), ("en", "ltr"), ("ar", "rtl")]
    for pre, own in zip(shown, ["> Named.", "> Not named.", "> Elsewhere."], strict=True):
        assert own in pre.text
    assert "What it led to:\n* Lorries are kept out" in shown[0].text
    links = {pre.text.strip().splitlines()[-1] for pre in shown}
    assert links == {"http://localhost:8000/…"}
    ConsultationPage.objects.get(pk=closed.pk).get_latest_revision().publish()
    finish()
    for one, pre in zip("abc", shown, strict=True):
        sent = OutboxMessage.objects.get(to=f"{one}@example.org").body.splitlines()
        assert sent[:-1] == pre.text.splitlines()[:-1]


def test_screen_hides_words_from_those_who_may_not_read_them(client, closed, talk):
    role = make_staff("Editors")
    person = guest("a@example.org")
    Participant.objects.filter(pk=person.pk).update(display_name="Pen Ding")
    gave(talk, person, "Something private.", state=ContributionState.PENDING)
    closed.we_did = [entry()]
    closed.save_revision()
    client.force_login(role)
    assert "Something private." in look(client, closed).text
    assert "Pen Ding" in look(client, closed).text
    role.groups.get().permissions.filter(codename="view_contribution").delete()
    soup = look(client, closed)
    assert "Something private." not in soup.text
    assert "Pen Ding" not in soup.text
    assert "> Their own words stand here." in soup.text


def test_preview_goes_to_the_colleague_who_asks(editor, closed, talk):
    gave(talk, guest("a@example.org"))
    publish_outcome(closed, tells_at_once=False)
    response = press(editor, closed, "preview", which="unnamed")
    [mail] = OutboxMessage.objects.all()
    assert mail.to == response.wsgi_request.user.email
    assert mail.subject == "Preview: What came of “Mill Lane: a quieter, safer street”"
    assert list(mail.headers) == ["From"]
    press(editor, closed, "preview", which="foreign")
    assert OutboxMessage.objects.count() == 1


def test_round_is_begun_by_hand_once_and_only_by_who_means_it(editor, closed, talk):
    gave(talk, guest("a@example.org"))
    publish_outcome(closed, tells_at_once=False)
    assert "Write to 1 person" in words(look(editor, closed), "button")
    assert "Tick the box if you mean it." in press(editor, closed, "start").content.decode()
    assert not Telling.objects.exists()
    assert press(editor, closed, "start", sure="on").status_code == 302
    assert said(press(editor, closed, "start", sure="on"))[-1].startswith("Nothing was done")
    [telling] = Telling.objects.all()
    assert telling.started_by.groups.get().name == "Editors"


def test_second_round_needs_a_reason(editor, closed, talk):
    gave(talk, guest("a@example.org"))
    publish_outcome(closed)
    finish()
    assert "Say what has changed." in press(editor, closed, "start", sure="on").content.decode()
    press(editor, closed, "start", sure="on", reason="The signs are up.")
    assert list(Telling.objects.values_list("number", "reason")) == [(1, ""), (2, "The signs are up.")]


def test_round_is_watched_stopped_and_goes_on(editor, closed, talk):
    for one in "abc":
        gave(talk, guest(f"{one}@example.org"))
    publish_outcome(closed)
    assert "0 of 3 mails" in look(editor, closed).text
    finish()
    OutboxMessage.objects.filter(to="a@example.org").update(sent_at=NOON, attempts=1)
    OutboxMessage.objects.filter(to="b@example.org").update(abandoned_at=NOON, attempts=1)
    soup = look(editor, closed)
    assert "2 of 3 mails" in soup.text
    assert [cell.text for cell in soup.select(".fmt tbody tr td")][3:6] == ["1", "1", "1"]
    press(editor, closed, "stop")
    assert Telling.objects.get().stopped_at == NOON
    assert "Go on" in words(look(editor, closed), "button")
    press(editor, closed, "go_on")
    assert Telling.objects.get().is_running


@pytest.mark.parametrize(
    ("person", "status"), [(make_member, 403), (lambda: make_staff("Moderators"), 302), (make_administrator, 200)]
)
def test_screen_is_for_those_who_may_publish(client, closed, person, status):
    client.force_login(person())
    assert client.get(address(closed)).status_code == status


def test_screen_of_another_page_is_not_there(editor, index):
    assert editor.get(address(index)).status_code == 404


def test_screen_costs_the_same_for_one_and_for_three(editor, closed, talk, django_assert_max_num_queries):
    gave(talk, guest("g0@example.org"))
    publish_outcome(closed)
    look(editor, closed)
    with django_assert_max_num_queries(100) as first:
        look(editor, closed)
    for number in (1, 2):
        gave(talk, guest(f"g{number}@example.org"))
    with django_assert_max_num_queries(len(first)):
        look(editor, closed)


def panel(client, page):
    soup = BeautifulSoup(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content, "html.parser")
    return words(soup, ".consultation-telling p")[-1]


def test_editor_says_how_many_are_told(editor, closed, talk):
    gave(talk, member("m@example.org"))
    gave(talk, guest("g@example.org"))
    gave(talk, guest(None))
    assert panel(editor, closed) == (
        "Publishing the outcome tells 2 people (members: 1, guests with a confirmed address: 1); "
        "1 more took part without an address. Who is told, and what they read"
    )
    page = publish_outcome(closed, tells_at_once=False)
    assert panel(editor, page).startswith("The outcome is public, and nobody has been told by mail.")
    telling = start_telling(page=page, by=None)
    assert panel(editor, page).startswith("Those who took part are being told just now:")
    stop_telling(telling=telling)
    assert panel(editor, page).startswith("Telling people was stopped.")


def test_publishing_says_that_people_are_being_told(editor, closed, talk):
    gave(talk, guest("g@example.org"))
    fields = {
        "slug": closed.slug,
        "opens_at": local(closed.opens_at),
        "closes_at": local(closed.closes_at),
        "answer_by": closed.answer_by.isoformat(),
        "tells_at_once": "on",
        "action-publish": "1",
    }
    row = {"activity": str(talk.pk), "heading": "", "intro": ""}
    decided = streamfield([("entry", {**entry()["value"], "details": rich_text("<p>From 7am.</p>")})])
    form = typed(page_activities=inline_formset([row]), we_did=decided, **fields)
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[closed.pk]), form, follow=True)
    record = PublicationRecord.objects.filter(translation_key=closed.translation_key).latest("number")
    assert Telling.objects.get().started_by == record.published_by == response.wsgi_request.user
    assert "1 person is being told what came of it." in response.content.decode()
    again = editor.post(reverse("wagtailadmin_pages:edit", args=[closed.pk]), form, follow=True)
    assert "is being told what came of it" not in again.content.decode()
