"""Texts: those that people need are there, none is endless, and the answers that they say back are there to be said."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from engagement.surveys.definition import Matrix, Option, Picture, Question, Row
from engagement.surveys.definition.parts import Part
from engagement.surveys.definition.piping import PIPED, codes_piped_in
from engagement.surveys.definition.texts import TEXT_FIELDS
from engagement.surveys.paths.checks.findings import Finding, FindingKind, at
from engagement.surveys.paths.checks.references import References
from engagement.surveys.paths.checks.subject import Subject
from engagement.surveys.paths.places import Place

MAX_LINE = 1_000
"""Characters of what stands on a line: labels, titles, captions."""
MAX_TEXT = 50_000
"""Characters of what is read: hints, details, introductions, notes."""
READ = frozenset({"hint", "details", "intro", "text", "privacy_notice", "thanks"})
MAX_QUESTIONS = 500
MAX_OPTIONS = 500
"""Of one question."""


def check_texts(subject: Subject) -> Iterator[Finding]:
    """What is missing or too long, and what cannot be said back."""
    yield from _of_numbers(subject)
    links = References(subject)
    for place, name, text in texts_in(subject):
        most = MAX_TEXT if name in READ else MAX_LINE
        if len(text) > most:
            sentence = _("A text here has %(count)d characters. Shorten it to at most %(most)d.")
            yield at(place, FindingKind.TOO_LONG, sentence % {"count": len(text), "most": most}, name=name)
        for kind, sentence in _of_piping(links, place, text, known_at(subject, place, name)):
            yield at(place, kind, sentence, name=name)
    for place in subject.places:
        yield from _of_missing(place)


def texts_in(subject: Subject) -> Iterator[tuple[Place | None, str, str]]:
    """Every text that is not empty: its place, None for the whole survey; the name of its field; and itself."""
    for place in (None, *subject.places):
        part = subject.definition if place is None else place.part
        for name in type(part).model_fields:
            if name in TEXT_FIELDS and (text := getattr(part, name)):
                yield place, name, text


def known_at(subject: Subject, place: Place | None, name: str) -> list[str]:
    """The codes of what is asked before a text is read. Thanks come after everything, an introduction before it."""
    if place is None:
        return subject.codes if name == "thanks" else []
    return subject.earlier(place)


def _of_numbers(subject: Subject) -> Iterator[Finding]:
    count = len(subject.definition.questions)
    if not count:
        yield at(None, FindingKind.NOTHING_ASKED, _("There is no question yet. Add one."))
    if count > MAX_QUESTIONS:
        sentence = _("There are %(count)d questions. Leave at most %(most)d, or make two surveys of them.")
        yield at(None, FindingKind.TOO_MANY_QUESTIONS, sentence % {"count": count, "most": MAX_QUESTIONS})
    for place in subject.places:
        if len(subject.options(place)) > MAX_OPTIONS:
            sentence = _("There are %(count)d answers to choose from. Leave at most %(most)d.")
            words = {"count": len(subject.options(place)), "most": MAX_OPTIONS}
            yield at(place, FindingKind.TOO_MANY_OPTIONS, sentence % words)


def _of_missing(place: Place) -> Iterator[Finding]:
    part = place.part
    if isinstance(part, Question | Matrix | Row | Option) and not part.label.strip():
        yield at(place, FindingKind.NO_LABEL, _no_label(part))
    if isinstance(part, Picture):
        yield from _of_picture(place, part)
    if isinstance(part, Matrix) and not part.rows:
        yield at(place, FindingKind.NO_ROWS, _("This has no lines, so it asks nothing. Add lines, or delete it."))


def _of_picture(place: Place, picture: Picture) -> Iterator[Finding]:
    if not picture.image:
        yield at(place, FindingKind.NO_PICTURE, _("There is no picture here. Choose one, or delete this."))
    elif not picture.alt.strip() and not picture.is_decorative:
        sentence = _("People who cannot see the picture are told nothing. Describe it in its alternative text.")
        yield at(place, FindingKind.NO_ALT, sentence)


def _no_label(part: Part) -> str:
    if isinstance(part, Option):
        return _("This answer is empty. Write what people choose, or delete it.")
    if isinstance(part, Row):
        return _("This line is empty. Write what it asks about, or delete it.")
    return _("This question is empty. Write what it asks, or delete it.")


def _of_piping(
    links: References, place: Place | None, text: str, known: Sequence[str]
) -> Iterator[tuple[FindingKind, str]]:
    for code in dict.fromkeys(codes_piped_in(text)):
        wrong = links.wrong(code, place, known)
        if wrong is not None:
            kind, reason = wrong
            sentence = _("The answer to “%(code)s” cannot be said back here. %(reason)s")
            yield kind, sentence % {"code": code, "reason": reason}
    if "${" in PIPED.sub("", text):
        sentence = _("A text here has “${” without a code and “}” after it. Write it as ${code} or ${code|otherwise}.")
        yield FindingKind.UNREADABLE, sentence
