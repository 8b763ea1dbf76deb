"""What holds for a whole form spreadsheet: filters, languages, what it is called, its formats."""

import pytest

from engagement.surveys.definition import (
    Page,
    Picture,
    texts_of,
)
from engagement.surveys.xlsform import read_form, write_form
from tests.surveys.forms import LISTS, codes, noticed, read_rows, workbook

# Answers that depend on others

COUNTIES = """list_name | name | label | state | name2
    states | texas | Texas | |
    states | ohio | Ohio | |
    counties | king | King | texas |
    counties | bell | Bell | ohio |
    counties | king | King | ohio |
    counties | none | None | |"""


@pytest.mark.parametrize(
    ("filter_", "shown"),
    [
        ("state=${s}", {"king": "('texas' = ${s}) or ('ohio' = ${s})", "bell": "'ohio' = ${s}", "none": "'' = ${s}"}),
        (
            "state = '' or state=${s}",
            {"king": "('texas' = ${s}) or ('ohio' = ${s})", "bell": "'ohio' = ${s}", "none": ""},
        ),
        ("name != ${s} and label != 'Bell'", {"king": "'king' != ${s}", "none": "'none' != ${s}"}),
        ("state = 'ohio'", {"bell": "", "king": ""}),
        ("state = ohio", {"bell": "", "king": ""}),
        ("selected('texas ohio', state)", {"king": "", "bell": ""}),
    ],
)
def test_choice_filter_is_a_condition_of_each_answer(filter_: str, shown: dict[str, str]) -> None:
    form = read_rows(
        "type | name | label | choice_filter",
        "select_one states | s | S |",
        f"select_one counties | c | C | {filter_}",
        choices=COUNTIES,
    )
    made = form.definition.questions[1]
    assert {option.code: option.show_if for option in made.options} == shown
    assert len({option.id for option in made.options}) == len(shown)


def test_word_in_a_filter_that_is_no_column_is_a_text_and_said() -> None:
    form = read_rows(
        "type | name | label | choice_filter", "select_one counties | c | C | state=ohio", choices=COUNTIES
    )
    assert [place[:3] for place in noticed(form) if place[0] == "survey"] == [("survey", 2, "choice_filter")]


# Languages


def test_translations_are_texts_by_language_and_id() -> None:
    form = read_rows(
        "type | name | label::English (en) | label::Cymraeg (cy) | hint::cy | hint::en",
        "begin group | p | Page | Tudalen | |",
        "select_one l | q | Which? | Pa un? | Awgrym | Hint",
        "note | n | **Hi** | **Helo** | |",
        "end group | | | | |",
        choices="list_name | name | label::English (en) | label::Cymraeg (cy)\nl | a | Apple | Afal\nl | b | Pear |",
        settings="form_title | default_language\nFruit | English (en)",
    )
    page = form.definition.pages[0]
    asked, note = page.items
    assert (form.definition.language, asked.label, asked.hint) == ("en", "Which?", "Hint")
    assert form.translations == {
        "cy": {
            f"{page.id}.title": "Tudalen",
            f"{asked.id}.label": "Pa un?",
            f"{asked.id}.hint": "Awgrym",
            f"{asked.options[0].id}.label": "Afal",
            f"{note.id}.text": "<p><b>Helo</b></p>",
        }
    }
    assert set(form.translations["cy"]) < set(texts_of(form.definition))


@pytest.mark.parametrize(
    ("heading", "language"),
    [
        ("label", "en"),
        ("label::Deutsch (de)", "de"),
        ("label:French", "fr"),
        ("label::polski", "pl"),
        ("label::PT-br", "pt-br"),
        ("label::Somali", "so"),
        ("caption::Elvish (x-elvish)", "x-elvish"),
        ("label::Krio", "x-krio"),
    ],
)
def test_language_is_that_of_the_labels(heading: str, language: str) -> None:
    assert read_rows(f"type | name | {heading}", "text | a | A").definition.language == language


def test_text_in_another_language_only_is_shown_and_said() -> None:
    form = read_rows("type | name | label | label::Cymraeg (cy)", "text | a | | Oed?")
    assert form.definition.questions[0].label == "Oed?"
    assert form.translations == {"cy": {f"{form.definition.questions[0].id}.label": "Oed?"}}
    assert ("survey", 2, "label") in [place[:3] for place in noticed(form)]


def test_column_of_a_language_that_nothing_is_written_in_is_none() -> None:
    form = read_rows("type | name | label | label::Cymraeg (cy)", "text | a | A |")
    assert form.extras["languages"] == {}
    assert read_form(write_form(form.definition, code=form.code, extras=form.extras), "form.xlsx") == form


def test_language_that_nobody_knows_is_said() -> None:
    sentences = [place[3] for place in noticed(read_rows("type | name | label::Krio", "text | a | A"))]
    assert any("“Krio”" in sentence for sentence in sentences)


# The whole form


def test_form_has_its_id_and_title() -> None:
    form = read_rows(
        "type | name | label", "text | a | A", settings="form_title | form_id | version\nTrees 2026 | trees 2026! | 7"
    )
    assert (form.code, form.definition.title, form.extras["settings"]) == ("trees_2026", "Trees 2026", {"version": "7"})


@pytest.mark.parametrize(
    ("settings", "code", "title"),
    [("form_title\nOld trees", "Old_trees", "Old trees"), ("", "form", "form"), ("id_string\nx", "x", "x")],
)
def test_form_without_an_id_is_called_after_its_title_or_file(settings: str, code: str, title: str) -> None:
    form = read_rows("type | name | label", "text | a | A", settings=settings)
    assert (form.code, form.definition.title) == (code, title)


def test_reading_twice_gives_the_same_ids() -> None:
    rows = (
        "type | name | label | appearance",
        "begin group | t | How good is | table-list",
        "select_one colours | t1 | the bus |",
        "end group | | |",
        "note | | Hi |",
        "select_one colours | a | A |",
    )
    first, second = (read_rows(*rows, choices=LISTS) for _time in range(2))
    assert first == second
    assert len({part.id for part in first.definition.parts()}) == len(list(first.definition.parts()))


def test_renaming_a_page_changes_no_id_of_a_question() -> None:
    rows = ["begin group | {} | P", "select_one colours | q | Q", "end group | |"]
    one_, other = (
        read_rows("type | name | label", *(row.format(name) for row in rows), choices=LISTS).definition.questions[0]
        for name in ("a", "b")
    )
    assert one_ == other


@pytest.mark.parametrize("name", ["f.xlsx", "f.csv", "f.md", "F.XLSX"])
def test_formats_give_the_same_form(name: str) -> None:
    rows = [["type", "name", "label"], ["select_one l", "q", "Q, and R?"]]
    lists = [["list_name", "name", "label"], ["l", "1", "One"], ["l", "2", "Two"]]
    csv = (
        "survey,,,\n"
        + "".join(f',{a},{b},"{c}"\n' for a, b, c in rows)
        + "choices\n"
        + "".join(f",{a},{b},{c}\n" for a, b, c in lists)
    )
    markdown = "".join(
        f"| {sheet} |\n" + "".join(f"| | {' | '.join(row)} |\n" for row in below)
        for sheet, below in (("survey", rows), ("choices", lists))
    )
    content = {".csv": csv.encode("utf-8-sig"), "xlsx": workbook(survey=rows, choices=lists), "f.md": markdown.encode()}
    form = read_form(content[name[-4:].lower()], name)
    assert form.definition.questions[0].label == "Q, and R?"
    assert codes(form.definition.questions[0]) == ["1", "2"]


def test_picture_and_introductions_come_from_columns_of_ours() -> None:
    form = read_rows(
        "type | name | label | folkmoot_kind | folkmoot_image | folkmoot_alt | folkmoot_alt.cy",
        "begin group | p | Page | | | |",
        "note | p_intro | **Welcome** | intro | | |",
        "note | map | A map | picture | 17 | The square | Y sgwar",
        "text | a | A | | | |",
        "end group | | | | | |",
    )
    page = form.definition.pages[0]
    assert isinstance(page, Page)
    assert page.intro == "<p><b>Welcome</b></p>"
    assert page.items[0] == Picture(id=page.items[0].id, image=17, alt="The square")
    assert form.translations == {"cy": {f"{page.items[0].id}.alt": "Y sgwar"}}


@pytest.mark.parametrize(
    ("cell", "text"), [("**Welcome**", "<p><i>Welcome</i></p>"), ("Corrected", "<p>Corrected</p>")]
)
def test_column_of_ours_counts_while_the_other_says_the_same(cell: str, text: str) -> None:
    exact = "<p><i>Welcome</i></p>"
    plain = {"**Welcome**": "Welcome"}.get(cell, cell)
    form = read_rows("type | name | label | folkmoot_text", f"note | n | {plain} | {exact}", "text | a | A |")
    assert form.definition.pages[0].items[0].text == text


def test_rich_text_in_a_column_of_ours_is_made_harmless() -> None:
    hostile = "<p onclick='x()'>Hi <script>alert(1)</script><a href='javascript:x()'>there</a></p>"
    settings = f"form_title | folkmoot_intro\nT | {hostile}"
    form = read_rows("type | name | label", "text | a | A", settings=settings)
    assert form.definition.intro == "<p>Hi <a>there</a></p>"
