from datetime import datetime, time
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from base.art import PLATE_CHOICES, PLATES
from base.blocks.fields import SHORT_FEATURES
from base.publication import Problem
from base.streamfield import StreamField
from engagement.consultations import changes, gaps, gate, panels, presentation
from engagement.consultations.blocks import EntryBlocks, NextStepsBlock, PaperBlocks, PointsBlock, SaidBlocks
from engagement.consultations.enums import ConsultationState
from engagement.consultations.models.subject import Subject
from engagement.consultations.next_steps import first_undone
from engagement.consultations.querysets import ConsultationQuerySet
from engagement.consultations.rules import Standing
from engagement.plugin import Answer, HostDates, HostPage, Window

SAME_EVERYWHERE = (
    "subject",
    "plate",
    "opens_at",
    "closes_at",
    "late_until",
    "answer_by",
    "decision_on",
    "contact_phone",
    "contact_email",
    "withdrawn_on",
    "tells_at_once",
    "no_decision_on",
    "archived_on",
    "next_step_on",
)
"""What a translator must not change: dates, numbers and choices."""


ENDING = ("you_said", "we_did", "answer_papers", "withdrawn_on", "withdrawn_reason")
"""How it ended: what people were told, or that and why it was called off."""


def plate_choices() -> list[tuple[str, Any]]:
    """The theme's illustrations; a function, so that a new one needs no migration."""
    return PLATE_CHOICES


def first_plate() -> str:
    """The illustration shown until an editor chooses another."""
    return PLATES[0]


class ConsultationPage(HostPage):
    """One question to the public: what is asked and why, until when, who decides, when people hear back.

    Every field may be empty in a draft; `gate.problems_of` says what must be there before it is public.
    """

    question = models.TextField(
        _("what you ask"),
        blank=True,
        help_text=_("One or two sentences under the title. Say also how open it is: “None has been chosen.”"),
    )
    why = models.TextField(
        _("why you ask"),
        blank=True,
        help_text=_("What happened, and what happens if nothing is done. A short paragraph; more goes into the text."),
    )
    subject = models.ForeignKey(
        Subject, verbose_name=_("subject"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    place = models.CharField(
        _("area"), max_length=120, blank=True, help_text=_("The name people use: Ferrygate. Empty: the whole area.")
    )
    plate = models.CharField(
        _("illustration"),
        max_length=20,
        choices=plate_choices,
        default=first_plate,
        help_text=_("Drawn in your colours, on the card of this consultation."),
    )

    opens_at = models.DateTimeField(
        _("opens"), null=True, blank=True, help_text=_("From this moment people can take part.")
    )
    closes_at = models.DateTimeField(
        _("closes"),
        null=True,
        blank=True,
        help_text=_("From this moment they cannot. Midnight is shown as 11:59pm of the day before."),
    )
    late_until = models.DateField(
        _("letters count until"),
        null=True,
        blank=True,
        help_text=_(
            "For letters, calls and notes that reach you after closing. Empty: what arrives then is not counted. The "
            "page says which."
        ),
    )
    answer_by = models.DateField(
        _("you answer by"),
        null=True,
        blank=True,
        help_text=_("A promise, shown at the top. If you are late, the page says so."),
    )
    decided_by = models.CharField(
        _("who decides"), max_length=200, blank=True, help_text=_("A body or a person: Streets committee.")
    )
    decision_on = models.DateField(
        _("day of the decision"), null=True, blank=True, help_text=_("Leave it empty while it is not known.")
    )
    decision_details = models.CharField(
        _("where and how"),
        max_length=200,
        blank=True,
        help_text=_("For those who want to come: Public meeting, 6:30pm, Old Corn Hall."),
    )
    open_points = StreamField(
        PointsBlock(),
        verbose_name=_("open: what can still change"),
        blank=True,
        help_text=_("One line each. People see here that their answer matters."),
    )
    settled_points = StreamField(
        PointsBlock(),
        verbose_name=_("settled already"),
        blank=True,
        help_text=_("One line each. Saying it now is fairer than saying it afterwards."),
    )

    documents = StreamField(
        PaperBlocks(),
        verbose_name=_("documents"),
        blank=True,
        help_text=_("Plans, counts, letters. The page shows the type and size of each."),
    )
    privacy_notice = RichTextField(
        _("what happens to people’s answers"),
        blank=True,
        features=SHORT_FEATURES,
        help_text=_("Who reads them, what becomes public, how long you keep them. Link to the full notice."),
    )
    contact_name = models.CharField(_("person or team"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_address = models.TextField(_("postal address"), blank=True)
    contact_other = models.TextField(
        _("other ways to take part"),
        blank=True,
        help_text=_("“Come to the library on Saturday 13 March, 10am to 1pm. We type your answer in for you.”"),
    )

    withdrawn_on = models.DateField(
        _("withdrawn on"),
        null=True,
        blank=True,
        help_text=_("Fill in only to call it off. It closes at once; the page and what people said stay."),
    )
    withdrawn_reason = models.TextField(
        _("why it is withdrawn"), blank=True, help_text=_("Shown at the top of the page.")
    )

    you_said = StreamField(
        SaidBlocks(),
        verbose_name=_("you said"),
        blank=True,
        help_text=_(
            "What people told you, in a few themes, also what was hard to hear. Published alone, after closing, "
            "it shows as “What we heard”."
        ),
    )
    we_did = StreamField(
        EntryBlocks(),
        verbose_name=_("we did"),
        blank=True,
        help_text=_("One entry for each thing that was decided, what you will not do among them. It is your answer."),
    )
    answer_papers = StreamField(
        PaperBlocks(),
        verbose_name=_("reports and minutes"),
        blank=True,
        help_text=_("Where people can read all of it: the report on the answers, the minutes of the decision."),
    )
    tells_at_once = models.BooleanField(
        _("tell everyone who took part when the outcome is published"),
        default=True,
        help_text=_("One message each, once. Without the tick you start it later, from the screen below."),
    )

    next_steps = StreamField(
        NextStepsBlock(),
        verbose_name=_("what happens next"),
        blank=True,
        help_text=_("Steps after the dates above, in their order. Keep them up to date, also after closing."),
    )
    next_step_on = models.DateField(null=True, blank=True, editable=False)
    """The first day of a step that is not done yet, for lists of what is due; `save()` keeps it."""
    no_decision_on = models.DateField(
        _("no decision, said on"),
        null=True,
        blank=True,
        help_text=_(
            "Fill in only if nothing will be decided. It stands in place of the decisions, and is your answer."
        ),
    )
    no_decision_reason = models.TextField(
        _("why no decision will be made"), blank=True, help_text=_("Shown in place of the decisions.")
    )
    archived_on = models.DateField(_("archived on"), null=True, blank=True, editable=False)

    imported_from = models.URLField(_("imported from"), max_length=500, blank=True, editable=False)
    """Where this record was published first; "" for what was written here."""
    import_digest = models.CharField(max_length=64, blank=True, editable=False)
    """SHA-256 of what was imported last, so that the same file changes nothing."""

    objects = PageManager.from_queryset(ConsultationQuerySet)()

    template = "engagement/consultations/consultation_page.html"
    parent_page_types: ClassVar[list[str]] = ["engagement_consultations.ConsultationIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("Ask the public something, with dates, documents and ways to take part.")
    content_panels = [
        panels.StandingPanel(heading=_("Where it stands"), icon="info-circle"),
        *HostPage.content_panels[:1],
        *panels.QUESTION,
        *HostPage.content_panels[1:],
    ]
    search_fields = [
        *HostPage.search_fields,
        index.SearchField("question", boost=2),
        index.SearchField("why"),
        index.SearchField("place"),
        index.SearchField("decided_by"),
        index.SearchField("open_points"),
        index.SearchField("settled_points"),
        index.SearchField("documents"),
        index.SearchField("you_said"),
        index.SearchField("we_did"),
        index.SearchField("no_decision_reason"),
        index.SearchField("next_steps"),
        index.RelatedFields("subject", [index.SearchField("name")]),
        index.FilterField("subject_id"),
    ]
    override_translatable_fields = [SynchronizedField(name, overridable=False) for name in SAME_EVERYWHERE]

    exclude_fields_in_copy: ClassVar[list[str]] = [
        *("imported_from", "import_digest"),
        *("archived_on", "no_decision_on", "no_decision_reason"),  # of the original; a copy is asked anew
        *ENDING,
    ]

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["imported_from"], name="consultation_imported_once", condition=~models.Q(imported_from="")
            )
        ]
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")

    @classmethod
    def further_tabs(cls) -> list[ObjectList]:
        return [
            ObjectList(panels.DATES, heading=_("Dates and decision")),
            ObjectList(panels.PAPERS, heading=_("Documents and contact")),
            ObjectList(panels.OUTCOME, heading=_("Outcome")),
        ]

    @classmethod
    def read_as_host(cls) -> models.QuerySet[Any]:
        """Not its text, which nobody reads there."""
        return cls.objects.for_activities()

    def host_dates(self) -> HostDates:
        window = Window(self.opens_at, self.shut_at)
        said = (self.answer_by, self.withdrawn_on, self.drafted_answer, self._answered_elsewhere())
        return HostDates(window, *said, archived_on=self.archived_on, late_until=self.late_until)

    def _answered_elsewhere(self) -> datetime | None:
        """For a record from elsewhere, the day of its first decision: nobody knows better when it was published."""
        days = [block.value["day"] for block in self.we_did if block.value.get("day")] if self.imported_from else []
        return timezone.make_aware(datetime.combine(min(days), time.min)) if days else None

    @property
    def drafted_answer(self) -> Answer:
        """How far this version of the page answers people."""
        if self.we_did or self.no_decision_on:
            return Answer.OUTCOME
        return Answer.FEEDBACK if self.you_said else Answer.NONE

    @property
    def says_outcome(self) -> bool:
        """Whether this version says what came of it: what was decided, or why nothing will be."""
        return self.drafted_answer == Answer.OUTCOME

    @property
    def shut_at(self) -> datetime | None:
        """When the door closes: at the closing time, or earlier, with the day on which it was withdrawn."""
        if self.withdrawn_on is None:
            return self.closes_at
        withdrawn = timezone.make_aware(datetime.combine(self.withdrawn_on, time.min))
        return min(withdrawn, self.closes_at or withdrawn)

    @property
    def standing(self) -> Standing:
        """What the public state is made of, as published: one query, or none after `with_standing()`."""
        known: Any = self if hasattr(self, "timetable_pk") else self._own_row()
        ends = (known.timetable_opens_at, known.timetable_closes_at, known.timetable_paused_at)
        window = Window(*ends) if known.timetable_pk else None
        return Standing(
            window,
            known.timetable_answer_by,
            known.timetable_withdrawn_on,
            Answer(known.timetable_answer or ""),
            known.timetable_outcome_at,
            archived_on=known.timetable_archived_on,
            late_until=known.timetable_late_until,
        )

    def public_state(self) -> ConsultationState:
        """What it is publicly said to be just now."""
        return self.standing.state_at(timezone.now())

    def _own_row(self) -> "ConsultationPage":
        return type(self).objects.with_standing().only("pk").get(pk=self.pk)

    @property
    def drafted_standing(self) -> Standing:
        """The same as it would be if this draft were published now."""
        dates = self.host_dates()
        is_dated = self.opens_at is not None and self.closes_at is not None
        outcome_at = dates.outcome_at or self._answered_already() or timezone.now()
        return Standing(
            dates.window if is_dated else None,
            dates.answer_by,
            dates.withdrawn_on,
            dates.answer,
            outcome_at if dates.answer == Answer.OUTCOME else None,
            archived_on=dates.archived_on,
            late_until=dates.late_until,
        )

    def _answered_already(self) -> datetime | None:
        return self.standing.outcome_at if self.pk and self.says_outcome else None

    @property
    def open_lines(self) -> list[str]:
        """What can still change, a line each."""
        return _lines(self.open_points)

    @property
    def settled_lines(self) -> list[str]:
        """What is settled already, a line each."""
        return _lines(self.settled_points)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.alias_of_id:  # it takes on every field of its original, and is no record
            self.imported_from = self.import_digest = ""
        if "next_steps" not in self.get_deferred_fields():
            self.next_step_on = first_undone(self)
        super().save(*args, **kwargs)

    def copy(self, *args: Any, reset_translation_key: bool = True, **kwargs: Any) -> Any:
        """Copy the page. A copy is asked anew; a translation is for the same people, so it ends as the original."""
        if not reset_translation_key:
            ending = {name: getattr(self, name) for name in ENDING}
            kwargs["update_attrs"] = ending | (kwargs.get("update_attrs") or {})
        return super().copy(*args, reset_translation_key=reset_translation_key, **kwargs)

    def pause_reason(self) -> str:
        """Why it is paused, as a sentence in the active language, else in the language it was given in."""
        return changes.pause_reason(self.translation_key)

    def publish_problems(self) -> list[Problem]:
        return gaps.asked_for(self, self.all_problems())

    def all_problems(self) -> list[Problem]:
        """Everything that is missing or contradicts itself, whatever is being done to the page."""
        return [*super().publish_problems(), *gate.problems_of(self)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, **presentation.consultation_context(self, request, context)}


def _lines(points: Any) -> list[str]:
    return [line for block in points if (line := str(block.value or "").strip())]
