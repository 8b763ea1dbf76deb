from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from engagement.plugin import Activity, Moderation
from engagement.surveys.enums import Privacy, ResultsShown

CODE_LENGTH = 60


class Survey(Activity):
    """Questions that people answer, one or many. What is asked is a `SurveyDesign`; these are its settings."""

    code = models.SlugField(
        _("short name"),
        max_length=CODE_LENGTH,
        unique=True,
        blank=True,
        help_text=_("Names its files and is what commands call it. Left empty, it is made of the title."),
    )
    privacy = models.CharField(
        _("privacy"),
        max_length=12,
        choices=Privacy.choices,
        default=Privacy.CONFIDENTIAL,
        help_text=_("People are told on the first page. It cannot be changed once somebody has answered."),
    )
    allows_changes = models.BooleanField(
        _("people may change their answers until it closes"), default=True, help_text=_("The last ones count.")
    )
    is_repeatable = models.BooleanField(
        _("one person may answer more than once"),
        default=False,
        help_text=_("For reports and for those who answer for several groups. Otherwise each person counts once."),
    )
    takes_organisations = models.BooleanField(
        _("people may answer for an organisation"),
        default=False,
        help_text=_("Asked on the first page, together with its name. Not asked in an anonymous survey."),
    )
    asks_equality = models.BooleanField(
        _("ask about equality afterwards"),
        default=False,
        help_text=_("Age, disability, ethnic group and so on, all optional, kept apart, seen in sums only."),
    )
    results_shown = models.CharField(
        _("results are shown"), max_length=8, choices=ResultsShown.choices, default=ResultsShown.NEVER
    )
    form_extras = models.JSONField(default=dict, blank=True, editable=False)
    """What a form spreadsheet said that we have no use for: it goes out again as it came in (`xlsform.Form.extras`)."""
    public_questions = models.JSONField(default=list, blank=True, editable=False)
    """The codes of the questions whose results are public, chosen one by one beside their figures."""

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A new one counts answers at once: what people write is not public anyway, and figures show nobody's words."""
        if not args:
            kwargs.setdefault("moderation", Moderation.AT_ONCE)
        super().__init__(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.code = self._free_code()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.pk and self.contributions.exists():
            before = Survey.objects.values_list("privacy", flat=True).get(pk=self.pk)
            if before != self.privacy:
                raise ValidationError({"privacy": _("People have answered already, and were promised this.")})

    @property
    def is_anonymous(self) -> bool:
        return self.privacy == Privacy.ANONYMOUS

    @property
    def asks_for_whom(self) -> bool:
        """Whether people say on whose behalf they answer."""
        return self.takes_organisations and not self.is_anonymous

    def _free_code(self) -> str:
        """The code asked for or one made of the title, with a number where it is taken: copies get one of their own."""
        wanted = (self.code or slugify(self.title) or "survey")[: CODE_LENGTH - 4]
        taken = set(Survey.objects.filter(code__startswith=wanted).values_list("code", flat=True))
        numbers = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
        return next(code for code in (wanted, *numbers) if code not in taken)
