"""Where the pages of a survey are."""

from urllib.parse import urlencode

from engagement.plugin import Visit
from engagement.surveys.models import Draft
from engagement.surveys.queries import survey_of
from engagement.surveys.services.drafting import KEY


def page_url(visit: Visit, draft: Draft, page: str, *, back: bool = False) -> str:
    """The address of a page of questions.

    Args:
        page: its code; "" for the first.
        back: whether to come back to the check of all answers from there.
    """
    return _with(visit.url("answer"), page=page, back="check" if back else "", **_key(visit, draft))


def check_url(visit: Visit, draft: Draft) -> str:
    """The address of the check of all answers."""
    return _with(visit.url("check"), **_key(visit, draft))


def _key(visit: Visit, draft: Draft) -> dict[str, str]:
    """The key of a draft that nothing else remembers: a change of an anonymous response."""
    return {KEY: str(draft.pk)} if draft.replaces_id and survey_of(visit.activity).is_anonymous else {}


def _with(url: str, **query: str) -> str:
    given = {name: value for name, value in query.items() if value}
    return f"{url}?{urlencode(given)}" if given else url
