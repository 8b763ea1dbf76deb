"""What people answered, to take away: the same columns whatever way somebody took, over all versions of a survey.

The core makes CSV and XLSX of the columns; JSON lines and the codebook are made here.
"""

from engagement.surveys.exporting.columns import columns_of
from engagement.surveys.exporting.formats import FORMATS
from engagement.surveys.exporting.rows import exported

__all__ = ["FORMATS", "columns_of", "exported"]
