"""Where a poster is; the short addresses themselves have no language (`config.urls`)."""

from django.urls import path

from engagement.consultations import views

urlpatterns = [path("<uuid:key>/", views.poster, name="poster")]
