"""The way that answers make through a survey."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from engagement.surveys.definition import (
    Calculation,
    Definition,
    Group,
    Matrix,
    Note,
    Option,
    Row,
    in_language,
    texts_of,
)
from engagement.surveys.paths import walk
from tests.surveys.surveys import TODAY, ask, codes, options, page, path, survey


def test_page_is_shown_when_its_condition_holds():
    asked = survey(
        ask("drives", "yes_no"), page("cars", ask("cars", "number"), show_if="${drives} = 'yes'"), ask("end")
    )
    assert codes(path(asked)) == ["p1", "p3"]
    assert codes(path(asked, drives="yes")) == ["p1", "cars", "p3"]
    assert path(asked, drives="yes").after("p1").code == "cars"
    assert path(asked, drives="no").before("p3").code == "p1"


def test_answer_off_the_path_steers_nothing_and_is_not_kept():
    asked = survey(
        ask("drives", "yes_no"),
        ask("cars", "number", show_if="${drives} = 'yes'"),
        ask("why", show_if="${cars} > 2"),
    )
    answers = {"drives": "no", "cars": "3", "why": "Work"}
    assert path(asked, **answers).kept == {"drives": "no"}
    assert path(asked, **answers | {"drives": "yes"}).kept == answers | {"drives": "yes"}


def test_option_that_is_not_offered_any_more_is_no_answer():
    where = ask("where", "choice", options=(*options("north"), *options("pier", show_if="${coast} = 'yes'")))
    asked = survey(ask("coast", "yes_no"), where, ask("fish", "yes_no", show_if="${where} = 'pier'"))
    assert path(asked, coast="yes", where="pier").kept["where"] == "pier"
    found = path(asked, coast="no", where="pier", fish="yes")
    assert found.kept == {"coast": "no"}
    assert [one.code for one in found.by_code["where"].options] == ["north"]


def test_page_whose_questions_are_all_hidden_is_left_out():
    asked = survey(ask("drives", "yes_no"), page("cars", ask("cars", "number", show_if="${drives} = 'yes'")))
    assert codes(path(asked, drives="no")) == ["p1"]


def test_condition_may_ask_about_a_question_on_the_same_page():
    asked = survey(page("all", ask("drives", "yes_no"), ask("cars", "number", show_if="${drives} = 'yes'")))
    assert [one.question.code for one in path(asked, drives="yes").pages[0].questions] == ["drives", "cars"]
    assert [one.question.code for one in path(asked).pages[0].questions] == ["drives"]


def test_calculation_is_reckoned_and_makes_no_page():
    asked = survey(
        ask("adults", "number"),
        Calculation(id="c", code="twice", formula="${adults} * 2"),
        ask("crowd", "yes_no", show_if="${twice} > 5"),
    )
    assert codes(path(asked, adults="2")) == ["p1"]
    found = path(asked, adults="3")
    assert codes(found) == ["p1", "p3"]
    assert found.values["twice"] == Decimal(6)
    assert "twice" not in found.kept


def test_rows_of_a_matrix_are_questions_of_their_own():
    rows = (Row(id="r1", code="clean", label="It is clean"), Row(id="r2", code="safe", show_if="${clean} = 'red'"))
    asked = survey(Matrix(id="m", label="The park", options=options("red", "green"), rows=rows, is_required=True))
    assert [one.question.code for one in path(asked).pages[0].questions] == ["clean"]
    found = path(asked, clean="red", safe="blue")
    assert found.kept == {"clean": "red"}
    assert found.first_missing.questions[1].is_missing


def test_group_hides_all_that_it_holds():
    group = Group(
        id="g", title="Cars", show_if="${drives} = 'yes'", items=(ask("cars", "number"), Note(id="n", text="x"))
    )
    asked = survey(page("all", ask("drives", "yes_no"), group))
    assert path(asked, cars="2").kept == {}
    assert path(asked, drives="yes", cars="2").kept == {"drives": "yes", "cars": "2"}


def test_words_beside_other_are_kept_while_other_is_chosen():
    other = Option(id="o", code="else", label="Other", asks_more=True)
    asked = survey(ask("way", "choices", options=(*options("bus"), other)))
    assert path(asked, way=["bus", "else"], way_other="Skates").kept == {"way": ["bus", "else"], "way_other": "Skates"}
    assert path(asked, way=["bus"], way_other="Skates").kept == {"way": ["bus"]}
    assert path(asked, way=["else"], way_other="Skates").by_code["way"].words == "Other: Skates"


def test_shuffling_keeps_the_last_ones_last_and_the_seed_keeps_the_order():
    last = (Option(id="n", code="none", is_exclusive=True), Option(id="o", code="else", asks_more=True))
    many = options(*"abcdefgh")
    asked = survey(ask("way", "choices", options=(*many, *last), is_shuffled=True))
    orders = {tuple(one.code for one in path(asked, seed).by_code["way"].options) for seed in range(20)}
    assert len(orders) > 10
    assert all(order[-2:] == ("none", "else") for order in orders)
    assert path(asked, 7).by_code["way"].options == path(asked, 7).by_code["way"].options
    same = survey(ask("way", "choices", options=many, is_shuffled=True, seed=3))
    assert path(same, 1).by_code["way"].options == path(same, 2).by_code["way"].options


def test_answers_are_said_back_escaped_cut_and_with_what_to_say_instead():
    found = path(survey(ask("name"), ask("colour", "choice")), name="<b>Ann</b> " + "x" * 200, colour="red")
    assert found.say("Hello ${name|friend}!", is_html=True).startswith("Hello &lt;b&gt;Ann&lt;/b&gt; xx")
    assert len(found.say("${name}")) == 120
    assert found.say("You like ${colour}.") == "You like Red."
    assert path(survey(ask("name"))).say("Hello ${name|friend}, ${name}") == "Hello friend, …"


def test_translation_takes_its_texts_and_keeps_the_rest():
    asked = survey(page("one", ask("colour", "choice", hint="Choose"), title="Colours"))
    texts = texts_of(asked)
    assert texts["p-one.title"] == "Colours"
    welsh = in_language(asked, "cy", {"p-one.title": "Lliwiau", "o-red.label": "Coch", "unknown.label": "?"})
    assert welsh.language == "cy"
    assert (welsh.pages[0].title, welsh.questions[0].label) == ("Lliwiau", "Colour?")
    assert [one.label for one in welsh.questions[0].options] == ["Coch", "Green", "Blue"]
    assert in_language(welsh, "en", texts) == asked


def test_translation_is_not_read_from_what_was_computed_of_the_source():
    matrix = Matrix(id="m", options=options("red"), rows=(Row(id="r", code="clean", label="Clean"),))
    asked = survey(matrix, ask("colour", "choice"))
    assert path(asked).by_code["clean"].question.label == "Clean"
    assert asked.by_code["colour"].label == "Colour?"
    welsh = in_language(asked, "cy", {"r.label": "Glân", "q-colour.label": "Lliw?"})
    assert path(welsh).by_code["clean"].question.label == "Glân"
    assert welsh.by_code["colour"].label == "Lliw?"


def test_definition_comes_back_from_json():
    rows = (Row(id="r1", code="clean", label="It is clean"),)
    asked = survey(
        page("one", ask("age", "number", least=Decimal("0.5")), Group(id="g", items=(ask("why", "long_text"),))),
        Matrix(id="m", options=options("red"), rows=rows),
    )
    assert Definition.model_validate_json(asked.model_dump_json()) == asked


ANSWER = st.one_of(
    st.none(), st.text(), st.booleans(), st.integers(), st.lists(st.text() | st.just("red")), st.just("red")
)


@given(st.dictionaries(st.sampled_from(["a", "b", "b_other", "c", "d", "e", "f"]), ANSWER), st.integers())
def test_no_answers_break_the_walk_and_what_is_kept_walks_the_same_way(answers, seed):
    other = (*options("red", "blue"), Option(id="o", code="else", asks_more=True))
    asked = survey(
        ask("a", "choice"),
        ask("b", "choices", options=other, is_shuffled=True, show_if="${a} = 'red'"),
        ask("c", "number", show_if="selected(${b}, 'else')"),
        ask("d", "date", show_if="${c} > 3"),
        ask("e", "ranking"),
        ask("f", "consent"),
    )
    found = walk(asked, answers, today=TODAY, seed=seed)
    assert walk(asked, found.kept, today=TODAY, seed=seed) == found
