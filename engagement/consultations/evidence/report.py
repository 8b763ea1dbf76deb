"""The report: what the records say on each of the four principles of fair consultation, and on what they are silent.

The principles are those of R v Brent London Borough Council, ex parte Gunning (1985), 84 LGR 168, taken up by the
Supreme Court in R (Moseley) v Haringey LBC [2014] UKSC 56, 25. It states facts with the file that each is drawn from,
and draws no conclusion: whether a consultation was fair is for others to say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from base.timewords import last_moment
from engagement.consultations.evidence.contributions import Figures, module_names
from engagement.consultations.evidence.documents import Listed
from engagement.consultations.evidence.outcome import no_decision_in, public_among
from engagement.consultations.evidence.publications import Survey
from engagement.consultations.evidence.subject import Subject
from engagement.consultations.evidence.texts import day_words, moment_text, moment_words
from engagement.plugin import Reason

STYLE = Path(__file__).with_name("report.css")
WEEKEND = (5, 6)


@dataclass(frozen=True)
class Fact:
    """One line of the report. `source` is the file in the pack that it is drawn from; a gap has none."""

    text: str
    source: str = ""
    lines: tuple[str, ...] = ()

    @property
    def is_gap(self) -> bool:
        return not self.source


@dataclass(frozen=True)
class Findings:
    """All that the report is made of."""

    subject: Subject
    survey: Survey
    documents: list[Listed]
    figures: Figures
    entries: list[dict[str, Any]]
    linked: set[str]
    as_of: datetime | None

    @property
    def opens_at(self) -> datetime | None:
        return self.subject.timetable.opens_at if self.subject.timetable else None

    @property
    def closes_at(self) -> datetime | None:
        return self.subject.timetable.closes_at if self.subject.timetable else None

    @property
    def last_day(self) -> date | None:
        """The last local day on which people could answer."""
        return timezone.localdate(last_moment(self.closes_at)) if self.closes_at else None


def report_of(findings: Findings) -> str:
    """The report as one HTML file that needs nothing from elsewhere."""
    found = findings.survey
    context = {
        "title": found.published[-1].title if found.published else str(findings.subject.key),
        "language": settings.LANGUAGE_CODE,
        "direction": "rtl" if get_language_bidi() else "ltr",
        # A file to keep and to print, no page of the site: it must carry its style with it.
        "style": mark_safe(f"<style>{STYLE.read_text()}</style>"),
        "as_of": moment_words(findings.as_of) if findings.as_of else "",
        "origin": next((page.imported_from for page in findings.subject.pages if page.imported_from), ""),
        "principles": [
            (_("1. Proposals are to be at a formative stage"), list(_formative(findings))),
            (_("2. People are to have enough information to answer"), list(_informed(findings))),
            (_("3. People are to have enough time"), list(_timely(findings))),
            (_("4. What people say is to be conscientiously taken into account"), list(_considered(findings))),
        ],
    }
    return render_to_string("engagement/consultations/evidence/report.html", context)


def _gap(what: str) -> Fact:
    return Fact(_("No record of %(what)s.") % {"what": what})


def _formative(findings: Findings) -> Iterator[Fact]:
    """What could still change, who decides and when, and that the outcome came after the answers."""
    first, last, source = findings.survey.first, findings.survey.last, "publications.csv"
    yield _lines_or_gap(
        first,
        "open_points",
        _("The first publication said that this could still change:"),
        _("what could still change"),
    )
    yield _lines_or_gap(
        first, "settled_points", _("It said that this was settled already:"), _("what was settled already")
    )
    if any(first.get(name) != last.get(name) for name in ("open_points", "settled_points")):
        yield Fact(
            _("What could change and what was settled was worded differently later; the changes show how."), source
        )
    decides, day = last.get("decided_by", ""), last.get("decision_on", "")
    if decides:
        words = _("The decision lies with %(body)s, on %(day)s.") if day else _("The decision lies with %(body)s.")
        yield Fact(words % {"body": decides, "day": day_words(date.fromisoformat(day)) if day else ""}, source)
    else:
        yield _gap(_("who decides"))
    outcome_at = findings.survey.outcome_first_at
    if outcome_at and findings.closes_at:
        words = (
            _("The first decision was published on %(moment)s, after closing.")
            if outcome_at >= findings.closes_at
            else _("The first decision was published on %(moment)s, before closing.")
        )
        yield Fact(words % {"moment": moment_words(outcome_at)}, source)
    elif no_decision_in(findings.survey):
        yield Fact(_("It was published that no decision will be made; why stands under 4."), source)
    elif not findings.entries:
        yield _gap(_("a decision"))


def _informed(findings: Findings) -> Iterator[Fact]:
    """Reasons, documents, languages, and what changed while people were answering."""
    first = findings.survey.first
    yield _lines_or_gap(first, "question", _("It asked:"), _("what was asked"))
    yield _lines_or_gap(first, "why", _("It gave as reasons:"), _("why it was asked"))
    if findings.documents:
        yield Fact(
            _("Documents and when each could first be read:"), "documents.csv", tuple(_papers(findings.documents))
        )
    else:
        yield _gap(_("documents"))
    languages = sorted({one.place.folder.rpartition("-")[0] for one in findings.survey.published})
    if languages:
        yield Fact(
            _("It was published in these languages: %(all)s.") % {"all": ", ".join(languages)}, "publications.csv"
        )
    else:
        yield _gap(_("a publication"))
    changes = [one for one in findings.survey.published if one.is_change_while_open]
    if changes:
        words = ngettext(
            "The text was changed %(count)s time while people could answer:",
            "The text was changed %(count)s times while people could answer:",
            len(changes),
        )
        lines = tuple(
            f"{moment_text(c.at)}, {c.place.folder} {c.place.number}: {', '.join(c.changed)}" for c in changes
        )
        yield Fact(words % {"count": number_format(len(changes))}, "publications.csv", lines)
    elif findings.survey.published:
        yield Fact(_("The text did not change while people could answer."), "publications.csv")


def _papers(documents: list[Listed]) -> Iterator[str]:
    for one in documents:
        title = one.mention.title or one.title or _("document no. %(number)s") % {"number": one.mention.number}
        yield f"{title}: {moment_text(one.since)} ({one.what})"


def _timely(findings: Findings) -> Iterator[Fact]:
    """How long it was open, in days and working days, and every date that was changed."""
    opens, last_day = findings.opens_at, findings.last_day
    if opens and last_day and findings.closes_at:
        first_day = timezone.localdate(opens)
        yield Fact(
            _("Open from %(start)s to %(end)s.")
            % {"start": moment_words(opens), "end": moment_words(last_moment(findings.closes_at))},
            "publications.csv",
        )
        days = {"days": (last_day - first_day).days + 1, "working": working_days(first_day, last_day)}
        yield Fact(
            _("Days: %(days)s, of them Monday to Friday: %(working)s. Public holidays are not taken off.") % days,
            "publications.csv",
        )
    else:
        yield _gap(_("opening and closing dates"))
    if findings.survey.date_changes:
        lines = tuple(
            " ".join(filter(None, (f"{moment_text(c.at)}, {c.what}: {c.before} → {c.after}", c.reason)))
            for c in findings.survey.date_changes
        )
        yield Fact(_("Dates that were changed:"), "dates.csv", lines)
    else:
        yield Fact(_("No date was changed after it was first published."), "dates.csv")
    timetable = findings.subject.timetable
    if timetable and timetable.late_until:
        rule = _("Letters that arrive by %(day)s are counted.") % {"day": day_words(timetable.late_until)}
        yield Fact(rule, "publications.csv")
    else:
        yield Fact(_("What arrives after closing is not counted."), "publications.csv")


def working_days(first: date, last: date) -> int:
    """How many days from one to another, both included, are Monday to Friday."""
    days = (first + timedelta(number) for number in range((last - first).days + 1))
    return sum(day.weekday() not in WEEKEND for day in days)


def _considered(findings: Findings) -> Iterator[Fact]:
    """What came, what was read, what led to a decision, and what nobody answered."""
    figures = findings.figures
    numbers = {
        "count": number_format(figures.published),
        "people": number_format(figures.people),
        "elsewhere": number_format(figures.elsewhere),
    }
    yield Fact(
        _(
            "Public contributions: %(count)s. People: %(people)s. By letter, by telephone or at an event: "
            "%(elsewhere)s of these."
        )
        % numbers,
        "counts.csv",
        tuple(f"{channel}: {number_format(count)}" for channel, count in figures.by(1).items()),
    )
    kinds = ", ".join(module_names(findings.subject))
    if kinds:
        yield Fact(_("People could take part by: %(kinds)s.") % {"kinds": kinds}, "activities.csv")
    else:
        yield _gap(_("a way to take part"))
    yield from _read(figures)
    yield from _answered(findings)


def _read(figures: Figures) -> Iterator[Fact]:
    numbers = {"count": number_format(figures.decisions), "waiting": number_format(figures.waiting)}
    if figures.decisions:
        yield Fact(
            _("Decisions on contributions, each with its time: %(count)s. Those with a reason:") % numbers,
            "decisions.csv",
            tuple(f"{Reason(name).label}: {number_format(count)}" for name, count in figures.reasons.items()),
        )
    else:
        yield _gap(_("a decision on a contribution"))
    if figures.waiting:
        waiting = ngettext(
            "%(waiting)s contribution still waits for a moderator.",
            "%(waiting)s contributions still wait for a moderator.",
            figures.waiting,
        )
        yield Fact(waiting % numbers, "not-public.csv")


def _answered(findings: Findings) -> Iterator[Fact]:
    figures, entries, no_decision = findings.figures, findings.entries, no_decision_in(findings.survey)
    if entries:
        yield Fact(
            _("What was decided:"),
            "outcome.json",
            tuple(f"{entry['day']} {entry['title']} ({entry['status']})" for entry in entries),
        )
    elif no_decision:
        said = _("No decision will be made. This was said on %(day)s, and why:")
        day = day_words(date.fromisoformat(no_decision["day"]))
        yield Fact(said % {"day": day}, "outcome.json", tuple(no_decision["reason"].splitlines()))
    else:
        yield _gap(_("an outcome"))
    answered_at, last_day = findings.survey.answered_first_at, findings.last_day
    if answered_at and last_day:
        days = {"days": (timezone.localdate(answered_at) - last_day).days}
        yield Fact(
            _("Days from the last day for answers to the first published outcome: %(days)s.") % days, "publications.csv"
        )
    yield from _promise(findings, answered_at)
    asked = figures.published - figures.official
    silent = max(0, asked - len(public_among(findings.subject, findings.linked | figures.answered)))
    numbers = {
        "linked": number_format(len(findings.linked)),
        "official": number_format(figures.official),
        "asked": number_format(asked),
        "silent": number_format(silent),
    }
    yield Fact(
        _("Of the public contributions without official answers, linked to a decision: %(linked)s of %(asked)s.")
        % numbers,
        "outcome.json",
    )
    yield Fact(_("Official answers in the conversations: %(official)s.") % numbers, "contributions/")
    yield Fact(
        _("Neither answered directly nor linked to a decision: %(silent)s of %(asked)s.") % numbers,
        "contributions/",
    )


def _promise(findings: Findings, answered_at: datetime | None) -> Iterator[Fact]:
    promised = findings.subject.timetable.answer_by if findings.subject.timetable else None
    if promised is None:
        yield _gap(_("a promised day for the answer"))
        return
    day = {"day": day_words(promised)}
    if answered_at is None:
        yield Fact(_("An answer is promised by %(day)s, and none is on record yet.") % day, "publications.csv")
    elif timezone.localdate(answered_at) <= promised:
        yield Fact(_("An answer was promised by %(day)s, and it came by then.") % day, "publications.csv")
    else:
        yield Fact(_("An answer was promised by %(day)s, and it came later.") % day, "publications.csv")


def _lines_or_gap(fields: dict[str, str], name: str, words: str, gap: str) -> Fact:
    """What a field said, a line each without the names of blocks; or that nothing is on record."""
    lines = tuple(line.removeprefix("point: ") for line in fields.get(name, "").splitlines())
    return Fact(words, "publications.csv", lines) if lines else _gap(gap)
