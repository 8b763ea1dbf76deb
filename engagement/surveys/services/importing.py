"""Takes in files of responses: all of a file or nothing of it, and the same file again changes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from engagement.plugin import (
    ELSEWHERE,
    Arrival,
    Batch,
    Channel,
    Contribution,
    ContributionState,
    Imported,
    arrival_on,
    begin_batch,
    imported_state,
    received_at,
    take_in_many,
)
from engagement.surveys.enums import Privacy
from engagement.surveys.exporting.columns import heading_of
from engagement.surveys.forms import NAME_LENGTH, ORGANISATION_LENGTH, publishing_choices
from engagement.surveys.importing import Fault, Given, ImportRefused, Line, RowReader, Target, columns_in, lines_of
from engagement.surveys.importing.cells import name_reader, one_of, refused
from engagement.surveys.importing.faults import refusal
from engagement.surveys.models import Response, Survey, SurveyVersion
from engagement.surveys.queries import source_of
from engagement.surveys.services.quotas import beyond, limited, take_many, taken_places
from engagement.surveys.services.submitting import start_of_day
from engagement.surveys.services.tallying import Sums, add_sums, figures_on

SALT = "engagement.surveys.import"
AT_ONCE = 1_000
"""Rows that are stored together."""
MOST_FAULTS = 100
"""Faults that are told; of further rows it is only counted that they will not do."""


@dataclass
class Outcome:
    """What came of a file, or would come of it.

    Attributes:
        unchanged: how many rows were taken in before.
        differing: those of them, by number, that say something else than what is stored; that stands.
        rejected_rows: rows that will not do, by number; with any of them nothing was stored.
        ignored: headings of columns that follow from others and are not read.
    """

    created: int = 0
    unchanged: int = 0
    differing: list[int] = field(default_factory=list)
    rejected_rows: set[int] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    ignored: tuple[str, ...] = ()

    @property
    def rejected(self) -> int:
        """How many rows will not do."""
        return len(self.rejected_rows)

    def reject(self, row: int, faults: Iterable[Fault]) -> None:
        """Note that a row will not do."""
        self.created = 0
        self.rejected_rows.add(row)
        self.faults += islice(faults, max(0, MOST_FAULTS - len(self.faults)))


class _Rejected(Exception):
    """Undoes what was stored of a file."""


def import_responses(
    *, survey: Survey, file: IO[bytes], title: str, channel: Channel, user: Any = None, is_dry_run: bool = False
) -> Outcome:
    """Take in the responses of a file as one batch.

    Args:
        file: CSV or a workbook, at its beginning.
        title: what the batch is called, such as the name of the file.
        user: who imports; None for the command line.
        is_dry_run: write nothing, only say what would come of it.

    Raises:
        ImportRefused: the file as a whole cannot be read, or its headings are not those of the survey.
    """
    if is_dry_run:
        return _Import(survey, channel, user).look_through(lines_of(file))
    with transaction.atomic():
        # Two imports follow each other, so that the second one sees what the first has stored.
        Survey.objects.select_for_update(of=("self",), no_key=True).get(pk=survey.pk)
        work = _Import(survey, channel, user)
        with suppress(_Rejected), transaction.atomic():
            work.take_in(lines_of(file), title)
    return work.outcome


class _Import:
    """One file on its way in, a thousand rows at a time."""

    def __init__(self, survey: Survey, channel: Channel, user: Any) -> None:
        self.survey, self.channel, self.user = survey, channel, user
        self.outcome = Outcome()
        self.versions = list(SurveyVersion.objects.filter(survey=survey.pk).defer("definition").order_by("number"))
        self.state = imported_state(activity=survey, user=user)
        self.sums = Sums()
        self.wanted: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        """By the codes of question and option with a limit: the rows that chose it, each with its limit."""

    def look_through(self, lines: Iterator[Line]) -> Outcome:
        """What would come of the file."""
        for _rows in self._new_rows(lines):
            pass
        taken = taken_places(self.survey)
        limits = self._limits()
        self._reject_beyond({place: beyond(taken.get(place, 0), wanted) for place, wanted in limits.items()})
        return self.outcome

    def take_in(self, lines: Iterator[Line], title: str) -> None:
        """Store it.

        Raises:
            _Rejected: a row will not do.
        """
        batch = None
        for rows in self._new_rows(lines):
            if rows and not self.outcome.rejected:
                batch = batch or self._begin(title)
                self._store(batch, rows)
        self._reject_beyond(take_many(survey=self.survey, wanted=self._limits()))
        if self.outcome.rejected:
            raise _Rejected
        add_sums(survey=self.survey, sums=self.sums)

    def _new_rows(self, lines: Iterator[Line]) -> Iterator[list[Given]]:
        """The rows that will do and were not taken in before, some at a time."""
        reader = self._reader(lines)
        while some := list(islice(lines, AT_ONCE)):
            new = self._unknown(list(self._readable(reader, some)))
            self.outcome.created += 0 if self.outcome.rejected else len(new)
            for row in new:
                self._note_wanted(row)
            yield new

    def _reader(self, lines: Iterator[Line]) -> RowReader:
        headings = next(lines, None)
        if headings is None:
            raise refusal(_("There is nothing in this file. Its first row says what stands in each column."))
        if not self.versions:
            raise refusal(_("This survey was never published, so there are no questions to answer."))
        target = _target(self.survey, self.channel, self.versions)
        columns = columns_in(headings, target.definitions)
        self.outcome.ignored = columns.ignored
        return RowReader(columns, target)

    def _readable(self, reader: RowReader, lines: Iterable[Line]) -> Iterator[Given]:
        for line in lines:
            try:
                yield reader.read(line)
            except ImportRefused as error:
                self.outcome.reject(line.number, error.faults)

    def _unknown(self, rows: list[Given]) -> list[Given]:
        """Those that were not taken in before, and that are not responses of this survey already."""
        given = Contribution.objects.filter(activity=self.survey.pk)
        keys = {self._key(row): row for row in rows}
        references = {row.reference: row for row in rows if row.reference}
        known: dict[int, Any] = {}
        for name, by in (("retry_key", keys), ("reference", references)):
            found = given.filter(**{f"{name}__in": by}).values_list(name, "response__answers")
            known |= {by[value].row: answers for value, answers in found}
        self._note_known(rows, known)
        return [row for row in rows if row.row not in known]

    def _note_known(self, rows: list[Given], known: Mapping[int, Any]) -> None:
        """What was forgotten since, on its author's word, has no answers, and does not come back."""
        self.outcome.unchanged += len(known)
        self.outcome.differing += [
            row.row for row in rows if row.reference and known.get(row.row) not in (None, dict(row.path.kept))
        ]

    def _key(self, row: Given) -> UUID:
        """The same row of the same survey has the same. In an anonymous one nobody finds it by trying all persons after
        whom a row may be called."""
        if self.survey.is_anonymous:
            salted = salted_hmac(SALT, f"{self.survey.uuid}:{row.identity}", algorithm="sha256")
            return UUID(bytes=salted.digest()[:16])
        return uuid5(self.survey.uuid, f"import:{row.identity}")

    def _note_wanted(self, row: Given) -> None:
        for shown, option in limited(row.path):
            self.wanted[shown.question.code, option.code].append((row.row, option.limit or 0))

    def _limits(self) -> dict[tuple[str, str], list[int]]:
        return {place: [limit for _row, limit in wanted] for place, wanted in self.wanted.items()}

    def _reject_beyond(self, full: Mapping[tuple[str, str], list[int]]) -> None:
        for (question, option), places in full.items():
            for place in places:
                row, limit = self.wanted[question, option][place]
                sentence = _("No more than %(limit)d people can choose “%(option)s”, and they have. Choose another.")
                words = sentence % {"limit": limit, "option": option}
                self.outcome.reject(row, [Fault(row, heading_of(question), words)])

    def _begin(self, title: str) -> Batch:
        longest = Batch._meta.get_field("title").max_length
        today = timezone.localdate()
        return begin_batch(
            activity=self.survey, user=self.user, title=title[:longest], channel=self.channel, received_on=today
        )

    def _store(self, batch: Batch, rows: list[Given]) -> None:
        answers = [self._imported(row) for row in rows]
        contributions = take_in_many(batch=batch, state=self.state, answers=answers)
        Response.objects.bulk_create(
            Response(
                contribution=contribution,
                version=self.versions[row.number - 1],
                answers=dict(row.path.kept),
                organisation=row.words["organisation"],
                publishing=row.words["publishing"],
            )
            for contribution, row in zip(contributions, rows, strict=True)
        )
        if self.state == ContributionState.PUBLISHED:
            for row in rows:
                self.sums.add(figures_on(row.path), day=row.received.day, channel=self.channel)

    def _imported(self, row: Given) -> Imported:
        """An anonymous one has no person and no more than its day, as it has when it is sent."""
        is_anonymous = self.survey.is_anonymous
        moment = row.received.moment or received_at(row.received.day)
        return Imported(
            language=row.words["language"] or source_of(self.versions[row.number - 1]).language,
            received_at=start_of_day(moment) if is_anonymous else moment,
            retry_key=self._key(row),
            name=None if is_anonymous else row.words["name"],
        )


def _target(survey: Survey, channel: Channel, versions: Iterable[SurveyVersion]) -> Target:
    window, late_until = survey.window, survey.late_until
    is_bound = channel in ELSEWHERE
    return Target(
        definitions=tuple(map(source_of, versions)),
        readers=_readers(survey),
        counts_on=lambda day: not is_bound or arrival_on(day, window, late_until) != Arrival.TOO_LATE,
        today=timezone.localdate(),
    )


def _readers(survey: Survey) -> dict[str, Callable[[str], str]]:
    """What reads the columns that are no answers, as far as the survey asks for what stands in them."""
    no_names = refused(_("This survey keeps no names: people were told so. Take the column out."))
    no_organisations = refused(_("This survey is not answered for organisations. Take the column out."))
    return {
        "language": one_of(code for code, _name in settings.LANGUAGES),
        "organisation": name_reader(ORGANISATION_LENGTH) if survey.asks_for_whom else no_organisations,
        "publishing": one_of(value for value, _label in publishing_choices(survey)),
        "name": name_reader(NAME_LENGTH) if survey.privacy == Privacy.NAMED else no_names,
    }
