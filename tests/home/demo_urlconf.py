"""The addresses of the demo, which the settings of the tests leave out."""

from django.urls import include, path

from config.urls import urlpatterns as every

urlpatterns = [path("demo/", include("home.demo_urls")), *every]
