from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from base.mail import deliver_due


class Command(BaseCommand):
    help = "Send the mail that is due. Run every minute; several at once are safe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=200, help="At most this many (200).")

    def handle(self, *args: Any, **options: Any) -> None:
        sent = deliver_due(timezone.now(), options["limit"])
        if sent or options["verbosity"] > 1:
            self.stdout.write(f"{sent} mails sent.")
