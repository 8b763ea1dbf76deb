"""What a plug-in module declares. The core alone turns it into menus, choosers, addresses, moderation and exports."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from base.ratelimit import Limit
from engagement.core.enums import TimeState

if TYPE_CHECKING:
    from engagement.core.entries import Entry, EntryForm
    from engagement.core.models import Activity, Contribution
    from engagement.core.visit import Visit

OPEN_ONLY = frozenset({TimeState.OPEN})
ALWAYS = frozenset(TimeState)


@dataclass(frozen=True)
class Action:
    """One address of a module's activities: `/engage/<activity uuid>/<name>/`.

    Reading (GET) needs a visible host and nothing more. A write (POST) also needs a time state in `when`, the
    audience, the `permission` if one is named, the rate limits and every registered gate.

    An app can offer one to the activities of every module, with `registry.register_action`.
    """

    name: str
    view: "Callable[[Visit], HttpResponse]"
    methods: tuple[str, ...] = ("GET",)
    when: frozenset[TimeState] = OPEN_ONLY
    permission: str = ""
    limits: tuple[Limit, ...] = ()
    for_everyone: bool = False
    """Whether it is no taking part, such as reporting: whoever sees the host may, whatever the audience."""


@dataclass(frozen=True)
class Summary:
    """An activity in a row of a page.

    `invitation` is what one does there, verb first, at most about 30 characters: it is also the label of the main
    button. `effort` (how long it takes) and `base` (how many did, and of whom) are whole sentences with their full
    stop. `count` is the number in `base`.
    """

    invitation: Any
    effort: Any = ""
    base: Any = ""
    count: int = 0


@dataclass(frozen=True)
class Earlier:
    """What a contribution said before its author changed it: plain text, and since when it had said so."""

    text: str
    at: datetime


@dataclass(frozen=True)
class Column:
    """One column of an export: a heading that never changes, and its value for a module's row (None without one)."""

    heading: str
    value: Callable[[Any], Any]


@dataclass(frozen=True)
class Screen:
    """A screen of a module's own in the admin, about one activity."""

    label: Any
    url: str
    icon: str
    """A Wagtail icon name."""


@dataclass(frozen=True)
class ExportFormat:
    """One way to take away what was given to an activity. `kind` is the end of its address and of its file's name,
    such as `jsonl`, and never changes; `pieces` makes what is in the file, a bounded amount at a time.
    """

    kind: str
    label: Any
    content_type: str
    pieces: "Callable[[Any], Iterable[str | bytes]]"


@dataclass(frozen=True)
class Shown:
    """A published contribution as search finds it by its words and shows it, all plain text."""

    words: str
    author: str
    """As it stands beside it where it is read."""
    url: str
    """Path only."""
    is_official: bool = False
    """Whether the organisation said it."""


class Module:
    """Subclass this once in your app's `engagement_module.py`; the class attributes are the declaration."""

    slug: ClassVar[str]
    """Short name, part of the data: never change it. Letters, digits and hyphens."""
    label: ClassVar[Any]
    """What editors call it, such as "Discussion"."""
    description: ClassVar[Any] = ""
    """One line for editors: when to use it."""
    icon: ClassVar[str] = "comment"
    """A Wagtail icon name, for the admin."""
    public_icon: ClassVar[str] = "chat"
    """A name from the site's own icons, for residents."""
    activity_model: "ClassVar[type[Activity]]"
    row_model: ClassVar[type[Any] | None] = None
    """The model whose rows point one-to-one to contributions through a field named `contribution`."""
    actions: ClassVar[Sequence[Action]] = ()
    entrance: ClassVar[str] = ""
    """The name of the action that residents are sent to first; the first action when empty."""
    inline_template: ClassVar[str] = "engagement/activity_row.html"
    """How the activity shows in a page; it gets `presence` and the names from `inline_context()`."""
    one_each: ClassVar[bool] = False
    """Whether one person has one contribution to an activity, such as a vote. A new one then takes the place of the
    earlier, which is withdrawn, also when a guest confirms an address or turns out to be a member. The database holds
    it; do not count by yourself."""
    panels: ClassVar[Sequence[Any]] = ()
    """Wagtail panels for the activity's own fields, shown after the common ones."""
    export_columns: ClassVar[Sequence[Column]] = ()
    """Of every activity's exports; where each has its own, override `columns_of`."""
    export_formats: ClassVar[Sequence[ExportFormat]] = ()
    """Further formats beside CSV and XLSX."""
    is_public: ClassVar[bool] = True
    """Whether everybody can read what people gave once it is published. Of what nobody can, evidence holds neither
    words nor names."""
    entry_form: "ClassVar[type[EntryForm] | None]" = None
    """The form with which staff type in one answer that came by letter, by telephone or at an event: a subclass of
    `engagement.plugin.EntryForm` with the fields of what was given. None: nobody can. It goes with `enter`,
    `entry_data` and `correct`."""
    words_field: ClassVar[str] = ""
    """The field of `row_model` with what people wrote, for the search box of the moderators' queue."""
    official_field: ClassVar[str] = ""
    """The boolean field of `row_model` that is true where the organisation said it; "" where it never does. Who only
    spoke for it has not taken part, and is not told what came of it."""

    def __repr__(self) -> str:
        return f"{type(self).__name__} ({getattr(self, 'slug', 'no slug')})"

    def action(self, name: str) -> Action | None:
        """The action of that name, or None."""
        return next((action for action in self.actions if action.name == name), None)

    def summarise(self, activities: "Sequence[Activity]") -> dict[int, Summary]:
        """A summary for each activity by primary key, in a number of queries that does not grow with them."""
        return {activity.pk: Summary(invitation=activity.title) for activity in activities}

    def inline_context(self, activity: "Activity", request: HttpRequest) -> dict[str, Any]:
        """More names for `inline_template`."""
        return {}

    def is_one_each_in(self, activity: "Activity") -> bool:
        """Whether one person has one contribution to this activity: `one_each`, unless its settings say otherwise."""
        return self.one_each

    def shows_names_of(self, activity: "Activity") -> bool:
        """Whether those who read what was given here may see the name of who gave it; otherwise exports have none."""
        return True

    def tells_time_of(self, activity: "Activity") -> bool:
        """Whether it may be told when, and after whom, somebody gave something here; otherwise exports have the day
        alone, and no order."""
        return True

    def columns_of(self, activity: "Activity") -> Sequence[Column]:
        """The module's own columns of an activity's exports: `export_columns`, unless each activity has its own."""
        return self.export_columns

    def export_rows_for(self, contributions: "Iterable[Contribution]") -> dict[int, Any]:
        """What the columns of exports read, by the contribution's primary key, in a constant number of queries: the
        module's rows, unless its columns need more."""
        return self.rows_for(contributions)

    def export_name_of(self, activity: "Activity") -> str:
        """What the files of an activity's exports are called, without their ending."""
        return f"{self.slug}-{activity.pk}"

    def copy_content(self, source: "Activity", twin: "Activity") -> None:
        """Give the twin of a copied page's activity what the original has beside its settings: its questions, say.

        Called in the transaction that made the twin. What people gave is never copied.
        """

    def screens_of(self, activity: "Activity", user: Any) -> "Sequence[Screen]":
        """The module's own screens in the admin about this activity that this user may open.

        They are offered beside it in the list of activities and in its edit view. Called for each row of that list: ask
        the database nothing.
        """
        return ()

    def rows_for(self, contributions: "Iterable[Contribution]") -> dict[int, Any]:
        """The module's row for each contribution, by the contribution's primary key, in one query."""
        if self.row_model is None:
            return {}
        rows = self.row_model._default_manager.filter(contribution__in=[c.pk for c in contributions])
        return {row.contribution_id: row for row in rows}

    def text_of(self, row: Any) -> str:
        """What a person wrote or chose, as plain text, for moderators, mails and exports."""
        return str(row)

    def context_of(self, row: Any) -> str:
        """What a moderator must know to understand it, such as what it answers; "" when it speaks for itself.

        Called for each row of a list: read what it needs in `rows_for`.
        """
        return ""

    def history_of(self, row: Any) -> "Sequence[Earlier]":
        """What it said before, oldest first, for moderators; () for a module whose rows never change.

        Called for one row, on its own screen.
        """
        return ()

    def forget(self, row: Any) -> None:
        """Take the words out of a row whose author asked us to forget them, and those it said before: blank them and
        save.

        Called once for each, with its contribution already withdrawn. The default deletes the row; a module whose rows
        hang on each other, such as replies, blanks its words instead.
        """
        row.delete()

    def shown(self, row: Any) -> Shown | None:
        """What search finds and shows of a published contribution; None keeps it out.

        By default its text, where it has an address of its own to be read at: votes and confidential answers have none.
        """
        url, words = self.public_url(row), self.text_of(row)
        author = str(row.contribution.participant or _("A former participant"))
        return Shown(words, author, url) if url and words else None

    def shown_of(self, contributions: "Iterable[Contribution]") -> dict[int, Shown]:
        """What search shows of these, by the contribution's primary key, in one query; what is kept out has no entry.

        Args:
            contributions: with their activity and their participant.
        """
        contributions = list(contributions)
        found, rows = {}, self.rows_for(contributions)
        for contribution in contributions:
            if (row := rows.get(contribution.pk)) is None:
                continue
            row.contribution = contribution
            if shown := self.shown(row):
                found[contribution.pk] = shown
        return found

    def enter(self, entry: "Entry", data: dict[str, Any]) -> "tuple[Contribution, bool]":
        """Store what staff typed in for somebody: your row, and its contribution through `contribute`.

        Args:
            entry: everything but the words, decided by the core: hand all of it on, `entry.batch` too.
            data: the cleaned data of your `entry_form`.

        Returns:
            What `contribute` returned; where it is not new, nothing may be stored.
        """
        raise NotImplementedError

    def entry_data(self, row: Any) -> dict[str, Any]:
        """What a row holds, by the names of your own fields in `entry_form`: shown again to be corrected."""
        raise NotImplementedError

    def correct(self, row: Any, data: dict[str, Any]) -> None:
        """Write what staff mistyped as it stands on the paper; the core has checked that they may, and logs it."""
        raise NotImplementedError

    def quotable(self, contributions: "Iterable[int]") -> QuerySet[Any]:
        """Of the rows of these contributions, by their keys, those that can be understood alone.

        To be quoted on the home page, say. Asked of modules with a `words_field`.
        """
        rows: QuerySet[Any] = self.row_model._default_manager.filter(contribution__in=contributions)  # type: ignore[union-attr]
        return rows

    def public_url(self, row: Any) -> str:
        """The address, path only, where this contribution shows once it is published; "" when it has none.

        Its author is led there also while it waits for a moderator.
        """
        return ""
