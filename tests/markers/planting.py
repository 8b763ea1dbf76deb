"""A site in which everything that may be private holds a word of its own, which nothing else on the site holds."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from base.guards import KEY_FIELD
from engagement.accounts.models import User
from engagement.accounts.services import participant_for_user
from engagement.comments.models import Comment, Discussion
from engagement.comments.services import agree, edit_comment
from engagement.consultations.evidence.making import make_pack
from engagement.consultations.models import ConsultationIndexPage, ConsultationPage, EvidencePack, Telling
from engagement.consultations.telling import carry_on
from engagement.core.models import Batch
from engagement.moderation.services import ask_again, report
from engagement.plugin import Contribution, ContributionState, Participant, StateChange, moderate, withdraw
from engagement.surveys.models import Draft, Survey
from engagement.surveys.services.redacting import redact
from engagement.surveys.services.releasing import release
from engagement.testing.clock import NOON
from engagement.testing.consultations import entry, make_consultation, make_draft, points, theme
from engagement.testing.people import make_member, make_staff
from home.models import HomePage
from tests.comments.factories import say
from tests.sample_module.models import Postcard, PostcardWall
from tests.surveys.factories import make_survey
from tests.surveys.factories import page as in_one_page
from tests.surveys.responding import respond

KEY = "zanzibar"
"""Stands beside every planted word, so that one search for it would find all of them without naming any."""

MARKS = {
    "P": "words of a public consultation",
    "C": "a public comment",
    "O": "a public outcome",
    "L": "a page for members",
    "W": "a page behind a password",
    "G": "a page for a group",
    "A": "a page below one for members",
    "T": "a page of which one translation is for members",
    "U": "a page that was public once",
    "D": "a page that never was",
    "R": "changes to a public page that nobody has published",
    "F": "an outcome that nobody has published",
    "u": "a comment whose address is not confirmed",
    "q": "a comment that waits for a moderator",
    "h": "a hidden comment",
    "x": "a removed comment",
    "w": "a withdrawn comment",
    "l": "a letter that came too late",
    "v": "what a comment said before it was edited",
    "r": "what somebody adds to a report",
    "e": "the address of somebody who reports",
    "s": "why an author asks for a second look",
    "n": "a moderator's note",
    "b": "the note of a batch",
    "g": "the address of a guest",
    "i": "the address of a guest who has not confirmed it",
    "m": "the address of a member who wrote",
    "k": "the name of the moderator",
    "t": "words in a response to a survey",
    "d": "words that were taken out of a response",
    "f": "words in answers that nobody has sent yet",
    "y": "what people said in a survey, as nobody has published it",
}
"""What is planted, by the letter that stands for it in the tables."""

OVER = {
    "opens_at": NOON - timedelta(days=60),
    "closes_at": NOON - timedelta(days=5),
    "answer_by": (NOON + timedelta(days=9)).date(),
}


def mark(letter: str) -> str:
    """The word planted for it, of letters alone: it may be part of an address, and is a word to every search."""
    digest = hashlib.sha256(f"marker {letter}".encode()).hexdigest()[:16]
    return "mq" + digest.translate(str.maketrans("0123456789", "ghijklmnop"))


def said(letter: str) -> str:
    """A sentence with the word."""
    return f"Lorries to {KEY} {mark(letter)} wake us."


def address(letter: str) -> str:
    return f"{mark(letter)}@example.org"


def marks_in(text: str) -> str:
    """The letters of everything planted that stands in a text, in the order of `MARKS`."""
    found = text.lower()
    return "".join(letter for letter in MARKS if mark(letter) in found)


def fields(letter: str) -> dict[str, Any]:
    """The fields of a consultation, the word in each that holds text."""
    text = said(letter)
    return {
        "title": text,
        "slug": f"page-{mark(letter)}",
        "seo_title": text,
        "search_description": text,
        "question": text,
        "why": text,
        "place": f"{KEY} {mark(letter)}",
        "decided_by": text,
        "open_points": points(text),
        "settled_points": points(text),
        "privacy_notice": f"<p>{text}</p>",
        "contact_name": text,
        "contact_other": text,
    }


def outcome(letter: str) -> dict[str, Any]:
    """The fields of what came of it, the word in each that holds text."""
    text = said(letter)
    return {
        "you_said": [theme(title=text, text=f"<p>{text}</p>", quote=text, name=mark(letter))],
        "we_did": [entry(title=text, details=f"<p>{text}</p>", decided_by=text)],
    }


@dataclass
class Planted:
    """What a visitor may try to reach."""

    home: HomePage
    index: ConsultationIndexPage
    pages: list[ConsultationPage]
    talk: Discussion
    batch: Batch
    pack: EvidencePack
    decision: StateChange
    document: Any
    writer: User
    group: Group
    moderator: User

    @property
    def contributions(self) -> list[Contribution]:
        return list(Contribution.objects.select_related("activity").order_by("pk"))


def talk_on(letter: str) -> Discussion:
    """A discussion with the word in its title and in its question."""
    title = f"Talk {KEY} {mark(letter)}"
    return Discussion.objects.create(title=title, prompt=said(letter), audience="everyone", moderation="at_once")


def restrict(page: Any, kind: str, **more: Any) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **more)


def plant() -> Planted:
    """Plant all of it, on a site that stands at `NOON`."""
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Wexbourne", slug="wexbourne"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    home.save_revision().publish()
    index = home.add_child(instance=ConsultationIndexPage(title="Have your say", slug="have-your-say"))
    index.save_revision().publish()
    moderator = make_staff("Moderators", first_name=mark("k"))
    pages, group = _private_pages(index), Group.objects.create(name="Panel")
    restrict(ConsultationPage.objects.get(slug=fields("G")["slug"]), "groups").groups.add(group)
    restrict(ConsultationPage.objects.get(slug=fields("G")["slug"] + "-answered"), "groups").groups.add(group)
    talk = talk_on("C")
    survey = _survey(moderator)
    wall = PostcardWall.objects.create(title="Wall", audience="everyone", moderation="at_once")
    public = make_consultation(index, under=(talk, wall, survey), **fields("P"))
    talk = Discussion.objects.get(pk=talk.pk)
    writer = _writer()
    decision = _comments(talk, writer, moderator)
    _postcards(wall)
    batch = _letters(talk, moderator)
    _unconfirmed(index)
    _changes_nobody_published(public)
    pages += [public, *_answered(index)]
    for telling in Telling.objects.filter(finished_at=None):
        carry_on(telling.pk)
    pack = EvidencePack.objects.create(translation_key=public.translation_key, title="Pack")
    make_pack.func(pack.pk)
    pack.refresh_from_db()
    return Planted(home, index, pages, talk, batch, pack, decision, _document(), writer, group, moderator)


def _private_pages(index: ConsultationIndexPage) -> list[ConsultationPage]:
    """Open ones with a talk, and answered ones, each closed in its own way."""
    made = []
    inner = index.get_parent().specific.add_child(
        instance=ConsultationIndexPage(title="For members", slug="for-members")
    )
    inner.save_revision().publish()
    for letter in "LWGATU":
        for suffix, more in (("", {}), ("-answered", OVER | outcome(letter))):
            words = fields(letter)
            talk = talk_on(letter)
            under = inner if letter == "A" else index
            page = make_consultation(under, under=(talk,), **words | more | {"slug": words["slug"] + suffix})
            say(Discussion.objects.get(pk=talk.pk), said(letter), name=mark(letter))
            made.append(page)
            _close(letter, page)
    restrict(inner, "login")
    return [*made, make_draft(index, **fields("D"))]


def _close(letter: str, page: ConsultationPage) -> None:
    match letter:
        case "L":
            restrict(page, "login")
        case "W":
            restrict(page, "password", password="three quiet herons")
        case "T":
            welsh, _made = Locale.objects.get_or_create(language_code="cy")
            copy = page.copy_for_translation(welsh, copy_parents=True)
            copy.save_revision().publish()
            restrict(copy, "login")
        case "U":
            page.unpublish()


def _writer() -> User:
    user = make_member(email=address("m"))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _comments(talk: Discussion, writer: User, moderator: User) -> StateChange:
    """Everything that can become of a comment, mostly with one member's."""
    author = participant_for_user(writer)
    guest = Participant.objects.create(email=address("g"), display_name="Tomos", language="en")
    public = say(talk, said("v"), author=guest)
    edit_comment(comment=public, text=said("C"), retry_key=uuid.uuid4())
    report(
        contribution=public.contribution,
        reason="spam",
        language="en",
        retry_key=uuid.uuid4(),
        browser="another",
        words=said("r"),
        email=address("e"),
    )
    made = {letter: say(talk, said(letter), author=author) for letter in "hxw"}
    say(talk, said("q"), author=author, state=ContributionState.PENDING)
    say(talk, said("u"), name=mark("u"), state=ContributionState.UNCONFIRMED)
    for letter, other in made.items():
        say(talk, f"An answer to {letter}.", to=other)
    moderate(contribution=made["h"].contribution, to="hidden", by=moderator, reason="other", note=said("n"))
    moderate(contribution=made["x"].contribution, to="removed", by=moderator, reason="abuse", note=said("n"))
    withdraw(contribution=made["w"].contribution, by=writer)
    decision = StateChange.objects.get(contribution=made["x"].contribution, to_state="removed")
    ask_again(decision=decision, words=said("s"))
    agree(comment=public, participant=author)
    return decision


def _postcards(wall: PostcardWall) -> None:
    states = {"u": "unconfirmed", "q": "pending", "h": "hidden", "x": "removed", "w": "withdrawn"}
    for letter, state in states.items():
        given = Contribution.objects.create(activity=wall, state=state, language="en")
        Postcard.objects.create(contribution=given, text=said(letter))


def _survey(moderator: User) -> Survey:
    """A survey whose figures everybody sees, with words that nobody does."""
    rent, why = {"label": "Do you rent?", "code": "rent"}, {"label": "Why?", "code": "why"}
    asked = in_one_page(("yes_no", rent), ("long_text", why))
    survey = make_survey(asked, title="Survey", results_shown="open", privacy="confidential")
    release(survey=survey, codes=["rent"], is_public=True, by=moderator)
    respond(survey, rent="yes", why=said("t"))
    taken = respond(survey, rent="no", why=said("d"))
    redact(response=taken, code="why", text="Lorries to [a name] wake us.", reason="Names", by=moderator)
    version = survey.versions.get()
    Draft.objects.create(survey=survey, version=version, language="en", answers={"why": said("f")})
    design = survey.designs.get()
    design.findings = f"<p>{said('y')}</p>"
    design.save_revision()
    return survey


def _letters(talk: Discussion, moderator: User) -> Batch:
    """A letter that came in time, and one that did not."""
    batch = Batch.objects.create(
        activity=talk, title="Box", channel="paper", received_on=NOON.date(), note=said("b"), created_by=moderator
    )
    say(talk, "By post.", channel="paper", batch=batch, name="Lin")
    late = say(talk, said("l"), channel="paper", batch=batch, name=mark("l"), state=ContributionState.PENDING)
    moderate(contribution=late.contribution, to="removed", by=moderator, reason="late")
    return batch


def _unconfirmed(index: ConsultationIndexPage) -> None:
    """A guest who has not followed the link in the mail."""
    talk = Discussion.objects.create(title="Second talk", audience="confirmed", moderation="at_once")
    make_consultation(index, under=(talk,), title="Second", slug="second")
    data = {"comment": said("u"), "name": "Gwen", "email": address("i"), KEY_FIELD: str(uuid.uuid4())}
    Client().post(f"/engage/{talk.uuid}/post/", data)
    assert Comment.objects.filter(comment=said("u")).count() == 2


def _changes_nobody_published(page: ConsultationPage) -> None:
    for name, value in fields("R").items():
        setattr(page, name, value)
    page.save_revision()


def _answered(index: ConsultationIndexPage) -> list[ConsultationPage]:
    """A consultation with an outcome, and one whose outcome is being written."""
    author = Participant.objects.get(email=address("g"))
    made = []
    for letter in "OF":
        talk = Discussion.objects.create(title="Talk", audience="everyone", moderation="at_once")
        slug = {"slug": f"answer-{letter.lower()}"}
        page = make_consultation(index, under=(talk,), **OVER, **slug)
        say(Discussion.objects.get(pk=talk.pk), "Close it.", author=author)
        for name, value in outcome(letter).items():
            setattr(page, name, value)
        revision = page.save_revision()
        if letter == "O":
            revision.publish()
        made.append(ConsultationPage.objects.get(pk=page.pk))
    return made


def _document() -> Any:
    collection = Collection.get_first_root_node().add_child(name="For members")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    file = ContentFile(b"Minutes", name="minutes.txt")
    return get_document_model().objects.create(title="Minutes", collection=collection, file=file)
