"""Words in pictures: which can be written, how lines are broken, and in what order their words stand."""

import pytest
from PIL import Image, ImageDraw

from base.art.titled import Words, titled
from base.art.type import Hand, _in_order, broken, can_write, faces, fitted, word_of
from base.brand import DEFAULTS


def test_every_bold_face_of_the_style_sheet_is_a_file() -> None:
    assert len(faces()) == 4
    assert all(face.path.is_file() and face.ranges for face in faces())


@pytest.mark.parametrize(
    ("text", "can"),
    [
        ("Mill Lane, 11:59pm – “quieter”", True),
        ("Lôn y Felin: dŵr a thŷ", True),
        ("شارع أهدأ، 2027", True),
        ("মিল লেন: আরও শান্ত", True),
        ("", True),
        ("日本", False),
        ("Mill Lane 🎉", False),
    ],
)
def test_what_can_be_written(text: str, can: bool) -> None:
    assert can_write(text) is can


def test_letters_of_two_files_make_one_word() -> None:
    runs = word_of("dŵr").runs
    assert [text for _face, text in runs] == ["d", "ŵ", "r"]
    assert runs[0][0] != runs[1][0]


def test_sign_beside_arabic_letters_is_turned() -> None:
    assert [text for _face, text in word_of("(شارع").runs] == ["شارع", ")"]
    assert [text for _face, text in word_of("شارع!").runs] == ["!", "شارع"]


def test_lines_are_as_long_as_the_room() -> None:
    words = "one two three four five six"
    lines = broken(words, 60, 400, 9)
    assert lines
    assert len(lines) > 1
    for line in lines:
        assert sum(word.width(60) for word in line) + 60 * 0.26 * (len(line) - 1) <= 400
    assert " ".join(text for line in lines for word in line for _face, text in word.runs) == words


def test_title_that_is_too_long_ends_with_dots() -> None:
    size, lines = fitted("word " * 80, (80, 40), 600, 2)
    assert (size, len(lines)) == (40, 2)
    assert lines[-1][-1].runs[-1][1].endswith("…")


def test_word_wider_than_the_picture_leaves_the_line_out() -> None:
    assert fitted("a" * 200, (80, 40), 600, 2) == (40, [])


@pytest.mark.parametrize(
    ("is_rtl", "order"),
    [(True, ["2027", "Lane", "ب", "أ"]), (False, ["ب", "أ", "2027", "Lane"])],
)
def test_words_of_two_directions_keep_theirs(is_rtl: bool, order: list[str]) -> None:
    line = [word_of(text) for text in ("أ", "ب", "2027", "Lane")]
    assert [word.runs[0][1] for word in _in_order(line, is_rtl=is_rtl)] == order


def test_text_from_right_to_left_begins_at_the_right() -> None:
    picture = Image.new("L", (400, 100))
    lines = broken("شارع", 40, 400, 1)
    assert lines
    Hand(ImageDraw.Draw(picture), "white", "ar", is_rtl=True).write(lines[0], (390, 70), 40)
    box = picture.getbbox()
    assert box is not None
    assert 380 < box[2] <= 392
    assert box[0] > 250


def test_picture_without_a_title_is_none() -> None:
    assert titled(Words("", "", "", "en"), DEFAULTS) is None
