"""What every activity offers at the door, whatever its module."""

from engagement.moderation.mails import SECOND_LOOK as SECOND_LOOK_NAME
from engagement.moderation.views import public
from engagement.plugin import ALWAYS, Action

BOTH = ("GET", "HEAD", "POST")

REPORT = Action(public.REPORT_NAME, public.report_it, methods=BOTH, when=ALWAYS, for_everyone=True)
"""Reporting is no taking part: also after closing, and for those who are not members. Its limits are asked in the view,
because what was stored already must never be answered with "it was not taken"."""

SECOND_LOOK = Action(SECOND_LOOK_NAME, public.second_look, methods=BOTH, when=ALWAYS, for_everyone=True)
"""The same, for an author whose words were taken down."""
