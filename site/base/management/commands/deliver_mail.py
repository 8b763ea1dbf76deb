import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from base.mail import deliver_due
from base.signals import mailing

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send the mail that is due. Run every minute; several at once are safe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=200, help="At most this many (200).")

    def handle(self, *args: Any, **options: Any) -> None:
        for _receiver, outcome in mailing.send_robust(sender=type(self), now=timezone.now()):
            if isinstance(outcome, Exception):
                logger.error("mail could not be written", exc_info=outcome)
        sent = deliver_due(timezone.now(), options["limit"])
        if sent or options["verbosity"] > 1:
            self.stdout.write(f"{sent} mails sent.")
