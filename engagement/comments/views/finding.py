"""Which comment an address means, and where to go from it."""

import uuid
from typing import Any

from django.http import Http404

from engagement.comments.models import Comment
from engagement.comments.queries import discussion_of, find_comment
from engagement.comments.rules import is_own
from engagement.plugin import Visit


def found(visit: Visit, key: str, *, or_none: bool = False) -> Any:
    """The comment of that contribution uuid in this discussion.

    Raises:
        Http404: the key is none, or there is no such comment (unless `or_none`).
    """
    try:
        comment = find_comment(discussion_of(visit), uuid.UUID(key))
    except ValueError:
        raise Http404("no key") from None
    if comment is None and not or_none:
        raise Http404("no such comment here")
    return comment


def own_comment(visit: Visit) -> Comment:
    """The comment that `?comment=` names, which this visitor gave.

    Raises:
        Http404: there is none, or it is somebody else's.
    """
    comment: Comment = found(visit, visit.request.GET.get("comment", ""))
    if not is_visitors(visit, comment):
        raise Http404("somebody else’s")
    return comment


def is_visitors(visit: Visit, comment: Comment) -> bool:
    """Whether this person or this browser gave it."""
    return is_own(comment.contribution, visit.participant, visit.mine)


def with_query(url: str, visit: Visit) -> str:
    """The address with everything this one asks for."""
    query = visit.request.GET.urlencode()
    return f"{url}?{query}" if query else url
