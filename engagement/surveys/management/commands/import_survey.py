from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from base.publication import PublishRefused
from engagement.plugin import action_url
from engagement.surveys.paths.checks import problems
from engagement.surveys.services.forming import take_form
from engagement.surveys.xlsform import Form, FormRefused, read_form
from engagement.surveys.xlsform.files.safety import MAX_BYTES


class Command(BaseCommand):
    help = (
        "Takes in a survey as a form spreadsheet (XLSForm: .xlsx, .xls, .csv or .md). Prints what was done, the "
        "survey's short name and where people answer it; or what is wrong with the file, line by line, and ends with 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--publish", action="store_true", help="let people answer it from now on")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")

    def handle(self, *args: Any, file: Path, publish: bool, dry_run: bool, **options: Any) -> None:
        form = self._read(file)
        try:
            with transaction.atomic():
                taken = take_form(form=form, publish=publish)
                transaction.set_rollback(dry_run)
        except PublishRefused as refusal:
            raise CommandError("\n".join(str(problem.message) for problem in refusal.problems)) from None
        for notice in form.notices:
            self.stderr.write(str(notice))
        if not publish:
            for finding in problems(form.definition):
                self.stderr.write(f"{finding.place}: {finding.sentence}")
        url = f"{settings.WAGTAILADMIN_BASE_URL}{action_url(taken.survey, 'start')}"
        self.stdout.write(f"{taken.outcome} {taken.survey.code} {url}")

    def _read(self, file: Path) -> Form:
        try:
            with file.open("rb") as opened:
                content = opened.read(MAX_BYTES + 1)
            return read_form(content, file.name)
        except OSError as error:
            raise CommandError(f"“{file}” cannot be read: {error.strerror}.") from None
        except FormRefused as refusal:
            raise CommandError("\n".join(map(str, refusal.faults))) from None
