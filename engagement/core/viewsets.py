"""The Wagtail screens for activities, one set for each installed module, all built from its declaration."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views.generic import DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button

from engagement.core import registry
from engagement.core.admin_forms import ActivityForm
from engagement.core.columns import PUBLISHED, STANDS_ON, STATE, WAITING
from engagement.core.exports import formats_of
from engagement.core.hosts import find_host
from engagement.core.models import Activity, Contribution
from engagement.core.module import Module
from engagement.core.panels import COMMON_PANELS
from engagement.core.permissions import with_rights
from engagement.core.queries import with_figures
from engagement.core.rules import can_enter, can_export
from engagement.core.views.exporting import export_activity


def url_name(module: Module) -> str:
    """The namespace of a module's admin addresses."""
    return f"engagement_{module.slug.replace('-', '_')}"


def edit_url(activity: Activity) -> str:
    """The admin address of an activity's own edit view, "" when its module is not installed."""
    module = registry.find_module(activity.module)
    return reverse(f"{url_name(module)}:edit", args=[activity.pk]) if module else ""


def export_urls(activity: Activity) -> dict[str, str]:
    """The admin address of each download of an activity by what it is called; none when its module is not
    installed."""
    module = registry.find_module(activity.module)
    if module is None:
        return {}
    name = f"{url_name(module)}:export"
    return {str(one.label): reverse(name, args=[activity.pk, kind]) for kind, one in formats_of(activity).items()}


class ActivityIndexView(IndexView):
    """The activities of one module, with their figures."""

    def get_base_queryset(self) -> QuerySet[Any]:
        return with_rights(with_figures(super().get_base_queryset()), self.request.user)

    def get_edit_url(self, instance: Any) -> str | None:
        return super().get_edit_url(instance) if instance.may_change else None

    def get_delete_url(self, instance: Any) -> str | None:
        return super().get_delete_url(instance) if instance.may_delete else None

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        """The usual ones, and what one can take away."""
        buttons = super().get_list_more_buttons(instance)
        queue = f"{reverse('engagement_queue:index')}?activity={instance.pk}"
        buttons.append(MenuItem(_("What people gave"), queue, icon_name="comment", priority=40))
        module = registry.find_module(instance.module)
        for place, screen in enumerate(module.screens_of(instance, self.request.user) if module else ()):
            buttons.append(MenuItem(screen.label, screen.url, icon_name=screen.icon, priority=30 + place))
        if can_enter(self.request.user) and module is not None and module.entry_form is not None:
            entering = f"{reverse('engagement_entry:add')}?activity={instance.pk}"
            buttons.append(MenuItem(_("Type in answers from elsewhere"), entering, icon_name="mail", priority=45))
        if can_export(self.request.user):
            for priority, (kind, url) in enumerate(export_urls(instance).items()):
                label = _("Download as %(kind)s") % {"kind": kind}
                buttons.append(MenuItem(label, url, icon_name="download", priority=50 + priority))
        return buttons


class ForHosts:
    """Mixin for views of one activity: refused to those who may not publish the page it stands on."""

    def get_object(self, queryset: Any = None) -> Any:
        found = super().get_object(queryset)  # type: ignore[misc]
        if not self.user_has_permission_for_instance(self.permission_required, found):  # type: ignore[attr-defined]
            raise PermissionDenied
        return found


class ActivityEditView(ForHosts, EditView):
    """Changes what is live at once."""

    @property
    def header_more_buttons(self) -> list[Any]:
        """The usual ones, and the module's own screens."""
        module = registry.find_module(self.object.module)
        screens = module.screens_of(self.object, self.request.user) if module else ()
        own = [Button(one.label, url=one.url, icon_name=one.icon, priority=30 + n) for n, one in enumerate(screens)]
        return [*super().header_more_buttons, *own]


class ActivityDeleteView(ForHosts, DeleteView):
    """Refuses in a sentence when people have given something, and names the public page that would lose it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if Contribution.objects.filter(activity=self.object.pk).exists():
            return self._refuse()
        return super().get(request, *args, **kwargs)

    @property
    def confirmation_message(self) -> str:
        host = find_host(self.object)
        if host is None:
            return str(super().confirmation_message)
        sentence = _("“%(page)s” is public, and nobody can take part there with “%(title)s” any more. Delete it?")
        return sentence % {"page": host.title, "title": self.object}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ProtectedError:
            return self._refuse()

    def _refuse(self) -> HttpResponse:
        sentence = _("“%(title)s” stays, because people have taken part. Take it off its page instead.")
        messages.error(self.request, sentence % {"title": self.object})
        return redirect(self.get_success_url())


class ActivityViewSet(ModelViewSet):
    """List, create, edit, history and export for the activities of one module."""

    module: Module | None = None
    add_to_admin_menu = False
    pk_path_converter = "key"
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = ActivityIndexView
    edit_view_class = ActivityEditView
    delete_view_class = ActivityDeleteView
    list_filter = ["audience", "moderation"]
    search_fields = ["title"]
    list_display = ["title", STANDS_ON, STATE, PUBLISHED, WAITING]

    def get_edit_handler(self) -> Any:
        panels = [*COMMON_PANELS, *(self.module.panels if self.module else ())]
        return ObjectList(panels, base_form_class=ActivityForm).bind_to_model(self.model)

    def get_urlpatterns(self) -> list[Any]:
        export = path("export/<key:pk>/<str:kind>/", export_activity, name="export")
        return [*super().get_urlpatterns(), export]


def viewset_for(module: Module) -> ActivityViewSet:
    """The admin screens of one module."""
    return ActivityViewSet(
        url_name(module),
        model=module.activity_model,
        module=module,
        icon=module.icon,
        menu_label=module.label,
        url_prefix=f"engagement/{module.slug}",
    )


class ActivityURLFinder(ModelAdminURLFinder):
    """Leads from an activity of unknown type, such as a chooser holds, to the edit view of its module."""

    def construct_edit_url(self, instance: Any) -> str:
        return edit_url(instance)
