"""What an editor does to a consultation, and what residents meet afterwards."""

import uuid
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from base.publication import PublishRefused
from engagement.consultations.dating import change_dates
from engagement.consultations.models import ConsultationPage, Subject
from engagement.core.models import Placement
from engagement.plugin import Contribution
from engagement.testing.clock import NOON, at
from engagement.testing.consultations import CLOSES, make_draft, points
from engagement.testing.pages import publish
from engagement.testing.people import make_administrator, make_member
from tests.core.test_door import pin
from tests.sample_module.models import PostcardWall

pytestmark = pytest.mark.usefixtures("noon")


WHY = {"en": "Two evenings were cancelled."}


def restrict(page, kind="login", **fields):
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **fields)


def can_enter(client, page, wall):
    """What the page and the door answer: (page, door, stored contributions)."""
    given = Contribution.objects.count()
    read, post = client.get(page.url).status_code, pin(client, wall).status_code
    return read, post, Contribution.objects.count() - given


OPEN_TO_ALL = (200, 302, 1)


def test_public_page_is_open(client, consultation, wall):
    assert can_enter(client, consultation, wall) == OPEN_TO_ALL


def test_page_for_members_opens_with_a_login(client, consultation, wall):
    restrict(consultation)
    page, _door, stored = can_enter(client, consultation, wall)
    assert (page, stored) == (302, 0)
    client.force_login(make_member())
    assert can_enter(client, consultation, wall) == OPEN_TO_ALL


def test_page_for_a_group_opens_to_that_group_only(client, consultation, wall):
    group = Group.objects.create(name="Panel")
    restrict(consultation, "groups").groups.add(group)
    member = make_member()
    client.force_login(member)
    assert can_enter(client, consultation, wall)[2] == 0
    member.groups.add(group)
    assert can_enter(client, consultation, wall) == OPEN_TO_ALL


def test_page_with_a_password_opens_with_the_password(client, consultation, wall):
    restriction = restrict(consultation, "password", password="mill lane")
    assert b"Mill Lane: a quieter" not in client.get(consultation.url).content
    assert can_enter(client, consultation, wall)[2] == 0
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{consultation.pk}/",
        {"password": "mill lane", "return_url": consultation.url},
    )
    assert can_enter(client, consultation, wall) == OPEN_TO_ALL


def test_restriction_on_the_list_closes_what_is_below(client, consultation, index, wall):
    restrict(index)
    assert can_enter(client, consultation, wall)[::2] == (302, 0)


def test_unpublishing_closes_page_and_door(client, consultation, wall):
    consultation.unpublish()
    assert can_enter(client, consultation, wall) == (404, 404, 0)


def test_publishing_again_opens_them(client, consultation, wall):
    consultation.unpublish()
    publish(ConsultationPage.objects.get())
    assert can_enter(client, consultation, wall) == OPEN_TO_ALL


def test_deleting_keeps_what_people_gave(client, consultation, wall):
    pin(client, wall)
    consultation.delete()
    assert pin(client, wall).status_code == 404
    assert (Contribution.objects.count(), Placement.objects.count()) == (1, 0)


def test_copy_gets_an_empty_twin(client, consultation, wall):
    pin(client, wall)
    copy = consultation.copy(update_attrs={"title": "Second round", "slug": "second"}, keep_live=False)
    [row] = copy.page_activities.all()
    assert row.activity_id != wall.pk
    assert PostcardWall.objects.get(pk=row.activity_id).contributions.count() == 0
    assert wall.contributions.count() == 1


def test_moving_the_closing_time_moves_the_door(client, consultation, wall):
    page = ConsultationPage.objects.get()
    change_dates(page=page, closes_at=NOON, answer_by=date(2026, 6, 20), reasons=WHY, by=None)
    assert pin(client, wall).status_code == 403


# In Welsh


@pytest.fixture
def welsh(db):
    return Locale.objects.create(language_code="cy")


@pytest.fixture
def translated(consultation, welsh, django_capture_on_commit_callbacks):
    """The consultation in Welsh, its title translated."""
    translate_object(consultation, [welsh])
    page = ConsultationPage.objects.get(locale=welsh)
    source = TranslationSource.objects.get_for_instance(consultation)
    translation = Translation.objects.get(source=source, target_locale=welsh)
    for segment in source.stringsegment_set.filter(context__path="title"):
        StringTranslation.objects.create(
            translation_of=segment.string, locale=welsh, context=segment.context, data="Lôn y Felin"
        )
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    return ConsultationPage.objects.get(pk=page.pk)


def test_translation_begins_as_a_draft(client, consultation, welsh, django_capture_on_commit_callbacks):
    client.force_login(make_administrator())
    with django_capture_on_commit_callbacks(execute=True):
        url = reverse("wagtail_localize:submit_page_translation", args=[consultation.pk])
        assert client.post(url, {"locales": [welsh.pk]}).status_code == 302
    page = ConsultationPage.objects.get(locale=welsh)
    assert not page.live
    client.logout()
    assert client.get(page.get_url()).status_code == 404
    assert client.get(consultation.url).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_translation_of_what_is_not_finished_is_refused_in_words(client, index, welsh):
    draft = make_draft(index, question="")
    translate_object(draft, [welsh])
    page = ConsultationPage.objects.get(locale=welsh)
    client.force_login(make_administrator())
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client.post(url, {"action": "publish", "unfinished": "1"}, follow=True)
    assert response.status_code == 200
    assert "Say what you ask" in response.content.decode()
    assert not ConsultationPage.objects.filter(live=True).exists()


def test_translation_keeps_dates_and_activities(client, translated, consultation, wall):
    assert translated.title == "Lôn y Felin"
    assert (translated.opens_at, translated.closes_at) == (consultation.opens_at, consultation.closes_at)
    assert translated.hosted_keys == [wall.pk]
    assert Placement.objects.get().host_key == translated.translation_key
    content = client.get(translated.url).content.decode()
    assert translated.url.startswith("/cy/")
    assert f"/cy/engage/{wall.uuid}/wall/" in content


def test_translation_says_the_same_state_after_the_source_has_changed(client, translated, consultation):
    page = ConsultationPage.objects.get(pk=consultation.pk)
    later = CLOSES + timedelta(days=3)
    change_dates(page=page, closes_at=later, answer_by=page.answer_by, reasons=WHY, by=None)
    assert ConsultationPage.objects.get(pk=translated.pk).closes_at == CLOSES
    assert translated.standing == page.standing
    for address, words in ((consultation.url, "22 days left"), (translated.url, "22 diwrnod ar ôl")):
        assert words in client.get(address).content.decode()


def test_withdrawing_the_source_withdraws_the_translation(translated, consultation):
    page = ConsultationPage.objects.get(pk=consultation.pk)
    page.withdrawn_on, page.withdrawn_reason = date(2026, 6, 15), "The grant was lost."
    publish(page)
    states = ConsultationPage.objects.with_state(NOON).values_list("public_state", flat=True)
    assert list(states) == ["withdrawn", "withdrawn"]
    assert translated.standing.state_at(NOON) == "withdrawn"


def test_alias_is_open_from_the_start_and_leads_home(client, index, consultation, wall):
    client.force_login(make_administrator())
    fields = {"new_title": "Mill Lane", "new_slug": "alias", "new_parent_page": index.pk, "alias": "on"}
    client.post(reverse("wagtailadmin_pages:copy", args=[consultation.pk]), fields)
    client.logout()
    alias = ConsultationPage.objects.get(alias_of=consultation)
    assert alias.translation_key != consultation.translation_key
    assert alias.standing == consultation.standing
    assert alias.standing.is_open_at(NOON)
    content = client.get(alias.url).content.decode()
    assert f'href="{consultation.url}"' in content
    assert f"/engage/{wall.uuid}/" not in content


def test_old_translation_published_moves_no_date(translated, consultation):
    translated.closes_at = CLOSES + timedelta(days=20)
    translated.save_revision().publish()
    assert consultation.standing.window.closes_at == CLOSES


@pytest.mark.parametrize("which", ["translated", "consultation"])
def test_restriction_on_one_language_closes_all(client, request, translated, consultation, wall, which):
    restrict(request.getfixturevalue(which))
    for page in (consultation, translated):
        assert can_enter(client, page, wall)[::2] == (302, 0)
        listed = client.get(page.get_parent().url + "?state=all").content.decode()
        assert f'href="{page.url}"' not in listed


def test_lists_are_in_their_own_language(client, translated):
    content = client.get(translated.get_parent().url + "?state=all").content.decode()
    assert f'href="{translated.url}"' in content
    assert f'href="{translated.url.removeprefix("/cy")}"' not in content


def test_subject_is_said_and_found_in_each_language(client, make, index, welsh):
    english = Subject.objects.create(name="Streets", slug="streets", locale=index.locale)
    page = make(subject=english)
    translate_object(english, [welsh])
    other = Subject.objects.get(locale=welsh)
    Subject.objects.filter(pk=other.pk).update(name="Strydoedd")
    translate_object(page, [welsh])
    copy = ConsultationPage.objects.get(locale=welsh)
    copy.save_revision().publish()
    listed = client.get(copy.get_parent().url + "?subject=streets").content.decode()
    assert f'href="{copy.url}"' in listed
    assert "Strydoedd" in client.get(copy.url).content.decode()
    assert "Strydoedd" not in client.get(page.url).content.decode()


def test_points_are_translated_line_by_line(make, welsh):
    page = make(open_points=points("Which layout"), slug=f"p-{uuid.uuid4().hex[:6]}")
    translate_object(page, [welsh])
    source = TranslationSource.objects.get_for_instance(page)
    strings = set(source.stringsegment_set.values_list("string__data", flat=True))
    assert {"Which layout", "Streets committee"} <= strings
    assert "01632 960 147" not in strings


@pytest.mark.django_db(transaction=True)
def test_translation_that_is_scheduled_is_not_said_to_be_published(client, consultation, welsh):
    translate_object(consultation, [welsh])
    page = ConsultationPage.objects.get(locale=welsh)
    ConsultationPage.objects.filter(pk=page.pk).update(go_live_at=NOON + timedelta(days=1))
    client.force_login(make_administrator())
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    text = client.post(url, {"action": "publish", "unfinished": "1"}, follow=True).content.decode()
    assert not ConsultationPage.objects.get(pk=page.pk).live
    assert "goes public on Tuesday 16 June, 1pm." in text
    assert "Published &#x27;" not in text


def test_translation_stays_a_draft_while_its_source_is_one(index, welsh):
    draft = make_draft(index)
    translate_object(draft, [welsh])
    page = ConsultationPage.objects.get(locale=welsh)
    with pytest.raises(PublishRefused, match="not public"):
        page.save_revision().publish()
    draft.save_revision().publish()
    page.save_revision().publish()
    assert ConsultationPage.objects.get(locale=welsh).live


def test_what_was_open_is_not_said_to_matter_once_it_has_closed(client, consultation):
    assert "Open: your answer matters" in client.get(consultation.url).content.decode()
    with at(CLOSES):
        text = client.get(consultation.url).content.decode()
    assert "your answer matters" not in text
    assert "What could change" in text
