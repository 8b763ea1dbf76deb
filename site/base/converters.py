"""Parts of addresses with a meaning of their own."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """The number of a row, `<key:pk>`: at most 18 digits, because SQLite can ask for no more than 64 bits.

    Beyond, Django finds nothing by a number of its own, but fails by one that leads to a row of another table, as
    those of pages and activities do.
    """

    regex = "[0-9]{1,18}"


def register_converters() -> None:
    """Let every address say `<key:…>`."""
    register_converter(KeyConverter, "key")
