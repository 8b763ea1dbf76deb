"""Where uploaded files lie: pictures where the web server finds them, documents where it does not."""

from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.functional import cached_property

PUBLIC_FOLDERS = ("images", "original_images", "avatar_images")
"""The folders below `MEDIA_ROOT` that anybody may read. Wagtail writes its pictures there."""


class DividedStorage(FileSystemStorage):
    """Keeps the `PUBLIC_FOLDERS` below `MEDIA_ROOT` and everything else below `PRIVATE_MEDIA_ROOT`.

    What is private has no address: it goes through the view that knows who may read it.
    """

    @cached_property
    def private(self) -> FileSystemStorage:
        return FileSystemStorage(location=settings.PRIVATE_MEDIA_ROOT)

    def path(self, name: str) -> str:
        return super().path(name) if is_public(name) else self.private.path(name)

    def url(self, name: str | None) -> str:
        if name is None or is_public(name):
            return super().url(name)
        raise NotImplementedError("Only pictures have an address of their own.")

    def _save(self, name: str, content: Any) -> str:
        save = super()._save if is_public(name) else self.private._save  # type: ignore[misc, attr-defined]
        stored: str = save(name, content)
        return stored


def is_public(name: str) -> bool:
    """Whether a name, as a `FileField` keeps it, is that of a picture."""
    parts = PurePosixPath(str(name).replace("\\", "/")).parts
    return len(parts) > 1 and parts[0] in PUBLIC_FOLDERS and ".." not in parts
