import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow

from engagement.accounts.roles import ROLES, WAGTAIL_DEFAULTS, create_roles, role_of
from engagement.testing.people import make_staff
from home.models import StandardPage

pytestmark = pytest.mark.django_db


def test_wagtail_still_makes_the_two_groups_we_think_it_makes() -> None:
    found = {group.name: role_of(group) for group in Group.objects.all()}
    assert found == WAGTAIL_DEFAULTS


def test_create_roles_gives_exactly_the_table() -> None:
    assert create_roles() == []
    assert {group.name: role_of(group) for group in Group.objects.all()} == ROLES


def test_create_roles_twice_changes_nothing() -> None:
    create_roles()
    before = (Permission.objects.filter(group__isnull=False).count(), GroupPagePermission.objects.count())
    create_roles()
    assert (Permission.objects.filter(group__isnull=False).count(), GroupPagePermission.objects.count()) == before


def test_create_roles_keeps_what_an_administrator_gave_to_a_group_of_wagtail() -> None:
    group = Group.objects.get(name="Moderators")
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailcore", codename="add_site"))
    create_roles()
    role = role_of(group)
    assert role.everywhere == ROLES["Moderators"].everywhere | WAGTAIL_DEFAULTS["Moderators"].everywhere | {
        "wagtailcore.add_site"
    }
    assert role.pages == WAGTAIL_DEFAULTS["Moderators"].pages


def test_create_roles_keeps_what_an_administrator_gave_later() -> None:
    create_roles()
    group = Group.objects.get(name="Analysts")
    page = Page.objects.get(depth=2)
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    create_roles()
    assert list(group.page_permissions.values_list("page", "permission")) == [(page.pk, permission.pk)]


def test_create_roles_names_what_this_site_has_not(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    Permission.objects.filter(codename="answer_officially").delete()
    call_command("create_roles")
    assert "engagement.answer_officially" in caplog.text
    assert "Not on this site, so not given: engagement.answer_officially." in capsys.readouterr().out


# The workflow that Wagtail makes


def approvals() -> list[tuple[str, str, list[str]]]:
    tasks = [(workflow.name, task.specific) for workflow in Workflow.objects.all() for task in workflow.tasks]
    return [(name, task.name, list(task.groups.values_list("name", flat=True))) for name, task in tasks]


def test_wagtails_workflow_goes_to_those_who_may_publish() -> None:
    assert approvals() == [("Moderators approval", "Moderators approval", ["Moderators"])]
    create_roles()
    assert approvals() == [("A second pair of eyes", "A second pair of eyes", ["Community managers"])]


def test_workflow_that_somebody_changed_is_kept() -> None:
    task = GroupApprovalTask.objects.get()
    task.groups.add(Group.objects.get(name="Editors"))
    create_roles()
    assert [name for name, _task, _groups in approvals()] == ["Moderators approval"]
    assert set(task.groups.values_list("name", flat=True)) == {"Moderators", "Editors"}


def test_what_an_editor_submits_is_approved_by_a_community_manager(client: Client) -> None:
    page = Page.objects.get(depth=2).add_child(instance=StandardPage(title="House rules", live=False))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    Workflow.objects.get().start(page.save_revision().content_object, make_staff("Editors"))
    client.force_login(make_staff("Moderators"))
    assert client.get(edit).status_code == 302
    client.force_login(make_staff("Community managers"))
    task = page.current_workflow_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]), {})
    assert StandardPage.objects.get(pk=page.pk).live
