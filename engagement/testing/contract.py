"""The contract: what every module must keep, as one test class to subclass.

    class TestMyModule(ModuleContract):
        module = MyModule
        write = "post"
        headings = ("comment",)

        def fields(self, words: str) -> dict[str, str]:
            return {"comment": words}

Nothing in it knows a module; whatever a module adds, it tests itself.
"""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, PageViewRestriction

from base.guards import KEY_FIELD, new_key
from base.spreadsheets import unescape_cell
from engagement.accounts.services import erase_participant, participant_for_user
from engagement.core import registry
from engagement.core.models import Placement
from engagement.core.presence import entrance_url
from engagement.moderation.links import report_url
from engagement.plugin import (
    Activity,
    Batch,
    Contribution,
    ContributionState,
    Module,
    Participant,
    moderate,
    published_counts,
    shown_of,
)
from engagement.testing.clock import at
from engagement.testing.confirming import confirm_by_mail
from engagement.testing.consultations import CLOSES, OPENS, make_consultation, make_index
from engagement.testing.pages import publish
from engagement.testing.people import make_administrator, make_member, make_staff

WHILE_OPEN = OPENS + timedelta(days=10)
MOMENTS = {"scheduled": OPENS - timedelta(days=1), "open": WHILE_OPEN, "closed": CLOSES}
ROLES: dict[str, Callable[[], Any]] = {
    "visitor": AnonymousUser,
    "member": make_member,
    "moderator": lambda: make_staff("Moderators"),
    "administrator": make_administrator,
}
ACCEPTED = {("everyone", "open", role): True for role in ROLES} | {
    ("members", "open", role): role != "visitor" for role in ROLES
}
"""Audience × state × role: who is let in. Whatever is not named here is refused."""
NAME = "Rhiannon Unforgettable"
MARKER = "zanzibarmarker"


@pytest.mark.django_db
class ModuleContract:
    """Subclass as `Test…` and name the module, its write action and its export headings."""

    module: ClassVar[type[Module]]
    write: ClassVar[str]
    """The action that takes in a contribution."""
    audiences: ClassVar[tuple[str, ...]] = ("everyone", "confirmed", "members")
    """The audiences that the module is made for."""
    takes_words: ClassVar[bool] = True
    """Whether `fields(words)` sends the words; a plain poll takes none."""
    shows_words: ClassVar[bool] = True
    """Whether published words can be read at the entrance; a confidential survey shows none."""
    headings: ClassVar[tuple[str, ...]] = ()
    """The module's own export headings, frozen here: a change of theirs breaks what people built on them."""

    email_field: ClassVar[str] = "email"
    """The name of the form's field for an address, where the audience is *confirmed*."""

    def fields(self, words: str) -> dict[str, str]:
        """What a browser sends for a valid contribution that contains these words, the hidden fields apart."""
        raise NotImplementedError

    def make_activity(self, **settings: Any) -> Activity:
        """An activity of the module, open to everyone and published at once unless told otherwise."""
        audience = "everyone" if "everyone" in self.audiences else "members"
        settings = {"title": "An activity", "audience": audience, "moderation": "at_once", **settings}
        return self.module.activity_model.objects.create(**settings)

    # Putting it on a page, and using it

    @pytest.fixture(autouse=True)
    def _stand(self) -> Iterator[None]:
        with at(WHILE_OPEN):
            self.index = make_index()
            yield

    def host(self, *activities: Activity, **changes: Any) -> Any:
        """Publish a consultation with these activities under it."""
        return make_consultation(self.index, under=activities, **changes)

    def send(self, client: Client, activity: Activity, words: str = "Hello", **changes: str) -> Any:
        """Send one contribution as a browser does."""
        url = reverse("engage", args=[activity.uuid, self.write])
        return client.post(url, {**self.fields(words), KEY_FIELD: new_key(), **changes})

    def entrance(self, client: Client, activity: Activity) -> Any:
        """The page where people take part."""
        return client.get(entrance_url(activity))

    def given(self, activity: Activity) -> int:
        """How many contributions are stored, in whatever state."""
        return Contribution.objects.filter(activity=activity.pk).count()

    # Who, and when

    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("state", MOMENTS)
    @pytest.mark.parametrize("audience", ["everyone", "members"])
    def test_role_and_state_decide(self, audience: str, state: str, role: str) -> None:
        if audience not in self.audiences:
            pytest.skip(f"the module is not made for {audience}")
        activity = self.make_activity(audience=audience)
        self.host(activity)
        client, user = Client(), ROLES[role]()
        if user.is_authenticated:
            client.force_login(user)
        with at(MOMENTS[state]):
            response = self.send(client, activity, MARKER)
        is_welcome = ACCEPTED.get((audience, state, role), False)
        assert self.given(activity) == int(is_welcome)
        if not is_welcome:
            assert response.status_code == 403
            assert not self.takes_words or MARKER in response.content.decode()

    def test_reading_is_open_before_during_and_after(self, client: Client) -> None:
        activity = self.make_activity()
        self.host(activity)
        for moment in MOMENTS.values():
            with at(moment):
                assert self.entrance(client, activity).status_code == 200

    def test_own_dates_close_earlier_than_the_host(self, client: Client) -> None:
        activity = self.make_activity(closes_at=WHILE_OPEN)
        self.host(activity)
        assert self.send(client, activity).status_code == 403
        assert self.given(activity) == 0

    def test_same_form_twice_is_one_contribution(self, client: Client) -> None:
        activity = self.make_activity()
        self.host(activity)
        key = new_key()
        first, second = (self.send(client, activity, **{KEY_FIELD: key}) for _ in range(2))
        assert first.status_code == second.status_code < 400
        assert self.given(activity) == 1

    @pytest.mark.parametrize("settings", [{}, {"moderation": "hold"}, {"audience": "confirmed"}])
    def test_whoever_gave_something_reads_its_reference_next(self, client: Client, settings: dict[str, str]) -> None:
        if settings.get("audience", "everyone") not in self.audiences:
            pytest.skip("nobody takes part here without an account")
        if "everyone" not in self.audiences:
            client.force_login(make_member())
        activity = self.make_activity(**settings)
        self.host(activity)
        email = {self.email_field: "ann@example.org"} if "audience" in settings else {}
        sent = self.send(client, activity, **email)
        assert Contribution.objects.get().reference in client.get(sent["Location"]).content.decode()

    def test_held_contribution_is_not_public(self, client: Client) -> None:
        activity = self.make_activity(moderation="hold")
        page = self.host(activity)
        before = {url: _text(Client().get(url)) for url in (entrance_url(activity), page.url)}
        self.send(client, activity, MARKER)
        assert Contribution.objects.get().state == "pending"
        for url, text in before.items():
            assert _text(Client().get(url)) == text

    # Guests

    def test_guest_confirms_by_mail(self, client: Client) -> None:
        activity = self._for_guests()
        before = _text(self.entrance(Client(), activity))
        self.send(client, activity, MARKER, **{self.email_field: "ann@example.org"})
        contribution = Contribution.objects.get()
        assert contribution.state == "unconfirmed"
        assert _text(self.entrance(Client(), activity)) == before
        confirm_by_mail(client, "ann@example.org")
        contribution.refresh_from_db()
        assert contribution.state == "published"
        assert Participant.objects.get(email="ann@example.org").contributions.get() == contribution
        if self.shows_words:
            assert MARKER in _text(self.entrance(Client(), activity))

    def test_guest_without_an_address_is_asked_for_it(self, client: Client) -> None:
        activity = self._for_guests()
        response = self.send(client, activity, MARKER, **{self.email_field: ""})
        assert response.status_code in (200, 400)
        assert not self.takes_words or MARKER in response.content.decode()
        assert self.given(activity) == 0

    def test_guest_who_is_remembered_is_not_asked_again(self, client: Client) -> None:
        activity = self._for_guests()
        self.send(client, activity, **{self.email_field: "ann@example.org"})
        confirm_by_mail(client, "ann@example.org")
        assert self.email_field not in _field_names(self.entrance(client, activity))
        self.send(client, activity, "Another one")
        assert set(Contribution.objects.values_list("state", flat=True)) <= {"published", "withdrawn"}

    def test_one_person_from_two_browsers_is_one_participant(self) -> None:
        activity = self._for_guests()
        for words in ("First", "Second"):
            browser = Client()
            self.send(browser, activity, words, **{self.email_field: "ann@example.org"})
            confirm_by_mail(browser, "ann@example.org")
        [counts] = published_counts([activity]).values()
        assert counts[:2] == ((1, 1) if self.module.one_each else (2, 1))

    def _for_guests(self) -> Activity:
        if "confirmed" not in self.audiences:
            pytest.skip("the module is not made for guests who confirm an address")
        activity = self.make_activity(audience="confirmed")
        self.host(activity)
        return activity

    def test_unknown_input_is_no_server_error(self, client: Client) -> None:
        activity = self.make_activity()
        self.host(activity)
        url = reverse("engage", args=[activity.uuid, self.write])
        for data in (
            {},
            {KEY_FIELD: "x"},
            {KEY_FIELD: new_key()},
            {**self.fields("\x00'\"<script>"), KEY_FIELD: new_key()},
        ):
            assert client.post(url, data).status_code < 500
        assert client.get(entrance_url(activity) + "?page=abc&p=-1&sort=%00&reply=x").status_code < 500

    # What is private stays private

    @pytest.mark.parametrize("kind", ["login", "groups", "password", "translation", "unpublished", "deleted"])
    def test_hidden_host_hides_activity_and_address(self, client: Client, kind: str) -> None:
        activity = self.make_activity(title=MARKER)
        page = self.host(activity, title=MARKER, slug="a-question")
        other = make_consultation(self.index, title="Another question", under=(activity,))
        self.send(client, activity, MARKER)
        places = (page.url, self.index.url, f"{self.index.url}feed/", other.url)
        for url in places:
            assert MARKER in Client().get(url).content.decode(), url
        self._hide(page, kind)
        client = Client()
        met = self.entrance(client, activity)
        assert met.status_code == 404 or (kind == "password" and b"Password required" in met.content)
        assert MARKER not in met.content.decode()
        assert self.send(client, activity).status_code == 404
        assert self.given(activity) == 1
        for url in places:
            assert MARKER not in client.get(url).content.decode(), url
        assert page.url not in client.get("/search/", {"q": page.title}).content.decode()
        assert client.get("/search/suggest/", {"q": page.title}).json()["titles"] == []

    def test_search_finds_what_everybody_can_read_and_nothing_else(self, client: Client) -> None:
        if not self.takes_words:
            pytest.skip("the module takes no words")
        activity = self.make_activity()
        self.host(activity)
        self.send(client, activity, MARKER)
        contribution = Contribution.objects.get()
        call_command("update_index", verbosity=0)
        shown = shown_of([contribution])
        assert self.shows_words or not shown
        assert _is_found(client, MARKER) == bool(shown)
        moderate(contribution=contribution, to=ContributionState.HIDDEN, by=make_administrator())
        assert not _is_found(client, MARKER)

    def _hide(self, page: Any, kind: str) -> None:
        if kind == "unpublished":
            page.unpublish()
        elif kind == "deleted":
            page.delete()
        elif kind == "translation":
            PageViewRestriction.objects.create(page=_translated(page), restriction_type="login")
        else:
            made = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="sesame")  # noqa: S106
            made.groups.add(Group.objects.create(name="Panel"))

    def test_what_has_an_address_can_be_reported(self, client: Client) -> None:
        activity = self.make_activity()
        self.host(activity)
        self.send(client, activity, MARKER)
        contribution = Contribution.objects.select_related("activity").get()
        [row] = self.module().rows_for([contribution]).values()
        url, reader = report_url(activity, contribution), Client()
        has_address = bool(self.module().public_url(row))
        assert (reader.get(url).status_code == 200) == has_address
        response = reader.post(url, {"reason": "other", KEY_FIELD: new_key()})
        assert (response.status_code == 303) == has_address

    def test_erasing_a_person_leaves_no_author(self, client: Client) -> None:
        activity = self.make_activity()
        page = self.host(activity)
        member = make_member(email="unforgettable@example.org")
        person = participant_for_user(member)
        person.display_name = NAME
        person.save()
        client.force_login(member)
        self.send(client, activity)
        contribution = Contribution.objects.get()
        erase_participant(person, by=None)
        reader = Client()
        reader.force_login(make_administrator())
        urls = [entrance_url(activity), page.url, reverse("engagement_queue:detail", args=[contribution.uuid])]
        for text in [*(reader.get(url).content.decode() for url in urls), self._csv(reader, activity)]:
            assert NAME not in text
            assert "unforgettable" not in text

    def test_erasing_a_person_with_their_words_leaves_no_words(self, client: Client) -> None:
        if not self.takes_words:
            pytest.skip("the module takes no words")
        activity = self.make_activity()
        page = self.host(activity)
        member = make_member()
        client.force_login(member)
        self.send(client, activity, MARKER)
        contribution = Contribution.objects.get()
        erase_participant(participant_for_user(member), by=None, withdraw=True)
        contribution.refresh_from_db()
        assert contribution.state == "withdrawn"
        reader = Client()
        reader.force_login(make_administrator())
        urls = [entrance_url(activity), page.url, reverse("engagement_queue:detail", args=[contribution.uuid])]
        for text in [*(reader.get(url).content.decode() for url in urls), self._csv(reader, activity)]:
            assert MARKER not in text

    # What it costs, and how it is made

    @pytest.mark.parametrize("place", ["entrance", "host"])
    def test_same_queries_with_one_and_three_contributions(self, client: Client, place: str) -> None:
        activity = self.make_activity()
        page = self.host(activity)
        url = entrance_url(activity) if place == "entrance" else page.url
        costs = []
        for more in (1, 2):
            for _ in range(more):
                self.send(Client(), activity)
            client.get(url)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(url).status_code == 200
            costs.append(len(queries))
        assert costs[0] == costs[1]

    def test_works_without_javascript_and_under_a_strict_policy(self, client: Client) -> None:
        activity = self.make_activity()
        page = self.host(activity)
        response = self.entrance(client, activity)
        soup = BeautifulSoup(response.content, "html.parser")
        url = reverse("engage", args=[activity.uuid, self.write])
        [form] = [f for f in soup.find_all("form", method="post") if str(f["action"]).partition("#")[0] == url]
        hidden = {field["name"]: field.get("value", "") for field in form.find_all("input", type="hidden")}
        client.post(url, {**hidden, **self.fields("By hand")})
        assert self.given(activity) == 1
        for content in (response.content, client.get(page.url).content):
            assert _inline_code(BeautifulSoup(content, "html.parser")) == []
        assert "script-src 'self';" in response["Content-Security-Policy"] + ";"

    # What leaves as a spreadsheet

    def _csv(self, client: Client, activity: Activity) -> str:
        module = registry.find_module(activity.module)
        assert module is not None
        response: Any = client.get(
            reverse(f"engagement_{module.slug.replace('-', '_')}:export", args=[activity.pk, "csv"])
        )
        assert response.status_code == 200
        return b"".join(response.streaming_content).decode("utf-8-sig")

    def test_export_has_frozen_headings_and_escapes_formulas(self, client: Client) -> None:
        activity = self.make_activity()
        self.host(activity)
        words = "=HYPERLINK(0)"
        self.send(Client(), activity, words)
        client.force_login(make_administrator())
        headings, row = csv.reader(io.StringIO(self._csv(client, activity)))
        common = ["reference", "received_at", "state", "channel", "language", "name", "batch", "arrival"]
        assert headings == [*common, *self.headings]
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
        if self.takes_words:
            assert words in [unescape_cell(cell) for cell in row]

    # What staff type in for others

    def test_answer_from_elsewhere_counts_and_says_how_it_came(self, client: Client) -> None:
        if self.module.entry_form is None:
            pytest.skip("nobody can type in answers for others")
        activity = self.make_activity()
        self.host(activity)
        batch = Batch.objects.create(activity=activity, title="A box", channel="paper", received_on=date(2026, 6, 3))
        client.force_login(make_staff("Community managers"))
        sent = {**self.fields(MARKER), "language": "en", "received_on": "2026-06-03", KEY_FIELD: new_key()}
        for _attempt in range(2):
            client.post(reverse("engagement_entry:batch", args=[batch.pk]), sent)
        contribution = Contribution.objects.get()
        assert (contribution.channel, contribution.batch, contribution.state) == ("paper", batch, "published")
        assert contribution.participant is not None
        assert not contribution.participant.is_known
        assert published_counts([activity])[activity.pk] == (1, 1, 1)
        client.force_login(make_administrator())
        assert "A box" in self._csv(client, activity)
        if self.shows_words:
            assert MARKER in self.entrance(Client(), activity).content.decode()

    def test_export_is_for_those_who_may(self) -> None:
        activity = self.make_activity()
        url = reverse(f"engagement_{self.module.slug.replace('-', '_')}:export", args=[activity.pk, "csv"])
        allowed = {"member": False, "Moderators": False, "Analysts": True}
        for role, may in allowed.items():
            client = Client()
            client.force_login(make_member() if role == "member" else make_staff(role))
            assert (client.get(url).status_code == 200) == may, role

    # Through the life of its page

    def test_copy_gets_an_empty_twin_of_its_own(self, client: Client) -> None:
        activity = self.make_activity()
        page = self.host(activity)
        self.send(client, activity)
        copied = page.copy(update_attrs={"slug": "copied"}, keep_live=True)
        twin = copied.page_activities.get().activity
        assert twin.pk != activity.pk
        assert (self.given(twin), self.given(activity)) == (0, 1)
        assert self.send(Client(), twin).status_code < 400
        assert (self.given(twin), self.given(activity)) == (1, 1)

    def test_move_keeps_it_open(self, client: Client) -> None:
        activity = self.make_activity()
        page = self.host(activity)
        elsewhere = self.index.add_sibling(instance=type(self.index)(title="Another list", slug="another-list"))
        page.move(elsewhere, pos="last-child")
        assert type(page).objects.get(pk=page.pk).get_parent().pk == elsewhere.pk
        assert self.send(client, activity).status_code < 400

    def test_translation_shares_it(self, client: Client) -> None:
        activity = self.make_activity()
        page = self.host(activity)
        self.send(client, activity, MARKER)
        _translated(page)
        assert Placement.objects.get().activity_id == activity.pk
        response = client.get("/cy" + entrance_url(activity))
        assert response.status_code == 200
        assert not self.shows_words or MARKER in response.content.decode()

    def test_old_draft_published_changes_nothing_of_it(self, client: Client) -> None:
        activity = self.make_activity()
        page = self.host(activity)
        old = page.save_revision()
        self.send(client, activity)
        activity.moderation, activity.closes_at = "hold", CLOSES - timedelta(days=1)
        activity.save()
        old.publish()
        again = type(activity).objects.get(pk=activity.pk)
        assert (again.moderation, again.closes_at, self.given(again)) == ("hold", CLOSES - timedelta(days=1), 1)

    def test_page_saved_while_the_module_is_uninstalled_keeps_it(self, client: Client) -> None:
        activity = self.make_activity()
        page = publish(self.host(), text=(activity,))
        with self._uninstalled():
            response = client.get(page.url)
            assert response.status_code == 200
            assert entrance_url(activity) == ""
            assert client.get(f"/engage/{activity.uuid}/{self.write}/").status_code == 404
            type(page).objects.get(pk=page.pk).save_revision().publish()
        again = type(page).objects.get(pk=page.pk)
        assert [block.value["activity"].pk for block in again.body if block.block_type == "activity"] == [activity.pk]
        assert self.send(client, activity).status_code < 400

    def test_migrations_are_clean_with_and_without_it(self) -> None:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
        with self._uninstalled():
            call_command("makemigrations", check=True, dry_run=True, verbosity=0)

    @contextmanager
    def _uninstalled(self) -> Iterator[None]:
        """Take the module's app out of Django's registry.

        As `apps.set_installed_apps` does, but without calling `ready()` of every other app a second time: Wagtail's
        do not stand that.
        """
        config = apps.get_containing_app_config(self.module.__module__)
        assert config is not None
        installed = apps.app_configs
        apps.app_configs = {label: other for label, other in installed.items() if label != config.label}
        _forget_what_is_installed()
        try:
            yield
        finally:
            apps.app_configs = installed
            _forget_what_is_installed()


def _forget_what_is_installed() -> None:
    apps.clear_cache()
    registry.forget()


def _translated(page: Any) -> Any:
    """The page in Welsh, published."""
    locale = Locale.objects.get_or_create(language_code="cy")[0]
    copied = page.copy_for_translation(locale, copy_parents=True)
    copied.save_revision().publish()
    return type(page).objects.get(pk=copied.pk)


def _text(response: Any) -> str:
    """What can be read on a page, apart from messages of the moment."""
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def _field_names(response: Any) -> set[str]:
    soup = BeautifulSoup(response.content, "html.parser")
    return {str(field.get("name")) for field in soup.find_all(["input", "textarea", "select"])}


def _inline_code(soup: BeautifulSoup) -> list[str]:
    scripts = [str(tag)[:80] for tag in soup.find_all("script") if not tag.get("src")]
    styles = [str(tag)[:80] for tag in soup.find_all("style")]
    handlers = [f"{tag.name} {name}" for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
    return scripts + styles + handlers + [tag.name for tag in soup.find_all(style=True)]


def _is_found(client: Client, words: str) -> bool:
    content = client.get("/search/", {"q": words, "kind": "comments"}).content.decode()
    return 'class="fm-results"' in content
