"""Pictures are for everybody, documents for those who may read them."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client, override_settings
from django.urls import re_path

from base.media_views import picture
from base.storage import DividedStorage
from config.urls import urlpatterns as site_urls

urlpatterns = [re_path(r"^media/(?P<path>.+)$", picture), *site_urls]


@pytest.fixture
def storage(tmp_path: Path, settings) -> DividedStorage:
    settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT = str(tmp_path / "media"), str(tmp_path / "private")
    return DividedStorage()


def test_documents_lie_outside_of_what_is_public(storage: DividedStorage, tmp_path: Path) -> None:
    names = [storage.save(name, ContentFile(b"x")) for name in ("documents/plan.pdf", "images/lane.png")]
    again = storage.save("documents/plan.pdf", ContentFile(b"y"))

    assert names == ["documents/plan.pdf", "images/lane.png"]
    assert (tmp_path / "private/documents/plan.pdf").read_bytes() == b"x"
    assert (tmp_path / "media/images/lane.png").read_bytes() == b"x"
    assert again != names[0]
    assert Path(storage.path(again)).read_bytes() == b"y"
    assert not (tmp_path / "media/documents").exists()


def test_a_document_has_no_address_and_can_be_deleted(storage: DividedStorage) -> None:
    name = storage.save("documents/plan.pdf", ContentFile(b"x"))
    assert storage.url("images/lane.png") == "/media/images/lane.png"
    with pytest.raises(NotImplementedError):
        storage.url(name)
    storage.delete(name)
    assert not storage.exists(name)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/media/images/lane.png", 200),
        ("/media/documents/plan.pdf", 404),
        ("/media//documents/plan.pdf", 404),
        ("/media/./documents/plan.pdf", 404),
        ("/media/%2e/documents/plan.pdf", 404),
        ("/media/images/../documents/plan.pdf", 404),
        ("/media/images/%2e%2e/documents/plan.pdf", 404),
    ],
)
def test_only_pictures_are_given_out_however_the_path_is_spelt(
    client: Client, tmp_path: Path, address: str, status: int
) -> None:
    """Also where documents from before lie beside the pictures."""
    for name in ("images/lane.png", "documents/plan.pdf"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(b"x")
    with override_settings(MEDIA_ROOT=str(tmp_path)):
        response = client.get(address)
        response.close()
    assert response.status_code == status


def test_every_environment_keeps_documents_apart() -> None:
    from config.settings import base

    assert base.STORAGES["default"]["BACKEND"] == "base.storage.DividedStorage"
