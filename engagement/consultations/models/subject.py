from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField


class Subject(TranslatableMixin, index.Indexed, models.Model):
    """What consultations are about, such as "Streets and travel". Its slug is the same in every language."""

    name = models.CharField(_("name"), max_length=80, help_text=_("Such as: Streets and travel."))
    slug = models.SlugField(
        _("slug"), max_length=80, help_text=_("Part of the address of the list. Leave it once it is public.")
    )

    panels = [FieldPanel("name"), FieldPanel("slug")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["slug", "locale"], name="subject_slug_once")]

    def __str__(self) -> str:
        return self.name
