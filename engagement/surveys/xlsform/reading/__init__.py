"""A form spreadsheet as a survey."""

from engagement.surveys.xlsform.reading.reading import read_form

__all__ = ["read_form"]
