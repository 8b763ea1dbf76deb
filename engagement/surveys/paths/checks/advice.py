"""What editors should know and may ignore."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from engagement.surveys.definition import Calculation, Definition, Group, Matrix, Page, Question
from engagement.surveys.definition.piping import PIPED, codes_piped_in
from engagement.surveys.enums import Kind
from engagement.surveys.expressions import ExpressionError, parse, references
from engagement.surveys.paths.checks.conditions import expressions_in
from engagement.surveys.paths.checks.findings import Finding, FindingKind, at
from engagement.surveys.paths.checks.reach import never_shown
from engagement.surveys.paths.checks.subject import Subject
from engagement.surveys.paths.checks.texts import known_at, texts_in
from engagement.surveys.paths.places import Place
from engagement.surveys.paths.possible import Plan, Search

MANY_QUESTIONS = 30
MANY_ROWS = 7
MANY_RANKED = 7
"""More than these few people take in at once."""
PERSONAL = frozenset({Kind.EMAIL, Kind.POSTCODE})
WRITTEN = frozenset({Kind.TEXT, Kind.LONG_TEXT})


def advise(subject: Subject) -> Iterator[Finding]:
    """What can be told of any survey."""
    yield from _on_whole(subject)
    used = frozenset(_used(subject))
    for place in subject.places:
        part = place.part
        if isinstance(part, Question):
            yield from _on_question(place, part)
            yield from _on_email(subject, place, part)
        elif isinstance(part, Matrix) and len(part.rows) > MANY_ROWS:
            sentence = _(
                "There are %(count)d lines. People tire and tick straight down: divide this, or leave lines out."
            )
            yield at(place, FindingKind.LARGE_MATRIX, sentence % {"count": len(part.rows)})
        elif isinstance(part, Page | Group) and not part.items:
            yield at(
                place, FindingKind.EMPTY, _("There is nothing in this, so it is not shown. Fill it, or delete it.")
            )
        elif isinstance(part, Calculation) and part.code not in used:
            sentence = _("No condition and no text uses this: it only stands in exports. Delete it if nobody needs it.")
            yield at(place, FindingKind.UNUSED, sentence)
    yield from _on_piping(subject)


def advise_on_reach(definition: Definition) -> Iterator[Finding]:
    """What can only be told of a survey whose codes and expressions are in order."""
    unreachable = {_ids(place) for place in never_shown(Search(Plan(definition)))}
    for place in never_shown(Search(Plan(definition, is_accepted=True))):
        if all(_ids(one) not in unreachable for one in place.line):
            sentence = _("Only answers that are not accepted lead here, so nobody sees this. Check “Show only if”.")
            yield at(place, FindingKind.ONLY_REFUSED, sentence)


def _on_whole(subject: Subject) -> Iterator[Finding]:
    questions = subject.definition.questions
    if len(questions) > MANY_QUESTIONS:
        sentence = _("There are %(count)d questions. Many people will give up: leave out what you can do without.")
        yield at(None, FindingKind.MANY_QUESTIONS, sentence % {"count": len(questions)})
    if any(one.kind in PERSONAL for one in questions) and not subject.definition.privacy_notice.strip():
        sentence = _("Personal details are asked for, and there is no privacy notice. Say what is done with them.")
        yield at(None, FindingKind.NO_PRIVACY_NOTICE, sentence)


def _on_question(place: Place, question: Question) -> Iterator[Finding]:
    if question.is_required and question.kind in WRITTEN:
        sentence = _("Everybody has to write something here. Consider letting people leave it empty.")
        yield at(place, FindingKind.REQUIRED_WRITING, sentence)
    if question.kind == Kind.RANKING and len(question.options) > MANY_RANKED:
        sentence = _("There are %(count)d answers to rank, more than people can compare. Leave some out.")
        yield at(place, FindingKind.LONG_RANKING, sentence % {"count": len(question.options)})
    if question.is_required and question.options and all(option.limit is not None for option in question.options):
        sentence = _(
            "Every answer has a limit. When all are full nobody can go on: leave one without, or require none."
        )
        yield at(place, FindingKind.QUOTAS_END, sentence)


def _on_email(subject: Subject, place: Place, question: Question) -> Iterator[Finding]:
    is_last = place.before == len(subject.codes) - 1
    if question.kind == Kind.EMAIL and place.line[0].number == 1 and not is_last:
        sentence = _("People who are asked for their address first often leave. Ask for it at the end.")
        yield at(place, FindingKind.EMAIL_FIRST, sentence)


def _on_piping(subject: Subject) -> Iterator[Finding]:
    for place, name, text in texts_in(subject):
        known = frozenset(known_at(subject, place, name))
        for match in PIPED.finditer(text):
            code = match[1]
            if code not in known:
                continue  # a problem, told elsewhere
            if place is not None and code not in subject.earlier(place.line[0]):
                sentence = _(
                    "The answer to “%(code)s” is given on this page, so it cannot be said back when people come to it. "
                    "Move one of the two to another page."
                )
                yield at(place, FindingKind.SAME_PAGE, sentence % {"code": code})
            elif not (match[2] or "").strip() and _may_be_missing(subject, code, place):
                sentence = _(
                    "Not everybody has an answer to “%(code)s”, and they read “…”. Write what they read instead: "
                    "${%(code)s|otherwise}."
                )
                yield at(place, FindingKind.NO_FALLBACK, sentence % {"code": code}, name=name)


def _may_be_missing(subject: Subject, code: str, place: Place | None) -> bool:
    """Whether somebody who reads what stands in the place may have no answer to the question."""
    asked = subject.definition.by_code[code]
    met = place.conditions if place else ()
    is_always_asked = set(subject.by_code[code].conditions) <= set(met)
    return not is_always_asked or (isinstance(asked, Question) and not asked.is_required)


def _used(subject: Subject) -> Iterator[str]:
    """The codes of all that something asks about or says back."""
    for expression in expressions_in(subject):
        try:
            yield from references(parse(expression.text))
        except ExpressionError:
            continue  # a problem, told elsewhere
    for _place, _name, text in texts_in(subject):
        yield from codes_piped_in(text)


def _ids(place: Place) -> tuple[str, ...]:
    return tuple(one.part.id for one in place.line)
