"""Puts right what a package has told an editor."""

from django.contrib import messages
from django.http import HttpRequest


def say_instead(request: HttpRequest, level: int, words: str) -> None:
    """Put these words in the place of what was said about how it went; what else was said stays."""
    for said in list(messages.get_messages(request)):
        if said.level not in (messages.SUCCESS, messages.WARNING):
            messages.add_message(request, said.level, said.message, said.extra_tags)
    messages.add_message(request, level, words)
