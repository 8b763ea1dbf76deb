"""Files of every format as sheets of texts, and what must not be let in."""

from engagement.surveys.xlsform.files.sheets import Sheet, sheets_of

__all__ = ["Sheet", "sheets_of"]
