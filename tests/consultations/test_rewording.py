"""Why dates changed, in other words: what people read then, who may, and what evidence keeps."""

import csv
import io
import zipfile
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, PageLogEntry
from wagtail_localize.operations import translate_object

from engagement.consultations import admin_views, rewording_views
from engagement.consultations.dating import ChangeRefused, change_dates, pause
from engagement.consultations.evidence.making import write_pack
from engagement.consultations.evidence.subject import Subject
from engagement.consultations.models import ConsultationPage, CorrectedWords, DateChange
from engagement.consultations.rewording import correct_words
from engagement.testing.clock import NOON, at
from engagement.testing.consultations import CLOSES
from engagement.testing.people import make_administrator, make_member, make_staff

pytestmark = pytest.mark.usefixtures("noon")

DAY = timedelta(days=1)
TYPED = {"en": "Mrs Jones of 4 Mill Lane is il."}
MENDED = "Our officer is ill."


@pytest.fixture
def moved(consultation):
    """A consultation with more time, for a reason that should not stand there."""
    change_dates(page=consultation, closes_at=CLOSES + DAY, answer_by=date(2026, 8, 7), reasons=TYPED, by=None)
    return ConsultationPage.objects.get(pk=consultation.pk)


@pytest.fixture
def welsh(moved):
    locale = Locale.objects.create(language_code="cy")
    translate_object(moved, [locale])
    page = ConsultationPage.objects.get(locale=locale)
    page.save_revision().publish()
    return ConsultationPage.objects.get(pk=page.pk)


def correct(page, by=None, **reasons):
    return correct_words(page=page, change=DateChange.objects.get(), reasons=reasons, by=by)


def address(page):
    return reverse(rewording_views.NAME, args=[page.pk, DateChange.objects.get().pk])


def text_of(client, url):
    return " ".join(BeautifulSoup(client.get(url).content, "html.parser").get_text(" ").split())


def send(client, page, **fields):
    seen = BeautifulSoup(client.get(address(page)).content, "html.parser").select_one("[name=seen]")["value"]
    return client.post(address(page), {"seen": seen, **fields})


def test_people_read_the_new_words_and_the_dates_stay(client, moved, index):
    correct(moved, en=MENDED)
    text = text_of(client, moved.url)
    assert MENDED in text
    assert "Mrs Jones" not in text
    feed = client.get(f"{index.url}feed/").content.decode()
    assert MENDED in feed
    assert "Mrs Jones" not in feed
    change = DateChange.objects.get()
    assert (change.closes_from, change.closes_to, change.at) == (CLOSES, CLOSES + DAY, NOON)
    assert ConsultationPage.objects.get().closes_at == CLOSES + DAY


def test_language_that_came_later_is_read_in_it(client, welsh, moved):
    correct(moved, cy="Mae ein swyddog yn sâl.")
    assert "Mae ein swyddog yn sâl." in text_of(client, welsh.url)
    assert DateChange.objects.get().reasons == {**TYPED, "cy": "Mae ein swyddog yn sâl."}


def test_reason_of_a_pause_is_corrected_too(client, consultation):
    pause(page=consultation, reasons=TYPED, by=None)
    correct(consultation, en=MENDED)
    assert ConsultationPage.objects.get().pause_reason() == MENDED


def test_who_corrected_what_and_when_is_on_record(moved):
    user = make_administrator()
    with at(NOON + DAY):
        correct(moved, by=user, en=MENDED)
    kept = CorrectedWords.objects.get()
    assert (kept.before, kept.after, kept.by, kept.at) == (TYPED, {"en": MENDED}, user, NOON + DAY)
    entry = PageLogEntry.objects.get(action="consultations.words")
    assert (entry.page_id, entry.user, entry.data) == (moved.pk, user, {"change": kept.change_id})
    with pytest.raises(TypeError):
        kept.save()
    with pytest.raises(TypeError):
        kept.delete()


@pytest.mark.parametrize(
    ("reasons", "sentence"),
    [({"en": "  "}, "Say why"), (TYPED, "Nothing would change"), ({"cy": " "}, "Nothing would change")],
)
def test_words_are_needed_and_must_be_others(moved, reasons, sentence):
    with pytest.raises(ChangeRefused, match=sentence):
        correct(moved, **reasons)
    assert not CorrectedWords.objects.exists()


def test_evidence_says_what_people_read_before_and_since(moved, tmp_path):
    before = Subject(moved.translation_key).fingerprint()
    with at(NOON + DAY):
        correct(moved, en=MENDED)
    with at(CLOSES + 2 * DAY):
        correct(moved, en=f"{MENDED} Sorry.", cy="Mae'n sâl.")
    subject = Subject(moved.translation_key)
    assert subject.fingerprint() != before
    assert subject.as_of() == CLOSES + 2 * DAY
    write_pack(key=moved.translation_key, path=tmp_path / "pack.zip", progress=lambda share: None)
    with zipfile.ZipFile(tmp_path / "pack.zip") as found:
        rows = list(csv.DictReader(io.StringIO(found.read("dates.csv").decode("utf-8-sig"))))
    assert [(row["what"], row["reason"]) for row in rows[:-2]] == [
        ("answer", f"en: {TYPED['en']}"),
        ("extended", f"en: {TYPED['en']}"),
    ]
    assert [(row["what"], row["before"], row["after"], row["while_open"]) for row in rows[-2:]] == [
        ("words", f"en: {TYPED['en']}", f"en: {MENDED}", "yes"),
        ("words", f"en: {MENDED}", f"cy: Mae'n sâl.\nen: {MENDED} Sorry.", "no"),
    ]


# In the admin


def test_editor_finds_each_change_and_corrects_it(client, moved, welsh):
    client.force_login(make_staff("Editors"))
    for screen in (
        reverse(admin_views.NAME, args=[moved.pk, "dates"]),
        reverse("wagtailadmin_pages:edit", args=[moved.pk]),
    ):
        links = BeautifulSoup(client.get(screen).content, "html.parser").select(f"a[href='{address(moved)}']")
        assert [link.get_text() for link in links] == ["Correct the words: You have more time, Monday 15 June"]
    form = client.get(address(moved)).context["form"]
    assert [name for name in form.fields if name.startswith("reason_")] == ["reason_en", "reason_cy"]
    assert form["reason_en"].value() == TYPED["en"]
    assert send(client, moved, reason_en=MENDED, reason_cy="").status_code == 302
    assert DateChange.objects.get().reasons == {"en": MENDED}


def test_words_in_a_language_that_is_public_no_more_can_be_taken_off(client, moved, welsh):
    correct(moved, cy="Mae Mrs Jones yn sâl.")
    welsh.unpublish()
    client.force_login(make_staff("Editors"))
    send(client, moved, reason_en=MENDED, reason_cy="")
    assert DateChange.objects.get().reasons == {"en": MENDED}


def test_second_editor_is_told_of_the_first_and_loses_nothing(client, moved):
    client.force_login(make_staff("Editors"))
    correct(moved, en=MENDED)
    response = client.post(address(moved), {"seen": "0", "reason_en": "Other words."})
    assert "Somebody else corrected the words" in response.content.decode()
    assert (response.context["form"]["reason_en"].value(), response.context["seen"]) == ("Other words.", 1)
    assert DateChange.objects.get().reasons == {"en": MENDED}


@pytest.mark.parametrize(
    ("role", "may"),
    [("Editors", True), ("Community managers", True), ("Moderators", False), ("Analysts", False), ("", False)],
)
def test_who_changes_dates_corrects_their_words(client, moved, role, may):
    client.force_login(make_staff(role) if role else make_member())
    client.post(address(moved), {"seen": "0", "reason_en": MENDED})
    assert CorrectedWords.objects.exists() == may


def test_change_is_corrected_on_its_own_page_only(client, moved, make, welsh):
    other = make(title="Other")
    client.force_login(make_administrator())
    assert client.get(reverse(rewording_views.NAME, args=[other.pk, DateChange.objects.get().pk])).status_code == 404
    with pytest.raises(ChangeRefused):
        correct(welsh, en=MENDED)
    with translation.override("cy"):
        assert rewording_views.told_changes(welsh, make_administrator()) == []
