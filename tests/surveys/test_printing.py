"""The survey on paper, and conditions in words."""

import pytest
from django.test import Client

from engagement.surveys.wording import condition_words
from engagement.testing.clock import at
from tests.surveys.answering import WHILE_OPEN, Visitor, place, url
from tests.surveys.factories import options, page
from tests.surveys.surveys import ask, survey

DEFINITION = survey(
    ask("drives", "yes_no", label="Do you drive?"), ask("ways", "choices"), ask("age", "number", label="Age")
)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("", ""),
        ("${drives} = 'yes'", "“Do you drive” is “Yes”"),
        ("${drives} != 'yes'", "“Do you drive” is not “Yes”"),
        ("selected(${ways}, 'red')", "“Ways” is “Red”"),
        ("not(selected(${ways}, 'red'))", "it is not so that “Ways” is “Red”"),
        ("${age} >= 18 and ${drives} = ''", "“Age” is at least 18 and “Do you drive” has no answer"),
        ("${age} < 18 or ${age} > 65", "“Age” is less than 18 or “Age” is more than 65"),
        ("${age} + 1 > 18", "${age} + 1 > 18"),
        ("${nobody} = 1", "${nobody} = 1"),
        ("((", "(("),
    ],
)
def test_condition_in_words(condition, words):
    assert condition_words(condition, DEFINITION) == words


@pytest.mark.django_db
@pytest.mark.parametrize("size", ["", "?large=1"])
def test_paper_has_every_question_with_its_answers_and_condition(size):
    matrix = {"label": "Park", "rows": [{"label": "Clean", "code": "clean"}], "options": options("Good", "Bad")}
    with at(WHILE_OPEN):
        made = place(
            page(("yes_no", {"label": "Do you drive?", "code": "drives"})),
            page(("number", {"label": "How many cars?", "code": "cars", "show_if": "${drives} = 'yes'"}), title="Cars"),
            page(("matrix", matrix), ("ranking", {"label": "Best?", "code": "best", "options": options("A", "B")})),
            page(
                ("long_text", {"label": "Why, ${cars|friend}?", "code": "why"}),
                ("date", {"label": "When?", "code": "w"}),
            ),
        )
        visitor = Visitor(made).get(url(made, "print", size))
        queries = Client().get(url(made, "print", size))
    assert queries.status_code == 200
    text = visitor.text
    for words in ("1. Do you drive?", "2. How many cars?", "3. Clean", "4. Best?", "5. Why, friend?", "6. When?"):
        assert words in text
    assert "Answer this only if “Do you drive” is “Yes”." in text
    assert not visitor.soup.select("main form")
