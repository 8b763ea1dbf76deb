"""Translating asks for the page, not only for the right to translate."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import OverridableSegment, Translation, TranslationSource

from engagement.accounts.roles import ROLES
from engagement.consultations.models import Subject
from engagement.testing.people import make_administrator, make_editor_of
from home.models import HomePage, StandardPage
from tests.core.admin_walk import SHUT, Walker, admin_addresses, is_refusal

MAY_NOT_PUBLISH = ("wagtailcore.add_page", "wagtailcore.change_page")


@pytest.fixture
def welsh(db):
    return Locale.objects.create(language_code="cy")


@pytest.fixture
def home(db):
    page = Page.objects.get(depth=1).add_child(instance=HomePage(title="Wexbourne", slug="wexbourne"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": page})
    return page


@pytest.fixture
def parks(home):
    """The front page of a second site."""
    page = Page.objects.get(depth=1).add_child(instance=HomePage(title="Parks", slug="parks"))
    Site.objects.create(hostname="parks.example.org", root_page=page)
    return page


@pytest.fixture
def translated(home, welsh):
    """A page of the first site, with a Welsh draft."""
    page = home.add_child(instance=StandardPage(title="Secret budget", live=False))
    source, _made = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=welsh)
    translation.save_target(publish=False)
    return translation


@pytest.fixture
def limb(client, parks):
    """The browser of an editor of the second site."""
    client.force_login(make_editor_of(parks))
    return client


def submit(page):
    return reverse("wagtail_localize:submit_page_translation", args=[page.pk])


def update(translation):
    return reverse("wagtail_localize:update_translations", args=[translation.source_id])


def test_page_of_others_is_neither_shown_nor_translated(limb, home, welsh):
    draft = home.add_child(instance=StandardPage(title="Secret budget", live=False))
    for response in (limb.get(submit(draft)), limb.post(submit(draft), {"locales": [welsh.pk]})):
        assert is_refusal(response)
        assert "Secret budget" not in response.content.decode()
    assert not Page.objects.filter(locale=welsh).exists()


def test_own_page_is_translated(limb, parks, welsh):
    own = parks.add_child(instance=StandardPage(title="Ponds"))
    assert limb.post(submit(own), {"locales": [welsh.pk]}).status_code == 302
    assert own.get_translation(welsh).live is False


def test_translations_of_others_are_neither_synchronised_nor_published(
    limb, translated, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        sent = limb.post(update(translated), {"publish_translations": "on"})
    assert is_refusal(sent)
    assert is_refusal(limb.get(update(translated)))
    assert translated.get_target_instance().live is False


@pytest.mark.parametrize(
    ("rights", "sent", "refused", "live"),
    [
        (MAY_NOT_PUBLISH, {}, False, False),
        (MAY_NOT_PUBLISH, {"publish_translations": "on"}, True, False),
        (ROLES["Editors"].pages, {"publish_translations": "on"}, False, True),
    ],
)
def test_publishing_translations_takes_the_right_to_publish(
    client, translated, rights, sent, refused, live, django_capture_on_commit_callbacks
):
    client.force_login(make_editor_of(Page.objects.get(depth=1), pages=rights))
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(update(translated), sent)
    assert is_refusal(response) == refused
    assert translated.get_target_instance().live == live


def test_becoming_an_alias_takes_the_right_to_publish(client, translated):
    target = translated.get_target_instance()
    url = reverse("wagtail_localize:convert_to_alias", args=[target.pk])
    client.force_login(make_editor_of(Page.objects.get(depth=1), pages=MAY_NOT_PUBLISH))
    assert is_refusal(client.post(url))
    client.force_login(make_administrator())
    assert not is_refusal(client.post(url))
    assert StandardPage.objects.get(pk=target.pk).alias_of_id


def test_report_lists_what_its_reader_may_edit(client, limb, parks, translated, welsh):
    url = reverse("wagtail_localize:translations_report")
    own = parks.add_child(instance=StandardPage(title="Ponds"))
    limb.post(submit(own), {"locales": [welsh.pk]})
    results = reverse("wagtail_localize:translations_report_results")
    for shown in (limb.get(url).content.decode(), limb.get(results).content.decode()):
        assert "Ponds" in shown
        assert "Secret budget" not in shown
    client.force_login(make_administrator())
    assert "Secret budget" in client.get(url).content.decode()


def test_report_lists_subjects_for_those_who_may_change_them(limb, welsh):
    subject = Subject.objects.create(name="Streets", slug="streets", locale=Locale.get_default())
    source, _made = TranslationSource.update_or_create_from_instance(subject)
    Translation.objects.create(source=source, target_locale=welsh).save_target()
    assert "Streets" in limb.get(reverse("wagtail_localize:translations_report")).content.decode()


OPEN = {"javascript_catalog", "translations_report", "translations_report_results", "snippets_api_listing"}
"""Words of the screens, what the reader may edit, and the names of subjects, which are public."""
OF_SNIPPETS = {"submit_snippet_translation", "snippets_api_detail"}


def test_every_address_of_the_package_is_shut_to_editors_of_another_site(parks, translated):
    source = translated.source
    segment = source.stringsegment_set.first()
    overridable = OverridableSegment.objects.create(source=source, context=segment.context, data_json="1", order=1)
    arguments = {
        "page_id": translated.get_target_instance().pk,
        "translation_id": translated.pk,
        "translation_source_id": source.pk,
        "string_segment_id": segment.pk,
        "overridable_segment_id": overridable.pk,
    }
    walker, seen = Walker(make_editor_of(parks)), {}
    for name, parameters in admin_addresses():
        space, _colon, last = name.partition(":")
        if space == "wagtail_localize" and last not in OPEN | OF_SNIPPETS and parameters <= arguments.keys():
            url = reverse(name, kwargs={parameter: arguments[parameter] for parameter in parameters})
            seen[last] = walker.may(url, {"locales": [translated.target_locale_id], "publish_translations": "on"})
    assert len(seen) == 10
    assert {last: may for last, may in seen.items() if may != SHUT} == {}


@pytest.mark.parametrize("key", ["0", "abc"])
def test_no_such_subject_is_not_found(client, db, key):
    client.force_login(make_administrator())
    address = f"/admin/localize/submit/snippet/engagement_consultations/subject/{key}/"
    assert client.get(address).status_code == 404
