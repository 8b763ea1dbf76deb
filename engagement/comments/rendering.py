"""Comments in words and HTML: what the components of the theme are given."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import nh3
from django.template.defaultfilters import linebreaks_filter, truncatewords
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.html import escape, format_html, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from base.pure import pure_component
from base.timewords import day_words
from engagement.comments.models import Comment, Discussion
from engagement.comments.queries import Fold, Node
from engagement.comments.rules import can_agree, can_be_agreed_with, can_be_answered, can_edit
from engagement.moderation.links import report_url, reports_url, second_look_url
from engagement.plugin import (
    Arrival,
    Channel,
    Contribution,
    ContributionState,
    Note,
    Reason,
    Visit,
    action_url,
    arrival_of,
    can_answer_officially,
)

QUOTED_WORDS = 12
AGREE_FORM = "agree"
"""The id of the one form to which every "I agree" of a page belongs."""
WAYS: dict[str, Any] = {
    Channel.PAPER: gettext_lazy("By letter, received %(day)s"),
    Channel.PHONE: gettext_lazy("By phone, received %(day)s"),
    Channel.EVENT: gettext_lazy("At an event, received %(day)s"),
}
LIKE_A_LINK = re.compile(r"\w[.@:]\w|://")
"""In every text in which `urlize` would find an address: it takes every word apart."""


def html_of(text: str) -> SafeString:
    """Plain text as paragraphs with its addresses as links, and nothing else: no HTML of the author's survives."""
    if not LIKE_A_LINK.search(text):
        return linebreaks_filter(escape(text), autoescape=False)
    cleaned = nh3.clean(
        linebreaks_filter(urlize(text, nofollow=True, autoescape=True), autoescape=False),
        tags={"p", "br", "a"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )
    return mark_safe(cleaned)


def name_of(comment: Comment) -> str:
    """Who said it: the name they chose to show, “A resident”, or “A former participant”."""
    person = comment.contribution.participant
    if person is None:
        return _("A former participant")
    if comment.is_official and not person.display_name and not person.erased_at:
        return (person.user.get_full_name() if person.user else "") or _("The council")
    return str(person)


def quote_of(comment: Comment) -> str:
    """How a comment begins, to remind people of it."""
    return truncatewords(comment.comment, QUOTED_WORDS)


def _other_language(comment: Comment) -> str:
    """The language it was written in, "" when that is the page's."""
    language = comment.contribution.language
    return "" if language == get_language() else language


def way_words(contribution: Contribution, discussion: Discussion) -> str:
    """How it reached us, if not through this site, and when: "By letter, received 3 May"; "" for most."""
    by = WAYS.get(contribution.channel)
    if by is None:
        return ""
    words = str(by) % {"day": day_words(contribution.created_at, weekday=False)}
    is_late = arrival_of(contribution, discussion) != Arrival.IN_TIME
    return _("%(way)s, after closing") % {"way": words} if is_late else words


def gone_words(comment: Comment, *, is_own: bool) -> str:
    """The neutral line in place of a comment that is not shown to this reader, "" when it is."""
    state = comment.contribution.state
    if state == ContributionState.PUBLISHED:
        return ""
    if state == ContributionState.REMOVED:
        return _removed_words(comment.down_because, was_public=comment.first_public_at is not None)
    if state == ContributionState.WITHDRAWN:
        return _("Withdrawn by its author.")
    if state == ContributionState.PENDING and not is_own:
        return _("A comment is not shown here until somebody has read what its author changed in it.")
    if state == ContributionState.HIDDEN and not is_own:
        return _("A comment is not shown here while we look at it again.")
    return ""


def _removed_words(reason: str | None, *, was_public: bool) -> str:
    if not reason:
        return _("A comment was taken down here.") if was_public else _("Only you can see this. We did not publish it.")
    if was_public:
        return _("A comment was taken down here because %(reason)s.") % {"reason": Reason(reason).label}
    return _("Only you can see this. We did not publish it because %(reason)s.") % {"reason": Reason(reason).label}


def own_note(comment: Comment) -> str:
    """Why only its author sees a comment, and what happens next; "" when everybody does."""
    if comment.contribution.state == ContributionState.HIDDEN and comment.down_because:
        words = _("Only you can see this. We have taken it off the page to look at it again, because %(reason)s.")
        return words % {"reason": Reason(comment.down_because).label}
    return {
        ContributionState.UNCONFIRMED: _("Only you can see this. Open the link that we sent you by e-mail."),
        ContributionState.PENDING: _("Only you can see this. A person checks it before everybody can read it."),
        ContributionState.HIDDEN: _("Only you can see this. We have taken it off the page to look at it again."),
    }.get(ContributionState(comment.contribution.state), "")


def reply_words(name: str) -> str:
    """What a link to reply says besides to those who do not see where it stands."""
    return _("to %(name)s") % {"name": name}


def report_words(name: str) -> str:
    """The same of a link to report."""
    return _("the comment by %(name)s") % {"name": name}


def link_words(name: str) -> str:
    """The same of the link that a comment's time is."""
    return _("link to the comment by %(name)s") % {"name": name}


BLANK: dict[str, Any] = dict.fromkeys(
    (
        *("anchor", "name", "place", "moment", "edited", "html", "text", "official", "team", "is_answer", "mine"),
        *("to", "gone", "rules_url", "note", "language", "language_name", "switch_url", "agree", "reply_url"),
        *("reply_words", "report_url", "report_words", "actions", "replies", "came_of_it", "way", "fold"),
        *("url", "url_words", "told"),
    ),
    "",
)
"""Every variable of `components/comment.html`: to look in vain for one costs a template more than to show it."""


class Lines:
    """Gives the comment component its variables, for one reader of one discussion."""

    def __init__(
        self,
        discussion: Discussion,
        visit: Visit | None = None,
        *,
        order: str = "",
        notes: Mapping[int, list[Note]] | None = None,
        agreed: frozenset[int] = frozenset(),
        focus: Comment | None = None,
        told: Sequence[Any] = (),
    ) -> None:
        """
        Args:
            agreed: the comments with which this reader agrees, by primary key.
            order: the part of a query that keeps the order the reader chose, such as "sort=newest&".
            notes: what came of contributions, by primary key.
            focus: the comment to which an address led this reader.
            told: messages to show beside it.
        """
        self.focus = focus.pk if focus else None
        self.told = told
        self.notes = notes or {}
        self.discussion = discussion
        self.visit = visit
        self.order = order
        self.agreed = agreed
        self.names: dict[int, str] = {}

    @cached_property
    def thread_url(self) -> str:
        return action_url(self.discussion, "thread")

    @cached_property
    def report_at(self) -> str:
        return reports_url(self.discussion)

    @cached_property
    def is_staff(self) -> bool:
        return self.visit is not None and can_answer_officially(self.visit.user)

    @cached_property
    def can_reply(self) -> bool:
        """Whether this reader is offered to answer comments."""
        if self.visit is None:
            return False
        is_welcome = self.visit.is_open and self.discussion.allows_replies
        return is_welcome or self.is_staff

    @cached_property
    def can_agree(self) -> bool:
        """Whether this reader can agree at once; while it is open, others are told how to."""
        return self.visit is not None and can_agree(self.visit)

    def lines(self, nodes: list[Node]) -> list[dict[str, Any]]:
        """For each comment the variables of `components/comment.html`, its replies among them."""
        return [self.line(node) for node in nodes]

    def line(self, node: Node) -> dict[str, Any]:
        comment = node.comment
        gone = gone_words(comment, is_own=node.is_own)
        if node.is_own and node.state == ContributionState.REMOVED:
            gone = format_html("{} {}", gone, self._second_look_link(comment))
        shared: dict[str, Any] = BLANK | {"anchor": comment.anchor, "gone": gone}
        if comment.pk == self.focus:
            shared["told"] = self.told
        if not gone:
            name = self.names[comment.pk] = name_of(comment)
            shared |= self._said(comment, name) | self._own(node) | self._offers(node, name)
        shared["replies"] = self.lines(node.replies)
        if node.fold:
            shared["fold"] = self._fold(comment, node.fold)
        return shared

    def _fold(self, comment: Comment, fold: Fold) -> dict[str, Any]:
        words = ngettext("%(count)s reply", "%(count)s replies", fold.number)
        if fold.is_answered:
            words = ngettext(
                "%(count)s reply, with an official answer", "%(count)s replies, with an official answer", fold.number
            )
        whole = f"{self.thread_url}?{self.order}comment={comment.contribution.uuid}#{comment.anchor}"
        more = ngettext("Show %(count)s more reply", "Show %(count)s more replies", fold.more)
        return {
            "words": words % {"count": number_format(fold.number, force_grouping=True)},
            "open": fold.is_open,
            "more_url": whole if fold.more else "",
            "more_label": more % {"count": number_format(fold.more, force_grouping=True)},
        }

    def _said(self, comment: Comment, name: str) -> dict[str, Any]:
        return {
            "name": name,
            "url": f"{self.thread_url}?comment={comment.contribution.uuid}#{comment.anchor}",
            "url_words": link_words(name),
            "moment": comment.contribution.created_at,
            "edited": comment.contribution.edited_at,
            "way": way_words(comment.contribution, self.discussion),
            "html": html_of(comment.comment),
            "official": comment.is_official,
            "is_answer": comment.is_official,
            "team": self.discussion.team if comment.is_official else "",
            "came_of_it": [vars(note) for note in self.notes.get(comment.contribution_id, ())],
            # A reply stands below what it answers; whom a link led to it has not read that.
            "to": self.names.get(comment.reply_to_id, "") if comment.level > 1 or comment.pk == self.focus else "",
            **self._language(comment.contribution.language),
        }

    def _language(self, language: str) -> dict[str, str]:
        if language == get_language():
            return {}
        try:
            name = str(get_language_info(language)["name_translated"])
        except KeyError:
            return {}
        return {"language": language, "language_name": name, "switch_url": translate_url(self.thread_url, language)}

    def _own(self, node: Node) -> dict[str, Any]:
        return {"mine": node.is_own, "note": own_note(node.comment) if node.is_own else ""}

    def _offers(self, node: Node, name: str) -> dict[str, Any]:
        key = node.comment.contribution.uuid
        offers: dict[str, Any] = {"agree": self._agree(node, name)}
        if actions := self._actions(node):
            offers["actions"] = SafeString("".join(action() for action in actions))
        if self.visit is not None and node.is_published and not node.is_own and not node.comment.is_official:
            offers["report_url"] = report_url(self.discussion, node.comment.contribution, at=self.report_at)
            offers["report_words"] = report_words(name)
        if self.can_reply and can_be_answered(node.comment):
            offers["reply_url"] = f"{self.thread_url}?{self.order}reply={key}#composer"
            offers["reply_words"] = reply_words(name)
        return offers

    def _agree(self, node: Node, name: str) -> SafeString | str:
        """How many agree, and the button for it or the link to where one learns how."""
        comment = node.comment
        names: dict[str, Any] = {"number": comment.supporters}
        if self.visit is not None and self.visit.is_open and not node.is_own and can_be_agreed_with(comment):
            is_pressed = comment.pk in self.agreed
            query = f"?{self.order}comment={comment.contribution.uuid}"
            names |= {"name": name, "pressed": is_pressed}
            if self.can_agree:
                names["form"] = AGREE_FORM
                names["action"] = self.visit.url("agree-no-more" if is_pressed else "agree") + query
            else:
                names["url"] = self.visit.url("agree") + query
        is_worth_showing = comment.supporters or "name" in names
        return pure_component("components/agree.html", names) if is_worth_showing else ""

    def _actions(self, node: Node) -> list[Callable[[], SafeString]]:
        if self.visit is None:
            return []
        actions: list[Callable[[], SafeString]] = []
        if node.is_own and can_edit(node.comment, self.visit):
            actions.append(lambda: self._link(node.comment, "edit", _("Edit"), _("your comment")))
        if node.is_own:
            actions.append(lambda: self._withdraw_link(node.comment))
        if node.is_own and node.state == ContributionState.HIDDEN:
            actions.append(lambda: self._second_look_link(node.comment))
        if node.is_own and node.state == ContributionState.UNCONFIRMED:
            actions.append(lambda: self._link(node.comment, "sent", _("No mail?")))
        if self.is_staff and node.comment.is_official and node.is_published:
            actions.append(lambda: self._pin_button(node.comment))
        return actions

    def _withdraw_link(self, comment: Comment) -> SafeString:
        return self._link(comment, "withdraw", _("Withdraw"), _("your comment"))

    def _second_look_link(self, comment: Comment) -> SafeString:
        url = second_look_url(self.discussion, comment.contribution)
        return format_html('<a href="{}" rel="nofollow">{}</a>', url, _("Ask for a second look"))

    def _link(self, comment: Comment, action: str, label: str, hidden: str = "") -> SafeString:
        url = f"{action_url(self.discussion, action)}?comment={comment.contribution.uuid}"
        more = format_html('<span class="fm-vh"> {}</span>', hidden) if hidden else ""
        return format_html('<a href="{}">{}{}</a>', url, label, more)

    def _pin_button(self, comment: Comment) -> SafeString:
        action = "unpin" if comment.pinned_at else "pin"
        names = {
            "action": f"{action_url(self.discussion, action)}?comment={comment.contribution.uuid}",
            "label": _("Unpin") if comment.pinned_at else _("Pin above the talk"),
        }
        return render_to_string(
            "components/link_button.html", names, request=self.visit.request if self.visit else None
        )

    def answer(self, comment: Comment) -> dict[str, Any]:
        """The variables of `components/answer.html` for a pinned answer."""
        asked = comment.reply_to if comment.reply_to and can_be_answered(comment.reply_to) else None
        return {
            "html": html_of(comment.comment),
            "name": name_of(comment),
            "team": self.discussion.team,
            "moment": comment.contribution.created_at,
            "edited": comment.contribution.edited_at,
            "question": quote_of(asked) if asked else "",
            "question_language": _other_language(asked) if asked else "",
            "language": _other_language(comment),
            "link_url": f"{self.thread_url}?comment={comment.contribution.uuid}#{comment.anchor}",
            "link_label": _("See it in the talk"),
        }
