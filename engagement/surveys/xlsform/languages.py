"""The names of languages in headings, such as `label::Welsh (cy)`, and their codes."""

import re
import zlib
from functools import cache

from django.conf.locale import LANG_INFO

CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*|x(-[a-z0-9]{1,8})+")
"""A language tag in small letters, as far as forms have them: BCP 47, 2.1."""
IN_BRACKETS = re.compile(r"\(\s*([A-Za-z][A-Za-z0-9_-]*)\s*\)\s*$")
LONGEST_PART = 8

MORE = {
    "amharic": "am",
    "chinese": "zh",
    "dari": "prs",
    "farsi": "fa",
    "gujarati": "gu",
    "hausa": "ha",
    "kinyarwanda": "rw",
    "kurdish": "ku",
    "kurmanji": "kmr",
    "pashto": "ps",
    "portuguese (brazil)": "pt-br",
    "romani": "rom",
    "scots": "sco",
    "sinhala": "si",
    "somali": "so",
    "sorani": "ckb",
    "tagalog": "tl",
    "tigrinya": "ti",
    "yoruba": "yo",
}
"""Languages that Django has no name for, or another one."""


def code_of(name: str) -> str:
    """The code of a language by its name, by its code, or by the code in brackets behind the name.

    A language that we do not know by name gets a code for private use (BCP 47, 2.2.7), the same each time.
    """
    if (found := IN_BRACKETS.search(name)) and CODE.fullmatch(tag := _tag(found[1])):
        return tag
    bare = " ".join(name.split()).casefold()
    return _by_name().get(bare) or (_tag(bare) if CODE.fullmatch(_tag(bare)) else _private(bare))


def is_known(code: str) -> bool:
    """Whether it is the code of a language, and not one that was made for a name."""
    return not code.startswith("x-")


def name_of(code: str) -> str:
    """A language as headings name it: `Welsh (cy)`."""
    about = LANG_INFO.get(code, {})
    return f"{about.get('name', code)} ({code})"


def _tag(text: str) -> str:
    return text.replace("_", "-").lower()


def _private(name: str) -> str:
    letters = re.sub(r"[^a-z0-9]", "", name)[:LONGEST_PART]
    return f"x-{letters or format(zlib.crc32(name.encode()), '08x')}"


@cache
def _by_name() -> dict[str, str]:
    names = dict(MORE)
    for code, about in LANG_INFO.items():
        for key in ("name", "name_local"):
            if key in about:
                names.setdefault(about[key].casefold(), code)
    return names
