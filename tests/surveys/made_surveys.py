"""Surveys of every shape, for hypothesis."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from engagement.surveys.definition import (
    Calculation,
    Definition,
    Group,
    Matrix,
    Note,
    Option,
    Page,
    Picture,
    Question,
    Row,
    texts_of,
)
from engagement.surveys.definition.parts import CODE, OPTION_CODE
from engagement.surveys.enums import Kind
from engagement.surveys.xlsform.wording import RICH


def without_ids(value: Any) -> Any:
    """A dumped survey without what its blocks are called by the database."""
    if isinstance(value, dict):
        return {key: without_ids(found) for key, found in value.items() if key != "id"}
    return [without_ids(one) for one in value] if isinstance(value, list | tuple) else value


WORDS = st.text(min_size=1, max_size=20)
HOSTILE = st.sampled_from(
    [
        "=1+1",
        "**bold**",
        "\\*",
        " ",
        "a\r\nb",
        "_x0041_",
        "<b>&amp;</b>",
        "#N/A",
        "'=1",
        "${",
        "$\\{a}",
        "\u00a0x\u00a0",
        "1",
        "TRUE",
        "—\t",
    ]
)
TEXTS = WORDS | HOSTILE
HTML = (
    st.lists(
        st.tuples(
            st.sampled_from(["<p>{}</p>", "<p><b>{}</b></p>", "<ul><li>{}</li></ul>", '<p data-block-key="k">{}</p>']),
            st.sampled_from(
                ["{}", '<a href="https://a.example/?x=1&amp;y">{}</a>', '<a id="3" linktype="page">{}</a>']
            ),
            st.sampled_from(["words", "2 * 3 &lt; 7", "**", "one<br/>two", "- no list", "<i>slanted</i>"]),
        ),
        min_size=1,
        max_size=3,
    )
    .map(lambda parts: RICH.clean("".join(outer.format(inner.format(words)) for outer, inner, words in parts)))
    .filter(bool)
)
CODES = st.from_regex(CODE, fullmatch=True).filter(lambda code: not code.endswith("_other") and code.lower() != "meta")
OPTION_CODES = st.from_regex(OPTION_CODE, fullmatch=True) | st.sampled_from(["yes", "no", "other", "1", "2"])
WHOLE = st.integers(0, 99).map(Decimal)
NUMBER_RULES = [". > 3", "(. > 3) and (. < 9)", ".<=5 or . = 7"]
WORD_RULES = ["regex(., '[a-z]+')", "string-length(.)<9"]
CHOICE_RULES = ["count-selected(.) < 3", "not(selected(., 'a'))"]
CONSTRAINTS = {
    Kind.NUMBER: NUMBER_RULES,
    Kind.PERCENTAGE: NUMBER_RULES,
    Kind.MONEY: NUMBER_RULES,
    Kind.TEXT: WORD_RULES,
    Kind.LONG_TEXT: WORD_RULES,
    Kind.EMAIL: WORD_RULES,
    Kind.CHOICES: CHOICE_RULES,
    Kind.RANKING: CHOICE_RULES,
    Kind.DATE: [". < today()", ". >= '2020-01-01'"],
}
INITIALS = {
    Kind.NUMBER: ["1", "2.5"],
    Kind.DATE: ["2026-11-29"],
    Kind.TIME: ["17:30"],
    Kind.MOMENT: ["2026-11-29T17:30"],
    Kind.YES_NO: ["yes"],
    Kind.RATING: ["2"],
    Kind.TEXT: ["words", "a - b", "today()", " x ", "=1"],
}
LISTED = {Kind.CHOICE, Kind.CHOICES, Kind.SCALE, Kind.RANKING}
BOUNDED = {Kind.NUMBER, Kind.PERCENTAGE, Kind.MONEY, Kind.CHOICES, Kind.RANKING, Kind.TEXT, Kind.LONG_TEXT}


def maybe(found: st.SearchStrategy[Any], empty: Any = "") -> st.SearchStrategy[Any]:
    return st.just(empty) | found


class Maker:
    """Draws one survey; it knows which codes are taken and which can be asked about."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.taken: set[str] = set()
        self.earlier: list[str] = []
        self.number = 0

    def id(self) -> str:
        self.number += 1
        return f"id{self.number}"

    def code(self) -> str:
        code = self.draw(CODES.filter(lambda code: code not in self.taken))
        self.taken.add(code)
        return code

    def text(self) -> str:
        text = self.draw(TEXTS.filter(str.strip))
        if self.earlier and self.draw(st.booleans()):
            text += f" ${{{self.draw(st.sampled_from(self.earlier))}|you}}"
        return text

    def show_if(self) -> str:
        if not self.earlier:
            return ""
        code = self.draw(st.sampled_from(self.earlier))
        return self.draw(
            st.sampled_from(["", f"${{{code}}} != ''", f"(${{{code}}}  ='') and 1=1", "today() > '2020-01-01'"])
        )

    def options(self, least: int = 1) -> tuple[Option, ...]:
        codes = self.draw(st.lists(OPTION_CODES, unique=True, min_size=least, max_size=4))
        return tuple(self.option(code) for code in codes)

    def option(self, code: str) -> Option:
        flags = self.draw(st.sampled_from([{}, {}, {"is_exclusive": True}, {"asks_more": True}, {"keeps_place": True}]))
        return Option(
            id=self.id(),
            code=code,
            label=self.draw(st.just(code.capitalize()) | TEXTS),
            hint=self.draw(maybe(TEXTS)),
            limit=self.draw(st.none() | st.integers(1, 99)),
            show_if=self.show_if(),
            **flags,
        )

    def question(self) -> Question:
        draw, kind = self.draw, self.draw(st.sampled_from(list(Kind)))
        made: dict[str, Any] = {"options": self.options() if kind in LISTED else ()}
        if kind in LISTED and draw(st.booleans()):
            made.update(is_shuffled=draw(st.booleans()), seed=draw(st.none() | st.integers(-9, 9)))
        if kind in BOUNDED:
            made.update(least=draw(st.none() | WHOLE), most=draw(st.none() | WHOLE))
        if kind in {Kind.NUMBER, Kind.PERCENTAGE, Kind.MONEY}:
            made.update(decimals=draw(st.sampled_from([0, 0, 1, 2, 10])), unit=draw(maybe(TEXTS)))
        if kind == Kind.RATING:
            made["most"] = draw(st.none() | st.integers(2, 10).map(Decimal))
        if kind in {Kind.RATING, Kind.NPS}:
            made.update(low_label=draw(maybe(TEXTS)), high_label=draw(maybe(TEXTS)))
        question = Question(
            id=self.id(),
            code=self.code(),
            kind=kind,
            label=self.text(),
            hint=draw(maybe(TEXTS)),
            details=draw(maybe(TEXTS)),
            is_required=draw(st.booleans()),
            show_if=self.show_if(),
            constraint=draw(maybe(st.sampled_from(CONSTRAINTS.get(kind, [""])))),
            constraint_message=draw(maybe(TEXTS)),
            initial=draw(maybe(st.sampled_from(INITIALS.get(kind, [""])))),
            **made,
        )
        self.earlier.append(question.code)
        return question

    def matrix(self) -> Matrix:
        options, rows = self.options(), []
        for _place in range(self.draw(st.integers(1, 3))):
            row = Row(id=self.id(), code=self.code(), label=self.text(), show_if=self.show_if())
            rows.append(row)
            self.earlier.append(row.code)
        return Matrix(
            id=self.id(),
            label=self.draw(maybe(TEXTS)),
            hint=self.draw(maybe(TEXTS)),
            is_required=self.draw(st.booleans()),
            options=options,
            rows=tuple(rows),
        )

    def item(self, *, groups: bool) -> Any:
        sort = self.draw(st.sampled_from("qqqqmnpcg" if groups else "qqmnpc"))
        match sort:
            case "q":
                return self.question()
            case "m":
                return self.matrix()
            case "n":
                return Note(id=self.id(), text=self.draw(HTML), show_if=self.show_if())
            case "p":
                given = {"alt": self.draw(maybe(TEXTS)), "caption": self.draw(maybe(TEXTS))}
                return Picture(id=self.id(), image=self.draw(st.integers(1, 10**6)), show_if=self.show_if(), **given)
            case "c":
                show_if, code = self.show_if(), self.code()
                formula = self.draw(st.sampled_from(["1 + 1", *(f"concat('x', ${{{one}}})" for one in self.earlier)]))
                self.earlier.append(code)
                return Calculation(id=self.id(), code=code, formula=formula, show_if=show_if)
            case _:
                show_if = self.show_if()
                items = tuple(self.item(groups=False) for _place in range(self.draw(st.integers(1, 2))))
                given = {"title": self.draw(maybe(TEXTS)), "intro": self.draw(maybe(HTML))}
                return Group(id=self.id(), show_if=show_if, items=items, **given)

    def page(self, place: int, codes: set[str]) -> Page:
        named = st.sampled_from([f"page{place}", f"p{place}", "3f2a-uuid", *sorted(self.taken)[:2]]) | CODES
        code = self.draw(named.filter(lambda code: code not in codes))
        codes.add(code)
        show_if = self.show_if()
        items = tuple(self.item(groups=True) for _place in range(self.draw(st.integers(1, 3))))
        given = {"title": self.draw(maybe(TEXTS)), "intro": self.draw(maybe(HTML))}
        return Page(id=self.id(), code=code, show_if=show_if, items=items, **given)


@st.composite
def definitions(draw: Any) -> Definition:
    """A survey that asks something."""
    maker = Maker(draw)
    codes: set[str] = set()
    pages = [maker.page(place, codes) for place in range(1, draw(st.integers(1, 3)) + 1)]
    pages.append(Page(id="last", code="the-last", items=(maker.question(),)))
    html = {name: draw(maybe(HTML)) for name in ("intro", "privacy_notice", "thanks")}
    title = draw(TEXTS.filter(str.strip))
    return Definition(language=draw(st.sampled_from(["en", "cy", "zh-hans"])), title=title, pages=tuple(pages), **html)


@st.composite
def translated(draw: Any) -> tuple[Definition, dict[str, dict[str, str]]]:
    """A survey with translations of some of its texts."""
    definition = draw(definitions())
    rich = {"text", "intro", "privacy_notice", "thanks"}
    found: dict[str, dict[str, str]] = {}
    for language in draw(st.lists(st.sampled_from(["de", "ar", "x-krio"]), unique=True, max_size=2)):
        texts = {
            key: draw(HTML if key.rpartition(".")[2] in rich else TEXTS)
            for key in texts_of(definition)
            if draw(st.booleans())
        }
        if texts:
            found[language] = texts
    return definition, found
