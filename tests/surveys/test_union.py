"""What a survey asked over all its versions."""

from hypothesis import given
from hypothesis import strategies as st

from engagement.surveys.definition import Calculation, Definition, Matrix, Option, Question, Row
from engagement.surveys.union import United, one_order, union_of
from tests.surveys.surveys import ask, options, page, survey


def asked(*codes: str) -> Definition:
    return survey(page("one", *(ask(code) for code in codes)))


def by_code(*definitions: Definition) -> dict[str, United]:
    return {one.code: one for one in union_of(definitions)}


def test_one_version_is_what_it_asks():
    definition = survey(ask("age", "number"), ask("colour", "choice"))
    union = union_of([definition])
    assert tuple(one.asked for one in union) == definition.asked
    assert all(one.versions == (1,) and one.is_asked_now and not one.gone for one in union)
    assert union_of([]) == ()


def test_what_went_stands_behind_what_it_stood_behind():
    union = union_of([asked("a", "b", "c"), asked("c", "x", "a")])
    assert [(one.code, one.versions, one.is_asked_now) for one in union] == [
        ("c", (1, 2), True),
        ("x", (2,), True),
        ("a", (1, 2), True),
        ("b", (1,), False),
    ]


def test_what_stood_first_and_went_stands_first():
    assert [one.code for one in union_of([asked("a", "b"), asked("b")])] == ["a", "b"]


def test_question_that_came_back_is_asked_now():
    union = by_code(asked("a", "b"), asked("a"), asked("b"))
    assert (union["b"].versions, union["b"].is_asked_now) == ((1, 3), True)
    assert (union["a"].versions, union["a"].is_asked_now) == ((1, 2), False)


def test_last_words_count_and_options_are_united():
    before = ask("colour", "choice", options=options("red", "green", "blue"))
    red = Option(id="o-red", code="red", label="Scarlet")
    after = ask("colour", "choice", label="Which?", options=(options("blue")[0], red, *options("pink")))
    found = by_code(survey(before), survey(after))["colour"]
    assert found.asked.label == "Which?"
    assert [one.label for one in found.asked.options] == ["Blue", "Scarlet", "Green", "Pink"]
    assert found.gone == {"green"}


def test_option_of_a_question_that_is_not_asked_any_more_has_not_gone_from_it():
    union = by_code(survey(ask("colour", "choice"), ask("age")), survey(ask("age")))
    assert union["colour"].gone == frozenset()
    assert not union["colour"].is_asked_now


def test_words_beside_an_option_stay_once_nobody_is_asked_for_them():
    other = Option(id="o", code="else", label="Other", asks_more=True)
    before, plain = ask("way", "choice", options=(other,)), Option(id="o", code="else", label="Other")
    after, without = ask("way", "choice", options=(plain,)), ask("way", "choice", options=options("bus"))
    assert by_code(survey(before), survey(after))["way"].has_words_beside
    assert by_code(survey(before), survey(without))["way"].has_words_beside
    assert not by_code(survey(after), survey(without))["way"].has_words_beside


def test_number_has_as_many_places_as_it_ever_had():
    assert by_code(survey(ask("a", "number", decimals=2)), survey(ask("a", "number")))["a"].asked.decimals == 2


def test_rows_know_their_matrix_and_calculations_come_along():
    def street(*codes: str) -> Matrix:
        rows = tuple(Row(id=f"r-{code}", code=code, label=code) for code in codes)
        return Matrix(id="m", label="The street", rows=rows, options=options("good", "bad"))

    reckoned = Calculation(id="c", code="twice", formula="${age} * 2")
    first, second = survey(ask("age", "number"), reckoned, street("clean", "safe")), survey(street("safe", "quiet"))
    union = union_of([first, second])
    assert [one.code for one in union] == ["age", "twice", "clean", "safe", "quiet"]
    assert [one.matrix and one.matrix.id for one in union] == [None, None, "m", "m", "m"]
    assert union[3].matrix == street("safe", "quiet")
    assert union[2].matrix == street("clean", "safe")
    assert isinstance(union[1].asked, Calculation)


ORDERS = st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), max_size=5)


@given(ORDERS)
def test_every_key_stands_once_and_the_last_order_stays(orders):
    found = one_order(orders)
    assert sorted(found) == sorted({key for order in orders for key in order})
    if orders:
        assert [key for key in found if key in orders[-1]] == orders[-1]


@given(ORDERS)
def test_one_order_is_the_same_however_often_versions_repeat(orders):
    assert one_order(orders + orders[-1:]) == one_order(orders)


@given(st.lists(st.dictionaries(st.sampled_from("abcd"), st.sets(st.sampled_from("rgb"), min_size=1)), max_size=4))
def test_no_question_and_no_option_is_lost(versions):
    made = [
        survey(*(ask(code, "choices", options=options(*sorted(chosen))) for code, chosen in version.items()))
        for version in versions
    ]
    union = {one.code: one for one in union_of(made)}
    assert set(union) == {code for version in versions for code in version}
    for code, one in union.items():
        assert isinstance(one.asked, Question)
        every = [version[code] for version in versions if code in version]
        assert {option.code for option in one.asked.options} == set().union(*every)
        assert one.gone == set().union(*every) - every[-1]
        assert one.versions == tuple(number for number, version in enumerate(versions, 1) if code in version)
        assert one.is_asked_now == (code in versions[-1])
