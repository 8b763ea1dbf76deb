"""Who sees the results of a survey, and when: for residents and, beside each switch, for staff."""

from django.utils.translation import gettext as _

from engagement.plugin import TimeState
from engagement.surveys.enums import ResultsShown
from engagement.surveys.models import Survey


def is_shown(survey: Survey, *, is_answered: bool, state: TimeState) -> bool:
    """Whether a visitor sees what is public of the results now: figures, and what people said in words.

    Args:
        is_answered: whether this visitor has answered.
        state: of the survey.
    """
    return {
        ResultsShown.NEVER: False,
        ResultsShown.AFTER_ANSWERING: is_answered or state == TimeState.CLOSED,
        ResultsShown.WHILE_OPEN: True,
        ResultsShown.AFTER_CLOSING: state == TimeState.CLOSED,
    }[ResultsShown(survey.results_shown)]


def when_words(survey: Survey, state: TimeState) -> str:
    """For staff: when residents see the questions that are public."""
    if state == TimeState.CLOSED and survey.results_shown != ResultsShown.NEVER:
        return _("Everybody sees what is public: the survey has closed.")
    return {
        ResultsShown.NEVER: _("Nobody but staff sees any of it, also what is public: the settings say “Never”."),
        ResultsShown.AFTER_ANSWERING: _("Who has answered sees what is public, and everybody once it has closed."),
        ResultsShown.WHILE_OPEN: _("Everybody sees what is public at once."),
        ResultsShown.AFTER_CLOSING: _("Everybody sees what is public once the survey has closed."),
    }[ResultsShown(survey.results_shown)]


def not_yet_words(survey: Survey) -> tuple[str, str]:
    """For residents who do not see them now: a title, and what to do or to wait for."""
    if survey.results_shown == ResultsShown.AFTER_ANSWERING:
        return _("Results are shown once you have answered"), _("So that nobody is led by what others answered.")
    if survey.results_shown == ResultsShown.AFTER_CLOSING:
        return _("Results are shown once it has closed"), _("So that nobody is led by what others answered.")
    return _("The results are not shown here"), _("The team that asked reads them, and says what came of it.")
