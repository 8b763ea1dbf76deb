"""What choosers of ours have in common in the admin."""

from typing import Any

from django.urls import path


class ChosenByKey:
    """Mixin for the viewset of a chooser. What was chosen is named by a number: Wagtail takes any text, and fails."""

    chosen_view: Any

    def get_urlpatterns(self) -> list[Any]:
        patterns = super().get_urlpatterns()  # type: ignore[misc]
        chosen = path("chosen/<key:pk>/", self.chosen_view, name="chosen")
        return [chosen if pattern.name == "chosen" else pattern for pattern in patterns]
