"""What the real WSGI application answers; Django's test client makes its requests without it."""

from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest

from config.wsgi import application

pytestmark = pytest.mark.django_db(transaction=True)  # a real request ends by closing its connection


def ask(method: str, path: str, content_type: str, body: bytes = b"") -> tuple[str, str]:
    """Status and page."""
    environ = {"HTTP_HOST": "localhost", "REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_TYPE": content_type}
    environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    setup_testing_defaults(environ)
    answers = []
    response = application(environ, lambda status, headers: answers.append(status))
    page = b"".join(response).decode()
    response.close()
    return answers[0], page


@pytest.mark.parametrize(
    "parameters",
    [
        "charset*=foo''x",
        "charset*=idna''x",
        "charset*=utf-8''a%00b",
        "charset*=a''b; charset*0=c",
        f"charset*{'9' * 5000}=x",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_content_type_that_cannot_be_read_is_refused(method: str, parameters: str) -> None:
    status, page = ask(method, "/search/", f"text/plain; {parameters}")
    assert status == "400 Bad Request"
    assert "Bad request (400)" in page


@pytest.mark.parametrize("path", ["/search/", "/admin/login/"])
def test_form_with_a_part_that_cannot_be_read_is_refused(path: str) -> None:
    body = b"--x\r\nContent-Disposition: form-data; name*=a''b; name*0=c\r\n\r\n1\r\n--x--\r\n"
    assert ask("POST", path, "multipart/form-data; boundary=x", body)[0] == "400 Bad Request"


def test_unknown_content_type_is_let_through() -> None:
    assert ask("GET", "/search/", "nonsense")[0] == "200 OK"
