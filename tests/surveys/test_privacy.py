"""Three promises, kept in the database: named, confidential, anonymous."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from engagement.accounts.services import participant_for_user
from engagement.plugin import Contribution, Participant
from engagement.surveys.models import Draft, EqualityAnswer, Receipt, Response, Survey, Tally
from engagement.testing.clock import at
from engagement.testing.people import make_member
from tests.surveys.answering import WHILE_OPEN, Visitor, place, url
from tests.surveys.factories import options, page

pytestmark = pytest.mark.django_db

COLOUR = ("choice", {"label": "Which colour?", "code": "colour", "options": options("Red", "Blue")})
WHY = ("text", {"label": "Why?", "code": "why"})
ASK = page(COLOUR, WHY, code="one")


@pytest.fixture(autouse=True)
def _open() -> Any:
    with at(WHILE_OPEN + timedelta(hours=7, minutes=13)):
        yield


def anonymous(**settings: Any) -> Survey:
    return place(ASK, privacy="anonymous", **settings)


def answer(survey: Survey, client: Client | None = None, **fields: str) -> Visitor:
    fields = {"colour": "red", **fields}
    visitor = Visitor(survey, client).start().send(**fields)
    return visitor.press("Send my answers", **({"publishing": "words"} if "why" in fields else {}))


def signed_in(member: Any) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.mark.parametrize(
    ("privacy", "sentence"),
    [
        ("named", "The team that reads the answers sees who gave them."),
        ("confidential", "Your name is never published."),
        ("anonymous", "Nothing ties the two together."),
    ],
)
def test_first_page_says_what_is_promised(privacy, sentence):
    survey = place(ASK, privacy=privacy)
    assert sentence in Visitor(survey).get(url(survey, "start")).text


def test_privacy_cannot_be_changed_once_somebody_has_answered():
    survey = anonymous()
    answer(survey)
    survey.privacy = "named"
    with pytest.raises(Exception, match="People have answered already"):
        survey.full_clean()


# Anonymous


def test_anonymous_response_has_no_person_and_only_its_day():
    member, survey = make_member(), anonymous(audience="members")
    answer(survey, signed_in(member))
    contribution = Contribution.objects.get()
    midnight = timezone.localtime(contribution.created_at)
    assert contribution.participant is None
    assert (midnight.hour, midnight.minute, contribution.state_changed_at) == (0, 0, contribution.created_at)
    assert Response.objects.get().answers == {"colour": "red"}
    assert not Draft.objects.exists()


def test_receipt_tells_that_a_person_took_part_and_nothing_else():
    member, survey = make_member(), anonymous(audience="members")
    answer(survey, signed_in(member))
    receipt = Receipt.objects.get()
    assert {field.name for field in Receipt._meta.concrete_fields} == {"uuid", "survey", "person_hash"}
    assert participant_for_user(member).uuid.hex not in receipt.person_hash
    assert len(receipt.person_hash) == 64
    assert receipt.uuid.version == Response.objects.get().uuid.version == 4


def test_receipts_of_one_person_in_two_surveys_do_not_match():
    member = make_member()
    for _ in range(2):
        answer(anonymous(audience="members"), signed_in(member))
    assert len(set(Receipt.objects.values_list("person_hash", flat=True))) == 2


def test_no_row_and_no_session_of_a_member_leads_to_the_response():
    member, survey = make_member(), anonymous(audience="members")
    client = signed_in(member)
    answer(survey, client)
    response = Response.objects.get()
    told = json.dumps(dict(client.session), default=str)
    keys = [response.uuid, response.contribution.uuid, response.contribution.reference, response.contribution.retry_key]
    assert not any(str(key) in told for key in keys)
    assert not Participant.objects.filter(contributions__isnull=False).exists()


def test_member_answers_an_anonymous_survey_once():
    survey, client = anonymous(audience="members"), signed_in(make_member())
    answer(survey, client)
    assert "You have taken part already" in Visitor(survey, client).get(url(survey, "start")).text
    client.post(url(survey, "start"))
    assert not Draft.objects.exists()


def test_answers_begun_before_the_first_ones_were_sent_are_not_taken_twice():
    survey, member = anonymous(audience="members"), make_member()
    client = signed_in(member)
    answer(survey, client)
    draft = Draft.objects.create(
        survey=survey,
        version=survey.versions.get(),
        participant=participant_for_user(member),
        language="en",
        answers={"colour": "blue"},
    )
    visitor = Visitor(survey, client).get(url(survey, "check")).press("Send my answers")
    assert "You have taken part already" in visitor.text
    assert Response.objects.get().answers == {"colour": "red"}
    assert Draft.objects.get() == draft


def test_whoever_uses_the_browser_next_can_answer_too():
    for privacy in ("anonymous", "confidential"):
        survey = place(ASK, privacy=privacy)
        visitor = answer(survey)
        visitor.get(url(survey, "start")).press("Answer for somebody else").press("Start now").send(colour="blue")
        visitor.press("Send my answers")
        assert Response.objects.filter(version__survey=survey, contribution__state="published").count() == 2


def test_secret_changes_the_response_in_its_place():
    survey = anonymous()
    visitor = answer(survey)
    reference, secret = visitor.reference, visitor.soup.select_one(".fm-secret").get_text(strip=True)
    assert secret not in str(list(Response.objects.values()))
    other = Visitor(survey).get(url(survey, "mend")).send(reference=reference.lower(), secret=secret.lower())
    assert "Which colour?" in other.text
    other.send(colour="blue").press("Send my answers")
    response = Response.objects.get()
    assert (response.answers, response.contribution.reference) == ({"colour": "blue"}, reference)
    assert dict(Tally.objects.filter(question="colour").values_list("cell", "count"))["red"] == 0
    assert not Draft.objects.exists()


def test_change_of_an_anonymous_response_is_tied_to_no_account():
    survey, client = anonymous(audience="members"), signed_in(make_member())
    visitor = answer(survey, client)
    secret = visitor.soup.select_one(".fm-secret").get_text(strip=True)
    Visitor(survey, client).get(url(survey, "mend")).send(reference=visitor.reference, secret=secret)
    draft = Draft.objects.get()
    assert draft.participant is None
    assert str(draft.pk) not in json.dumps(dict(client.session), default=str)


@pytest.mark.parametrize("typed", ["", "AAAA-AAAA-AAAA-AAAA"])
def test_wrong_secret_shows_nothing(typed):
    survey = anonymous()
    visitor = answer(survey)
    other = Visitor(survey).get(url(survey, "mend")).send(reference=visitor.reference, secret=typed)
    assert other.errors
    assert not Draft.objects.exists()


def test_same_form_twice_shows_the_same_secret():
    visitor = Visitor(anonymous()).start().send(colour="red")
    form = visitor.form
    data = {field["name"]: field.get("value", "") for field in form.find_all("input", type="hidden")}
    secrets = []
    for _ in range(2):
        visitor.response = visitor.client.post(form["action"], data, follow=True)
        secrets.append(visitor.soup.select_one(".fm-secret").get_text(strip=True))
    assert secrets[0] == secrets[1]
    assert Response.objects.count() == 1


def test_stranger_shows_an_address_before_sending_and_it_stays_apart(django_capture_on_commit_callbacks):
    survey = anonymous(audience="confirmed")
    visitor = Visitor(survey).start().send(colour="red")
    assert "First show us your e-mail address" in visitor.text
    with django_capture_on_commit_callbacks(execute=True):
        visitor.send(email="ann@example.org")
    visitor.get(link_in(mail.outbox[-1].body)).send()
    assert visitor.page == "check"
    visitor.press("Send my answers")
    assert (Response.objects.count(), Receipt.objects.count()) == (1, 1)
    assert Contribution.objects.get().participant is None
    assert Participant.objects.filter(email="ann@example.org").exists()
    assert not Draft.objects.exists()


# Named and confidential


def test_named_stranger_says_a_name_and_a_confidential_one_is_not_asked():
    for privacy, is_asked in (("named", True), ("confidential", False)):
        visitor = Visitor(place(ASK, privacy=privacy)).start().send(colour="red")
        assert bool(visitor.form.find("input", {"name": "name"})) == is_asked


def test_publishing_with_a_name_is_offered_in_named_surveys_only():
    for privacy, values in (("named", ["name", "words", "no"]), ("confidential", ["words", "no"])):
        visitor = Visitor(place(ASK, privacy=privacy)).start().send(colour="red", why="Warm")
        assert [field["value"] for field in visitor.form.find_all("input", {"name": "publishing"})] == values
        assert visitor.send().errors == ["Say whether we may publish your words"]


def test_version_of_the_privacy_notice_is_recorded():
    survey = place(ASK)
    design = survey.designs.get()
    for notice in ("<p>Kept for a year.</p>", "<p>Kept for two years.</p>"):
        design.privacy_notice = notice
        design.save_revision().publish()
        answer(survey)
    notices = {one.version.definition["privacy_notice"] for one in Response.objects.select_related("version")}
    assert notices == {"<p>Kept for a year.</p>", "<p>Kept for two years.</p>"}


# Equality


def test_equality_is_asked_between_check_and_sending_and_kept_apart():
    survey = place(ASK, asks_equality=True)
    visitor = Visitor(survey).start().send(colour="red")
    visitor.press("Go on")
    assert "How old are you?" in visitor.text
    assert not Response.objects.exists()
    visitor.send(**{"equality-age": "25_34", "equality-religion": "no_answer"})
    assert visitor.page == "done"
    assert EqualityAnswer.objects.get().answers == {"age": "25_34", "religion": "no_answer"}
    assert Response.objects.get().answers == {"colour": "red"}
    assert "25" not in visitor.text.split("Your reference")[0]


def test_equality_can_be_skipped_and_is_not_asked_again_when_answers_change():
    survey = place(ASK, asks_equality=True)
    visitor = Visitor(survey).start().send(colour="red").press("Go on").send(skip="1")
    assert (Response.objects.count(), EqualityAnswer.objects.count()) == (1, 0)
    visitor.press("Change my answers").send(colour="blue").press("Send my answers")
    assert visitor.page == "done"


def test_equality_keeps_what_was_filled_in_before():
    survey = place(ASK, asks_equality=True, privacy="named")
    visitor = Visitor(survey).start().send(colour="red", why="Warm").press("Go on", publishing="name", name="Ann")
    visitor.send(**{"equality-sex": "female"})
    response = Response.objects.get()
    assert (response.publishing, str(response.contribution.participant)) == ("name", "Ann")


def link_in(text: str) -> str:
    return (
        next(word for word in text.split() if "/resume/" in word).split("://", 1)[1].partition("/")[2].join(["/", ""])
    )
