""" "I agree": once for each person, with what everybody can read, while the talk is open."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client

from engagement.accounts.guests import remember_guest
from engagement.accounts.models import Participant
from engagement.accounts.services import erase_participant, join_participants, participant_for_user
from engagement.comments.models import Agreement, Comment, Discussion
from engagement.comments.services import AgreementRefused, agree, take_agreement_back, withdraw_comment
from engagement.plugin import Audience, ContributionState, Reason, moderate
from engagement.testing.people import make_member
from tests.comments.conftest import url
from tests.comments.factories import make_discussion, make_participant, page_of, say
from tests.comments.test_thread import answered, busy, queries, read

pytestmark = pytest.mark.django_db


def member(client: Client, name: str = "Tomos") -> Participant:
    """Sign somebody in; who they are to us."""
    user = make_member(name=name)
    client.force_login(user)
    return participant_for_user(user)


def guest(client: Client) -> Participant:
    """A guest whom this browser remembers."""
    person = make_participant("Sam", email="sam@example.org")
    response = HttpResponse()
    remember_guest(response, person, for_long=True)
    client.cookies = response.cookies
    return person


def address(comment: Comment, action: str = "agree") -> str:
    return url(comment.contribution.activity, action, comment=comment.contribution.uuid)


def supporters(comment: Comment) -> tuple[int, int]:
    """What the counter says, and how many agreements there are."""
    return Comment.objects.get(pk=comment.pk).supporters, comment.agreements.count()


@pytest.mark.parametrize("who", [member, guest])
def test_agreeing_and_taking_it_back(client: Client, discussion: Discussion, who: object) -> None:
    comment = say(discussion, name="Nadia")
    who(client)  # type: ignore[operator]
    offered = f'form="agree" formaction="{address(comment)}" aria-pressed="false"'
    assert offered in read(client, url(discussion))
    for _time in range(2):
        response = client.post(address(comment))
        assert (response.status_code, response["Location"]) == (303, comment.get_absolute_url())
    page = read(client, url(discussion))
    assert supporters(comment) == (1, 1)
    assert f'formaction="{address(comment, "agree-no-more")}" aria-pressed="true"' in page
    assert ("1 person agrees" in page, '<span class="fm-vh"> with Nadia</span>' in page) == (True, True)

    for _time in range(2):
        assert client.post(address(comment, "agree-no-more")).status_code == 303
    assert (supporters(comment), offered in read(client, url(discussion))) == ((0, 0), True)


@pytest.mark.parametrize("audience", Audience.values)
def test_stranger_is_told_how_and_counts_nothing(client: Client, audience: str) -> None:
    discussion = make_discussion(audience=audience)
    comment = say(discussion, "Limes, please.", name="Nadia")
    page = read(client, url(discussion))
    assert (f'href="{address(comment)}"' in page, "aria-pressed" in page) == (True, False)

    told = read(client, address(comment))
    assert ("Do you agree with" in told, "Limes, please." in told, "Sign in to agree" in told) == (True, True, True)
    assert ("add a comment of your own" in told) == (audience == Audience.CONFIRMED)
    assert re.findall(r'class="govuk-button" href="([^"]+)"', told)[0].startswith("/account/login/?next=%2Fengage%2F")
    for action in ("agree", "agree-no-more"):
        assert client.post(address(comment, action)).status_code == 403
    assert supporters(comment) == (0, 0)


def test_member_who_comes_from_signing_in_agrees_there(client: Client, discussion: Discussion) -> None:
    comment = say(discussion)
    member(client)
    assert '<button class="govuk-button" type="submit">I agree' in read(client, address(comment))
    assert client.post(address(comment)).status_code == 303
    assert supporters(comment) == (1, 1)


def test_guest_without_an_address_is_a_stranger(client: Client, discussion: Discussion) -> None:
    comment = say(discussion)
    person = guest(client)
    Participant.objects.filter(pk=person.pk).update(email=None)
    assert client.post(address(comment)).status_code == 403


def test_known_guest_cannot_agree_among_members(client: Client) -> None:
    comment = say(make_discussion(audience=Audience.MEMBERS))
    guest(client)
    assert client.post(address(comment)).status_code == 403
    assert Agreement.objects.count() == 0


@pytest.mark.parametrize("kind", ["closed", "scheduled"])
def test_agreeing_needs_an_open_talk(client: Client, kind: str) -> None:
    discussion = make_discussion(**{kind: True})
    comment = say(discussion)
    agree(comment=comment, participant=make_participant("Ann"))
    member(client)
    page = read(client, url(discussion))
    assert ("1 person agrees" in page, "fm-agree" in page) == (True, False)
    for action in ("agree", "agree-no-more"):
        assert client.post(address(comment, action)).status_code == 403
    assert client.get(address(comment)).status_code == 302
    assert supporters(comment) == (1, 1)


@pytest.mark.parametrize("state", [state for state in ContributionState if state != ContributionState.PUBLISHED])
def test_what_is_not_public_cannot_be_agreed_with(
    client: Client, discussion: Discussion, state: ContributionState
) -> None:
    comment = say(discussion)
    type(comment.contribution).objects.filter(pk=comment.contribution_id).update(state=state)
    member(client)
    assert address(comment) not in read(client, url(discussion))
    assert client.get(address(comment)).status_code == 302
    response = client.post(address(comment))
    assert (response.status_code, supporters(comment)) == (403, (0, 0))
    assert comment.comment not in response.content.decode()


def test_own_comments_and_official_answers_cannot_be_agreed_with(client: Client, discussion: Discussion) -> None:
    person = member(client)
    own, answer = say(discussion, author=person), answered(discussion)
    assert "fm-agree" not in read(client, url(discussion))
    for comment in (own, answer):
        assert client.get(address(comment)).status_code == 302
        assert client.post(address(comment)).status_code == 403
    assert Agreement.objects.count() == 0


def test_comment_taken_down_meanwhile_is_refused(discussion: Discussion) -> None:
    comment = say(discussion)
    stale = Comment.objects.select_related("contribution").get(pk=comment.pk)
    withdraw_comment(comment=comment)
    with pytest.raises(AgreementRefused):
        agree(comment=stale, participant=make_participant("Ann"))


def test_agreements_return_with_a_restored_comment(discussion: Discussion) -> None:
    comment = say(discussion)
    agree(comment=comment, participant=make_participant("Ann"))
    moderate(contribution=comment.contribution, to=ContributionState.REMOVED, by=None, reason=Reason.SPAM)
    moderate(contribution=comment.contribution, to=ContributionState.PUBLISHED, by=None)
    assert supporters(comment) == (1, 1)


def test_comment_of_another_talk_is_not_found(client: Client, discussion: Discussion) -> None:
    elsewhere = say(make_discussion())
    member(client)
    for action in ("agree", "agree-no-more"):
        assert client.post(url(discussion, action, comment=elsewhere.contribution.uuid)).status_code == 404
        assert client.post(url(discussion, action)).status_code == 404
    assert Agreement.objects.count() == 0


def test_database_holds_one_agreement_each(discussion: Discussion) -> None:
    comment, person = say(discussion), make_participant("Ann")
    agree(comment=comment, participant=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.create(comment=comment, participant=person)


def test_erased_person_is_in_no_agreement(discussion: Discussion) -> None:
    comment, person = say(discussion), make_participant("Ann")
    agree(comment=comment, participant=person)
    erase_participant(person, by=None)
    assert (supporters(comment), Agreement.objects.get().participant_id) == ((1, 1), None)
    with pytest.raises(AgreementRefused):
        agree(comment=comment, participant=person)


def test_erasure_with_words_takes_agreements_along(discussion: Discussion) -> None:
    comment, person = say(discussion), make_participant("Ann")
    for one in (person, make_participant("Bea")):
        agree(comment=comment, participant=one)
    erase_participant(person, by=None, withdraw=True)
    assert supporters(comment) == (1, 1)


def test_guest_who_turns_out_to_be_a_member_agrees_once_and_not_with_themselves(discussion: Discussion) -> None:
    kept, gone = make_participant("Ann"), make_participant("Ann")
    both, one = say(discussion, "both"), say(discussion, "one")
    of_kept, of_gone = say(discussion, "kept", author=kept), say(discussion, "gone", author=gone)
    for comment, person in ((both, kept), (both, gone), (one, gone), (of_kept, gone), (of_gone, kept)):
        agree(comment=comment, participant=person)
    join_participants(kept=kept, gone=gone)

    assert [supporters(comment) for comment in (both, one, of_kept, of_gone)] == [(1, 1), (1, 1), (0, 0), (0, 0)]
    assert set(Agreement.objects.values_list("participant", flat=True)) == {kept.pk}


def test_agreements_cost_no_query_for_each_comment(client: Client, discussion: Discussion) -> None:
    person = member(client)
    busy(discussion, 1)
    with_one = queries(client, url(discussion))
    busy(discussion, 5)
    for comment in Comment.objects.on(discussion).published().filter(is_official=False).select_related("contribution"):
        agree(comment=comment, participant=person)
    assert queries(client, url(discussion)) == with_one


def test_page_of_the_question_shows_how_many_agree_and_no_button(client: Client, discussion: Discussion) -> None:
    comment = say(discussion)
    for name in ("Ann", "Bea"):
        agree(comment=comment, participant=make_participant(name))
    member(client)
    page = read(client, page_of(discussion).url)
    assert ("2 people agree" in page, "fm-agree" in page) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_by_one_person_count_once() -> None:
    comment, person = say(make_discussion()), make_participant("Ann")
    barrier = threading.Barrier(50)

    def press(number: int) -> None:
        try:
            barrier.wait(60)
            fresh = Comment.objects.select_related("contribution").get(pk=comment.pk)
            agree(comment=fresh, participant=person)
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(press, range(50)))
    assert supporters(comment) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_are_all_counted() -> None:
    comment = say(make_discussion())
    people = [make_participant(f"Person {number}") for number in range(20)]
    barrier = threading.Barrier(20)

    def press(person: Participant) -> None:
        try:
            barrier.wait(60)
            fresh = Comment.objects.select_related("contribution").get(pk=comment.pk)
            agree(comment=fresh, participant=person)
            if person.pk % 2:
                take_agreement_back(comment=fresh, participant=person)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(press, people))
    assert supporters(comment) == (10, 10)
