"""The discussion keeps the contract of every module."""

from engagement.comments.engagement_module import CommentsModule
from engagement.testing.contract import ModuleContract


class TestComments(ModuleContract):
    module = CommentsModule
    write = "post"
    headings = ("comment", "in_reply_to", "official", "people_who_agree", "edited")

    def fields(self, words: str) -> dict[str, str]:
        return {"comment": words, "name": "Nadia"}
