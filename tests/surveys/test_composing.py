"""From blocks to a definition and back, and what a new survey begins with."""

from decimal import Decimal

import pytest

from engagement.surveys.composing import blocks_of
from engagement.surveys.definition import Calculation, Definition, Group, Matrix, Note, Option, Row
from engagement.surveys.enums import Kind
from engagement.surveys.models import Survey
from engagement.surveys.services.designing import source_design, write_design
from engagement.surveys.starters import STARTERS
from tests.surveys.factories import make_survey
from tests.surveys.surveys import ask, options, page, survey

pytestmark = pytest.mark.django_db


def everything() -> Definition:
    """One of each thing that a survey can hold."""
    kinds = [ask(kind.value, kind.value, hint="A hint", details="More", is_required=True) for kind in Kind]
    return survey(
        page("one", *kinds, title="All kinds", intro="<p>Hello</p>"),
        page(
            "two",
            ask("age", "number", least=Decimal(0), most=Decimal("99.5"), decimals=1, unit="years", constraint=". > 1"),
            Matrix(
                id="m", label="Park", options=options("yes", "no"), rows=(Row(id="r", code="clean", label="Clean"),)
            ),
            Group(id="g", title="More", intro="<p>x</p>", show_if="${age} > 3", items=(ask("why", "long_text"),)),
            Note(id="n", text="<p>Read</p>", show_if="${age} > 3"),
            Calculation(id="c", code="twice", formula="${age} * 2"),
            show_if="${yes_no} = 'yes'",
        ),
        intro="<p>Why</p>",
        privacy_notice="<p>Kept</p>",
        thanks="<p>Thanks</p>",
    )


def test_definition_comes_back_from_its_blocks():
    made = Survey.objects.create(title="A survey")
    design = write_design(survey=made, definition=everything())
    assert design.definition == everything()
    assert design.get_latest_revision_as_object().definition == everything()


def test_every_kind_has_a_block():
    names = {block["type"] for block in blocks_of(everything())[0]["value"]["items"]}
    assert names == {kind.value for kind in Kind}


def test_published_version_is_what_the_blocks_say():
    made = Survey.objects.create(title="A survey")
    write_design(survey=made, definition=everything()).get_latest_revision().publish()
    assert Definition.model_validate(made.versions.get().definition) == everything()


def test_publishing_the_same_again_makes_no_version_and_a_change_makes_one():
    made = make_survey()
    design = made.designs.get()
    design.save_revision().publish()
    assert made.versions.count() == 1
    design.thanks = "<p>Thank you.</p>"
    design.save_revision().publish()
    assert [one.number for one in made.versions.all()] == [1, 2]
    assert made.versions.first().definition["thanks"] == ""


def test_codes_are_made_of_labels_and_stay():
    long, twice = (
        "How old are you, and since when have you been so?",
        [{"label": "Yes, other"}, {"label": "Yes; other"}],
    )
    labels = (("text", long), ("text", long), ("text", "٣ كم"))
    items = [{"type": kind, "value": {"label": label}} for kind, label in labels]
    choice = {"type": "choice", "value": {"label": "Kept", "code": "mine", "options": twice}}
    definition = make_survey(("page", {"items": [*items, choice]})).designs.get().definition
    made = ["how_old_are_you_and_since", "how_old_are_you_and_since_2", "text", "mine"]
    assert [one.code for one in definition.questions] == made
    assert [one.code for one in definition.questions[3].options] == ["yes_other_2", "yes_other_3"]
    assert len({part.id for part in definition.parts()}) == 7


@pytest.mark.parametrize("starter", STARTERS, ids=lambda one: one.slug)
def test_starter_makes_a_survey_of_its_own(starter):
    first, second = (starter.definition(title="Mine", language="en") for _ in range(2))
    ids = [{part.id for part in one.parts()} for one in (first, second)]
    assert ids[0].isdisjoint(ids[1])
    assert len(ids[0]) == len(list(first.parts()))
    made = Survey.objects.create(title="Mine")
    write_design(survey=made, definition=first)
    assert source_design(made).definition == first


def test_new_questions_for_a_survey_leave_the_old_ones_in_its_history():
    made = make_survey()
    design = write_design(survey=made, definition=survey(ask("name"), title="Other"))
    assert design.pk == made.designs.get().pk
    assert made.versions.count() == 1
    assert design.revisions.count() == 2
    assert made.designs.get().definition.questions[0].code == "colour"


def test_option_settings_come_through():
    closing = Option(
        id="o", code="else", label="Other", asks_more=True, keeps_place=True, limit=3, hint="Say", is_exclusive=True
    )
    asked = survey(ask("way", "choices", options=(*options("bus"), closing), is_shuffled=True, least=Decimal(1)))
    assert write_design(survey=Survey.objects.create(title="x"), definition=asked).definition == asked
