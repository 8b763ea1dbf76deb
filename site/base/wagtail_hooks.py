"""What the kernel adds to the Wagtail admin."""

from typing import Any

from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from base.icons import OWN_ICONS
from base.scheduled_translations import say_when
from base.translation_rights import ADDRESSES
from base.translator_views import machine_translate
from base.unfinished_translations import ask_first

hooks.register("before_edit_page", ask_first, order=-20)
hooks.register("before_edit_snippet", ask_first, order=-20)
hooks.register("before_edit_page", say_when, order=-10)


@hooks.register("register_admin_urls", order=-10)
def guard_translating() -> list[Any]:
    """Before the addresses of wagtail-localize, which are the same."""
    translate = path("translate/<int:translation_id>/machine_translate/", machine_translate, name="machine_translate")
    return [path("localize/", include(([*ADDRESSES, translate], "wagtail_localize_guarded")))]


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return [*icons, *OWN_ICONS]


@hooks.register("insert_global_admin_css")
def add_own_style() -> SafeString:
    """On every screen, because messages stand on every one."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_editor_js")
def add_list_errors() -> SafeString:
    return format_html('<script src="{}"></script>', static("base/list_errors.js"))
