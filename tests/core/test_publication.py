"""The gate, the records and visibility, on pages that have them."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Locale, PageViewRestriction

from base.models import OutboxMessage, PublicationRecord
from base.models.publication import content_digest
from base.publication import PublishRefused
from engagement.consultations.models import ConsultationPage
from engagement.testing.clock import at
from engagement.testing.consultations import OPENS, complete, make_consultation, make_draft, make_index
from engagement.testing.people import make_administrator

NOW = OPENS - timedelta(days=3)


@pytest.fixture
def index(db):
    with at(NOW):
        yield make_index()


def test_each_publication_appends_a_record(index):
    page = make_consultation(index)
    editor = make_administrator()
    page.title = "Another title"
    page.save_revision(user=editor).publish(user=editor)
    first, second = PublicationRecord.objects.filter(translation_key=page.translation_key)
    assert (first.number, second.number) == (1, 2)
    assert (second.title, second.published_by, second.digest) == (
        "Another title",
        editor,
        content_digest(second.content),
    )


def test_record_survives_purged_revisions_and_cannot_be_changed(index):
    page = make_consultation(index)
    page.revisions.all().delete()
    record = PublicationRecord.objects.get(translation_key=page.translation_key)
    assert record.content["question"] == complete()["question"]
    with pytest.raises(TypeError):
        record.save()
    with pytest.raises(TypeError):
        record.delete()


def test_refused_publication_changes_nothing(index):
    page = make_draft(index, decided_by="")
    with pytest.raises(PublishRefused) as refusal:
        page.save_revision().publish()
    assert [problem.field for problem in refusal.value.problems] == ["decided_by"]
    page.refresh_from_db()
    assert not page.live
    assert PublicationRecord.objects.filter(translation_key=page.translation_key).count() == 0


def test_refusal_of_one_scheduled_page_does_not_hold_up_the_next(index):
    editor = make_administrator()
    pages = [make_draft(index, title=title, slug=title) for title in ("broken", "fine")]
    for page in pages:
        page.go_live_at = NOW + timedelta(hours=1)
        page.save_revision(user=editor).publish(user=editor)
    revision = pages[0].revisions.get()
    revision.content["decided_by"] = ""
    revision.save()
    with at(NOW + timedelta(hours=2)):
        call_command("publish_scheduled")
        call_command("publish_scheduled")
    assert [ConsultationPage.objects.get(pk=page.pk).live for page in pages] == [False, True]
    message = OutboxMessage.objects.get(key__startswith="publish-refused")
    assert message.to == editor.email
    assert reverse("wagtailadmin_pages:edit", args=[pages[0].pk]) in message.body


def test_refusal_without_a_form_is_said_in_the_admin(index, client):
    page = make_draft(index, decided_by="")
    page.save_revision()
    client.force_login(make_administrator())
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = client.post(f"{url}?id={page.pk}&next=/admin/", follow=True)
    assert response.status_code == 200
    assert "was not published" in response.content.decode()


@pytest.mark.parametrize("closed", ["page", "parent", "translation", "translated parent"])
def test_restriction_anywhere_closes_every_language(index, client, closed):
    page = make_consultation(index)
    welsh = Locale.objects.get_or_create(language_code="cy")[0]
    translation = page.copy_for_translation(welsh, copy_parents=True)
    translation.save_revision().publish()
    where = {"page": page, "parent": index, "translation": translation, "translated parent": translation.get_parent()}
    PageViewRestriction.objects.create(page=where[closed], restriction_type="login")
    for shown in (page, ConsultationPage.objects.get(pk=translation.pk)):
        response = client.get(shown.url, follow=True)
        assert response.redirect_chain[-1][0].endswith(f"/account/login/?next={shown.url}")
