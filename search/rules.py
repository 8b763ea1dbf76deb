"""What is searched for, of everything that somebody may type or paste."""

import unicodedata
from dataclasses import dataclass

LONGEST = 200
"""Characters of a query that are read."""
MOST_WORDS = 20
SHORTEST_BEGINNING = 2
"""Characters from which on titles are suggested."""
ENGLISH = """
    a about am an and any are as at be by can do does for from has have how i if in is it its my of on or our so that
    the their there they this to was we were what when where which who why will with you your
"""
WELSH = """
    a ac ar at beth ble dy ei ein eich er eu fy gan i mae mewn na neu nid o oes oedd pa pam pryd sut sy wrth y yn yr
"""
IN_EVERY_TEXT = frozenset((ENGLISH + WELSH).split())
"""Words that tell no text from another: a question can be typed as it would be asked."""


@dataclass(frozen=True)
class Query:
    """What was typed, and the words in it. A query without words finds nothing."""

    text: str = ""
    words: tuple[str, ...] = ()
    is_cut: bool = False
    """Whether there was more than we read."""

    @property
    def plain(self) -> str:
        """The words with spaces between them: no quotation mark, bracket or operator of any database."""
        return " ".join(self.words)

    @property
    def said(self) -> str:
        """The words as they were typed, “St Cedd's”, each without the quotation marks and operators around it."""
        edges = "".join({character for character in self.text if not _is_of_a_word(character)})
        return " ".join(filter(None, (word.strip(edges) for word in self.text.split())))

    @property
    def telling(self) -> tuple[str, ...]:
        """The words that are looked for: those that are in every text only where there is no other."""
        return tuple(word for word in self.words if word.lower() not in IN_EVERY_TEXT) or self.words


def query_from(typed: str) -> Query:
    """The query in what somebody typed: without control characters, cut to what is read."""
    text = " ".join("".join(c if _is_shown(c) else " " for c in typed[: LONGEST + 1]).split())
    words = words_in(text[:LONGEST])
    is_cut = len(typed) > LONGEST or len(words) > MOST_WORDS
    return Query(text[:LONGEST].strip(), words[:MOST_WORDS], is_cut)


def words_in(text: str) -> tuple[str, ...]:
    """Runs of letters, digits and their marks, in any script, each once in the order they come."""
    kept = "".join(c if _is_of_a_word(c) else " " for c in text)
    return tuple(dict.fromkeys(word for word in kept.split() if any(map(str.isalnum, word))))


def _is_of_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


def _is_shown(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cs", "Cn", "Co"}
