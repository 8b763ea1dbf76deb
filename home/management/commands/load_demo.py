import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home.demo.loading import DemoRefused, load_borough
from home.demo.people import LOGINS, PASSWORD


class Command(BaseCommand):
    help = "Load the invented borough of Wexbourne, or freshen it. Safe to run again; for demonstrations only."

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or settings.DEMO):
            raise CommandError(
                "The demo brings logins whose password everybody knows, so it loads only where the settings are "
                "config.settings.demo or config.settings.dev."
            )
        # Wagtail's log names every page it writes, which is news to nobody here.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        try:
            load_borough(today=timezone.localdate())
        except DemoRefused as refusal:
            raise CommandError(str(refusal)) from None
        if options["verbosity"]:
            self.stdout.write(self.said())

    def said(self) -> str:
        """Whom one can be, for whoever starts the demo."""
        lines = [f"  {login.email:28} {login.role}" for login in LOGINS]
        return "\n".join(
            [
                f"Logins, all with the password {PASSWORD}",
                *lines,
                f"What to try   {settings.WAGTAILADMIN_BASE_URL}/demo/",
            ]
        )
