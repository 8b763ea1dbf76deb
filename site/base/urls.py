from django.urls import path

from base import brand_views, views

urlpatterns = [
    path("brand.css", brand_views.brand_css, name="brand_css"),
    path("health/live", views.live, name="health_live"),
    path("health/ready", views.ready, name="health_ready"),
]
