from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "engagement.accounts"
    label = "engagement_accounts"
    verbose_name = "Accounts"
    default = True

    def ready(self) -> None:
        from engagement.accounts import receivers  # noqa: F401


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's own user screens, with our forms: an e-mail and no user name."""

    user_viewset = "engagement.accounts.viewsets.UserViewSet"
