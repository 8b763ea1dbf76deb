"""The ways through: nothing that is never shown, no question that cannot be got past, no rule that cannot be kept."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from engagement.surveys.definition import Calculation, Definition, Note, Option, Page, Picture, Question, Row
from engagement.surveys.enums import Kind
from engagement.surveys.paths.checks.bounds import bounds_problem
from engagement.surveys.paths.checks.findings import Finding, FindingKind, at
from engagement.surveys.paths.places import Place
from engagement.surveys.paths.possible import AllHold, Answered, FewOffered, Found, Goal, Plan, Search, Verdict, told

COUNTED = frozenset({Kind.CHOICES, Kind.RANKING})


def check_reach(definition: Definition) -> Iterator[Finding]:
    """What nobody can reach, get past or answer. What cannot be told is passed over.

    Args:
        definition: a survey whose codes and expressions are in order.
    """
    yield from unreachable(definition)
    search = Search(Plan(definition, is_accepted=True))
    for place in search.plan.places:
        if isinstance(place.part, Question | Row):
            question = search.plan.questions[place.part.code]
            yield from _dead_end(search, place, question)
            yield from _unanswerable(search, place, question)


def unreachable(definition: Definition) -> Iterator[Finding]:
    """What is shown to nobody, whatever is answered and on whatever day."""
    for place in never_shown(Search(Plan(definition))):
        sentence = _("%(what)s Whatever is answered before, “Show only if” does not hold. Change it, or delete this.")
        yield at(place, FindingKind.UNREACHABLE, sentence % {"what": _nobody(place)})


def never_shown(search: Search) -> Iterator[Place]:
    """The outermost parts whose conditions cannot be met."""
    verdicts: dict[tuple[str, ...], Verdict] = {}
    hidden: set[Place] = set()
    for place in search.plan.places:
        conditions = place.conditions
        if not place.part.show_if or not hidden.isdisjoint(place.above):
            continue
        if conditions not in verdicts:
            verdicts[conditions] = search.find([AllHold(search.plan.conditions(conditions))]).verdict
        if verdicts[conditions] is Verdict.NO:
            hidden.add(place)
            yield place


def _nobody(place: Place) -> str:
    match place.part:
        case Page():
            return _("Nobody can get to this page.")
        case Option():
            return _("Nobody is offered this answer.")
        case Calculation():
            return _("This is never reckoned.")
        case Note() | Picture():
            return _("Nobody is shown this.")
        case _:
            return _("Nobody is asked this.")


def _dead_end(search: Search, place: Place, question: Question) -> Iterator[Finding]:
    """A question that needs an answer and, after some answers, offers too few options for one."""
    least = int(question.least or 1) if question.kind in COUNTED else 1
    together = [option for option in question.options if least < 2 or not option.is_exclusive]
    always = sum(1 for option in together if not option.show_if)
    if not question.is_required or not question.options or always >= least or len(together) < least:
        return
    asked, few = AllHold(search.plan.chain(question.code)), FewOffered(search.offered(together), least)
    goals: list[Goal] = [asked, few]
    found = search.find(goals)
    if found.verdict is not Verdict.YES:
        return
    sentence = _(
        "People who answer like this are offered too few answers here, and need one to go on: %(answers)s. "
        "Offer more answers always, or let people leave this empty."
    )
    yield at(place, FindingKind.DEAD_END, sentence % {"answers": _told(search, goals, found)})


def _unanswerable(search: Search, place: Place, question: Question) -> Iterator[Finding]:
    if not question.constraint or bounds_problem(question):
        return
    asked = AllHold(search.plan.chain(question.code))
    is_asked = search.find([asked]).verdict is not Verdict.NO
    if is_asked and search.find([asked, Answered(question.code)]).verdict is Verdict.NO:
        sentence = _(
            "No answer is accepted: “%(rule)s” never holds. Change it, or the smallest and the largest number."
        )
        yield at(place, FindingKind.UNANSWERABLE, sentence % {"rule": question.constraint})


def _told(search: Search, goals: list[Goal], found: Found) -> str:
    answers = search.needed(goals, found.answers)
    return told((search.plan.questions[code], answers[code]) for code in search.plan.questions if code in answers)
