"""Copies the decisions of all public consultations anew, for the page that lists them."""

from typing import Any

from django.core.management.base import BaseCommand

from engagement.consultations.models import ConsultationPage
from engagement.consultations.outcomes import write_entries


class Command(BaseCommand):
    """Once after an upgrade, for what was published before; publishing keeps it up from then on. Safe to run again."""

    help = "Copy the decisions of all public consultations anew, for the list of outcomes."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for page in ConsultationPage.objects.filter(live=True).order_by("pk").iterator(chunk_size=50):
            count += len(write_entries(page=page))
        self.stdout.write(f"{count} decisions are listed.")
