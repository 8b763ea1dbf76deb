"""Everyone who took part is told what came of it: who, what, when, and each once."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from base.mail import deliver_due, progress_of
from base.models import OutboxMessage, PublicationRecord
from base.publication import publishing_history
from engagement.accounts.models import Participant
from engagement.accounts.services import (
    claim_address,
    confirm_guest,
    erase_participant,
    join_participants,
    set_wants_answers,
)
from engagement.consultations import telling as telling_module
from engagement.consultations.archiving import archive
from engagement.consultations.audience import Audience, audience_of, to_tell
from engagement.consultations.models import ConsultationPage, Telling
from engagement.consultations.telling import (
    TellingRefused,
    carry_on,
    go_on_telling,
    source_page,
    start_telling,
    stop_telling,
)
from engagement.plugin import Channel, ContributionState, moderate, withdraw
from engagement.testing.clock import NOON, at
from engagement.testing.consultations import entry, theme
from engagement.testing.people import make_administrator, make_staff
from tests.consultations.telling import DAY, OVER, gave, guest, make_talk, member, publish_outcome, translated

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def talk(db):
    return make_talk()


@pytest.fixture
def closed(make, talk):
    """A consultation that has closed and waits for its answer, with a talk."""
    return make(under=(talk,), **OVER)


def told_addresses():
    return list(OutboxMessage.objects.filter(key__startswith="outcome:").order_by("pk").values_list("to", flat=True))


def tell(page=None):
    """Work off whatever round is under way."""
    for one in Telling.objects.filter(finished_at=None, stopped_at=None):
        carry_on(one.pk)
    return told_addresses()


def mail_to(address):
    return OutboxMessage.objects.get(to=address, key__startswith="outcome:")


# Who


def test_address_that_no_mail_can_go_to_holds_nobody_up(client, closed, talk):
    for address in ("ann@example.org", "bob@intranet", "cara@example.org"):
        gave(talk, member(address))
    publish_outcome(closed)
    assert tell() == ["ann@example.org", "cara@example.org"]
    assert Telling.objects.get().finished_at is not None
    client.force_login(make_administrator())
    assert client.get(reverse("consultation_told", args=[closed.pk])).status_code == 200


def test_everybody_with_an_address_is_told_once(closed, talk):
    ann, ben = member("ann@example.org"), guest("ben@example.org")
    for person in (ann, ben, ben):
        gave(talk, person)
    gave(talk, None)
    publish_outcome(closed)
    assert tell() == ["ann@example.org", "ben@example.org"]


@pytest.mark.parametrize(
    ("state", "is_told"),
    [
        ("pending", True),
        ("published", True),
        ("hidden", True),
        ("withdrawn", False),
        ("removed", False),
        ("unconfirmed", False),
    ],
)
def test_who_has_something_standing_is_told(closed, talk, state, is_told):
    given = gave(talk, guest("ben@example.org")).contribution
    type(given).objects.filter(pk=given.pk).update(state=state)
    publish_outcome(closed)
    assert tell() == (["ben@example.org"] if is_told else [])


def test_official_answers_are_no_taking_part_and_are_not_quoted(closed, talk):
    officer, both = guest("officer@example.org"), guest("both@example.org")
    for person, text in ((officer, "The council answers."), (both, "The council adds."), (both, "I live there.")):
        given = gave(talk, person, text)
        type(given).objects.filter(pk=given.pk, comment__startswith="The council").update(is_official=True)
    assert audience_of(closed) == Audience(0, 1, 0, 0, 0, 0, [("en", 1)], [("web", 1)])
    publish_outcome(closed)
    assert tell() == ["both@example.org"]
    [mail] = OutboxMessage.objects.all()
    assert "I live there." in mail.body
    assert "The council" not in mail.body


@pytest.mark.parametrize("channel", Channel.values)
def test_who_took_part_by_any_channel_is_told(closed, talk, channel):
    given = gave(talk, guest("ben@example.org")).contribution
    type(given).objects.filter(pk=given.pk).update(channel=channel)
    assert audience_of(closed).by_channel == [(Channel(channel).label, 1)]
    publish_outcome(closed)
    assert tell() == ["ben@example.org"]


def test_nobody_is_told_without_an_address_of_their_own(closed, talk):
    gave(talk, guest(None))
    gave(talk, member("unconfirmed@example.org", confirmed=False))
    gave(talk, member("switched-off@example.org", active=False))
    gone = guest("gone@example.org")
    gave(talk, gone)
    erase_participant(gone, by=None)
    no = guest("no@example.org")
    gave(talk, no)
    set_wants_answers(no, wants=False)
    assert audience_of(closed) == Audience(0, 0, 4, 1, 0, 0, [], [])
    publish_outcome(closed)
    assert tell() == []


def test_people_elsewhere_are_not_told(closed, talk, make):
    other = make_talk()
    make(title="Another", under=(other,), **OVER)
    gave(other, guest("elsewhere@example.org"))
    publish_outcome(closed)
    assert tell() == []


def test_one_mailbox_gets_one_message_with_the_words_of_both(closed, talk):
    gave(talk, guest("ann@example.org"), "As a guest.")
    gave(talk, member("ann@example.org"), "As a member.")
    assert audience_of(closed) == Audience(0, 1, 0, 0, 0, 1, [("en", 1)], [("web", 1)])
    publish_outcome(closed)
    assert tell() == ["ann@example.org"]
    body = mail_to("ann@example.org").body
    assert "> As a guest." in body
    assert "> As a member." in body


def test_guest_who_became_a_member_is_told_once(closed, talk):
    visitor = guest("ann@example.org")
    gave(talk, visitor)
    ann = member("ann@example.org")
    gave(talk, ann)
    claim_address(ann, "ann@example.org")
    assert audience_of(closed).told == 1
    publish_outcome(closed)
    assert tell() == ["ann@example.org"]


def test_figures_add_up_and_are_those_of_the_sending(closed, talk):
    gave(talk, member("m@example.org", language="cy"))
    for number in range(3):
        gave(talk, guest(f"g{number}@example.org", language="ar" if number else ""))
    gave(talk, guest(None))
    no = guest("no@example.org")
    gave(talk, no)
    set_wants_answers(no, wants=False)
    nameless = gave(talk, None).contribution
    type(nameless).objects.filter(pk=nameless.pk).update(participant=None)
    audience = audience_of(closed)
    assert audience == Audience(1, 3, 2, 1, 0, 0, [("ar", 2), ("cy", 1), ("en", 1)], [("web", 4)])
    assert (audience.told, audience.took_part) == (4, 7)
    assert sum(people for _code, people in audience.by_language) == audience.told
    publish_outcome(closed)
    assert len(tell()) == audience.told == to_tell(source_page(closed.translation_key)).count()


def test_figures_cost_the_same_for_many(closed, talk, django_assert_num_queries):
    for number in range(3):
        gave(talk, guest(f"g{number}@example.org"))
    with django_assert_num_queries(3):
        audience_of(closed)


@pytest.mark.parametrize("restriction", ["login", "groups"])
def test_closed_page_is_told_to_those_who_may_see_it(closed, talk, restriction):
    colleague = make_staff("Editors")
    person = Participant.objects.create(user=colleague, email=colleague.email)
    gave(talk, person)
    gave(talk, member("ann@example.org"))
    gave(talk, guest("ben@example.org"))
    gave(talk, Participant.objects.create(user=make_administrator(), email="root@example.org"))
    closing = PageViewRestriction.objects.create(page=closed.get_parent(), restriction_type=restriction)
    if restriction == "groups":
        closing.groups.set([*colleague.groups.all(), Group.objects.create(name="Nobody yet")])
    page = publish_outcome(closed)
    expected = {colleague.email, "root@example.org"} | ({"ann@example.org"} if restriction == "login" else set())
    assert set(tell()) == expected
    assert audience_of(page).closed == 4 - len(expected)
    may_see = ConsultationPage.objects.filter(pk=page.pk).visible_to
    for one in Participant.objects.exclude(user=None).select_related("user"):
        address = one.email or one.user.email
        assert may_see(one.user).exists() == (address in expected)


def test_page_behind_a_password_tells_nothing_of_itself(closed, talk):
    gave(talk, guest("ben@example.org"), "My own words.")
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password="secret")
    page = publish_outcome(closed, entry(title="Lorries are kept out"), decided_by="Streets committee")
    assert tell() == ["ben@example.org"]
    mail = mail_to("ben@example.org")
    assert mail.subject == "What came of something you took part in – Folkmoot"
    assert "> My own words." in mail.body
    assert page.full_url in mail.body
    for told in (page.title, "Lorries", "Streets committee", page.question):
        assert told not in mail.body


# What


def test_mail_says_what_each_word_led_to(closed, talk):
    ben = guest("ben@example.org", display_name="Ben")
    named, other = gave(talk, ben, "Keep lorries out.\nAt night too."), gave(talk, ben, "See http://evil.example now")
    page = publish_outcome(
        closed,
        entry(title="Lorries are kept out", references=named.contribution.reference),
        entry(title="A bridge", status="not_done", why_not="There is no money for one."),
        you_said=[theme(title="Lorries wake people", base="Raised by 7 people")],
    )
    tell()
    mail = mail_to("ben@example.org")
    first = page.we_did[0].id
    assert mail.subject == "What came of “Mill Lane: a quieter, safer street”"
    assert mail.body.splitlines() == [
        "Hello Ben,",
        "",
        "you took part in “Mill Lane: a quieter, safer street”. This is what came of it.",
        "",
        "WHAT YOU SAID",
        "",
        "> Keep lorries out.",
        "> At night too.",
        f"(reference {named.contribution.reference})",
        "",
        "What it led to:",
        "* Lorries are kept out",
        "  Under way – Streets committee, 10 June",
        f"  {page.full_url}#outcome-{first}",
        "",
        "> See http[:]//evil[.]example now",
        f"(reference {other.contribution.reference})",
        "",
        "No single decision was tied to these words. What was decided on the whole stands below.",
        "",
        "WHAT PEOPLE SAID",
        "",
        "* Lorries wake people (Raised by 7 people)",
        "",
        "WHAT WAS DECIDED",
        "",
        "* Lorries are kept out",
        "  Under way – Streets committee, 10 June",
        f"  {page.full_url}#outcome-{first}",
        "",
        "* A bridge",
        "  Not done – Streets committee, 10 June",
        "  Why not: There is no money for one.",
        f"  {page.full_url}#outcome-{page.we_did[1].id}",
        "",
        "Who decides: Streets committee.",
        "",
        "All of it, with the reasons:",
        f"{page.full_url}#answer",
        "",
        "Thank you for taking part.",
        "",
        "Folkmoot",
        "",
        "--",
        "You get this one message because you took part with this address, and Folkmoot promised an answer.",
        "To get no more messages of this kind, open this page and press the button:",
        mail.body.splitlines()[-1],
    ]


def test_mail_repeats_three_contributions_those_named_first(closed, talk):
    ben = guest("ben@example.org")
    given = [gave(talk, ben, f"Words {number}.").contribution.reference for number in range(5)]
    publish_outcome(closed, entry(references=given[4]))
    tell()
    body = mail_to("ben@example.org").body
    assert [line for line in body.splitlines() if line.startswith("> ")] == ["> Words 4.", "> Words 0.", "> Words 1."]
    assert "You gave 2 more answers; we have them as well." in body


def test_mail_lists_five_decisions_and_counts_the_rest(closed, talk):
    gave(talk, guest("ben@example.org"))
    publish_outcome(closed, *(entry(title=f"Decision {number}") for number in range(7)))
    tell()
    body = mail_to("ben@example.org").body
    assert [line for line in body.splitlines() if line.startswith("* ")] == [f"* Decision {n}" for n in range(5)]
    assert "and 2 more decisions." in body


@pytest.mark.parametrize(
    ("own", "spoken", "language"), [("cy", "en", "cy"), ("", "ar", "ar"), ("", "xx", "en"), ("xx", "cy", "en")]
)
def test_mail_is_in_the_language_of_the_person(closed, talk, own, spoken, language):
    given = gave(talk, guest("ben@example.org", language=own)).contribution
    type(given).objects.filter(pk=given.pk).update(language=spoken)
    publish_outcome(closed)
    tell()
    mail = mail_to("ben@example.org")
    assert mail.language == language
    prefix = "" if language == "en" else f"/{language}"
    assert f"http://localhost:8000{prefix}/account/answers/" in mail.body


def test_mail_takes_the_words_of_the_translation_where_it_is_published(closed, talk):
    welsh, arabic = (Locale.objects.create(language_code=code) for code in ("cy", "ar"))
    closed.we_did = [entry()]
    closed.tells_at_once = False
    closed.save_revision().publish()
    page = ConsultationPage.objects.get(pk=closed.pk)
    translated(page, welsh, title="Lôn y Felin", we_did=[entry(title="Dim lorïau")])
    translated(page, arabic, title="طريق الطاحونة", we_did=[])
    for code in ("cy", "ar", "en"):
        gave(talk, guest(f"{code}@example.org", language=code))
    start_telling(page=page, by=None)
    tell()
    assert "Lôn y Felin" in mail_to("cy@example.org").subject
    assert "* Dim lorïau" in mail_to("cy@example.org").body
    assert "The decisions are written in" not in mail_to("cy@example.org").body
    assert page.title in mail_to("ar@example.org").subject
    assert "* Lorries are kept out" in mail_to("ar@example.org").body
    assert "القرارات مكتوبة بلغة الصفحة: الإنجليزي" in mail_to("ar@example.org").body


def test_mail_takes_no_words_from_an_alias(closed, talk):
    page = publish_outcome(closed, tells_at_once=False)
    welsh = Locale.objects.create(language_code="cy")
    page.copy_for_translation(welsh, copy_parents=True, alias=True)
    gave(talk, guest("cy@example.org", language="cy"))
    start_telling(page=page, by=None)
    tell()
    assert "Iaith y penderfyniadau yw Saesneg" in mail_to("cy@example.org").body


def test_mail_can_be_stopped_with_one_click(closed, talk, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://moot.example"
    gave(talk, guest("ben@example.org"))
    publish_outcome(closed)
    tell()
    headers = mail_to("ben@example.org").headers
    link = mail_to("ben@example.org").body.splitlines()[-1]
    assert headers == {
        "From": "Folkmoot <no-reply@localhost>",
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


# When


def test_outcome_begins_a_round_of_what_was_published(closed, talk):
    by = make_administrator()
    closed.we_did = [entry(title="Lorries are kept out")]
    closed.save_revision().publish(user=by)
    [telling] = Telling.objects.all()
    assert (telling.number, telling.occasion, telling.started_by, telling.is_running) == (1, "outcome", by, True)
    assert telling.publication == PublicationRecord.objects.latest("pk")
    assert "Lorries are kept out" in telling.publication.content["we_did"]
    tell()
    telling.refresh_from_db()
    assert telling.finished_at == NOON


def test_correction_tells_nobody_again(closed, talk):
    gave(talk, guest("ben@example.org"))
    page = publish_outcome(closed)
    tell()
    publish_outcome(page, entry(title="Other words"))
    assert tell() == ["ben@example.org"]
    assert Telling.objects.count() == 1


def test_outcome_taken_back_and_published_again_tells_nobody_again(closed, talk):
    gave(talk, guest("ben@example.org"))
    page = publish_outcome(closed)
    tell()
    deliver_all()
    page.we_did = []
    page.save_revision().publish()
    publish_outcome(ConsultationPage.objects.get(pk=page.pk))
    tell()
    assert Telling.objects.count() == 1


def deliver_all():
    OutboxMessage.objects.update(sent_at=timezone.now(), attempts=1)


@pytest.mark.parametrize("field", ["you_said", "withdrawn_on"])
def test_other_publications_tell_nobody(closed, talk, field):
    gave(talk, guest("ben@example.org"))
    if field == "you_said":
        closed.you_said = [theme()]
    else:
        closed.withdrawn_on, closed.withdrawn_reason, closed.we_did = NOON.date(), "No money.", [entry()]
    closed.save_revision().publish()
    assert not Telling.objects.exists()


def test_history_tells_nobody(closed, talk):
    gave(talk, guest("ben@example.org"))
    with publishing_history():
        page = publish_outcome(closed)
    publish_outcome(page, entry(title="Other words"))
    assert not Telling.objects.exists()


def test_scheduled_outcome_tells_when_it_goes_public(closed, talk):
    gave(talk, guest("ben@example.org"))
    closed.we_did = [entry()]
    closed.go_live_at = NOON + DAY
    closed.save_revision().publish()
    assert not Telling.objects.exists()
    with at(NOON + DAY + timedelta(minutes=1)):
        call_command("publish_scheduled")
        assert Telling.objects.get().started_by is None
        assert tell() == ["ben@example.org"]


def test_outcome_without_the_tick_is_told_by_hand(closed, talk):
    gave(talk, guest("ben@example.org"))
    page = publish_outcome(closed, tells_at_once=False)
    assert not Telling.objects.exists()
    start_telling(page=page, by=make_administrator())
    assert tell() == ["ben@example.org"]


def test_second_round_says_what_has_changed(closed, talk):
    gave(talk, guest("ben@example.org"))
    page = publish_outcome(closed)
    with pytest.raises(TellingRefused):
        start_telling(page=page, by=None, reason="Too early.")
    tell()
    start_telling(page=page, by=None, reason="The signs are up.")
    assert tell() == ["ben@example.org"] * 2
    body = OutboxMessage.objects.latest("pk").body
    assert "we write to you again about “Mill Lane: a quieter, safer street”, because something has changed:" in body
    assert "\nThe signs are up.\n" in body


def test_without_a_public_outcome_nobody_can_be_told(closed):
    with pytest.raises(TellingRefused):
        start_telling(page=closed, by=None)


@pytest.mark.parametrize("how", ["unpublish", "take back", "withdraw", "delete"])
def test_outcome_that_is_gone_stops_the_round(closed, talk, how):
    gave(talk, guest("ben@example.org"))
    page = publish_outcome(closed)
    tell()
    if how == "unpublish":
        page.unpublish()
    elif how == "take back":
        page.we_did = []
        page.save_revision().publish()
    elif how == "withdraw":
        page.withdrawn_on, page.withdrawn_reason = NOON.date(), "No money."
        page.save_revision().publish()
    else:
        page.delete()
    telling = Telling.objects.get()
    assert (telling.stopped_at, telling.finished_at) == (NOON, None)
    assert told_addresses() == []
    assert tell() == []


def test_round_that_was_stopped_goes_on_with_new_words_and_tells_nobody_twice(closed, talk):
    gave(talk, guest("ann@example.org"))
    gave(talk, guest("ben@example.org"))
    page = publish_outcome(closed)
    tell()
    OutboxMessage.objects.filter(to="ann@example.org").update(sent_at=NOON, attempts=1)
    assert stop_telling(telling=Telling.objects.get())
    assert not stop_telling(telling=Telling.objects.get())
    page = publish_outcome(page, entry(title="Other words"))
    assert told_addresses() == ["ann@example.org"]
    go_on_telling(telling=Telling.objects.get(), page=page)
    assert tell() == ["ann@example.org", "ben@example.org"]
    assert "Other words" in mail_to("ben@example.org").body
    with pytest.raises(TellingRefused):
        go_on_telling(telling=Telling.objects.get(), page=page)


def test_round_that_is_done_cannot_be_stopped(closed, talk):
    gave(talk, guest("ben@example.org"))
    publish_outcome(closed)
    tell()
    deliver_all()
    assert not stop_telling(telling=Telling.objects.get())
    assert Telling.objects.get().finished_at == NOON


def leaves(person, comment):
    erase_participant(person, by=None)


def says_no(person, comment):
    set_wants_answers(person, wants=False)


def takes_back(person, comment):
    withdraw(contribution=comment.contribution)


def is_removed(person, comment):
    moderate(contribution=comment.contribution, to=ContributionState.REMOVED, by=make_administrator())


@pytest.mark.parametrize("change", [leaves, says_no, takes_back, is_removed])
def test_who_goes_between_the_pieces_is_left_out(closed, talk, monkeypatch, change):
    monkeypatch.setattr(telling_module, "PIECE", 1)
    monkeypatch.setattr(telling_module, "PIECES_AT_ONCE", 1)
    ann, ben = guest("ann@example.org"), guest("ben@example.org")
    gave(talk, ann)
    given = gave(talk, ben)
    publish_outcome(closed)
    assert tell() == ["ann@example.org"]
    change(ben, given)
    tell()
    assert told_addresses() == ["ann@example.org"]
    tell()
    assert Telling.objects.get().finished_at == NOON


@pytest.mark.parametrize("change", [leaves, says_no])
def test_who_goes_while_the_mail_waits_does_not_get_it(closed, talk, change, settings):
    ben = guest("ben@example.org")
    given = gave(talk, ben)
    publish_outcome(closed)
    assert tell() == ["ben@example.org"]
    change(ben, given)
    assert not OutboxMessage.objects.filter(to="ben@example.org").exists()


def test_guest_told_and_then_joined_to_a_member_is_not_told_again(closed, talk, monkeypatch):
    monkeypatch.setattr(telling_module, "PIECE", 1)
    monkeypatch.setattr(telling_module, "PIECES_AT_ONCE", 1)
    visitor, ann = guest("ann@example.org"), member("old@example.org")
    gave(talk, visitor)
    gave(talk, ann)
    publish_outcome(closed)
    assert tell() == ["ann@example.org"]
    claim_address(ann, "ann@example.org")
    tell()
    assert tell() == ["ann@example.org"]


def test_joining_keeps_the_stricter_wish(db):
    guest("no@example.org", wants_answers=False)
    assert not confirm_guest(guest(None), "no@example.org").wants_answers
    kept = join_participants(kept=guest("yes@example.org"), gone=guest(None, wants_answers=False))
    assert not kept.wants_answers


def test_minute_takes_up_what_was_left(closed, talk, monkeypatch):
    gave(talk, guest("ben@example.org"))
    publish_outcome(closed)
    assert told_addresses() == []
    carried = []
    monkeypatch.setattr("base.management.commands.deliver_mail.deliver_due", lambda *_args: carried.append(1) or 0)
    call_command("deliver_mail")
    assert (told_addresses(), carried) == (["ben@example.org"], [1])


def test_piece_costs_the_same_for_one_and_for_three(make):
    costs = []
    for people in (1, 1, 3):  # the first fills what is read once a process
        talk = make_talk()
        page = make(title=f"Street {len(costs)}", under=(talk,), **OVER)
        for number in range(people):
            named = gave(talk, guest(f"g{number}-{len(costs)}@example.org"), "Words.")
        publish_outcome(page, entry(references=named.contribution.reference))
        with CaptureQueriesContext(connection) as queries:
            tell()
        costs.append(len(queries))
    assert costs[1] == costs[2]


def test_progress_counts_what_was_sent_waits_and_failed(transactional_db, closed, talk):
    for name in ("ann", "ben", "cai"):
        gave(talk, guest(f"{name}@example.org"))
    publish_outcome(closed)
    tell()
    key = Telling.objects.get().key
    OutboxMessage.objects.filter(to="ben@example.org").update(sent_at=None, abandoned_at=NOON)
    OutboxMessage.objects.filter(to="cai@example.org").update(sent_at=None)
    assert progress_of(key) == (1, 1, 1)
    assert deliver_due(NOON + DAY, 10) == 1


# That nothing will be decided


NO_MONEY = "The county has dropped the scheme.\nThere is no money for it."


def say_no(page, **changes):
    """Publish why there will be no decision, today."""
    return publish_no_decision(page, no_decision_on=NOON.date(), no_decision_reason=NO_MONEY, **changes)


def publish_no_decision(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return ConsultationPage.objects.get(pk=page.pk)


def test_people_are_told_once_that_nothing_will_be_decided_and_why(closed, talk):
    given = gave(talk, guest("ben@example.org", display_name="Ben"), "Keep lorries out.").contribution
    page = say_no(closed, you_said=[theme(title="Lorries wake people", base="Raised by 7 people")])
    say_no(page, title="Mill Lane")
    assert tell() == ["ben@example.org"]
    mail = mail_to("ben@example.org")
    assert mail.subject == "What came of “Mill Lane”"
    assert mail.body.splitlines()[:27] == [
        "Hello Ben,",
        "",
        "you took part in “Mill Lane”. This is what came of it.",
        "",
        "WHAT YOU SAID",
        "",
        "> Keep lorries out.",
        f"(reference {given.reference})",
        "",
        "WHAT PEOPLE SAID",
        "",
        "* Lorries wake people (Raised by 7 people)",
        "",
        "WHAT WAS DECIDED",
        "",
        "No decision will be made, and here is why.",
        "",
        "The county has dropped the scheme.",
        "There is no money for it.",
        "",
        "Said on Monday 15 June",
        "",
        "All of it, with the reasons:",
        f"{page.full_url}#answer",
        "",
        "Thank you for taking part.",
        "",
    ]


def test_archiving_with_a_reason_tells_people(closed, talk):
    gave(talk, guest("ben@example.org"))
    archive(page=ConsultationPage.objects.get(pk=closed.pk), by=None, no_decision_reason="The grant went elsewhere.")
    assert tell() == ["ben@example.org"]
    assert "The grant went elsewhere." in mail_to("ben@example.org").body


def test_reason_behind_a_password_is_in_no_mail(closed, talk):
    gave(talk, guest("ben@example.org"))
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password="secret")
    say_no(closed)
    tell()
    assert "county" not in mail_to("ben@example.org").body


def test_reason_taken_back_is_told_to_nobody_any_more(closed, talk):
    gave(talk, guest("ben@example.org"))
    page = say_no(closed)
    publish_no_decision(page, no_decision_on=None, no_decision_reason="")
    assert Telling.objects.get().stopped_at is not None
    assert tell() == []


def test_decision_after_all_is_told_again_by_hand(closed, talk):
    gave(talk, guest("ben@example.org"))
    page = say_no(closed)
    tell()
    page = publish_outcome(page, no_decision_on=None, no_decision_reason="")
    assert Telling.objects.count() == 1
    carry_on(start_telling(page=page, by=None, reason="There is a decision after all.").pk)
    assert "* Lorries are kept out" in OutboxMessage.objects.order_by("-pk")[0].body


def test_reason_is_in_the_language_of_the_translation_where_it_has_one(closed, talk):
    welsh, bengali = (Locale.objects.create(language_code=code) for code in ("cy", "bn"))
    page = say_no(closed, tells_at_once=False)
    translated(page, welsh, title="Lôn y Felin", no_decision_on=NOON.date(), no_decision_reason="Nid oes arian.")
    translated(page, bengali, title="মিল লেন")
    gave(talk, guest("cy@example.org", language="cy"))
    gave(talk, guest("bn@example.org", language="bn"))
    start_telling(page=source_page(page.translation_key), by=None)
    tell()
    assert "Nid oes arian." in mail_to("cy@example.org").body
    assert NO_MONEY in mail_to("bn@example.org").body
    assert page.title in mail_to("bn@example.org").subject
