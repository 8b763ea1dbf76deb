"""The four groups of the block chooser, in the words of its headings."""

from django.utils.translation import gettext_lazy as _

TELL = _("Tell")
ASK = _("Ask")
SHOW = _("Show")
GUIDE = _("Guide")
