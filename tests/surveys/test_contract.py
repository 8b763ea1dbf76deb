"""The survey keeps what every module must keep: the contract, with a quick poll and with a survey of two pages."""

from typing import Any

from engagement.plugin import Activity
from engagement.surveys.engagement_module import SurveysModule
from engagement.testing.contract import ModuleContract
from tests.surveys.factories import make_survey


class TestQuickPoll(ModuleContract):
    module = SurveysModule
    write = "send"
    takes_words = False
    shows_words = False
    headings = ("version", "organisation", "publishing", "colour")

    def fields(self, words: str) -> dict[str, str]:
        return {"a-colour": "red"}

    def make_activity(self, **settings: Any) -> Activity:
        return make_survey(**{"title": "An activity", **settings})
