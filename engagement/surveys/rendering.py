"""What the templates of a survey are given."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.functional import SimpleLazyObject
from wagtail.images import get_image_model

from engagement.surveys.definition import Group, Matrix, Note, Picture
from engagement.surveys.forms import AnswersForm
from engagement.surveys.paths import Path, ShownItem, ShownPage


def page_context(path: Path, page: ShownPage, form: AnswersForm) -> dict[str, Any]:
    """Names for a page of questions.

    A page that asks one thing and has no heading of its own has the question as its heading, as GOV.UK's question pages
    do (https://design-system.service.gov.uk/patterns/question-pages/).
    """
    codes = [one.code for one in path.pages]
    number = codes.index(page.code) + 1 if page.code in codes else 1
    asked = form.rows()
    lines = list(_lines(page.items, path, asked))
    has_heading = bool(page.page.title)
    alone = len(lines) == 1 and not has_heading and lines[0]["type"] in ("question", "matrix")
    return {
        "page_title": path.say(page.page.title) or (lines[0]["label"] if alone else ""),
        "page_intro": path.say(page.page.intro, is_html=True),
        "has_heading": has_heading,
        "is_alone": alone,
        "lines": lines,
        "shown": ",".join(form.asked),
        "number": number,
        "pages": len(codes),
        "steps": ["done"] * (number - 1) + ["now"] + [""] * (len(codes) - number),
    }


def _lines(items: tuple[ShownItem, ...], path: Path, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each thing on the page with its texts as this person reads them."""
    for item in items:
        part = item.part
        match part:
            case Note():
                yield {"type": "note", "text": path.say(part.text, is_html=True)}
            case Picture():
                yield {
                    "type": "picture",
                    "picture": picture_of(part),
                    "alt": part.alt,
                    "caption": path.say(part.caption),
                }
            case Group():
                intro = path.say(part.intro, is_html=True)
                lines = list(_lines(item.items, path, asked))
                yield {"type": "group", "title": path.say(part.title), "intro": intro, "lines": lines}
            case Matrix():
                rows = [question_line(path, asked[one.question.code]) for one in item.questions if _is(one, asked)]
                yield {
                    "type": "matrix",
                    "label": path.say(part.label),
                    "hint": path.say(part.hint),
                    "rows": rows,
                    "options": part.options,
                    "id": part.id,
                    "is_required": part.is_required,
                }
            case _:
                for one in item.questions:
                    if _is(one, asked):
                        yield question_line(path, asked[one.question.code])


def _is(shown: Any, asked: dict[str, Any]) -> bool:
    return shown.question.code in asked


def question_line(path: Path, asked: Any) -> dict[str, Any]:
    """A question as the components in `questions/` show it."""
    question = asked.question
    return {
        "type": "question",
        "asked": asked,
        "label": path.say(question.label),
        "hint": path.say(question.hint),
        "details": path.say(question.details),
        "is_required": question.is_required,
    }


def picture_of(part: Picture) -> Any:
    """The image, read when it is shown; nothing where it was deleted since."""
    return SimpleLazyObject(lambda: get_image_model().objects.filter(pk=part.image).first())


def check_rows(path: Path, url_of: Callable[[str], str]) -> list[dict[str, Any]]:
    """The lines of the check of all answers, for `components/summary_list.html`."""
    return [
        {
            "key": path.say(one.question.label),
            "value": one.words,
            "empty": one.stored is None,
            "change_url": f"{url_of(page.code)}#q-{one.question.code}",
        }
        for page in path.pages
        for one in page.questions
    ]
