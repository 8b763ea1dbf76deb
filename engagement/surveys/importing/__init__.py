"""Spreadsheets of responses, read row by row: what somebody answered, or why a row will not do.

Nothing here asks the database: `services.importing` stores what is read.
"""

from engagement.surveys.importing.faults import Fault, ImportRefused
from engagement.surveys.importing.headings import Columns, columns_in
from engagement.surveys.importing.reading import Given, RowReader, Target
from engagement.surveys.importing.sheets import Line, lines_of

__all__ = ["Columns", "Fault", "Given", "ImportRefused", "Line", "RowReader", "Target", "columns_in", "lines_of"]
