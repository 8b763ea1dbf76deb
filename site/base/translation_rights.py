"""Who may have something translated: whoever may edit it, and where that makes something public, whoever may publish.

wagtail-localize asks in these places (its 1.13) only for one permission that holds for the whole site, or lists what
everybody translates. These views stand before its own, at the same addresses; its other addresses ask by themselves.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.permissions import user_can_edit_snippet_type
from wagtail_localize.models import TranslationSource
from wagtail_localize.views import convert
from wagtail_localize.views.edit_translation import user_can_edit_instance
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.submit_translations import SubmitPageTranslationView, SubmitSnippetTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView


def may_publish(user: Any, instance: Any) -> bool:
    """Whether this user may make it public; what has no drafts is public whenever it is edited."""
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_publish())
    return bool(user_can_edit_instance(user, instance))


class ForEditors:
    """Mixin for the package's views of one object: refused to those who may not edit it."""

    request: HttpRequest

    def get_object(self) -> Any:
        try:
            found = super().get_object()  # type: ignore[misc]
            instance = self.translated(found)
        except (ObjectDoesNotExist, ValueError) as error:
            raise Http404("there is nothing to translate") from error
        if not user_can_edit_instance(self.request.user, instance):
            raise PermissionDenied
        return found

    def translated(self, found: Any) -> Any:
        """The page or snippet that the view is about."""
        return found


class SubmitPage(ForEditors, SubmitPageTranslationView):
    """Begin the translation of a page."""


class SubmitSnippet(ForEditors, SubmitSnippetTranslationView):
    """Begin the translation of a snippet."""


class UpdateTranslations(ForEditors, UpdateTranslationsView):
    """Bring what has changed since into the translations, and publish them where that is asked for."""

    def translated(self, found: TranslationSource) -> Any:
        return found.get_source_instance()

    def form_valid(self, form: Any) -> HttpResponse:
        if form.cleaned_data["publish_translations"] and not self._may_publish_all():
            raise PermissionDenied
        response: HttpResponse = super().form_valid(form)
        return response

    def _may_publish_all(self) -> bool:
        """A translation that is made on this occasion counts as its original."""
        original = self.object.get_source_instance()
        there = {translation.locale_id: translation for translation in original.get_translations()}
        wanted = self.object.translations.filter(enabled=True).values_list("target_locale", flat=True)
        return all(may_publish(self.request.user, there.get(locale, original)) for locale in wanted)


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Put the original in the place of a translation, public at once if the original is.

    Raises:
        PermissionDenied: this user may not publish the translation.
    """
    page = get_object_or_404(Page, pk=page_id)
    if not may_publish(request.user, page):
        raise PermissionDenied
    response: HttpResponse = convert.convert_to_alias(request, page_id)
    return response


class TranslationsReport(TranslationsReportView):
    """The translations of what the reader may edit, in any of its languages."""

    def get_queryset(self) -> QuerySet[Any]:
        user = self.request.user
        pages = page_permission_policy.instances_user_has_permission_for(user, "change").order_by()
        snippets = [model for model in get_snippet_models() if user_can_edit_snippet_type(user, model)]
        types = ContentType.objects.get_for_models(*snippets).values()
        theirs = Q(source__object__in=pages.values("translation_key")) | Q(source__specific_content_type__in=types)
        found: QuerySet[Any] = super().get_queryset().filter(theirs)
        return found.order_by("source__object_repr", "target_locale__language_code", "pk")


ADDRESSES = [
    path("submit/page/<int:page_id>/", SubmitPage.as_view(), name="submit_page"),
    path("submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/", SubmitSnippet.as_view(), name="submit_snippet"),
    path("update/<int:translation_source_id>/", UpdateTranslations.as_view(), name="update"),
    path("page/<int:page_id>/convert_to_alias/", convert_to_alias, name="convert_to_alias"),
    path("reports/translations/", TranslationsReport.as_view(), name="report"),
    path("reports/translations/results/", TranslationsReport.as_view(results_only=True), name="report_results"),
]
