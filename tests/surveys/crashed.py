"""Run as a process of its own, on a database of its own: make a poll to vote in, or tell what is stored of it."""

import json
import sys

import django


def main(command: str) -> None:
    django.setup()
    from django.core.management import call_command

    from engagement.plugin import Contribution
    from engagement.surveys.models import Response, Survey
    from engagement.surveys.results import figures_of, responses_in
    from tests.comments.factories import make_page
    from tests.surveys.factories import make_survey

    if command == "make":
        call_command("migrate", verbosity=0)
        survey = make_survey()
        make_page(survey)
        sys.stdout.write(str(survey.uuid))
        return
    references = list(Contribution.objects.values_list("reference", flat=True))
    counted = responses_in(figures_of(Survey.objects.get()))
    sys.stdout.write(json.dumps({"references": references, "responses": Response.objects.count(), "counted": counted}))


if __name__ == "__main__":
    main(sys.argv[1])
