"""What one site of the installation is called, looks like and promises."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, PreviewableMixin

from base import brand
from base.icons import Icon
from base.sites import kept_sites, site_of
from base.widgets import ColourInput


class ColourField(models.CharField):
    """A colour as `#rrggbb`, kept in small letters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 7
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return value.strip().lower() if value else value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not brand.HEX.fullmatch(value):
            raise ValidationError(_("Write the colour as # and six digits or letters, such as #17564b."))

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"widget": ColourInput, **kwargs})


def colour(name: str, verbose_name: Any, help_text: Any) -> ColourField:
    """The field for one of the ten colours, with its default."""
    return ColourField(verbose_name, default=brand.DEFAULTS[name], help_text=help_text)


class BrandForm(WagtailAdminModelForm):
    """Languages as boxes to tick. A preview shows colours that saving would refuse, so that an editor sees why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self._meta.model._meta.get_field("languages")
        self.fields["languages"] = forms.MultipleChoiceField(
            choices=settings.LANGUAGES,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=capfirst(field.verbose_name),
            help_text=field.help_text,
        )

    def _post_clean(self) -> None:
        self.instance.is_being_previewed = self.is_deferred_validation
        super()._post_clean()


@register_setting(icon=Icon.BRAND, order=100)
class BrandSettings(PreviewableMixin, ClusterableModel, BaseSiteSetting):
    """Name, colours, languages, contact and rules of one site. In templates: `brand`."""

    select_related = ["logo"]
    base_form_class = BrandForm
    is_being_previewed = False

    site_name = models.CharField(
        _("name of the site"),
        max_length=60,
        default="Folkmoot",
        help_text=_("Stands large at the top of every page and in every mail."),
    )
    council_name = models.CharField(
        _("name of the council"),
        max_length=100,
        blank=True,
        help_text=_("Stands small under the name, so that people know who asks."),
    )
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A square one, at least 96 by 96 pixels. Left empty, the ring of dots is shown in your colours."),
    )

    brand = colour("brand", _("main colour"), _("Links, tags, bars and ticks. Dark enough for small text on white."))
    brand_deep = colour("brand_deep", _("main colour, deep"), _("The foot of the page, and links under the pointer."))
    brand_tint = colour("brand_tint", _("open ground"), _("Behind the title of a page, and in panels. Very light."))
    brand_line = colour("brand_line", _("contour lines"), _("Decoration only: no text stands on it."))
    act = colour(
        "act", _("taking part"), _("The one main button of a page. Keep it for that, and far from the main colour.")
    )
    act_deep = colour("act_deep", _("taking part, pressed"), _("The main button under the pointer. A little darker."))
    act_tint = colour("act_tint", _("your own words"), _("Behind what people wrote or chose themselves. Very light."))
    on_brand = colour(
        "on_brand", _("text on colour"), _("On the main colour and on the main button. White, most often.")
    )
    signal = colour("signal", _("signal"), _("The bright dot, and the ring around what has the focus."))
    signal_tint = colour("signal_tint", _("signal, light"), _("Behind notices. Very light."))

    languages = models.JSONField(
        _("languages"),
        default=list,
        blank=True,
        help_text=_("Those that people can choose at the top of the page. With none ticked they can choose all."),
    )

    phone = models.CharField(
        _("telephone"), max_length=40, blank=True, help_text=_("For people who would rather talk. Shown on every page.")
    )
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Read by people, not only by a machine."))
    address = models.TextField(_("address"), blank=True, help_text=_("For letters and visits. A line each."))
    opening_hours = models.TextField(
        _("opening hours"), blank=True, help_text=_("When somebody answers the telephone or the door.")
    )

    minimum_days = models.PositiveSmallIntegerField(
        _("shortest consultation, in days"),
        default=28,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Editors are warned when a consultation is shorter, because people then hear of it too late."),
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel("site_name"), FieldPanel("council_name"), FieldPanel("logo")], heading=_("Name")
                    ),
                    FieldPanel("languages"),
                    MultiFieldPanel(
                        [
                            FieldPanel("phone"),
                            FieldPanel("email"),
                            FieldPanel("address"),
                            FieldPanel("opening_hours"),
                        ],
                        heading=_("Contact"),
                    ),
                ],
                heading=_("Name and contact"),
            ),
            ObjectList(
                [
                    HelpPanel(template="base/panels/colours_help.html"),
                    MultiFieldPanel(
                        [FieldPanel(name) for name in ("brand", "brand_deep", "brand_tint", "brand_line", "on_brand")],
                        heading=_("The place"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel(name) for name in ("act", "act_deep", "act_tint")], heading=_("Taking part")
                    ),
                    MultiFieldPanel([FieldPanel(name) for name in ("signal", "signal_tint")], heading=_("Signal")),
                ],
                heading=_("Colours"),
            ),
            ObjectList(
                [
                    FieldPanel("minimum_days"),
                    InlinePanel(
                        "quiet_periods",
                        heading=_("Quiet periods"),
                        label=_("Quiet period"),
                        help_text=_(
                            "Times when few people are reached: school holidays, the weeks before an election. "
                            "Editors are warned when a consultation runs in one."
                        ),
                    ),
                ],
                heading=_("Consultations"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")

    @classmethod
    def for_request(cls, request: HttpRequest) -> "BrandSettings":
        """The settings of the request's site, kept on the request; the defaults, unsaved, if nothing was saved yet.

        Unlike Wagtail's it never writes: a visit must not.
        """
        name = cls.get_cache_attr_name()
        if not hasattr(request, name):
            site = site_of(request)
            setattr(request, name, getattr(site, "brandsettings", None) or cls(site=site))
        return getattr(request, name)

    @classmethod
    def for_page(cls, page: Any = None) -> "BrandSettings":
        """The settings of a page's site where no request is at hand; the default site's without a page.

        The defaults, unsaved, for a page that is on no site and where nothing was saved yet.
        """
        site_id, *_address = (page is not None and page.pk and page.get_url_parts()) or [None]
        wanted = (one for one in kept_sites() if (one.is_default_site if page is None else one.pk == site_id))
        site = next(wanted, None)
        return getattr(site, "brandsettings", None) or cls(site=site)

    @property
    def language_codes(self) -> list[str]:
        """The languages that people can choose, in the order of the settings; fewer if the brand names fewer."""
        installed = [code for code, _name in settings.LANGUAGES]
        return [code for code in installed if code in self.languages] or installed

    def clean(self) -> None:
        super().clean()
        if not self.is_being_previewed and (refusals := self.contrast_refusals()):
            raise ValidationError(refusals)

    def contrast_refusals(self) -> dict[str, list[str]]:
        """What to say beside each colour that people could not read: its worst pair, and how many more there are."""
        colours = self.colours
        if not all(brand.HEX.fullmatch(value or "") for value in colours.values()):
            return {}
        refused: dict[str, list[brand.Pair]] = {}
        for pair in brand.unreadable_pairs(colours):
            refused.setdefault(pair.field(colours), []).append(pair)
        return {field: brand.refusals(pairs, colours) for field, pairs in refused.items()}

    @property
    def colours(self) -> dict[str, str]:
        """All ten colours by name."""
        return {name: getattr(self, name) for name in brand.DEFAULTS}

    @property
    def stylesheet_url(self) -> str:
        """Address of this site's style sheet, to be loaded last; empty while every colour is the default."""
        own = brand.own_colours(self.colours)
        if not own or not all(brand.HEX.fullmatch(value or "") for value in own.values()):
            return ""
        unsaved = own if self.is_being_previewed else {}
        return f"{reverse('brand_css')}?{urlencode({'v': brand.fingerprint(own), **unsaved})}"

    def quiet_period_at(self, start: date, end: date) -> list["QuietPeriod"]:
        """The quiet periods that share at least one day with `start` to `end`, both days included."""
        return [period for period in self.quiet_periods.all() if period.starts_on <= end and period.ends_on >= start]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        self.is_being_previewed = True
        return super().serve_preview(request, mode_name)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "base/brand_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        context = super().get_preview_context(request, mode_name)
        return {**context, "brand": self, "pairs": list(shown_pairs(self.colours))}


def shown_pairs(colours: Mapping[str, str]) -> list[dict[str, Any]]:
    """Where two colours meet, their ratio, the least it must be, and whether it is: for the preview."""
    every = brand.all_colours(colours)
    return [
        {
            "where": pair.where,
            "ratio": brand.shown_ratio(pair.ratio(every)),
            "least": pair.least,
            "is_readable": pair.ratio(every) >= pair.least,
        }
        for pair in brand.PAIRS
    ]


class QuietPeriod(Orderable):
    """Days, both included, in which few people are reached."""

    brand = ParentalKey(BrandSettings, on_delete=models.CASCADE, related_name="quiet_periods")
    name = models.CharField(_("name"), max_length=80, help_text=_("Such as: summer holidays."))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    panels = [FieldPanel("name"), FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")])]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="quiet_period_in_order")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day is before the first day. Change one of them.")})
