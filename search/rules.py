"""What is searched for, of everything that somebody may type or paste."""

import unicodedata
from dataclasses import dataclass
from urllib.parse import urlencode

LONGEST = 200
"""Characters of a query that are read."""
MOST_WORDS = 20


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
    def encoded(self) -> str:
        """The query as it stands in an address."""
        return urlencode({"q": self.text})


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
