"""The tables of surveys, a file per subject."""

from engagement.surveys.models.design import SurveyDesign
from engagement.surveys.models.draft import Draft
from engagement.surveys.models.equality import EqualityAnswer
from engagement.surveys.models.response import Receipt, Redaction, Response
from engagement.surveys.models.survey import Survey
from engagement.surveys.models.tally import QuotaCount, Tally
from engagement.surveys.models.version import SurveyVersion, VersionTexts

__all__ = [
    "Draft",
    "EqualityAnswer",
    "QuotaCount",
    "Receipt",
    "Redaction",
    "Response",
    "Survey",
    "SurveyDesign",
    "SurveyVersion",
    "Tally",
    "VersionTexts",
]
