"""The columns of every list of activities in the admin; their figures come from `queries.with_figures`."""

from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from engagement.core import registry
from engagement.core.enums import Channel
from engagement.core.models import Activity


def module_label(activity: Activity) -> str:
    """What editors call the module, or its bare name when it is not installed."""
    module = registry.find_module(activity.module)
    return str(module.label) if module else activity.module


def state_words(activity: Activity) -> str:
    """Open, closed or not yet; and "not public yet" while it stands on no live page."""
    return str(activity.state_at(timezone.now()).label) if activity.placed else _("not public yet")


KIND = Column("module", label=gettext_lazy("Kind"), accessor=module_label)
STANDS_ON = Column(
    "host_title", label=gettext_lazy("Stands on"), accessor=lambda activity: activity.host_title or _("no live page")
)
STATE = Column("state", label=gettext_lazy("State"), accessor=state_words)


def channel_words(activity: Any) -> str:
    """The published by channel, "12 web, 3 paper"; "" for none. From `queries.with_channels`."""
    counted = ((getattr(activity, f"by_{channel.value}"), channel.label) for channel in Channel)
    return ", ".join(f"{number_format(count)} {label}" for count, label in counted if count)


BY_CHANNEL = Column("by_channel", label=gettext_lazy("By channel"), accessor=channel_words)
PUBLISHED = Column("published", label=gettext_lazy("Published"), accessor="published")
WAITING = Column("waiting", label=gettext_lazy("Waiting"), accessor="waiting")
