from dataclasses import dataclass, field
from typing import Any

from engagement.surveys.definition import Definition
from engagement.surveys.xlsform.faults import Fault


def no_extras() -> dict[str, Any]:
    """Nothing kept. See `Form.extras`."""
    return {"settings": {}, "languages": {}, "names": {}, "survey": {}, "rows": [], "lists": {}, "choices": []}


@dataclass(frozen=True)
class Form:
    """What a form spreadsheet says.

    Attributes:
        code: what machines call it.
        definition: the survey in the language of the form.
        translations: its texts in other languages, by the code of the language, as `texts_of` gives them.
        notices: what was taken otherwise than it stands there.
        extras: what we have no use for, as JSON, so that it goes out as it came in: `settings`; `languages`, as
            headings name them; `names` of parts without a code, by their ids; cells of `survey` by the names of the
            rows; whole `rows` that ask nothing; the `lists` that questions take their answers from; and the `choices`
            of each list.
    """

    code: str
    definition: Definition
    translations: dict[str, dict[str, str]]
    notices: tuple[Fault, ...] = field(default=(), compare=False)
    extras: dict[str, Any] = field(default_factory=dict)
