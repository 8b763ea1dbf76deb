from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.backend import DatabaseBackend

from base.mail import forget_sent
from base.ratelimit import forget_counts
from base.signals import tidying


class Command(BaseCommand):
    help = "Forget what is no longer needed: old mail, counts of rate limits, sessions, task results. Run daily."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        self.stdout.write(f"{forget_sent(now)} mails emptied, {forget_counts(now)} counts deleted.")
        tidying.send(sender=type(self), now=now)
        call_command("clearsessions")
        if issubclass(import_string(settings.TASKS["default"]["BACKEND"]), DatabaseBackend):
            call_command("prune_db_task_results", verbosity=0)
