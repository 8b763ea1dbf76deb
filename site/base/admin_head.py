"""The header of a screen of ours in the admin."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def head(title: Any, *above: tuple[Any, str], icon: str) -> dict[str, Any]:
    """What Wagtail's template `wagtailadmin/generic/base.html` needs for it, as part of a context.

    Args:
        title: of the screen.
        above: the screens above it below the start, the highest first: each its label and its address.
        icon: the name of one of Wagtail's icons.
    """
    crumbs = [(_("Home"), reverse("wagtailadmin_home")), *above, (title, "")]
    return {
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [{"url": url, "label": label} for label, url in crumbs],
    }
