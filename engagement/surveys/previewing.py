"""A design as people will see it, while it is being written."""

from typing import Any

from django.utils import timezone

from engagement.surveys.definition import Definition
from engagement.surveys.forms import AnswersForm
from engagement.surveys.paths import walk
from engagement.surveys.rendering import page_context


def preview_context(definition: Definition) -> dict[str, Any]:
    """Names for `engagement/surveys/preview.html`: every page with everything on it, whatever its conditions."""
    path = walk(definition, {}, today=timezone.localdate(), shows_all=True)
    pages = [page_context(path, page, AnswersForm(questions=page.questions)) for page in path.pages]
    return {"definition": definition, "pages": pages}
