from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from base.models import BrandSettings
from home.empty_site import NotEmpty, create_site


class Command(BaseCommand):
    help = "Makes the front page, the list of consultations and drafts for the footer on an empty site. Run it once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help='what the site is called, such as "Wexbourne Moot"')

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        longest = BrandSettings._meta.get_field("site_name").max_length or 0
        if not 0 < len(name.strip()) <= longest:
            raise CommandError(f"Give the site a name of at most {longest} characters.")
        try:
            is_made = create_site(name.strip())
        except NotEmpty:
            raise CommandError("The default site has pages of its own. Nothing was changed.") from None
        said = (
            "is ready. Three drafts for its footer wait to be completed." if is_made else "has its front page already."
        )
        self.stdout.write(f"The site {said}")
