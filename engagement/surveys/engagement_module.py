"""The survey as the core sees it: docs/writing-a-module.md."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from base.ratelimit import Limit
from engagement.plugin import (
    ALWAYS,
    Action,
    Activity,
    Column,
    Contribution,
    Entry,
    Module,
    Screen,
    Summary,
    TimeState,
    given_in,
    published_counts,
)
from engagement.surveys.entering import SurveyEntryForm, correct_response, enter_response, entry_data_of
from engagement.surveys.enums import Privacy
from engagement.surveys.exporting import FORMATS, columns_of, exported
from engagement.surveys.models import Response, Survey
from engagement.surveys.polls import poll_context
from engagement.surveys.queries import current_version, definition_in, survey_of, versions_in
from engagement.surveys.reading import shared_answers_of
from engagement.surveys.rules import may_see_results
from engagement.surveys.services.copying import copy_designs
from engagement.surveys.telling import effort_words, is_poll
from engagement.surveys.views import answering, mending, printing, results, resuming, sending, starting, thanking

READING = ("GET", "HEAD")
BOTH = ("GET", "HEAD", "POST")
STEPS = (Limit("survey-steps", 10 * 60, 200),)
"""Pages of questions: a thorough person sends one every few seconds."""
LINKS = (Limit("survey-links", 10 * 60, 20),)
SENDS = (Limit("surveys", 10 * 60, 15),)


class SurveysModule(Module):
    """Surveys and quick polls."""

    slug = "surveys"
    label = gettext_lazy("Survey or quick poll")
    description = gettext_lazy(
        "Questions that people answer, one or many. A single question shows as a quick poll on the page."
    )
    icon = "list-ul"
    public_icon = "form"
    activity_model = Survey
    row_model = Response
    is_public = False
    one_each = True
    entrance = "start"
    entry_form = SurveyEntryForm
    actions = (
        Action("start", starting.start, methods=BOTH, limits=STEPS),
        Action("answer", answering.answer, methods=BOTH, limits=STEPS),
        Action("check", sending.check, methods=READING),
        Action("send", sending.send, methods=("POST",), limits=SENDS),
        Action("done", thanking.done, methods=READING),
        Action("change", starting.change, methods=("POST",), limits=STEPS),
        Action("copy", thanking.copy, methods=("POST",), when=ALWAYS, limits=LINKS),
        Action("later", resuming.later, methods=BOTH, limits=LINKS),
        Action("resume", resuming.resume, methods=BOTH, limits=LINKS),
        Action("print", printing.on_paper, methods=READING),
        Action("mend", mending.mend, methods=BOTH, limits=LINKS),
        Action("results", results.results, methods=READING),
    )
    export_formats = FORMATS
    inline_template = "engagement/surveys/inline.html"
    panels = (
        MultiFieldPanel(
            [FieldPanel("privacy"), FieldPanel("allows_changes"), FieldPanel("is_repeatable")],
            heading=gettext_lazy("What people are promised"),
        ),
        MultiFieldPanel(
            [FieldPanel("takes_organisations"), FieldPanel("asks_equality")], heading=gettext_lazy("Who answers")
        ),
        MultiFieldPanel([FieldPanel("results_shown"), FieldPanel("code")], heading=gettext_lazy("Results")),
    )

    def is_one_each_in(self, activity: Activity) -> bool:
        """One response each, unless the survey takes several; an anonymous one counts by receipts."""
        survey = survey_of(activity)
        return not survey.is_repeatable and not survey.is_anonymous

    def shows_names_of(self, activity: Activity) -> bool:
        """Only where people were told so."""
        return survey_of(activity).privacy == Privacy.NAMED

    def tells_time_of(self, activity: Activity) -> bool:
        """Of an anonymous response we keep the day."""
        return not survey_of(activity).is_anonymous

    def columns_of(self, activity: Activity) -> Sequence[Column]:
        """The questions of all its versions."""
        return columns_of(survey_of(activity))

    def export_rows_for(self, contributions: Iterable[Contribution]) -> dict[int, Any]:
        """The responses as they leave."""
        return exported(contributions)

    def export_name_of(self, activity: Activity) -> str:
        """Its short name."""
        return survey_of(activity).code

    def copy_content(self, source: Activity, twin: Activity) -> None:
        """The questions, in every language, published where they were."""
        copy_designs(source=survey_of(source), twin=survey_of(twin))

    def enter(self, entry: Entry, data: dict[str, Any]) -> tuple[Contribution, bool]:
        """A response of its own."""
        return enter_response(entry, data)

    def entry_data(self, row: Any) -> dict[str, Any]:
        """Its answers."""
        return entry_data_of(row)

    def correct(self, row: Any, data: dict[str, Any]) -> None:
        """Its answers as they stand on the paper."""
        correct_response(row, data)

    def summarise(self, activities: Sequence[Activity]) -> dict[int, Summary]:
        """How long it takes and how many answered."""
        counts, versions, now = published_counts(activities), versions_in(activities), timezone.now()
        return {
            activity.pk: _summary(activity, versions.get(activity.pk), counts[activity.pk].contributions, now)
            for activity in activities
        }

    def inline_context(self, activity: Activity, request: HttpRequest) -> dict[str, Any]:
        """The card of a quick poll; nothing for a survey of several pages."""
        survey = survey_of(activity)
        version = current_version(survey)
        definition = definition_in(version, get_language() or "en") if version else None
        if definition is None or not is_poll(definition):
            return {}
        given = given_in(request, survey) if self.is_one_each_in(survey) else None
        return poll_context(survey, definition, request, given=given)

    def rows_for(self, contributions: Iterable[Contribution]) -> dict[int, Any]:
        """The responses, each with its version, whose questions are read once, and with what was taken out of it."""
        keys = [contribution.pk for contribution in contributions]
        rows = Response.objects.filter(contribution__in=keys).select_related("version", "contribution")
        rows = rows.defer("version__definition").prefetch_related("redactions")
        return {row.contribution_id: row for row in rows}

    def screens_of(self, activity: Activity, user: Any) -> Sequence[Screen]:
        """Its questions and its results."""
        screens = {
            "questions": Screen(_("Questions"), reverse("survey_design:questions", args=[activity.pk]), "list-ul"),
            "results": Screen(_("Results"), reverse("engagement_results:index", args=[activity.pk]), "view"),
        }
        may = {
            "questions": user.has_perm("engagement_surveys.change_surveydesign"),
            "results": may_see_results(user),
        }
        return tuple(screen for name, screen in screens.items() if may[name])

    def text_of(self, row: Any) -> str:
        """Its answers in words, question by question, without what was taken out of them."""
        return "\n".join(f"{one.question.label} {one.words}" for one in shared_answers_of(row) if one.words)


def _summary(activity: Activity, definition: Any, count: int, now: Any) -> Summary:
    state = activity.state_at(now)
    base = ngettext("%(count)d person has answered.", "%(count)d people have answered.", count) % {"count": count}
    if definition is None:
        return Summary(invitation=_("Not ready yet"))
    is_over = state in (TimeState.CLOSED, TimeState.PAUSED)
    invitation = _("See the survey") if is_over else _("Answer the survey")
    if is_poll(definition):
        invitation = _("See the question") if is_over else _("Answer one question")
    return Summary(
        invitation=invitation,
        effort="" if is_over else effort_words(definition),
        base=base if count else "",
        count=count,
    )
