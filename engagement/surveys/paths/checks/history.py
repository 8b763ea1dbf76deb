"""What was published before: a code stays with the part that had it, so that the answers of all versions fit one table.

Blocks keep their ids through every change, so ids tell whether something is the same.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from engagement.surveys.definition import Calculation, Definition, Matrix, Question
from engagement.surveys.definition.parts import OTHER
from engagement.surveys.enums import Kind
from engagement.surveys.kinds import kind_of
from engagement.surveys.paths.checks.findings import Finding, FindingKind, at
from engagement.surveys.paths.checks.subject import Subject
from engagement.surveys.paths.places import Place, quoted

ALIKE = (
    frozenset({Kind.CHOICE, Kind.SCALE}),
    frozenset({Kind.TEXT, Kind.LONG_TEXT}),
    frozenset({Kind.NUMBER, Kind.MONEY}),
)
"""Kinds whose answers are kept alike and mean the same."""

Asked = Question | Calculation


def check_history(subject: Subject, earlier: Sequence[Definition]) -> Iterator[Finding]:
    """What would put answers of this version into the columns of others.

    Args:
        earlier: the versions that were published, the first one first.
    """
    published = _Published(earlier)
    for place in subject.columns:
        asked = subject.definition.by_code[place.codes[0]]
        if asked.id == place.part.id:  # and no other with the same code, which is told elsewhere
            yield from published.wrong(place, asked)
    for place in subject.places:
        if isinstance(place.part, Question | Matrix):
            yield from published.wrong_options(place.part.id, subject.options(place))


class _Published:
    """What earlier versions asked. Of something that changed between them the latest counts."""

    def __init__(self, versions: Iterable[Definition]) -> None:
        self.asked: dict[str, Asked] = {}
        self.columns: dict[str, tuple[str, str]] = {}
        """Whose column it is, by its code as spreadsheets compare it: an id, and what follows the code."""
        self.options: dict[tuple[str, str], str] = {}
        """The code of an option, by the ids of its question and itself."""
        self.owners: dict[tuple[str, str], str] = {}
        """The id of an option, by the id of its question and its code."""
        for version in versions:
            self._take(version)

    def wrong(self, place: Place, asked: Asked) -> Iterator[Finding]:
        """What is wrong with a question or calculation after what was published."""
        before = self.asked.get(asked.id)
        if before is not None and before.code != asked.code:
            sentence = _(
                "This was published with the short name “%(code)s”, under which answers are kept. Give it that again."
            )
            yield at(place, FindingKind.CODE_CHANGED, sentence % {"code": before.code})
            return
        if before is not None and (sentence := _changed(before, asked)):
            yield at(place, FindingKind.KIND_CHANGED, sentence)
        for column, owner in _columns(asked):
            other = self.columns.get(column.casefold(), owner)
            if other != owner:
                sentence = _(
                    "The column “%(code)s” was published with other answers: %(label)s. Give this another short name."
                )
                words = {"code": column, "label": _label(self.asked[other[0]])}
                yield at(place, FindingKind.CODE_MOVED, sentence % words)

    def wrong_options(self, holder: str, options: Iterable[Place]) -> Iterator[Finding]:
        """What is wrong with the options of a question or matrix after what was published."""
        for place in options:
            option, code = place.part.id, place.part.code  # type: ignore[attr-defined]
            before = self.options.get((holder, option))
            if before is not None and before != code:
                sentence = _("This answer was published with the short name “%(code)s”. Give it that again.")
                yield at(place, FindingKind.OPTION_CHANGED, sentence % {"code": before})
            elif self.owners.get((holder, code.casefold()), option) != option:
                sentence = _("The short name “%(code)s” was published with another answer. Give this one another.")
                yield at(place, FindingKind.OPTION_MOVED, sentence % {"code": code})

    def _take(self, version: Definition) -> None:
        for asked in version.asked:
            self.asked[asked.id] = asked
            self.columns.update((column.casefold(), owner) for column, owner in _columns(asked))
        for part in version.parts():
            for option in part.options if isinstance(part, Question | Matrix) else ():
                self.options[part.id, option.id] = option.code
                self.owners[part.id, option.code.casefold()] = option.id


def _columns(asked: Asked) -> Iterator[tuple[str, tuple[str, str]]]:
    """The columns of its answers, each with whose it is."""
    yield asked.code, (asked.id, "")
    if isinstance(asked, Question) and any(option.asks_more for option in asked.options):
        yield f"{asked.code}{OTHER}", (asked.id, OTHER)


def _changed(before: Asked, after: Asked) -> str:
    """Why answers of before cannot be read beside those of after, as a sentence; "" where they can."""
    if isinstance(before, Calculation) or isinstance(after, Calculation):
        return "" if type(before) is type(after) else _("This was published as something else. Make it anew.")
    if before.kind != after.kind and not any({before.kind, after.kind} <= alike for alike in ALIKE):
        sentence = _(
            "This was published as “%(before)s”. Its answers cannot be read beside those of “%(after)s”. "
            "Set it back, or add a new question instead."
        )
        return sentence % {"before": Kind(before.kind).label, "after": Kind(after.kind).label}
    steps = [len(kind_of(one).options(one)) for one in (before, after)]
    if after.kind == Kind.RATING and steps[0] != steps[1]:
        sentence = _(
            "This was published with %(before)d steps and has %(after)d now. Set it back, or add a new question."
        )
        return sentence % {"before": steps[0], "after": steps[1]}
    return ""


def _label(asked: Asked) -> str:
    return _("“%(label)s”") % {"label": quoted(asked.label if isinstance(asked, Question) else asked.code)}
