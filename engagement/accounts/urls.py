"""The account pages that make sense here: allauth's own, without connecting other services by hand."""

from allauth.socialaccount import views as social
from django.urls import include, path

from engagement.accounts import views

urlpatterns = [
    path("", views.account_home, name="account_home"),
    path("answers/<str:token>/", views.answers, name="account_answers"),
    path("leave/", views.leave, name="account_leave"),
    path("left/", views.left, name="account_left"),
    path("", include("allauth.account.urls")),
    path("second-factor/", include("allauth.mfa.urls")),
    path("oidc/<str:provider_id>/login/", views.staff_sign_in, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", views.staff_signed_in, name="openid_connect_callback"),
    path("staff/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("staff/error/", social.login_error, name="socialaccount_login_error"),
    path("staff/incomplete/", views.no_automatic_account, name="socialaccount_signup"),
]
