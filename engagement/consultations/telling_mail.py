"""What somebody is told: their own words, what each led to, and what was decided on the whole, in their language.

Where nothing will be decided, the reason stands in place of the decisions.

A page behind a password tells nothing in a mail: nobody knows who still has the password. Who took part there gets
their own words back and the address of the page.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language_info, override

from base.mail import prepare_mail
from base.models import BrandSettings, OutboxMessage
from base.timewords import day_words
from base.visibility import asks_for_password
from engagement.consultations.audience import language_for, standing_at
from engagement.consultations.models import ConsultationPage
from engagement.consultations.outcome import Entry, entries_of
from engagement.consultations.presentation import no_decision_of
from engagement.plugin import (
    Contribution,
    Participant,
    answers_url,
    find_module,
    unsubscribe_headers,
    with_address,
    with_rows,
    words_in_mail,
)

QUOTED = 3
"""How many of somebody's contributions a mail repeats."""
SUMMED_UP = 5
"""How many decisions a mail lists when it sums up."""
THEMES = 3


@dataclass(frozen=True)
class Version:
    """The outcome in one language."""

    page: Any
    url: str
    entries: list[Entry]
    themes: list[str]

    @property
    def language(self) -> str:
        """The code of its language."""
        code: str = self.page.locale.language_code
        return code

    def entries_for(self, reference: str) -> list[Entry]:
        """What a contribution led to."""
        return [entry for entry in self.entries if reference in entry.references]


@dataclass(frozen=True)
class Answered:
    """An outcome in every language in which there is one."""

    source: Any
    """The page written first."""
    versions: dict[str, Version]
    brand: Any
    is_behind_password: bool
    reason: str = ""
    """What has changed, where people are told again."""

    def version_for(self, language: str) -> Version:
        """In that language, else as it was written first."""
        return self.versions.get(language) or self.versions[self.source.locale.language_code]

    @property
    def references(self) -> set[str]:
        """Every contribution that a decision names."""
        return {reference for version in self.versions.values() for e in version.entries for reference in e.references}


def answered(source: Any, *, reason: str = "") -> Answered | None:
    """What is to be told; None while this page says neither what was decided nor why not. Four queries at most.

    Args:
        source: the page written first, as it is public or as it is drafted. Its translations count as published.
    """
    # An alias mirrors its original's words under the name of another language.
    public = ConsultationPage.objects.filter(translation_key=source.translation_key, live=True, alias_of=None)
    others = public.exclude(pk=source.pk)
    pages = [source, *others.select_related("locale")]
    versions = {page.locale.language_code: _version(page) for page in pages if _says_the_same(page, source)}
    if source.locale.language_code not in versions:
        return None
    return Answered(source, versions, BrandSettings.for_page(source), asks_for_password(source), reason)


def _says_the_same(page: Any, source: Any) -> bool:
    """Whether a version says in its own words what the page written first says: decisions, or why there are none."""
    if source.we_did:
        return bool(page.we_did)
    return page.says_outcome and not page.we_did and bool(page.no_decision_reason.strip())


def _version(page: Any) -> Version:
    said = [block.value for block in page.you_said if block.block_type == "theme"]
    themes = [f"{value['title']} ({value['base']})" if value.get("base") else value["title"] for value in said]
    return Version(page, page.full_url or "", entries_of(page), themes[:THEMES])


@dataclass(frozen=True)
class Result:
    """One decision, in a mail."""

    title: str
    status: Any
    why_not: str
    decided: str
    """Who decided, and on which day."""
    url: str


@dataclass(frozen=True)
class Quote:
    """One contribution of the reader, in a mail."""

    lines: list[str]
    reference: str
    results: list[Result] = field(default_factory=list)


def mails_to(
    people: Sequence[Any],
    told: Answered,
    *,
    key: Callable[[Any], str],
    link: Callable[[Participant, str], str] = answers_url,
    words: Callable[[str], str] = words_in_mail,
) -> list[OutboxMessage]:
    """The mail for each of these people, in their order, rendered and not stored; queries do not grow with them.

    Args:
        people: from `audience.to_tell`.
        key: the outbox key for a person.
        link: where the mail can be stopped, for a person in a language.
        words: how what somebody wrote is repeated.
    """
    given = _given_by(people, told)
    chosen = {person.pk: _chosen(given[person.pk], told) for person in people}
    texts = _texts(contribution for some in chosen.values() for contribution in some)
    mails = []
    for person in people:
        language = language_for(person.spoken, told.source)
        version = told.version_for(language)
        stop = link(person, language)
        with override(language):
            quotes = [_quote(one, words(texts[one.pk]), version) for one in chosen[person.pk]]
            context = {
                **_about(told, version, language),
                "name": person.display_name,
                "quotes": quotes,
                "others": len(given[person.pk]) - len(quotes),
                "stop_url": stop,
                **_summary(quotes, version),
            }
        mails.append(
            prepare_mail(
                key=key(person),
                to=person.address,
                template="engagement/consultations/mail/outcome",
                context=context,
                language=language,
                headers=unsubscribe_headers(stop, told.brand.email),
                sender=told.brand.site_name,
            )
        )
    return mails


def _given_by(people: Sequence[Any], told: Answered) -> dict[int, list[Contribution]]:
    """What each of them gave, and what came from somebody else with the same mailbox; two queries."""
    by_address = {person.address: person.pk for person in people}
    shared = with_address(Participant.objects.filter(email=None, user__email__in=by_address))
    owner = {person.pk: person.pk for person in people}
    owner |= {
        pk: by_address[address] for pk, address in shared.values_list("pk", "address") if address and pk not in owner
    }
    given: dict[int, list[Contribution]] = defaultdict(list)
    found = standing_at(told.source).filter(participant__in=owner).select_related("activity")
    for contribution in found.order_by("created_at", "pk"):
        given[owner[contribution.participant_id or 0]].append(contribution)
    return given


def _chosen(given: list[Contribution], told: Answered) -> list[Contribution]:
    """What a decision names goes first, then the earliest."""
    return sorted(given, key=lambda one: one.reference not in told.references)[:QUOTED]


def _texts(contributions: Iterable[Contribution]) -> dict[int, str]:
    """The words of each, or the title of its activity where its module has none; a query for each module."""
    texts = {}
    for contribution, row in with_rows(contributions):
        module = find_module(contribution.activity.module)
        said = module.text_of(row) if module and row is not None else ""
        texts[contribution.pk] = said.strip() or contribution.activity.title
    return texts


def _quote(contribution: Contribution, words: str, version: Version) -> Quote:
    results = [_result(entry, version) for entry in version.entries_for(contribution.reference)]
    return Quote(words.splitlines(), contribution.reference, results)


def _result(entry: Entry, version: Version) -> Result:
    decided = ", ".join(filter(None, [entry.decided_by, day_words(entry.day, weekday=False) if entry.day else ""]))
    status = entry.status.label if entry.status else ""
    return Result(entry.title, status, entry.why_not, decided, f"{version.url}#{entry.anchor}")


def _about(told: Answered, version: Version, language: str) -> dict[str, Any]:
    is_other = version.language != language
    return {
        "title": version.page.title,
        "url": f"{version.url}#answer",
        "written_in": get_language_info(version.language)["name_translated"] if is_other else "",
        "decided_by": version.page.decided_by,
        "no_decision": None if version.entries else no_decision_of(version.page),
        "reason": told.reason,
        "is_behind_password": told.is_behind_password,
        "brand": told.brand,
    }


def _summary(quotes: Sequence[Quote], version: Version) -> dict[str, Any]:
    """All decisions in short, for whom not every word is tied to one."""
    if quotes and all(quote.results for quote in quotes):
        return {"summary": [], "more": 0, "themes": []}
    results = [_result(entry, version) for entry in version.entries]
    return {"summary": results[:SUMMED_UP], "more": max(0, len(results) - SUMMED_UP), "themes": version.themes}
