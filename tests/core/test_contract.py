"""The sample module keeps the contract without an edit to the core."""

from engagement.testing.contract import ModuleContract
from tests.sample_module.engagement_module import PostcardModule


class TestPostcards(ModuleContract):
    module = PostcardModule
    write = "pin"
    headings = ("postcard",)

    def fields(self, words):
        return {"text": words}
