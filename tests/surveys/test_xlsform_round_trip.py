"""What is written as a form spreadsheet comes back, and other tools can read it."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from engagement.surveys.definition import Definition, Group, Option, Question, in_language
from engagement.surveys.xlsform import Form, FormRefused, read_form, write_form
from tests.surveys.forms import REAL, needs_real, workbook
from tests.surveys.made_surveys import translated, without_ids
from tests.surveys.surveys import ask, page, survey

SLOWLY = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def written(form: Form, **changed: Any) -> bytes:
    """A form as it goes out again."""
    given = {"code": form.code, "translations": form.translations, "extras": form.extras, **changed}
    return write_form(given.pop("definition", form.definition), **given)


@SLOWLY
@given(translated())
def test_survey_comes_back(made: tuple[Definition, dict[str, dict[str, str]]]) -> None:
    definition, translations = made
    content = write_form(definition, code="form", translations=translations)
    form = read_form(content, "other.xlsx")
    assert without_ids(form.definition.model_dump()) == without_ids(definition.model_dump())
    assert form.translations.keys() == translations.keys()
    for language, texts in translations.items():
        ours = in_language(definition, language, texts)
        theirs = in_language(form.definition, language, form.translations[language])
        assert without_ids(theirs.model_dump()) == without_ids(ours.model_dump())
    stored = json.loads(json.dumps(form.extras, sort_keys=True))  # a database may put keys in another order
    assert read_form(written(form, extras=stored), "x.xlsx") == form
    convert(content, file_type=".xlsx")  # raises where it is no XLSForm


def edited(draw: Any, item: Any) -> Any:
    """An item as an editor might change it; nothing asks about what is changed."""
    if isinstance(item, Group):
        return item.model_copy(update={"items": tuple(edited(draw, one) for one in item.items)})
    if not isinstance(item, Question):
        return item
    changes: dict[str, Any] = {"label": "Another", "details": "More", "is_required": not item.is_required}
    if item.options:
        first, *others = item.options
        new = Option(id="new", code="brand-new", label="New")
        changes["options"] = draw(
            st.sampled_from(
                [(*others, first), (first,), (*item.options, new), (first.model_copy(update={"label": "B"}), *others)]
            )
        )
    chosen = draw(st.sets(st.sampled_from(sorted(changes))))
    return item.model_copy(update={name: changes[name] for name in chosen})


@SLOWLY
@given(translated(), st.data())
def test_survey_that_was_edited_since_comes_back_as_it_is(made: tuple[Definition, Any], data: Any) -> None:
    form = read_form(write_form(made[0], code="form", translations=made[1]), "form.xlsx")
    pages = tuple(
        page.model_copy(update={"items": tuple(edited(data.draw, item) for item in page.items)})
        for page in form.definition.pages
    )
    definition = form.definition.model_copy(update={"pages": pages})
    again = read_form(written(form, definition=definition), "form.xlsx")
    assert without_ids(again.definition.model_dump()) == without_ids(definition.model_dump())


@needs_real
def test_real_ones_come_back_and_stay_xlsforms():
    back = 0
    for path in sorted(REAL.iterdir()):
        try:
            form = read_form(path.read_bytes(), path.name)
        except FormRefused:
            continue
        content = written(form)
        assert read_form(content, "another.xlsx") == form, path.name
        convert(content, file_type=".xlsx")
        back += 1
    assert back == 8


STRINGS = [
    *("undefined", "NULL", "1E+02", "0x0", "-Infinity", "1,000.00", "01000", "TRUE", "=1+1", "@SUM(1)", "#REF!"),
    *(",./;'[]\\-=", '<>?:"{}|_+', "!@#$%^&*()`~", "\x01\x02\x08\x1f\x7f", "\ufffe", "Ω≈ç√∫", "¯\\_(ツ)_/¯"),
    *("田中さん", "🏳0🌈️", "مُنَاقَشَةُ", "Z̮̞̠", "\u200b", "\u202etest\u2066", "<script>alert(1)</script>", "&lt;b&gt;"),
    *("' OR 1=1 -- 1", "$HOME", "{{ 7*7 }}", "${", "${a", "$\\{a}", "%s%n", "../../etc/passwd", "%00"),
    *("a\r\nb\rc", "_x000D_", "** **", "\\*", "|", "\\|"),
]
"""After the "Big List of Naughty Strings" (https://github.com/minimaxir/big-list-of-naughty-strings)."""


def test_strings_that_break_things_are_kept_as_they_are():
    answers = [Option(id=f"o{place}", code="a", label=text, hint=text) for place, text in enumerate(STRINGS)]
    asked = [
        ask(f"q{place}", "choice", label=one.label, hint=one.hint, options=(one,)) for place, one in enumerate(answers)
    ]
    translations = {"cy": {f"q-q{place}.label": text for place, text in enumerate(STRINGS)}}
    content = write_form(survey(page("all", *asked)), code="form", translations=translations)
    form = read_form(content, "form.xlsx")
    texts = [(one.label, one.hint, one.options[0].label, one.options[0].hint) for one in form.definition.questions]
    assert texts == [(text, text, text, text) for text in STRINGS]
    assert list(form.translations["cy"].values()) == STRINGS
    convert(content, file_type=".xlsx")


ORDINARY = [text for text in STRINGS if text.isprintable() and not text.startswith(("${", "\\*", "_x"))]


@pytest.mark.parametrize("text", ORDINARY)
def test_strings_that_somebody_typed_are_taken_as_they_are(text: str) -> None:
    content = workbook(survey=[["type", "name", "label"], ["text", "q", text]])
    assert read_form(content, "form.xlsx").definition.questions[0].label == text
