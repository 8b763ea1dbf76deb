from django.urls import path

from engagement.core.views import public

urlpatterns = [
    path("confirm/<str:token>/", public.confirm_contribution, name="confirm"),
    path("confirmed/<uuid:contribution_uuid>/", public.confirmed, name="confirmed"),
    path("<uuid:activity_uuid>/<slug:action_name>/", public.engage, name="engage"),
]
