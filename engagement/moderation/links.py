"""Where people go to report something, for the modules that show it."""

from urllib.parse import urlencode

from engagement.moderation.mails import SECOND_LOOK
from engagement.moderation.views.public import REPORT_NAME
from engagement.plugin import Activity, Contribution, action_url


def reports_url(activity: Activity) -> str:
    """The address, path only, where contributions to an activity are reported: to be made once for `report_url`."""
    return action_url(activity, REPORT_NAME)


def report_url(activity: Activity, contribution: Contribution, *, at: str = "") -> str:
    """The address, path only, where anybody can report a published contribution to an activity.

    Offer it beside what others wrote, with `rel="nofollow"`; not beside the reader's own words: those they withdraw.

    Args:
        at: `reports_url`, from who shows many contributions to one activity.
    """
    return f"{at or reports_url(activity)}?of={contribution.uuid}"


def second_look_url(activity: Activity, contribution: Contribution) -> str:
    """The address, path only, where authors can ask to look again at what was taken down, in the browser they wrote in.

    Offer it to nobody but the author of something hidden or removed.
    """
    return f"{action_url(activity, SECOND_LOOK)}?{urlencode({'of': contribution.uuid})}"
