"""What makes two texts the same words, and where the links in a text lead."""

import re
import unicodedata
from typing import Any

from django.conf import settings
from django.http.request import validate_host
from django.utils.crypto import salted_hmac

LONG_WORDS = 40
"""Letters and digits from which on the same words of two people are no chance: “Close it to lorries.” has sixteen."""

LINK = re.compile(
    r"""(?:https?://(?:[^\s/@]*@)?|\bwww\.)([^\s/?#"'<>)\]]+)   # said to be one
      | (?<![\w@./-])((?:[\w-]+\.)+[^\W\d_]{2,24})(?=[/?])     # or a name with an address behind it
    """,
    re.I | re.X,
)


def normal_words(text: str) -> str:
    """The letters, digits and signs of a text, in small letters and in compatible form (Unicode 15, NFKC and case
    folding): without spaces, punctuation and what nobody sees.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(character for character in folded if unicodedata.category(character)[0] in "LMNS")


def words_digest(activity: Any, text: str) -> str:
    """64 hexadecimal digits for these words in this activity, a keyed hash; "" for a text without any."""
    words = normal_words(text)
    return salted_hmac("engagement.words", f"{activity.pk}:{words}", algorithm="sha256").hexdigest() if words else ""


def are_long(text: str) -> bool:
    """Whether the same words from somebody else are a campaign and no chance."""
    return len(normal_words(text)) > LONG_WORDS


def links_in(text: str) -> list[str]:
    """Where each link of a text leads, with repetitions: the domain below which somebody answers for everything.

    Links to this site are left out. Without the Public Suffix List that is guessed: the last two names, three where the
    second is as short as in `.co.uk`.
    """
    hosts = [_host(said or bare) for said, bare in LINK.findall(text)]
    return [_domain(host) for host in hosts if "." in host and not validate_host(host, _own_hosts())]


def _host(text: str) -> str:
    host = unicodedata.normalize("NFKC", text).casefold().partition(":")[0]
    return host.strip(".,;!…").removeprefix("www.")


def _domain(host: str) -> str:
    names = host.split(".")
    return ".".join(names[-3:] if len(names[-2]) <= 3 else names[-2:])


def _own_hosts() -> list[str]:
    return [host for host in settings.ALLOWED_HOSTS if host != "*"]
