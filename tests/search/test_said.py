"""What people have said in public is found, and only that."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction
from wagtail.search.models import IndexEntry

from engagement.accounts.services import erase_participant
from engagement.comments.models import Comment, Discussion
from engagement.plugin import ContributionState, contribution_words_changed, moderate, withdraw
from engagement.testing.people import make_administrator, make_member
from tests.comments.factories import make_discussion, make_participant, page_of, say
from tests.sample_module.models import Postcard, PostcardWall
from tests.search.conftest import Say, Searched

WORD = "zanzibar"
RESTRICTIONS = ["login", "password", "groups"]


def entries() -> int:
    """How many things the index knows that word of."""
    column = "body" if connection.vendor == "sqlite" else "body_text"
    return IndexEntry.objects.filter(**{f"{column}__icontains": WORD}).count()


def found(client: Client, **more: Any) -> list[str]:
    return Searched(client, WORD, kind="comments", **more).titles


@pytest.fixture
def comment(discussion: Discussion, speak: Say) -> Comment:
    return speak(discussion, f"Lorries to {WORD} wake us.")


def test_comment_is_found_with_who_said_it_where_and_when(client: Client, comment: Comment) -> None:
    searched = Searched(client, WORD)
    [result] = searched.soup.select(".fm-results li")
    assert searched.titles == ["Nadia in “Talk about Mill Lane”"]
    assert result.a["href"] == comment.get_absolute_url()
    assert result.mark.get_text() == WORD
    assert f"{timezone.localdate().day} " in result.select_one(".fm-meta").get_text()
    assert searched.tabs == {"Everything": "1", "Pages": "0", "Consultations": "0", "Comments": "1"}


def test_words_of_a_comment_stay_words(client: Client, discussion: Discussion, speak: Say) -> None:
    speak(discussion, f"<b>{WORD}</b> <script>x</script>", name="<i>Ann</i>")
    [result] = Searched(client, WORD).soup.select(".fm-results li")
    assert result.select("b, i, script") == []
    assert "<b>zanzibar</b> <script>x</script>" in result.get_text()


def test_comment_in_another_language_says_so(client: Client, discussion: Discussion, comment: Comment) -> None:
    type(comment.contribution).objects.update(language="ar")
    [text] = Searched(client, WORD).soup.select(".fm-results p[lang]")
    assert (text["lang"], text["dir"]) == ("ar", "rtl")


def test_answer_of_the_council_is_labelled(client: Client, discussion: Discussion, speak: Say) -> None:
    speak(discussion, f"We have read about {WORD}.", is_official=True, name="Streets team")
    speak(discussion, f"And I about {WORD}.")
    labelled = [
        bool(result.select(".fm-tag--answer")) for result in Searched(client, WORD).soup.select(".fm-results li")
    ]
    assert sorted(labelled) == [False, True]


def test_guest_without_a_name_is_a_resident(client: Client, discussion: Discussion, speak: Say) -> None:
    speak(discussion, WORD, name="")
    assert found(client) == ["A resident in “Talk about Mill Lane”"]


@pytest.mark.parametrize("state", [state for state in ContributionState if state != ContributionState.PUBLISHED])
def test_what_is_not_public_is_not_found(
    client: Client, discussion: Discussion, speak: Say, state: ContributionState
) -> None:
    speak(discussion, WORD, state=state)
    call_command("update_index", verbosity=0)
    client.force_login(make_administrator())
    searched = Searched(client, WORD)
    assert (searched.titles, searched.tabs, entries()) == ([], {}, 0)


@pytest.mark.parametrize("to", ["hidden", "removed"])
def test_what_is_taken_down_leaves_the_index_with_it(client: Client, comment: Comment, to: str) -> None:
    moderate(contribution=comment.contribution, to=ContributionState(to), by=make_administrator(), reason="privacy")
    assert (found(client), entries()) == ([], 0)


def test_withdrawn_comment_leaves_the_index_with_it(client: Client, comment: Comment) -> None:
    withdraw(contribution=comment.contribution)
    assert (found(client), entries()) == ([], 0)


def test_words_of_an_erased_person_leave_the_index_with_them(client: Client, comment: Comment) -> None:
    erase_participant(participant=comment.contribution.participant, by=make_administrator(), withdraw=True)
    assert (found(client), entries()) == ([], 0)


def test_name_of_an_erased_person_is_gone_at_once(client: Client, comment: Comment) -> None:
    erase_participant(participant=comment.contribution.participant, by=make_administrator())
    assert found(client) == ["A former participant in “Talk about Mill Lane”"]


def test_restored_comment_is_found_again(
    client: Client, comment: Comment, django_capture_on_commit_callbacks: Any
) -> None:
    staff = make_administrator()
    moderate(contribution=comment.contribution, to=ContributionState.HIDDEN, by=staff, reason="privacy")
    with django_capture_on_commit_callbacks(execute=True):
        moderate(contribution=comment.contribution, to=ContributionState.PUBLISHED, by=staff)
    assert len(found(client)) == 1


def test_entry_that_was_left_behind_is_not_shown(client: Client, comment: Comment) -> None:
    """What is public is asked of the contribution, whatever the index holds."""
    type(comment.contribution).objects.update(state=ContributionState.HIDDEN)
    searched = Searched(client, WORD)
    assert (entries(), searched.titles, searched.tabs) == (1, [], {})


def test_changed_words_are_found_and_old_ones_are_not(client: Client, comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(comment="Lorries to Samarkand wake us.")
    contribution_words_changed.send(sender=Comment, contribution=comment.contribution)
    assert (found(client), entries()) == ([], 0)
    assert len(Searched(client, "samarkand").titles) == 1


def test_what_was_said_before_is_found_after_the_night(client: Client, discussion: Discussion) -> None:
    say(discussion, WORD)
    assert found(client) == []
    call_command("update_index", verbosity=0)
    assert len(found(client)) == 1


@pytest.mark.parametrize("kind", RESTRICTIONS)
@pytest.mark.parametrize("below", [False, True])
def test_talk_on_a_private_page_is_not_found(
    client: Client, discussion: Discussion, comment: Comment, kind: str, *, below: bool
) -> None:
    page = page_of(discussion)
    PageViewRestriction.objects.create(
        page=page.get_parent() if below else page, restriction_type=kind, password="mill"
    )
    searched = Searched(client, WORD)
    assert (searched.titles, searched.tabs) == ([], {})


def test_talk_on_a_page_for_members_is_found_by_them(client: Client, discussion: Discussion, comment: Comment) -> None:
    PageViewRestriction.objects.create(page=page_of(discussion), restriction_type="login")
    client.force_login(make_member())
    assert len(found(client)) == 1


def test_talk_whose_translation_is_private_is_not_found(
    client: Client, welsh_home: Any, discussion: Discussion, comment: Comment
) -> None:
    page = page_of(discussion)
    twin = page.copy_for_translation(Locale.objects.get(language_code="cy"), copy_parents=True)
    twin.save_revision().publish()
    assert len(found(client)) == len(found(client, path="/cy/search/")) == 1
    PageViewRestriction.objects.create(page=twin, restriction_type="login")
    assert found(client) == found(client, path="/cy/search/") == []


def test_talk_on_a_page_that_was_taken_back_is_not_found(
    client: Client, discussion: Discussion, comment: Comment
) -> None:
    page_of(discussion).unpublish()
    assert found(client) == []


def test_talk_that_stands_nowhere_is_not_found(client: Client, speak: Say) -> None:
    speak(make_discussion(page=False), WORD)
    assert found(client) == []


def test_talk_of_another_site_is_not_found(client: Client, discussion: Discussion, comment: Comment) -> None:
    other = page_of(discussion).get_root().add_child(instance=type(page_of(discussion))(title="Other", slug="other"))
    page_of(discussion).move(other, pos="last-child")
    assert found(client) == []


def test_module_without_addresses_of_its_own_keeps_words_to_itself(client: Client, discussion: Discussion) -> None:
    """Votes and confidential answers are published contributions too."""
    page = page_of(discussion)
    wall = PostcardWall.objects.create(title="A wall")
    page.page_activities.create(activity=wall)
    page.save_revision().publish()
    contribution = say(discussion, "Hello").contribution
    type(contribution).objects.filter(pk=contribution.pk).update(activity=wall)
    Postcard.objects.create(contribution=contribution, text=WORD)
    call_command("update_index", verbosity=0)
    assert (found(client), entries()) == ([], 0)


def test_queries_do_not_grow_with_comments(client: Client, discussion: Discussion, speak: Say) -> None:
    counted = []
    for number in (1, 2):
        for _ in range(number):
            speak(discussion, f"{WORD} {number}", author=make_participant("Ann"))
        found(client)
        with CaptureQueriesContext(connection) as queries:
            assert len(found(client)) == 2 * number - 1
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 15


def test_page_number_beyond_the_last_shows_the_last(client: Client, discussion: Discussion, speak: Say) -> None:
    for number in range(12):
        speak(discussion, f"{WORD} {number}")
    assert len(found(client, page="1")) == 10
    assert len(found(client, page="2")) == len(found(client, page="999")) == 2
    assert set(found(client, page="1")) == {"Nadia in “Talk about Mill Lane”"}
