"""The panels every activity has in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

COMMON_PANELS = [
    FieldPanel("title"),
    MultiFieldPanel(
        [FieldPanel("audience"), FieldPanel("moderation")],
        heading=_("Taking part"),
        help_text=_("Changes take effect at once, also for what is open now."),
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")])],
        heading=_("Own dates"),
        help_text=_("Only for an activity that opens later or closes earlier than the page it stands on."),
    ),
]
