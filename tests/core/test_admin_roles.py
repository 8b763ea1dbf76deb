"""Who may open what in the Wagtail admin: every address that we add, and the chief ones of Wagtail's own.

The tables are the rule. An address of ours without a row fails, and so does a role without a column: nobody signed in,
a resident, Editors, Moderators, Community managers, Analysts, an administrator.

    .   refused, and nothing changes
    r   opens; sending its form, where there is one, changes nothing
    w   opens, and sending its form changes something
"""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Locale, Site, Workflow
from wagtail_localize.models import Translation, TranslationSource

from base.models import BrandSettings, ProtectionSettings
from engagement.accounts.roles import ROLES
from engagement.consultations.models import ConsultationPage, DateChange, EvidencePack, Subject
from engagement.core import registry
from engagement.core.models import Batch
from engagement.core.viewsets import url_name
from engagement.testing.clock import NOON
from engagement.testing.consultations import make_consultation, make_index
from engagement.testing.people import make_administrator, make_member, make_staff
from tests.comments.factories import make_discussion, say
from tests.consultations.telling import DAY, publish_outcome
from tests.core.admin_walk import Walker, admin_addresses
from tests.surveys.factories import make_survey
from tests.surveys.factories import page as in_one_page
from tests.surveys.responding import respond

DESIGNS = "wagtailsnippets_engagement_surveys_surveydesign"


def design_arguments(survey: Any) -> dict[str, Any]:
    """For Wagtail's screens of a survey's questions."""
    design = survey.designs.get()
    revision = design.save_revision()
    revisions = dict.fromkeys(("revision_id", "revision_id_a", "revision_id_b"), revision.pk)
    waiting = {"task_state_id": 1, "workflow_state_id": 1, "task_id": 1, "action_name": "approve"}
    return {"pk": design.pk, **revisions, **waiting}


OURS = """
                                                                        n r E M C A a
engagement_queue:index                                                  . . r w w r w
engagement_queue:detail                                                 . . r w w r w
engagement_entry:index                                                  . . . r r . r
engagement_entry:add                                                    . . . w w . w
engagement_entry:batch                                                  . . . w w . w
engagement_entry:edit                                                   . . . w w . w
engagement_entry:delete                                                 . . . w w . w
engagement_entry:export                                                 . . . w w . w
engagement_entry:answer                                                 . . . w w . w
engagement_entry:take_out                                               . . . w w . w
evidence:index                                                          . . . . r r r
evidence:packs                                                          . . . . w w w
evidence:download                                                       . . . . r r r
evidence:again                                                          . . . . r r r
engagement_answers:index                                                . . . w w . w
engagement_results:index                                                . . w r w r w
engagement_results:words                                                . . r r r r r
engagement_results:redact                                               . . . w w . w
survey_design:questions                                                 . . r . r . r
survey_design:try                                                       . . r . r . r
survey_design:ways                                                      . . r . r . r
wagtailsnippetchoosers_engagement_surveys_surveydesign:choose           . . r r r r r
wagtailsnippetchoosers_engagement_surveys_surveydesign:choose_results   . . r r r r r
wagtailsnippetchoosers_engagement_surveys_surveydesign:chosen           . . r r r r r
wagtailsnippetchoosers_engagement_surveys_surveydesign:chosen_multiple  . . r r r r r
wagtailsnippetchoosers_engagement_surveys_surveydesign:create           . . . . . . .
wagtailsnippets_engagement_surveys_surveydesign:add                     . . . . . . .
wagtailsnippets_engagement_surveys_surveydesign:collect_workflow_action_data . . . . . . .
wagtailsnippets_engagement_surveys_surveydesign:confirm_workflow_cancellation . . r . r . r
wagtailsnippets_engagement_surveys_surveydesign:delete                  . . . . . . .
wagtailsnippets_engagement_surveys_surveydesign:edit                    . . w . w . w
wagtailsnippets_engagement_surveys_surveydesign:history                 . . r . r . r
wagtailsnippets_engagement_surveys_surveydesign:history_results         . . r . r . r
wagtailsnippets_engagement_surveys_surveydesign:list                    . . r . r . r
wagtailsnippets_engagement_surveys_surveydesign:list_results            . . r . r . r
wagtailsnippets_engagement_surveys_surveydesign:lock                    . . w . w . w
wagtailsnippets_engagement_surveys_surveydesign:preview_on_add          . . . . . . .
wagtailsnippets_engagement_surveys_surveydesign:preview_on_edit         . . w . w . w
wagtailsnippets_engagement_surveys_surveydesign:revisions_compare       . . r . r . r
wagtailsnippets_engagement_surveys_surveydesign:revisions_revert        . . w . w . w
wagtailsnippets_engagement_surveys_surveydesign:revisions_unschedule    . . w . w . w
wagtailsnippets_engagement_surveys_surveydesign:revisions_view          . . r . r . r
wagtailsnippets_engagement_surveys_surveydesign:unlock                  . . r . r . r
wagtailsnippets_engagement_surveys_surveydesign:unpublish               . . . . . . .
wagtailsnippets_engagement_surveys_surveydesign:usage                   . . r . r . r
wagtailsnippets_engagement_surveys_surveydesign:workflow_action         . . . . . . .
wagtailsnippets_engagement_surveys_surveydesign:workflow_history        . . r . r . r
wagtailsnippets_engagement_surveys_surveydesign:workflow_history_detail . . . . . . .
wagtailsnippets_engagement_surveys_surveydesign:workflow_preview        . . . . . . .
engagement_participation                                                . . r r r r r
engagement_participation_results                                        . . r r r r r
consultation_action                                                     . . r . r . r
consultation_words                                                      . . r . r . r
consultations_due                                                       . . r . r . r
consultations_due_results                                               . . r . r . r
engagement_decisions                                                    . . . r r r r
engagement_decisions_results                                            . . . r r r r
consultation_told                                                       . . w . w . w
engagement_<module>:index                                               . . r r r r r
engagement_<module>:index_results                                       . . r r r r r
engagement_<module>:add                                                 . . w . w . w
engagement_<module>:edit                                                . . w . w . w
engagement_<module>:delete                                              . . . . w . w
engagement_<module>:history                                             . . r . r . r
engagement_<module>:history_results                                     . . r . r . r
engagement_<module>:usage                                               . . r . r . r
engagement_<module>:export                                              . . . . w w w
activity_chooser:choose                                                 . . r r r r r
activity_chooser:choose_results                                         . . r r r r r
activity_chooser:chosen                                                 . . r r r r r
activity_chooser:chosen_multiple                                        . . r r r r r
activity_chooser:create                                                 . . w . w . w
wagtailsnippets_engagement_consultations_subject:list                   . . r . r . r
wagtailsnippets_engagement_consultations_subject:list_results           . . r . r . r
wagtailsnippets_engagement_consultations_subject:add                    . . w . w . w
wagtailsnippets_engagement_consultations_subject:edit                   . . w . w . w
wagtailsnippets_engagement_consultations_subject:delete                 . . . . . . w
wagtailsnippets_engagement_consultations_subject:usage                  . . r . r . r
wagtailsnippets_engagement_consultations_subject:history                . . r . r . r
wagtailsnippets_engagement_consultations_subject:history_results        . . r . r . r
wagtailsnippets_engagement_consultations_subject:copy                   . . w . w . w
wagtailsnippetchoosers_engagement_consultations_subject:choose          . . r r r r r
wagtailsnippetchoosers_engagement_consultations_subject:choose_results  . . r r r r r
wagtailsnippetchoosers_engagement_consultations_subject:chosen          . . r r r r r
wagtailsnippetchoosers_engagement_consultations_subject:chosen_multiple . . r r r r r
"""
"""A download is a `w`: the log says who took it away."""

WAGTAILS = """
                                         n r E M C A a
wagtailadmin_home                        . . r r r r r
wagtailadmin_explore                     . . r . r . r
wagtailadmin_pages:add                   . . w . w . w
wagtailadmin_pages:edit                  . . w . w . w
wagtailadmin_pages:view_draft            . . r . r . r
wagtailadmin_pages:revisions_revert      . . w . w . w
wagtailadmin_pages:history               . . r . r . r
wagtailadmin_pages:copy                  . . w . w . w
wagtailadmin_pages:move_confirm          . . w r w r w
wagtailadmin_pages:unpublish             . . w . w . w
wagtailadmin_pages:delete                . . w . w . w
wagtailadmin_pages:lock                  . . w . w . w
wagtailadmin_pages:set_privacy           . . w . w . w
wagtailadmin_pages:workflow_action       . . . . w . w
wagtailadmin_api:pages:detail            . . r . r . r
wagtailadmin_api:pages:action            . . w . w . w
wagtailadmin_collections:index           . . r . r . r
wagtailadmin_collections:add             . . w . w . w
wagtailadmin_collections:edit            . . w . w . w
wagtailadmin_collections:delete          . . w . w . w
wagtailadmin_collections:set_privacy     . . w . w . w
wagtailimages:index                      . . r . r . r
wagtailimages:add                        . . w . w . w
wagtailimages:edit                       . . w . w . w
wagtailimages:delete                     . . w . w . w
wagtailimages_chooser:chosen             . . r . r . r
wagtaildocs:index                        . . r . r . r
wagtaildocs:add                          . . w . w . w
wagtaildocs:edit                         . . w . w . w
wagtaildocs:delete                       . . w . w . w
wagtaildocs_chooser:chosen               . . r . r . r
wagtailredirects:index                   . . r . r . r
wagtailredirects:add                     . . w . w . w
wagtailredirects:edit                    . . w . w . w
wagtailredirects:delete                  . . w . w . w
wagtailredirects:start_import            . . r . r . r
wagtail_localize:submit_page_translation . . w . w . w
wagtail_localize:update_translations     . . w . w . w
wagtail_localize:download_pofile         . . r . r . r
wagtail_localize:stop_translation        . . w . w . w
wagtailadmin_reports:locked_pages        . . r . r . r
wagtailadmin_reports:workflow            . . r . r . r
wagtailadmin_reports:aging_pages         . . r . r . r
wagtailadmin_reports:page_types_usage    . . r . r . r
wagtailadmin_reports:site_history        . . r r r r r
wagtailsnippets:index                    . . r . r . r
wagtailsettings:edit                     . . . . w . w
wagtailsettings:preview_on_edit          . . . . r . r
wagtailadmin_workflows:index             . . . . . . r
wagtailadmin_workflows:add               . . . . . . w
wagtailadmin_workflows:edit              . . . . . . w
wagtailadmin_workflows:disable           . . . . . . w
wagtailadmin_workflows:add_task          . . . . . . w
wagtailadmin_workflows:edit_task         . . . . . . w
wagtailusers_users:index                 . . . . . . r
wagtailusers_users:add                   . . . . . . w
wagtailusers_users:edit                  . . . . . . w
wagtailusers_users:delete                . . . . . . w
wagtailusers_users:copy                  . . . . . . w
wagtailusers_groups:index                . . . . . . r
wagtailusers_groups:add                  . . . . . . w
wagtailusers_groups:edit                 . . . . . . w
wagtailusers_groups:delete               . . . . . . w
wagtailsites:index                       . . . . . . r
wagtailsites:add                         . . . . . . w
wagtailsites:edit                        . . . . . . w
wagtailsites:delete                      . . . . . . w
wagtaillocales:index                     . . . . . . r
wagtaillocales:add                       . . . . . . w
wagtaillocales:edit                      . . . . . . w
wagtaillocales:delete                    . . . . . . r
"""
"""A selection: what has a right of its own, and what one mistake could open.

Wagtail asks whether one is sure of moving a page before it asks whether one may, and its history of the site is open to
all, each seeing the changes to what they may change. No language is left to add, and none can go that pages are in.
"""

WITHOUT_A_ROW = {
    # The way in, and Wagtail's two pages for addresses that do not exist.
    "staff_entrance",
    "/admin/test404/",
    "/admin/^.*/$",
    # Wagtail answers a POST with an error where, as here, one can choose but not make something new on the way.
    "wagtailsnippetchoosers_engagement_consultations_subject:create",
}

SENT: dict[str, dict[str, Any]] = {
    "engagement_<module>:add": {"title": "New"},
    "engagement_results:redact": {"text": "[name]", "reason": "Names a neighbour"},
    "engagement_entry:add": {"title": "Letters of 3 May"},
    "engagement_entry:edit": {"title": "Letters of 4 May"},
    "engagement_entry:batch": {"comment": "Widen the pavement."},
    "activity_chooser:create": {
        "activity-chooser-create-form-module": "postcards",
        "activity-chooser-create-form-title": "New",
    },
    "consultation_told": {"action": "start", "sure": "on"},
    "wagtailsnippets_engagement_consultations_subject:add": {"name": "New", "slug": "new"},
    "wagtailsnippets_engagement_consultations_subject:copy": {"slug": "new"},
    "wagtailadmin_pages:add": {"title": "New", "slug": "new", "body-count": "0"},
    "wagtailadmin_pages:edit": {"body-count": "0"},
    "wagtailadmin_pages:revisions_revert": {"body-count": "0"},
    "wagtailadmin_pages:copy": {"new_slug": "new"},
    "wagtailadmin_pages:set_privacy": {"restriction_type": "login"},
    "wagtailadmin_collections:set_privacy": {"restriction_type": "login"},
    "wagtailredirects:add": {"old_path": "/new", "redirect_link": "https://example.org/"},
    "wagtailadmin_workflows:add": {"name": "New"},
    "wagtailusers_users:add": {"email": "new@example.org"},
    "wagtailusers_users:copy": {"email": "new@example.org"},
    "wagtailusers_groups:add": {"name": "New"},
}
"""What is typed into the form, beside what it holds already; the tests add what depends on their objects."""


def answered_by_hand() -> ConsultationPage:
    """A consultation whose outcome is public and of which nobody was told yet."""
    page = make_consultation(make_index(), opens_at=NOON - 60 * DAY, closes_at=NOON - 5 * DAY)
    return publish_outcome(page, tells_at_once=False)


def is_ours(name: str) -> bool:
    """Wagtail names its own addresses, and those of translating, `wagtail…`. Those of our snippets begin so too."""
    return not name.startswith("wagtail") or name.startswith(("wagtailsnippets_", "wagtailsnippetchoosers_"))


def rows(table: str) -> set[str]:
    """The lines of a table but for its heading."""
    return {" ".join(line.split()) for line in table.splitlines()[2:]}


@pytest.fixture
def walkers(db: None) -> list[Walker]:
    """One for each column, the administrator last."""
    return [Walker(person) for person in (None, make_member(), *map(make_staff, ROLES), make_administrator())]


def walk(walkers: list[Walker], label: str, url: str, **sent: Any) -> str:
    """The row as it should stand in the table. Everybody sends what the form shows the administrator."""
    fields = walkers[-1].form_at(url) | SENT.get(label, {}) | sent
    return " ".join([label, *(walker.may(url, fields) for walker in walkers)])


def test_every_address_of_ours_is_open_to_whom_the_table_says(walkers, wall, make_contribution) -> None:
    waiting = make_contribution(state="pending")
    subject = Subject.objects.create(name="Streets", slug="streets", locale=Locale.get_default())
    modules = {url_name(module): module.activity_model for module in registry.modules().values()}
    talk = make_discussion()
    batch = Batch.objects.create(activity=talk, title="Letters", received_on=timezone.localdate())
    typed = say(talk, channel="paper", batch=batch)
    empty = Batch.objects.create(activity=talk, title="Nothing yet", received_on=timezone.localdate())
    rent, why = {"label": "Do you rent?", "code": "rent"}, {"label": "Why?", "code": "why"}
    survey = make_survey(in_one_page(("yes_no", rent), ("text", why)))
    wrote = respond(survey, why="Mr Hughes shouts.")
    page = make_consultation(make_index())
    change = DateChange.objects.create(
        translation_key=page.translation_key, kind="paused", at=timezone.now(), language="en", reasons={"en": "Ice."}
    )
    zipped = {"state": "ready", "sha256": "0" * 64, "file": ContentFile(b"PK", "pack.zip")}
    asked = EvidencePack.objects.create(translation_key=page.translation_key, title=page.title, **zipped)
    arguments: dict[str, dict[str, Any]] = {
        "engagement_entry": {"pk": batch.pk, "uuid": typed.contribution.uuid, "kind": "csv"},
        "evidence": {"key": asked.translation_key, "pack": asked.uuid},
        "consultation_action": {"pk": make_consultation(make_index()).pk, "name": "dates"},
        "consultation_words": {"pk": page.pk, "change": change.pk},
        "consultations_due": {},
        "consultations_due_results": {},
        "engagement_queue": {"uuid": waiting.uuid},
        "engagement_answers": {},
        "engagement_results": {"pk": survey.pk, "code": "why", "response": wrote.pk},
        "survey_design": {"pk": survey.pk},
        DESIGNS: design_arguments(survey),
        DESIGNS.replace("snippets", "snippetchoosers"): design_arguments(survey),
        "engagement_participation": {},
        "engagement_participation_results": {},
        "engagement_decisions": {},
        "engagement_decisions_results": {},
        "consultation_told": {"page_id": answered_by_hand().pk},
        "activity_chooser": {"pk": wall.pk},
        "wagtailsnippets_engagement_consultations_subject": {"pk": subject.pk},
        "wagtailsnippetchoosers_engagement_consultations_subject": {"pk": subject.pk},
        **{name: {"pk": model.objects.create(title="Unused").pk, "kind": "csv"} for name, model in modules.items()},
    }
    written = reverse(f"{DESIGNS}:edit", args=[survey.designs.get().pk])
    sent = {
        DESIGNS: walkers[-1].form_at(written) | {"body-count": "0"},
        "engagement_queue": {"contributions": [waiting.pk], "to": "published"},
        "engagement_answers": {"conversations": [say(make_discussion(page=False)).pk]},
        "engagement_entry": {"activity": talk.pk},
    }
    of_one = {"engagement_entry:delete": {"pk": empty.pk}}
    seen = set()
    for name, parameters in admin_addresses():
        if is_ours(name) and name not in WITHOUT_A_ROW:
            space, _, last = name.partition(":")
            assert space in arguments, f"{name} is new: give it arguments here, and a row in OURS"
            found = arguments[space] | of_one.get(name, {})
            url = reverse(name, kwargs={parameter: found[parameter] for parameter in parameters})
            label = f"engagement_<module>:{last}" if space in modules else name
            seen.add(walk(walkers, label, url, **sent.get(space, {})))
    assert seen == rows(OURS)


# Wagtail leaves the temporary file of a rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_addresses_of_wagtail_are_open_to_whom_the_table_says(walkers, home, make_page) -> None:
    page, waiting, translated = (make_page(title) for title in ("Mill Lane", "Waiting", "Bus times"))
    image = get_image_model().objects.create(title="Mill", file=get_test_image_file())
    document = get_document_model().objects.create(title="Plan", file=ContentFile(b"Plan", "plan.txt"))
    collection = Collection.get_first_root_node().add_child(name="Plans")
    redirect = Redirect.objects.create(old_path="/old", redirect_link="https://example.org/")
    group = Group.objects.create(name="Press")
    workflow = Workflow.objects.get()
    workflow.start(waiting.save_revision().content_object, make_staff("Editors"))
    task_state = waiting.current_workflow_task_state
    welsh = Locale.objects.create(language_code="cy")
    source, _ = TranslationSource.get_or_create_from_instance(translated)
    source.update_from_db()
    translation = Translation.objects.create(source=source, target_locale=welsh)
    translation.save_target(publish=False)
    site = Site.objects.get()
    arguments = {
        "page_id": page.pk,
        "parent_page_id": home.pk,
        "page_to_move_id": page.pk,
        "destination_id": translated.pk,
        "revision_id": page.latest_revision_id,
        "content_type_app_name": "home",
        "content_type_model_name": "standardpage",
        "collection_id": collection.pk,
        "image_id": image.pk,
        "document_id": document.pk,
        "redirect_id": redirect.pk,
        "translation_id": translation.pk,
        "translation_source_id": source.pk,
        "app_name": "base",
        "model_name": "brandsettings",
    }
    of_one = {
        "wagtailadmin_pages:workflow_action": {
            "page_id": waiting.pk,
            "action_name": "approve",
            "task_state_id": task_state.pk,
        },
        "wagtailadmin_workflows:add_task": {"app_label": "wagtailcore", "model_name": "groupapprovaltask"},
        "wagtailadmin_workflows:edit_task": {"pk": task_state.task_id},
        "wagtailadmin_api:pages:action": {"pk": page.pk, "action_name": "copy"},
        "wagtailadmin_api:pages:detail": {"pk": page.pk},
    }
    pk_in = {
        "wagtailadmin_collections": collection.pk,
        "wagtailadmin_workflows": workflow.pk,
        "wagtailimages_chooser": image.pk,
        "wagtaildocs_chooser": document.pk,
        # Some of these addresses take the key of the site, some that of the settings.
        "wagtailsettings": BrandSettings.objects.create(pk=site.pk, site=site).pk,
        "wagtailsites": site.pk,
        "wagtaillocales": welsh.pk,
        "wagtailusers_users": make_member().pk,
        "wagtailusers_groups": group.pk,
    }
    sent = {
        "wagtailimages:add": {"title": "New", "file": get_test_image_file()},
        "wagtaildocs:add": {"title": "New", "file": ContentFile(b"New", "new.txt")},
        "wagtailadmin_collections:add": {"name": "New", "parent": collection.pk},
        "wagtailadmin_workflows:add_task": {"name": "New", "groups": [group.pk]},
        "wagtailsites:add": {"hostname": "new.example.org", "root_page": home.pk},
        "wagtail_localize:submit_page_translation": {"locales": [welsh.pk]},
    }
    parameters = dict(admin_addresses())
    seen = set()
    for name in (row.split()[0] for row in rows(WAGTAILS)):
        found = arguments | {"pk": pk_in.get(name.partition(":")[0])} | of_one.get(name, {})
        url = reverse(name, kwargs={parameter: found[parameter] for parameter in parameters[name]})
        seen.add(walk(walkers, name, url, **sent.get(name, {})))
    assert seen == rows(WAGTAILS)


def test_brand_and_protection_are_our_only_screens_of_settings() -> None:
    assert list(settings_registry) == [BrandSettings, ProtectionSettings]


@pytest.mark.parametrize("role", ROLES)
def test_no_link_leads_to_a_closed_door(role, page, wall, make_contribution) -> None:
    make_contribution(state="pending")
    doors = Walker(make_staff(role)).doors(steps=2)
    assert reverse("engagement_queue:index") in doors
    assert [url for url, is_open in doors.items() if not is_open] == []
