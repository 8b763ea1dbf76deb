"""Icons of the admin, by role: blocks show the icon their readers see on the page where it has one."""

from enum import StrEnum


class Icon(StrEnum):
    """Names for `icon=` in blocks, panels and menus.

    Names that begin with `fm-` are drawn by us, in `templates/base/icons/`; the others are Wagtail's own.
    """

    ACTION = "fm-arrow"
    ADDRESS = "fm-pin"
    ANSWER = "fm-talk"
    BRAND = "fm-ring"
    DETAILS = "fm-down"
    DOCUMENT = "fm-doc"
    FACTS = "fm-list"
    HEADING = "title"
    IMAGE = "image"
    LINK = "link"
    NOTICE = "fm-bulb"
    QUOTE = "openquote"
    STEPS = "fm-steps"
    TABLE = "table"
    TEXT = "pilcrow"
    VIDEO = "media"


OWN_ICONS = sorted(f"base/icons/{icon.removeprefix('fm-')}.svg" for icon in Icon if icon.startswith("fm-"))
"""Template paths of the icons drawn by us, for Wagtail's `register_icons` hook."""
