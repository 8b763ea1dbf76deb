"""What the templates of a discussion are given."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.contrib.messages import WARNING
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.template import Context
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.templatetags.navigation import page_trail
from base.timewords import day_words, last_moment, moment_words, time_left_words
from engagement.comments.enums import Sort
from engagement.comments.forms import CommentForm
from engagement.comments.models import Comment, Discussion
from engagement.comments.paging import Asked
from engagement.comments.queries import (
    Node,
    Reader,
    ThreadPage,
    agreed_with,
    discussion_of,
    shown_in_page,
    thread_page,
)
from engagement.comments.rendering import Lines, name_of, quote_of
from engagement.comments.rules import can_be_answered
from engagement.plugin import (
    Answer,
    Counts,
    HostPage,
    Moderation,
    TimeState,
    Timetable,
    Visit,
    action_url,
    can_answer_officially,
    notes_on,
    published_counts,
)


def thread_context(
    visit: Visit,
    *,
    focus: Comment | None = None,
    parent: Comment | None = None,
    form: CommentForm | None = None,
    messages: Sequence[Any] = (),
    is_led: bool = False,
) -> dict[str, Any]:
    """Names for `engagement/comments/thread.html`.

    Args:
        focus: the comment that must be on the page.
        is_led: whether a link to one comment led here, to `focus` if there is such a comment: where this reader sees
            nothing of it, the page says so.
        parent: the comment to answer.
        form: one that came back with errors.
        messages: what just happened. It stands beside `focus`, where the browser goes; at the top of the page if
            nothing of that is to be seen, or somebody is about to write.
    """
    discussion, reader = discussion_of(visit), Reader(visit.participant, frozenset(visit.mine))
    answered_at = _answered_at(visit)
    asked = _asked(visit, is_answered=answered_at is not None)
    found = thread_page(discussion, reader, asked, focus)
    order = found.sort.query
    shown = [comment for node in found.nodes for comment in node.comments()]
    notes = notes_on(visit.host, [comment.contribution for comment in shown])
    # Who is about to write is led to the composer.
    led_to = next((one for one in shown if focus and one.pk == focus.pk), None) if parent is form is None else None
    if is_led and led_to is None:
        messages = [*messages, Message(WARNING, _("That comment is not on the page any more."))]
    lines = Lines(
        discussion,
        visit,
        order=order,
        notes=notes,
        agreed=agreed_with(visit.participant, shown),
        focus=led_to,
        told=messages if led_to else (),
    )
    composer = _composer(visit, parent, form, order)
    counts = published_counts([discussion])[discussion.pk]
    return {
        "page": None,
        "messages": () if led_to else messages,
        "trail": _trail(visit),
        "thread_url": visit.url("thread"),
        "stay_here": True,
        "is_first": found.previous is None,
        "canonical": visit.url("thread") + _own_query(asked, found, focus),
        "comments": lines.lines(found.nodes),
        "answers": [lines.answer(comment) for comment in found.answers],
        "form": form,
        "composer": composer,
        "can_agree": lines.can_agree,
        "way_in": composer["title"] if composer and visit.is_open else "",
        "orders": _orders(visit, found, is_answered=answered_at is not None),
        "nothing_waits": found.sort == Sort.UNANSWERED and not found.nodes,
        "closing": _closing(visit),
        **_top(visit, counts, answered_at),
        "pages": _pages(visit, found, counts.contributions),
    }


def _asked(visit: Visit, *, is_answered: bool) -> Asked:
    """What the address asks for. Where an outcome has answered all of it, nothing waits any more."""
    asked = Asked.of(visit.request.GET)
    waits = asked.sort == Sort.UNANSWERED and is_answered
    return Asked(after=asked.after, before=asked.before) if waits else asked


def _orders(visit: Visit, found: ThreadPage, *, is_answered: bool) -> list[dict[str, Any]]:
    """The variables of `components/sort.html`; none for a talk of one conversation."""
    if found.sort == Sort.OLDEST and len(found.nodes) < 2 and not found.previous:
        return []
    thread = visit.url("thread")
    return [
        {"label": sort.label, "url": f"{thread}?{sort.query}".rstrip("?&"), "current": sort == found.sort}
        for sort in Sort
        if not (is_answered and sort == Sort.UNANSWERED)
    ]


def _own_query(asked: Asked, found: ThreadPage, focus: Comment | None) -> str:
    """What tells a later page of the usual order from the first; every other view of the talk is one of these again."""
    is_later = asked.after and found.previous and found.sort == Sort.OLDEST and focus is None
    return f"?after={asked.after}" if is_later else ""


def _pages(visit: Visit, found: ThreadPage, total: int) -> dict[str, Any]:
    """The variables of `components/more.html`.

    Args:
        total: of the comments in the whole talk, as its head says.
    """
    thread = f"{visit.url('thread')}?{found.sort.query}"
    words = ngettext(
        "%(shown)s of %(total)s comment is on this page, replies included",
        "%(shown)s of %(total)s comments are on this page, replies included",
        total,
    )
    return {
        "previous_url": f"{thread}before={found.previous}" if found.previous else "",
        "more_url": f"{thread}after={found.more}" if found.more else "",
        "words": words % {"shown": _grouped(found.count), "total": _grouped(total)},
    }


def _trail(visit: Visit) -> list[dict[str, str]]:
    """The way from the home page to the host. The page itself is not named to the frame, so that its links to other
    languages lead to this talk in them.
    """
    above = page_trail(Context({"request": visit.request}), visit.host.page) if visit.host.page else []
    return [*above, {"title": visit.host.title, "url": visit.host.url}]


def titles(visit: Visit) -> tuple[str, str]:
    """The heading and the introduction of the talk: those of its page in this language, else its own."""
    discussion, page = discussion_of(visit), visit.host.source
    here = page.mentions_of(discussion) if isinstance(page, HostPage) else []
    heading = next((mention.heading for mention in here if mention.heading), discussion.title)
    return heading, next((mention.intro for mention in here if mention.intro), discussion.prompt)


def _top(visit: Visit, counts: Counts, answered_at: datetime | None) -> dict[str, Any]:
    """The hero: state, dates, what is asked, how many spoke; the way to the answer, where there is one."""
    title, intro = titles(visit)
    closes_at = visit.activity.window.closes_at
    numbers = sentence_of_counts(counts)
    state, words = _state(visit)
    if answered_at:
        state, words = "outcome", _("We have answered, on %(day)s") % {"day": day_words(answered_at)}
    return {
        "title": title,
        "state": state,
        "time_left": time_left_words(closes_at, visit.now) if closes_at else _("Open"),
        "state_text": _("Closed") if state == "closed" else "",
        "dates": words,
        "is_closed": visit.state == TimeState.CLOSED,
        "answer_url": f"{visit.host.url}#answer" if answered_at else "",
        "lead": intro or numbers,
        "by": numbers if intro else "",
        "what_happens": what_happens(visit),
    }


def _grouped(number: int) -> str:
    return str(number_format(number, force_grouping=True))


def sentence_of_counts(counts: Counts) -> str:
    """ "318 comments from 171 people, 24 by letter, by telephone or at events." with its base, "" for none."""
    comments, people, elsewhere = counts
    if not comments:
        return ""
    given = ngettext("%(count)s comment", "%(count)s comments", comments) % {"count": _grouped(comments)}
    by = ngettext("%(count)s person", "%(count)s people", people) % {"count": _grouped(people)}
    if not elsewhere:
        return _("%(comments)s from %(people)s.") % {"comments": given, "people": by}
    return ngettext(
        "%(comments)s from %(people)s, %(count)s by letter, by telephone or at an event.",
        "%(comments)s from %(people)s, %(count)s by letter, by telephone or at events.",
        elsewhere,
    ) % {"comments": given, "people": by, "count": _grouped(elsewhere)}


def _state(visit: Visit) -> tuple[str, str]:
    """The tag of the status component, and the words beside it."""
    window = visit.activity.window
    if visit.state == TimeState.SCHEDULED:
        return "planned", _("Opens %(when)s") % {"when": moment_words(window.opens_at)} if window.opens_at else ""
    if visit.state == TimeState.PAUSED and window.paused_at:
        return "paused", _("Since %(when)s") % {"when": moment_words(window.paused_at)}
    if window.closes_at is None:
        return "open", ""
    when = {"when": moment_words(last_moment(window.closes_at))}
    if visit.state == TimeState.CLOSED:
        return "closed", _("Since %(when)s") % when
    return "soon" if window.is_closing_soon_at(visit.now) else "open", _("Until %(when)s") % when


def _answered_at(visit: Visit) -> datetime | None:
    """When an outcome was published on what has closed, None where nobody is answered yet."""
    placement = visit.activity.placed
    if placement is None or visit.state != TimeState.CLOSED:
        return None
    timetable: Timetable = placement.timetable
    is_over = timetable.window.state_at(visit.now) == TimeState.CLOSED
    return timetable.outcome_at if is_over and timetable.answer == Answer.OUTCOME else None


def what_happens(visit: Visit) -> list[str]:
    """What becomes of comments, in sentences; of a talk that has closed, only when it is answered."""
    if visit.state == TimeState.CLOSED:
        said = []
    elif visit.activity.moderation == Moderation.HOLD:
        said = [_("A person reads every comment before everybody can.")]
    else:
        said = [_("Comments are shown at once, and a person reads all of them.")]
    team = discussion_of(visit).team
    if said and team:
        said.append(_("%(team)s answers here.") % {"team": team})
    placement = visit.activity.placed
    return [*said, *_promise(placement.timetable, visit.now)] if placement else said


def _promise(timetable: Timetable, now: datetime) -> Iterator[str]:
    """By when the host answers, or that it has."""
    is_over = timetable.window.state_at(now) == TimeState.CLOSED
    if is_over and timetable.answer == Answer.OUTCOME and timetable.outcome_at:
        yield _("We have answered, on %(day)s.") % {"day": day_words(timetable.outcome_at)}
    elif timetable.answer_by:
        yield _("We answer by %(day)s.") % {"day": day_words(timetable.answer_by)}


def _composer(visit: Visit, parent: Comment | None, form: CommentForm | None, order: str = "") -> dict[str, Any] | None:
    """The variables of `components/composer.html`; None for those who cannot write now."""
    if not _can_write(visit):
        return None
    # Whoever calls: what was taken away or still waits is never quoted here, nor its author named.
    parent = parent if parent is not None and can_be_answered(parent) else None
    # From the list of what waits for an answer one comes to give one.
    form = form or CommentForm(initial={"is_official": "official" in visit.request.GET}, visit=visit, parent=parent)
    thread = visit.url("thread")
    words = _words(form, parent)
    return {
        "form": form,
        "action": visit.url("post" if visit.is_open else "answer"),
        "quote": quote_of(parent) if parent else "",
        "instead_url": f"{thread}?{order}".rstrip("?&") + "#composer" if parent else "",
        "cancel_url": (
            f"{thread}?{order}comment={parent.contribution.uuid}#c-{parent.contribution.uuid}" if parent else ""
        ),
        "writer": visit.participant.display_name if visit.participant else "",
        "is_guest": visit.participant is not None and not visit.user.is_authenticated,
        **words,
    }


def _can_write(visit: Visit) -> bool:
    may_answer = visit.state in (TimeState.CLOSED, TimeState.PAUSED) and can_answer_officially(visit.user)
    return (visit.is_open and not visit.must_sign_in) or may_answer


def _words(form: CommentForm, parent: Comment | None) -> dict[str, str]:
    if form.must_be_official:
        return {"title": _("Answer for the council"), "button": _("Publish the answer")}
    if parent:
        return {"title": _("Reply to %(name)s") % {"name": name_of(parent)}, "button": _("Post my reply")}
    return {"title": _("Add your comment"), "button": _("Post my comment")}


def _closing(visit: Visit) -> dict[str, str] | None:
    """What stands in place of the composer: a banner with its title, sentence and link."""
    if _can_write(visit):
        return None
    if visit.is_open:
        return {
            "title": _("Sign in to add your comment"),
            "text": _("Only members can write here. Everybody can read."),
            "link_url": visit.sign_in_url,
            "link_label": _("Sign in and come back here"),
        }
    titles = {
        TimeState.SCHEDULED: _("You can write here once it opens"),
        TimeState.PAUSED: _("This talk is paused just now"),
    }
    return {
        "title": titles.get(visit.state) or _("This talk has closed"),
        "text": _("You can still read what was said."),
        "link_url": visit.host.url,
        "link_label": visit.host.title,
    }


def inline_context(discussion: Discussion, request: HttpRequest) -> dict[str, Any]:
    """Names for `engagement/comments/inline.html`: pinned answers and the newest comments. Three queries."""
    lines = Lines(discussion)
    pinned, newest = shown_in_page(discussion)
    return {
        "answers": [lines.answer(comment) for comment in pinned],
        "comments": lines.lines([Node(comment, is_own=False) for comment in newest]),
        "thread_url": action_url(discussion, "thread"),
    }
