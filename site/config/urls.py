"""Every address of the site. What residents see stands under the language prefix, English without one."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from base.media_views import picture
from base.password_views import documents_password, page_password
from base.serving import serve
from engagement.accounts.views import front_door, staff_entrance
from engagement.consultations.views import short_link, site_listing

handler500 = "base.views.server_error"
handler429 = "engagement.accounts.views.too_many_requests"

urlpatterns = [
    path("", include("base.urls")),
    path("", include("home.urls")),
    path(f"{settings.ADMIN_PATH}login/", staff_entrance, name="staff_entrance"),
    path(settings.ADMIN_PATH, include(wagtailadmin_urls)),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        documents_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("documents/", include(wagtaildocs_urls)),
    # The addresses of posters: short, and in no language, because the visitor's decides.
    # As people may type them; then those that we print, because Django makes addresses of the last that fits.
    path("s/<slug:code>/", short_link, name="short_link"),
    path("s/<slug:code>/<slug:source>/", short_link, name="short_link"),
    path("s/<slug:code>", short_link, name="short_link"),
    path("s/<slug:code>/<slug:source>", short_link, name="short_link"),
]

if settings.DEMO or settings.DEBUG:
    urlpatterns.append(path("demo/", include("home.demo_urls")))
    # Elsewhere the web server gives out pictures. Documents are left to the view that knows who may read them.
    urlpatterns.append(re_path(r"^media/(?P<path>.+)$", picture))

urlpatterns += i18n_patterns(
    path("account/", include("engagement.accounts.urls")),
    path("engage/", include("engagement.core.urls")),
    path("", include("engagement.consultations.urls")),
    path("search/", include("search.urls")),
    # In place of wagtail.urls, which brings a second way to sign in along: without second factor, lock and our forms.
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        page_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path("_util/login/", front_door, name="wagtailcore_login"),
    re_path(serve_pattern, serve, name="wagtail_serve"),
    # Programs ask for lists as Citizen Space serves them: for one list, or for all of the site.
    path("api/2.4/json_search_results", site_listing, name="site_listing"),
    re_path(r"^((?:[\w\-]+/)*(?:consultations\.json|api/2\.4/json_search_results))$", serve, name="listing"),
    # Calendars are told apart by the end of their address, which Wagtail's pattern does not know.
    re_path(r"^((?:[\w\-]+/)+[\w\-]+\.ics)$", serve, name="calendar"),
    prefix_default_language=False,
)
