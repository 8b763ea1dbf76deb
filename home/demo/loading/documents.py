"""The documents of the demo."""

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from home.demo.papers import PAPERS


def load_documents() -> dict[str, int]:
    """The primary key of each document; one that is missing, or whose file is gone, is made again."""
    return {key: _document(*paper).pk for key, paper in PAPERS.items()}


def _document(title: str, filename: str, make: Callable[[], bytes]) -> Any:
    model = get_document_model()
    document = model.objects.filter(title=title).first() or model(title=title)
    if not (document.file and document.file.storage.exists(document.file.name)):
        content = make()
        document.file.save(filename, ContentFile(content), save=False)
        document.file_size = len(content)
        document._set_file_hash()
        document.save()
    return document
