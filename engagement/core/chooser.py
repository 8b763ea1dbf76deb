"""Choosing an activity in the editor, or making one on the spot."""

from functools import cache
from typing import Any, cast

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.log_actions import log

from base.choosers import ChosenByKey
from engagement.core import registry
from engagement.core.columns import KIND, STANDS_ON, STATE
from engagement.core.forms import ActivityFilterForm
from engagement.core.models import Activity
from engagement.core.queries import with_figures


class NewActivityForm(forms.ModelForm):
    """Asks only what sort of activity and its title; the rest has safe defaults and its own edit view."""

    prefix = "activity-chooser-create-form"
    """Keeps its ids apart from those of the page form behind the modal."""

    module = forms.ChoiceField(
        label=_("What people can do"),
        widget=forms.RadioSelect,
        help_text=_("You set its question, team and how posts are checked afterwards, in its own form."),
    )

    class Meta:
        model = Activity
        fields = ("title",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(m.slug, f"{m.label}: {m.description}") for m in registry.modules().values()]
        cast(forms.ChoiceField, self.fields["module"]).choices = choices
        if len(choices) == 1:
            self.fields["module"].initial = choices[0][0]
        self.order_fields(["module", "title"])

    @transaction.atomic
    def save(self, commit: bool = True) -> Activity:
        module = registry.modules()[self.cleaned_data["module"]]
        activity = module.activity_model(title=self.cleaned_data["title"])
        activity.save()
        log(instance=activity, action="wagtail.create")
        return activity


class WhereItStands:
    """Columns that help to tell two activities apart."""

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, KIND, STANDS_ON, STATE]  # type: ignore[misc]


class ActivityChooseView(WhereItStands, ChooseView):
    filter_form_class = ActivityFilterForm


class ActivityChooseResultsView(WhereItStands, ChooseResultsView):
    filter_form_class = ActivityFilterForm


class ActivityChooserViewSet(ChosenByKey, ChooserViewSet):
    """Lists activities of every module, newest first; the other tab makes a new one."""

    model = Activity
    icon = "comment"
    choose_view_class = ActivityChooseView
    choose_results_view_class = ActivityChooseResultsView
    choose_one_text = _("Choose or create an activity")
    choose_another_text = _("Choose another activity")
    edit_item_text = _("Edit this activity and its settings")
    creation_form_class = NewActivityForm
    creation_tab_label = _("New activity")
    create_action_label = _("Create and place here")

    def get_object_list(self) -> Any:
        return with_figures(Activity.objects.filter(module__in=registry.modules())).order_by("-created_at", "-pk")


activity_chooser = ActivityChooserViewSet("activity_chooser")


@cache
def activity_chooser_widget() -> Any:
    """The widget for blocks and forms."""
    return activity_chooser.widget_class()
