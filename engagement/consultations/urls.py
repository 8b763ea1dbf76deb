"""Where a poster, a picture and a card are; the short addresses themselves have no language (`config.urls`)."""

from django.urls import path

from engagement.consultations import views

urlpatterns = [
    path("poster/<uuid:key>/", views.poster, name="poster"),
    path("social/<uuid:key>.png", views.social_picture, name="social_picture"),
    path("embed/<uuid:key>/", views.embed, name="embed"),
]
