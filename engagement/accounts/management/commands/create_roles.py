from typing import Any

from django.core.management.base import BaseCommand

from engagement.accounts.roles import ROLES, create_roles


class Command(BaseCommand):
    help = "Makes the groups of staff, or brings them up to date. Safe to run again; takes nothing away."

    def handle(self, *args: Any, **options: Any) -> None:
        missing = create_roles()
        self.stdout.write(f"Roles are ready: {', '.join(ROLES)}.")
        if missing:
            self.stdout.write(f"Not on this site, so not given: {', '.join(missing)}.")
