"""A consultation as it was published elsewhere, whatever the format: what every reader of one makes."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from base.mail import is_address

YEARS = range(1900, 2501)
LONGEST_ADDRESS = 500
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What JSON can hold and a database cannot: NUL, and halves of a pair of UTF-16."""


class Unreadable(Exception):
    """A sentence that says why something cannot be taken in."""


@dataclass(frozen=True)
class Record:
    """One consultation as it was published elsewhere, in the fields of `ConsultationPage`."""

    source: str
    language: str
    """Of the words; "" where the format does not say."""
    slug: str
    first_public_at: datetime
    fields: dict[str, Any]

    @property
    def digest(self) -> str:
        """SHA-256 of everything in it."""
        content = json.dumps([self.source, self.fields], sort_keys=True, default=str)
        return hashlib.sha256(content.encode()).hexdigest()


def storable(value: Any) -> Any:
    """What was read from JSON, names and all, without what no database takes, however deep it stands in it."""
    if isinstance(value, str):
        return UNSTORABLE.sub("", value)
    if isinstance(value, list):
        return [storable(one) for one in value]
    if isinstance(value, dict):
        return {storable(name): storable(one) for name, one in value.items()}
    return value


def text_in(values: Mapping[str, Any], name: str) -> str:
    """The text of that name, stripped; "" where there is none or something else."""
    value = values.get(name)
    return UNSTORABLE.sub("", value).strip() if isinstance(value, str) else ""


def dicts_in(values: Any) -> list[Mapping[str, Any]]:
    """The objects in a list, without whatever else is there."""
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []


def email_in(values: Mapping[str, Any], name: str) -> str:
    """The e-mail address of that name, "" where it is none."""
    email = text_in(values, name)
    return email if is_address(email) else ""
