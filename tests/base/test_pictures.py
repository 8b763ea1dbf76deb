"""The library of pictures takes pictures."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from engagement.testing.people import make_staff

pytestmark = pytest.mark.django_db
PICTURE = get_test_image_file(size=(64, 48)).file.getvalue()
SCRIPT = b"GIF89a/*<svg onload=alert(1)>*/=1;"


@pytest.fixture
def editor(client, tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    client.force_login(make_staff("Editors"))
    return client


def send(editor, file):
    return editor.post("/admin/images/add/", {"title": "Mill", "file": file, "collection": 1})


def test_file_that_only_begins_like_a_picture_is_refused_beside_its_field(editor) -> None:
    response = send(editor, SimpleUploadedFile("a.gif", SCRIPT, "image/gif"))
    assert response.status_code == 200
    [error] = BeautifulSoup(response.content, "html.parser").select("#panel-child-file-errors, .error-message")
    assert "not an image or a corrupted image" in error.get_text()
    assert not get_image_model().objects.exists()


def test_many_at_once_say_the_same(editor) -> None:
    file = SimpleUploadedFile("a.gif", SCRIPT, "image/gif")
    answer = editor.post("/admin/images/multiple/add/", {"title": "Mill", "files[]": file, "collection": 1}).json()
    assert answer["success"] is False
    assert "not an image or a corrupted image" in answer["error_message"]


# Wagtail leaves the temporary file of a rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_picture_is_taken_with_its_size_and_its_words_are_changed_without_a_file(editor) -> None:
    assert send(editor, SimpleUploadedFile("mill.png", PICTURE, "image/png")).status_code == 302
    image = get_image_model().objects.get()
    assert (image.width, image.height) == (64, 48)
    editor.post(f"/admin/images/{image.pk}/", {"title": "The mill", "collection": 1})
    image.refresh_from_db()
    assert (image.title, image.width) == ("The mill", 64)
