"""What the commands for surveys have in common."""

from django.core.management.base import CommandError

from engagement.surveys.models import Survey
from engagement.surveys.queries import find_survey


def survey_named(code: str) -> Survey:
    """The survey that somebody names in a command.

    Raises:
        CommandError: there is none.
    """
    survey = find_survey(code)
    if survey is None:
        raise CommandError(f"There is no survey called “{code}”. Its short name stands in the admin, under “Results”.")
    return survey
