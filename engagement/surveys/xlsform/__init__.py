"""Surveys as form spreadsheets, which many tools read and write: XLSForm (https://xlsform.org), as far as a survey here
has a use for it. What is taken in, taken in otherwise and refused is written down in docs/formats.md.

Nothing here knows of a database: files are read into a `Definition` and written from one.
"""

from engagement.surveys.xlsform.faults import Fault, FormRefused
from engagement.surveys.xlsform.form import Form
from engagement.surveys.xlsform.reading import read_form
from engagement.surveys.xlsform.writing import write_form

__all__ = ["Fault", "Form", "FormRefused", "read_form", "write_form"]
