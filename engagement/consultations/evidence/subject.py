"""What an evidence pack is about: one consultation in all its languages, and everything on record of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, Sum
from django.utils.functional import cached_property
from wagtail.models import Locale

from base.models import PublicationRecord
from engagement.accounts.rules import may_enter_admin
from engagement.consultations.changes import changes_of
from engagement.consultations.evidence.texts import blocks_in
from engagement.consultations.models import ConsultationPage
from engagement.moderation.queries import decisions
from engagement.plugin import Activity, Batch, Contribution, ContributionState, StateChange, Timetable, corrections_of

SUBJECT = f"{ConsultationPage._meta.label_lower}:"
STAFF = "a member of staff"
NOBODY = "the system, or a member of staff who has left"
"""Whose decision it is where no account stands beside it: accounts can be deleted, decisions are kept."""


@dataclass(frozen=True)
class Place:
    """One publication, without its content: to find it again."""

    folder: str
    """Its language and the number of its page, such as "en-12"."""
    number: int
    pk: int


@dataclass
class Subject:
    """One consultation, by its translation key."""

    key: UUID
    staff: dict[int, str] = field(default_factory=dict)

    @cached_property
    def pages(self) -> list[ConsultationPage]:
        """Its pages that are still there, the one written first before its translations."""
        return list(ConsultationPage.objects.filter(translation_key=self.key).select_related("locale").order_by("pk"))

    @cached_property
    def timetable(self) -> Timetable | None:
        return Timetable.objects.filter(host_key=self.key).first()

    @cached_property
    def records(self) -> Any:
        """Every publication in every language; read them one by one, they hold whole pages."""
        return PublicationRecord.objects.filter(translation_key=self.key, subject__startswith=SUBJECT)

    @cached_property
    def places(self) -> list[Place]:
        """Its publications in the order in which the pack holds them."""
        languages = dict(Locale.objects.values_list("pk", "language_code"))
        rows = self.records.order_by("pk").values_list("pk", "subject", "number", "content__locale")
        found = [
            Place(f"{languages.get(locale, 'unknown')}-{subject.removeprefix(SUBJECT)}", number, pk)
            for pk, subject, number, locale in rows
        ]
        return sorted(found, key=lambda place: (place.folder, place.number))

    @cached_property
    def source_folder(self) -> str:
        """The folder of the page that was written first: its dates are those of all languages."""
        return min((place.folder for place in self.places), key=_page_number, default="")

    def record(self, place: Place) -> PublicationRecord:
        """One publication with its content."""
        return PublicationRecord.objects.get(pk=place.pk)

    @cached_property
    def activities(self) -> list[Activity]:
        """What people could do there, also what was taken off and stands nowhere now; in the order of their keys."""
        mentioned: set[int] = set()
        for place in self.places:
            mentioned |= activities_in(self.record(place).content)
        here = Q(placement__host_key=self.key) | Q(placement__isnull=True, pk__in=mentioned)
        return list(Activity.objects.filter(here).select_related("placement__timetable").order_by("pk"))

    @property
    def contributions(self) -> Any:
        """Everything given to them, in whatever state."""
        return Contribution.objects.filter(activity__in=[activity.pk for activity in self.activities])

    @property
    def confirmed(self) -> Any:
        """What counts as given: the addresses of guests whose mail was never confirmed could be anybody's."""
        return self.contributions.exclude(state=ContributionState.UNCONFIRMED)

    @property
    def changes(self) -> Any:
        """Every move of these contributions from state to state, whoever made it."""
        return StateChange.objects.filter(contribution__in=self.contributions.values("pk"))

    @property
    def decisions(self) -> Any:
        """Those that moderators count as decisions."""
        return decisions().filter(contribution__in=self.contributions.values("pk"))

    @property
    def moves(self) -> Any:
        """The others: what authors confirmed, changed so that it is read again, or took back."""
        return self.changes.exclude(pk__in=self.decisions.order_by().values("pk"))

    @property
    def corrections(self) -> Any:
        """Each time that words were corrected which staff had typed in."""
        return corrections_of(Batch.objects.filter(activity__in=[activity.pk for activity in self.activities]))

    def fingerprint(self) -> tuple[Any, ...]:
        """Differs as soon as anything that the pack is made of is added, moved or worded anew; seven queries."""
        return (
            self.records.aggregate(Max("pk"))["pk__max"],
            *self.contributions.aggregate(Count("pk"), Max("pk"), Max("state_changed_at")).values(),
            *self.contributions.aggregate(Sum("edits"), Max("edited_at")).values(),
            *self.corrections.aggregate(Count("pk"), Max("pk")).values(),
            *self.changes.aggregate(Count("pk"), Max("pk")).values(),
            *changes_of(self.key).order_by().aggregate(Max("pk"), Max("corrections__pk")).values(),
            Timetable.objects.filter(host_key=self.key).values_list().first(),
        )

    def as_of(self) -> datetime | None:
        """When the last thing happened that is in the pack: the only date that it bears."""
        moments = [
            self.records.aggregate(last=Max("published_at"))["last"],
            *self.confirmed.aggregate(Max("created_at"), Max("state_changed_at"), Max("edited_at")).values(),
            self.corrections.aggregate(last=Max("timestamp"))["last"],
            self.changes.aggregate(last=Max("at"))["last"],
            *changes_of(self.key).order_by().aggregate(Max("at"), Max("corrections__at")).values(),
        ]
        return max((moment for moment in moments if moment), default=None)

    def staff_name(self, user: Any) -> str:
        """A colleague by name, else by role; never an address, and never a resident by name."""
        if user is None:
            return ""
        if user.pk not in self.staff:
            roles = ", ".join(sorted(user.groups.values_list("name", flat=True)))
            self.staff[user.pk] = user.get_full_name() or roles or STAFF if may_enter_admin(user) else ""
        return self.staff[user.pk]


def activities_in(content: dict[str, Any]) -> set[int]:
    """The keys of the activities that a publication mentions, in its text and under it."""
    under = {row.get("activity") for row in content.get("page_activities") or []}
    in_text = {
        block["value"].get("activity")
        for block in blocks_in(content, "body")
        if block.get("type") == "activity" and isinstance(block.get("value"), dict)
    }
    return {key for key in under | in_text if isinstance(key, int)}


def publisher(record: PublicationRecord) -> str:
    """Who published, as the record names them: a name, never an address."""
    name = record.published_by_name
    return STAFF if "@" in name else name or "the scheduler"


def _page_number(folder: str) -> int:
    number = folder.rpartition("-")[2]
    return int(number) if number.isdigit() else 0
