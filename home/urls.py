from django.urls import path
from wagtail.contrib.sitemaps.views import sitemap

from home.sitemaps import PublicPages
from home.views import robots

urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PublicPages}}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
]
