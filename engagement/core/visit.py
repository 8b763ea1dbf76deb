"""What the door hands to a module once it has let somebody in."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base.guards import Refusal, form_key, hold_to_each, new_key
from base.mailboxes import network_counts
from base.network import client_key
from base.ratelimit import Limit, Tally
from base.tiers import tiers
from engagement.accounts.guests import forget_guest, participant_in
from engagement.accounts.models import Participant
from engagement.accounts.services import participant_for_user
from engagement.core import registry
from engagement.core.enums import STANDING, Audience, ContributionState, TimeState
from engagement.core.hosts import Host
from engagement.core.models import Activity, Contribution
from engagement.core.module import Module
from engagement.core.presence import action_url
from engagement.core.proving import ask_for_proof, is_asked_here, slow_lane
from engagement.core.rules import is_welcome, who_can_answer, why_read_first
from engagement.core.services.confirming import ask_to_confirm
from engagement.core.services.contributing import contribute, find_earlier, first_state, lock_person
from engagement.core.services.weighing import NOTHING_SAID, Giver, Weighed, weigh

MINE = "engagement_mine"
"""Session key: uuids of what this browser gave, so that people see their own words while they wait."""


def remember_given(request: HttpRequest, contribution: Contribution) -> None:
    """Let this browser see what it gave while that waits; the last fifty are kept."""
    kept = [key for key in request.session.get(MINE, []) if key != str(contribution.uuid)]
    request.session[MINE] = [*kept, str(contribution.uuid)][-50:]


def mine_in(request: HttpRequest) -> set[uuid.UUID]:
    """The uuids of what this browser gave in this session."""
    return {uuid.UUID(key) for key in request.session.get(MINE, [])}


def given_in(request: HttpRequest, activity: Activity) -> Contribution | None:
    """What whoever asks has standing in an activity where one person has one; for pages, which have no `Visit`.

    A stranger is known by what this browser gave in this session, as long as that belongs to nobody else.
    """
    standing = Contribution.objects.filter(activity=activity.pk, is_only=True, state__in=STANDING)
    participant = participant_in(request)
    if participant is not None:
        return standing.filter(participant=participant).first()
    mine = mine_in(request)
    theirs = standing.filter(uuid__in=mine, batch=None).select_related("participant") if mine else ()
    return next((one for one in theirs if one.participant and not one.participant.is_known), None)


def say_it_was_said(request: HttpRequest, contribution: Contribution) -> None:
    """Tell somebody on the next page that we have these words of theirs."""
    words = _("You have said this already. Your reference is %(reference)s.")
    messages.info(request, words % {"reference": contribution.reference})


def what_happens(contribution: Contribution) -> str:
    """What becomes of words that were just taken in, as a sentence for whoever gave them; with their reference."""
    if contribution.state == ContributionState.PUBLISHED:
        words = _("Your words are on the page. Your reference is %(reference)s.")
    elif contribution.state == ContributionState.UNCONFIRMED:
        words = _("We have sent you a link. Your words count once you have opened it. Your reference is %(reference)s.")
    elif why := why_read_first(contribution.held_because):
        words = _("We have your words. %(why)s Your reference is %(reference)s.")
        return words % {"why": why, "reference": contribution.reference}
    else:
        words = _(
            "We have your words. A person checks them before everybody can read them. Your reference is %(reference)s."
        )
    return words % {"reference": contribution.reference}


@dataclass
class Visit:
    """One request to one activity: host visible, and for a write every rule of the door kept."""

    request: HttpRequest
    activity: Activity
    module: Module
    host: Host
    counted: list[Tally] = field(default_factory=list)
    """Under what this request was counted, to be given back should it bring no proof that is asked for."""
    is_unproved: bool = False
    """Whether a proof was asked for and none came with it: it was stopped, or waits for its mail."""

    @cached_property
    def now(self) -> Any:
        """The moment the door opened, the same for every rule asked during this visit."""
        return timezone.now()

    @cached_property
    def state(self) -> TimeState:
        return self.activity.state_at(self.now)

    @property
    def is_open(self) -> bool:
        return self.state == TimeState.OPEN

    @property
    def user(self) -> Any:
        return self.request.user

    @cached_property
    def participant(self) -> Participant | None:
        """The member signed in or the guest remembered, or None."""
        return participant_in(self.request)

    @property
    def counted_as(self) -> str:
        """Whom a rate limit of one person counts: those we know by who they are, others by their network address."""
        return self._person or client_key(self.request)

    def giver(self, *, name: str = "", email: str = "") -> Giver:
        """Who sends this form, for `weigh` and `find_double`.

        Args:
            name: what a stranger typed, and `email` the address they gave.
        """
        return Giver(self.counted_as, self.participant, self.user, frozenset(self.mine), name, email)

    @property
    def _person(self) -> str:
        if self.user.is_authenticated:
            return f"user:{self.user.pk}"
        return f"participant:{self.participant.pk}" if self.participant else ""

    def hold_to(self, limits: Sequence[Limit]) -> None:
        """Count one more under these limits of one person, and under the wider ones of the network and the site.

        Raises:
            Refusal: 429, one of them is reached; then nothing was counted.
        """
        tallies = list(tiers(self.request, limits, person=self._person))
        hold_to_each(tallies)
        self.counted += tallies

    @property
    def must_sign_in(self) -> bool:
        """Whether this visitor has to sign in before taking part; `engagement/form.html` says so by itself."""
        return not is_welcome(self.user, self.activity.audience)

    @property
    def sign_in_url(self) -> str:
        """Where to sign in and come back to this address."""
        return f"{reverse('account_login')}?{urlencode({'next': self.request.get_full_path()})}"

    @cached_property
    def given(self) -> Contribution | None:
        """What this person has standing here, where one person has one (`Module.one_each`)."""
        return given_in(self.request, self.activity) if self.module.is_one_each_in(self.activity) else None

    @property
    def needs_email(self) -> bool:
        """Whether to ask this visitor for an address: the audience wants one confirmed and we do not know them."""
        is_known = self.participant is not None and self.participant.is_known
        return self.activity.audience == Audience.CONFIRMED and not is_known

    def author(self, name: str = "") -> Participant:
        """The participant to store a contribution under, made when this visitor is new to us.

        A stranger who gives the one thing that each can give once more is still the same stranger.

        Args:
            name: the name to show that they typed; a member or known guest keeps the one they have.
        """
        if self.user.is_authenticated:
            return participant_for_user(self.user)
        known: Participant | None = self.participant or (self.given.participant if self.given else None)
        if known is None:
            known = Participant.objects.create(display_name=name, language=self.language)
        return known

    @property
    def language(self) -> str:
        return get_language() or "en"

    @property
    def mine(self) -> set[uuid.UUID]:
        """What this browser gave in this session."""
        return mine_in(self.request)

    def remember(self, contribution: Contribution) -> None:
        """Let this browser see its own contribution while it waits; the last fifty are kept."""
        remember_given(self.request, contribution)

    def as_somebody_else(self, view: Callable[["Visit"], HttpResponse]) -> HttpResponse:
        """What `view` says to the same visitor once this browser has forgotten which guest they are."""
        forgetting = HttpResponse()
        forget_guest(self.request, forgetting)
        response = view(replace(self))
        response.cookies.update(forgetting.cookies)
        return response

    def url(self, action: str) -> str:
        """The address, path only, of one of this activity's actions."""
        return self.urls[action]

    @cached_property
    def urls(self) -> dict[str, str]:
        """The addresses, path only, of all its actions by name, for templates: `{{ visit.urls.post }}`."""
        actions = (*registry.common_actions(), *self.module.actions)
        return {action.name: action_url(self.activity, action.name) for action in actions}

    @transaction.atomic(savepoint=False)
    def take_in(
        self, *, name: str = "", email: str = "", words: str = "", is_told: bool = False
    ) -> tuple[Contribution, bool]:
        """Store the contribution of this form, once, in the state that the activity asks for.

        Call it in the transaction that stores the module's own row. A guest who still has to confirm an address gets
        the mail for it.

        Args:
            name: the name to show, for a visitor who is new to us.
            email: the address to confirm, asked for where the audience is *confirmed* and we do not know the visitor.
            words: what was given, in plain text, repeated in the mail.
            is_told: whether the next page says by itself what becomes of it, with its reference.

        Returns:
            The contribution, and whether it is new. When it is not, the same form with the same answers was sent
            twice, or the same person said the same words today: store nothing. What stands out waits for a moderator.

        Raises:
            Refusal: 400, the form lacks its hidden key, or an address that is needed; 429, too many mails to it, or of
                those without a proof.
            ProofNeeded: from a stranger while the site is under attack; the door answers it.
        """
        if self.needs_email and not email:
            raise Refusal(
                400,
                _("We need your e-mail address"),
                _("Nothing was sent. What you typed is below: copy it, and fill in your address in the form."),
                remedy=(self.host.url, self.host.title),
            )
        key = form_key(self.request)
        contribution = find_earlier(activity=self.activity, retry_key=key)
        is_new, instead = False, ""
        if contribution is None:
            instead = self.ask_for_proof(email=email)
            weighed = self._weigh(words, name=name, email=email)
            contribution = weighed.double
            if contribution is not None:
                say_it_was_said(self.request, contribution)
        if contribution is None:
            author = self.author(name)
            is_stranger = self.participant is None and self.given is None
            state = first_state(
                activity=self.activity, participant=author, user=self.user, held_because=weighed.held_because
            )
            state = ContributionState.UNCONFIRMED if instead else state
            contribution, is_new = contribute(
                activity=self.activity,
                participant=author,
                state=state,
                language=self.language,
                retry_key=key,
                is_only=self.module.is_one_each_in(self.activity),
                words_digest=weighed.digest,
                held_because=weighed.held_because,
                is_stranger=is_stranger,
            )
        if is_new and contribution.state == ContributionState.UNCONFIRMED:
            email = instead or email
            lane = self.lane_to(email, is_slow=bool(instead))
            ask_to_confirm(contribution=contribution, email=email, words=words, host=self.host, lane=lane)
        if is_new and not is_told:
            messages.success(self.request, what_happens(contribution))
        self.remember(contribution)
        return contribution, is_new

    def ask_for_proof(self, *, email: str = "") -> str:
        """What stands between strangers and us while the site is under attack: `engagement.core.proving`.

        `take_in` asks it. A module that stores by itself calls it before, outside of its transaction.

        Args:
            email: the address that the form asked for, if it asks for one.

        Returns:
            The address to confirm in place of a proof: store what was given as unconfirmed, hold the mail for it to
            `lane_to`, and store nothing where that lets no mail go. Mostly "".

        Raises:
            ProofNeeded: let it pass; the door answers with the challenge and keeps everything that was typed.
        """
        if self.participant is not None and self.participant.is_known:
            return ""
        self.is_unproved = True
        instead = ask_for_proof(self.request, self.activity, email=email)
        self.is_unproved = bool(instead)
        return instead

    def lane_to(self, email: str, *, is_slow: bool | None = None) -> Sequence[Tally]:
        """The tallies of mail that this request causes: what its network may have sent there, and the slow lane.

        Args:
            is_slow: whether the address is confirmed in place of a proof. None where that is not known any more: then
                it is slow wherever strangers are asked for a proof.
        """
        if is_slow is None:
            is_known = self.participant is not None and self.participant.is_known
            is_slow = not is_known and is_asked_here(self.request, self.activity)
        share = network_counts(email, client_key(self.request))
        return [*share, *slow_lane(self.request)] if is_slow else share

    def _weigh(self, words: str, *, name: str, email: str) -> Weighed:
        """The words of this form; what only counts once for each person may be said again, such as a vote."""
        if not self.module.words_field or self.module.one_each:
            return NOTHING_SAID
        lock_person(self.participant)
        return weigh(activity=self.activity, words=words, giver=self.giver(name=name, email=email))

    def render(self, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
        """Render with `visit`, `activity`, `host`, `who_can_answer` and a fresh `retry_key` beside the given names."""
        names = {
            "visit": self,
            "activity": self.activity,
            "host": self.host,
            "page": self.host.page,
            "retry_key": new_key(),
            "who_can_answer": who_can_answer(self.activity.audience),
        }
        return render(self.request, template, {**names, **(context or {})}, status=status)
