"""Findings beside the blocks they are about, as Wagtail's editor shows errors."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks.list_block import ListBlockValidationError, ListValue
from wagtail.blocks.stream_block import StreamBlockValidationError, StreamValue
from wagtail.blocks.struct_block import StructBlockValidationError

from engagement.surveys.paths.checks import Finding

FIELDS = ("label", "title", "text", "formula", "caption")
"""Where the sentence about a block stands: beside the first of these that it has."""

Sentences = Mapping[str, list[str]]


def error_beside(body: StreamValue, findings: Iterable[Finding]) -> StreamBlockValidationError:
    """One error for a whole body, with each sentence beside its block; what is about no block stands on top."""
    sentences: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        sentences[finding.part_id].append(finding.sentence)
    errors = _in_stream(body, sentences)
    named = {identity for identity in sentences if identity in set(_ids(body))}
    on_top = [sentence for identity, said in sentences.items() if identity not in named for sentence in said]
    return StreamBlockValidationError(block_errors=errors, non_block_errors=[ValidationError(one) for one in on_top])


def _in_stream(stream: StreamValue, sentences: Sentences) -> dict[int, Any]:
    found = {number: _in_block(child, sentences) for number, child in enumerate(stream)}
    return {number: error for number, error in found.items() if error}


def _in_list(items: ListValue, sentences: Sentences) -> ListBlockValidationError | None:
    found = {number: _in_block(child, sentences) for number, child in enumerate(items.bound_blocks)}
    errors = {number: error for number, error in found.items() if error}
    return ListBlockValidationError(block_errors=errors) if errors else None


def _in_block(child: Any, sentences: Sentences) -> StructBlockValidationError | None:
    errors: dict[str, Any] = {}
    if said := sentences.get(str(child.id)):
        errors[next(name for name in FIELDS if name in child.value)] = ValidationError(list(said))
    for name, value in child.value.items():
        if isinstance(value, StreamValue) and (below := _in_stream(value, sentences)):
            errors[name] = StreamBlockValidationError(block_errors=below)
        elif isinstance(value, ListValue) and (inside := _in_list(value, sentences)):
            errors[name] = inside
    return StructBlockValidationError(block_errors=errors) if errors else None


def _ids(stream: StreamValue) -> Iterable[str]:
    for child in stream:
        yield from _ids_of(child)


def _ids_of(child: Any) -> Iterable[str]:
    yield str(child.id)
    for value in child.value.values():
        if isinstance(value, StreamValue):
            yield from _ids(value)
        elif isinstance(value, ListValue):
            for one in value.bound_blocks:
                yield from _ids_of(one)
