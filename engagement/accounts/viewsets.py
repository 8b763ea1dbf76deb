"""Wagtail's user screens for people who are known by their e-mail."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.users.views.users import IndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from engagement.accounts.admin_forms import UserCreationForm, UserEditForm


class UserIndexView(IndexView):
    """Name and e-mail; the e-mail is what people sign in with."""

    @cached_property
    def columns(self) -> list[Column]:
        columns: list[Column] = super().columns
        for column in columns:
            if column.name == self.model.USERNAME_FIELD:
                column.label = _("E-mail")
        return columns


class UserViewSet(WagtailUserViewSet):
    index_view_class = UserIndexView

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return UserEditForm if for_update else UserCreationForm
