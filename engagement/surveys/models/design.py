from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import SynchronizedField, TranslatableField

from base.blocks.fields import PROSE_FEATURES
from base.publication import Gated, GatedForm, Problem
from base.streamfield import StreamField
from engagement.surveys.blocks import DesignBlocks
from engagement.surveys.definition import Definition
from engagement.surveys.freezing import definition_of
from engagement.surveys.models.survey import Survey
from engagement.surveys.models.version import SurveyVersion
from engagement.surveys.naming import error_beside
from engagement.surveys.paths.checks import Finding, problems


class DesignForm(GatedForm):
    """Names what stands between a survey and the public beside the blocks it is about."""

    def name_problems(self) -> None:
        if "body" not in self.errors and (findings := self.instance.findings_in_the_way()):
            self.add_error("body", error_beside(self.instance.body, findings))


class SurveyDesign(
    Gated,
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    models.Model,
):
    """What a survey asks, as editors write it: one row for each language.

    Nobody answers this. Publishing the language it was written in first freezes a `SurveyVersion`; publishing a
    translation adds its texts to that version.
    """

    base_form_class = DesignForm

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="designs", editable=False)
    title = models.CharField(
        _("title"), max_length=200, help_text=_("What people read above the questions, in their language.")
    )
    intro = RichTextField(
        _("introduction"),
        blank=True,
        features=PROSE_FEATURES,
        help_text=_("On the first page: why you ask, and what the answers can change."),
    )
    privacy_notice = RichTextField(
        _("privacy notice"),
        blank=True,
        features=PROSE_FEATURES,
        help_text=_(
            "What you do with the answers, who sees them, and when they are deleted. It is kept with each version, so "
            "that every response tells which notice its author read."
        ),
    )
    thanks = RichTextField(
        _("words of thanks"),
        blank=True,
        features=PROSE_FEATURES,
        help_text=_("After sending: what happens next, and by when people hear of it."),
    )
    body = StreamField(DesignBlocks(), verbose_name=_("questions"), blank=True)
    findings = RichTextField(
        _("what people said"),
        blank=True,
        features=PROSE_FEATURES,
        help_text=_("Written by whoever analysed the answers. Stands above the figures once it is published."),
    )

    translatable_fields = [
        SynchronizedField("survey"),
        TranslatableField("title"),
        TranslatableField("intro"),
        TranslatableField("privacy_notice"),
        TranslatableField("thanks"),
        TranslatableField("body"),
        TranslatableField("findings"),
    ]

    edit_handler = TabbedInterface(
        [
            ObjectList([FieldPanel("body")], heading=_("Questions")),
            ObjectList(
                [
                    FieldPanel("title"),
                    FieldPanel("intro"),
                    FieldPanel("privacy_notice"),
                    FieldPanel("thanks"),
                ],
                heading=_("First and last page"),
            ),
            ObjectList([MultiFieldPanel([FieldPanel("findings")])], heading=_("What people said")),
        ]
    )

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("questions of a survey")
        verbose_name_plural = _("questions of surveys")
        constraints = [models.UniqueConstraint(fields=["survey", "locale"], name="survey_design_language")]

    def __str__(self) -> str:
        return self.title

    @property
    def definition(self) -> Definition:
        """What this state of it asks."""
        return definition_of(self)

    @property
    def is_source(self) -> bool:
        """Whether this is the language it was written in first."""
        first = SurveyDesign.objects.filter(survey=self.survey_id).order_by("pk").values_list("pk", flat=True).first()
        return self.pk is None or first == self.pk

    def findings_in_the_way(self) -> list[Finding]:
        """What stands between it and the public; a translation is as sound as what it was made from."""
        if not self.is_source:
            return []
        earlier = SurveyVersion.objects.filter(survey=self.survey_id).order_by("number")
        frozen = [Definition.model_validate(one) for one in earlier.values_list("definition", flat=True)]
        return problems(self.definition, earlier=frozen)

    def publish_problems(self) -> list[Problem]:
        """The same in sentences that name their place, for every road but the editor."""
        said = [Problem("body", f"{finding.place}: {finding.sentence}") for finding in self.findings_in_the_way()]
        return [*super().publish_problems(), *said]

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from engagement.surveys.previewing import preview_context

        return {**super().get_preview_context(request, mode_name), **preview_context(self.definition)}

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "engagement/surveys/preview.html"
