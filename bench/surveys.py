"""The surveys that are measured: a quick poll, one of ten questions, and two polls whose results are shown, of a
thousand and of a million responses. `python -m bench.surveys`.
"""

import json
from typing import Any

import django

from bench.posting import QUESTIONS, draft_key

POLL = "0b7fae33-59a7-4ee1-ae40-3f8d8d9c7a30"
TEN = "0b7fae33-59a7-4ee1-ae40-3f8d8d9c7a31"
RESULTS = {
    "0b7fae33-59a7-4ee1-ae40-3f8d8d9c7a32": 1_000,
    "0b7fae33-59a7-4ee1-ae40-3f8d8d9c7a33": 1_000_000,
}
DRAFTS = 6_000
"""More than the fastest machine sends in one measurement."""
DAYS = 30
OPTIONS = ("red", "blue")


def main() -> None:
    """Make what is missing; forget what earlier measurements sent, and put the answers to be sent back."""
    django.setup()
    from django.db import transaction

    from engagement.surveys.models import Survey

    with transaction.atomic():
        if not Survey.objects.filter(uuid=POLL).exists():
            _make()
        for uuid in (POLL, TEN):
            _forget(Survey.objects.get(uuid=uuid))
        _give_drafts(Survey.objects.get(uuid=TEN))


def _make() -> None:
    from wagtail.models import Site

    from engagement.testing.pages import publish
    from home.models import StandardPage

    surveys = [_survey(POLL, 1), _survey(TEN, QUESTIONS)]
    for uuid, many in RESULTS.items():
        surveys.append(_survey(uuid, 1))
        _fill(surveys[-1], many)
    home = Site.objects.get(is_default_site=True).root_page
    page = home.add_child(instance=StandardPage(title="Surveys", slug="measured-surveys", live=False))
    publish(page, under=surveys)


def _survey(uuid: str, questions: int) -> Any:
    from engagement.plugin import Audience
    from engagement.surveys.definition import Definition, Option, Page, Question
    from engagement.surveys.enums import Kind, ResultsShown
    from engagement.surveys.models import Survey
    from engagement.surveys.services.designing import write_design

    survey = Survey.objects.create(
        uuid=uuid,
        title=f"Measured {uuid[-2:]}",
        audience=Audience.EVERYONE,
        results_shown=ResultsShown.WHILE_OPEN,
        public_questions=["colour"],
    )
    codes = ["colour", *(f"q{number}" for number in range(1, questions))]
    items = tuple(
        Question(
            id=f"{uuid}-{code}",
            code=code,
            kind=Kind.CHOICE,
            label=f"What about {code}?",
            options=tuple(Option(id=f"{uuid}-{code}-{one}", code=one, label=one.capitalize()) for one in OPTIONS),
        )
        for code in codes
    )
    pages = (Page(id=f"{uuid}-page", code="page_1", items=items),)
    definition = Definition(language="en", title=survey.title, pages=pages)
    write_design(survey=survey, definition=definition).get_latest_revision().publish()
    return survey


def _forget(survey: Any) -> None:
    from engagement.plugin import Contribution, Participant
    from engagement.surveys.models import Draft, Response, Tally

    people = Participant.objects.filter(contributions__activity=survey.pk)
    keys = list(people.values_list("pk", flat=True))
    Response.objects.filter(contribution__activity=survey.pk).delete()
    Contribution.objects.filter(activity=survey.pk).delete()
    Participant.objects.filter(pk__in=keys).delete()
    Tally.objects.filter(survey=survey).delete()
    Draft.objects.filter(survey=survey).delete()


def _give_drafts(survey: Any) -> None:
    from engagement.surveys.models import Draft

    version = survey.versions.get()
    answers = {"colour": "red", **{f"q{number}": "blue" for number in range(1, QUESTIONS)}}
    drafts = (
        Draft(uuid=draft_key(number), survey=survey, version=version, answers=answers, language="en")
        for number in range(DRAFTS)
    )
    Draft.objects.bulk_create(drafts, batch_size=500)


def _fill(survey: Any, many: int) -> None:
    """Responses straight into the database, as many over a month, and their figures as a recount makes them."""
    from datetime import timedelta

    from django.db import connection
    from django.utils import timezone

    from engagement.surveys.models import Response, SurveyVersion, Tally
    from engagement.surveys.rules import ANSWERED, RESPONSES, SHOWN

    version, today = SurveyVersion.objects.get(survey=survey), timezone.localdate()
    _insert(connection, survey, version, many)
    share = [many // DAYS + (day < many % DAYS) for day in range(DAYS)]
    cells = {
        ("", RESPONSES): 2,
        ("colour", SHOWN): 2,
        ("colour", ANSWERED): 2,
        ("colour", "red"): 1,
        ("colour", "blue"): 1,
    }
    Tally.objects.bulk_create(
        Tally(
            survey=survey,
            question=question,
            cell=cell,
            channel="web",
            day=today - timedelta(days=day),
            count=number if halves == 2 else (number // 2 if cell == "red" else number - number // 2),
        )
        for day, number in enumerate(share)
        for (question, cell), halves in cells.items()
    )
    assert Response.objects.filter(version=version).count() == many


def _insert(connection: Any, survey: Any, version: Any, many: int) -> None:
    """One statement each for contributions and responses, in what both databases understand."""
    numbers = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)"
    is_postgres = connection.vendor == "postgresql"
    key = "gen_random_uuid()" if is_postgres else "lower(hex(randomblob(16)))"
    number = "lpad(n::text, 7, '0')" if is_postgres else "printf('%07d', n)".replace("%", "%%")
    reference = f"'{survey.pk % 90 + 10}' || {number}"
    json_of = "{}::jsonb" if is_postgres else "{}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{numbers} INSERT INTO engagement_contribution (uuid, reference, activity_id, channel, language, state, "
            "created_at, state_changed_at, edits, is_only, words_digest, held_because) "
            f"SELECT {key}, {reference}, %s, 'web', 'en', 'published', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 0, "
            f"{'false' if is_postgres else '0'}, '', '' FROM numbers",
            [many, survey.pk],
        )
        red, blue = (json_of.format(f"'{json.dumps({'colour': option})}'") for option in OPTIONS)
        cursor.execute(
            "INSERT INTO engagement_surveys_response (uuid, contribution_id, version_id, answers, seed, organisation, "
            f"publishing, secret_digest) SELECT {key}, id, %s, CASE WHEN id %% 2 = 0 THEN {red} ELSE {blue} END, 0, "
            "'', '', '' FROM engagement_contribution WHERE activity_id = %s",
            [version.pk, survey.pk],
        )


if __name__ == "__main__":
    main()
