"""What stands before every public write, and what a person is told when it says no."""

import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.ratelimit import Limit, Reached, Scope, Tally, take_each

KEY_FIELD = "idempotency_key"
"""Name of the hidden field that makes two posts of one form one post."""

PROOF = "proof_"
"""How the fields of a challenge begin: they come and go without making a form another one (`base.challenge`)."""

UNSHOWN = re.compile(
    r"csrfmiddlewaretoken|proof_.*|.*password.*|(.*[-_])?(token|secret|otp)|(.*-)?(code|next|return_url|submit)",
    re.I | re.S,
)
"""Fields that nobody typed a text into, or that must not be shown again. A name may hold anything, line feeds too:
were they no part of it, one of a megabyte would be tried from each of its letters."""


class Refusal(Exception):
    """Why something was not done, in words for the person who tried.

    `base.middleware.RefusalMiddleware` answers it wherever a view raises it; `refuse` does the same by hand.
    """

    def __init__(
        self,
        status: int,
        title: str,
        sentence: str,
        remedy: tuple[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """
        Args:
            status: HTTP status, 400 to 499.
            title: what happened, a heading.
            sentence: why, and what was kept.
            remedy: where to go on: address and label of a link.
            headers: response headers that belong to the status, such as `Retry-After`.
        """
        super().__init__(f"{status} {title}")
        self.status = status
        self.title = title
        self.sentence = sentence
        self.remedy = remedy
        self.headers = dict(headers or {})


def guard_write(request: HttpRequest, *, limits: Sequence[Limit], who: str) -> None:
    """Let a public write pass, or raise. Call it before anything is read from the form.

    Raises:
        Refusal: 405 unless it is a POST; 429 with `Retry-After` when a limit is reached.
    """
    if request.method != "POST":
        raise Refusal(
            405,
            _("This address only takes forms"),
            _("Nothing was sent. Go back to the page with the form and send it from there."),
            headers={"Allow": "POST"},
        )
    hold_to(limits, who=who)


def hold_to(limits: Sequence[Limit], *, who: str) -> None:
    """Count one more under every limit of one caller; raises as `hold_to_each`."""
    hold_to_each([Tally(limit, who) for limit in limits])


def hold_to_each(counts: Iterable[Tally]) -> None:
    """Count one more under every one of them, or under none: for the person, their network and the site (`base.tiers`).

    Raises:
        Refusal: 429 with `Retry-After`, one of them is reached. It says whose count it is.
    """
    if reached := take_each(list(counts)):
        wait = str(reached.seconds)
        raise Refusal(429, _("Too many at once"), _wait_sentence(reached), headers={"Retry-After": wait})


def refuse(request: HttpRequest, refusal: Refusal, kept: Mapping[str, str]) -> HttpResponse:
    """The page that says why, with what was typed in read-only text areas and a way on. It holds no form.

    Args:
        kept: label and text, as `kept_text` returns them.
    """
    context = {"refusal": refusal, "kept": kept}
    response = render(request, "base/refused.html", context, status=refusal.status)
    response["Cache-Control"] = "private, no-store"
    for name, value in refusal.headers.items():
        response[name] = value
    return response


def kept_text(request: HttpRequest) -> dict[str, str]:
    """Everything that was typed into the form: label to text, in the form's order.

    Passwords, tokens and what only machines write (keys, the ids of hidden fields) are left out.
    """
    names = [name for name in request.POST if name != KEY_FIELD and not UNSHOWN.fullmatch(name)]
    texts = {_label(name): "\n".join(filter(None, request.POST.getlist(name))) for name in names}
    return {label: text for label, text in texts.items() if text.strip() and not _is_uuid(text)}


def _is_uuid(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def new_key() -> str:
    """A fresh value for the hidden field `KEY_FIELD` of a public form."""
    return str(uuid.uuid4())


def posted_key(request: HttpRequest) -> uuid.UUID:
    """The value a form came back with.

    Raises:
        Refusal: 400, it is missing or was never one of ours.
    """
    try:
        return uuid.UUID(request.POST.get(KEY_FIELD, ""))
    except ValueError:
        raise Refusal(
            400,
            _("The form was incomplete"),
            _("Nothing was sent. What you typed is below: copy it, open the form again and send it from there."),
        ) from None


def form_key(request: HttpRequest, *, of: Sequence[str] | None = None) -> uuid.UUID:
    """The same value for the same form with the same answers, and another one once an answer was changed.

    Somebody who goes back, mends a word and sends again means a second text, not the first one twice.

    Args:
        of: the fields that make it another text; all of them unless told. A mended address, say, does not.

    Raises:
        Refusal: as `posted_key`.
    """
    own = [name for name in request.POST if name != "csrfmiddlewaretoken" and not name.startswith(PROOF)]
    names = own if of is None else of
    answers = sorted((name, request.POST.getlist(name)) for name in names)
    return uuid.uuid5(posted_key(request), json.dumps(answers))


def _label(name: str) -> str:
    return _(re.sub(r"[-_]+", " ", name).strip().capitalize())


def _wait_sentence(reached: Reached) -> str:
    seconds = reached.seconds
    if seconds < 120:
        wait = ngettext("in %(count)d second", "in %(count)d seconds", seconds) % {"count": seconds}
    else:
        minutes = -(-seconds // 60)
        wait = ngettext("in %(count)d minute", "in %(count)d minutes", minutes) % {"count": minutes}
    return _sentence(reached.scope) % {"wait": wait}


def _sentence(scope: Scope) -> str:
    if scope == Scope.NETWORK:
        return _("Too much was sent from your network in a short time, so this was not taken. Try again %(wait)s.")
    if scope == Scope.SITE:
        return _("The whole site is sent too much at the moment, so this was not taken. Try again %(wait)s.")
    return _("This was sent too often in a short time, so it was not taken. Try again %(wait)s.")


def see_other(url: str) -> HttpResponse:
    """Go on to another address with a GET, whatever the browser did before (RFC 9110, 15.4.4)."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
