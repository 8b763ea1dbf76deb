"""A survey as a form spreadsheet."""

from engagement.surveys.xlsform.writing.writing import write_form

__all__ = ["write_form"]
