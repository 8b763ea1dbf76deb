"""The mail of the demo can be read where the settings say so, and nowhere else."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail
from django.test import Client

from home.models import HomePage
from tests.home.reading import words_of

BACKEND = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture
def demo(settings: Any, tmp_path: Path, home: HomePage) -> Path:
    """The demo's addresses, and the folder of its mail."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.home.demo_urlconf"
    settings.EMAIL_BACKEND = BACKEND
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def addresses(client: Client) -> list[str]:
    return [f"/demo/mail/{mail.name}/" for mail in client.get("/demo/mail/").context["mails"]]


def test_mail_is_listed_and_read_with_its_link(client: Client, demo: Path) -> None:
    send_mail("Is this you?", "Confirm:\nhttp://localhost:8000/x/?a=1&b=2.\n\nTŷ Gwyn", None, ["nadia@example.org"])
    listed = words_of(client.get("/demo/mail/"))
    assert "Is this you?" in listed
    assert "nadia@example.org" in listed
    [address] = addresses(client)
    content = words_of(client.get(address))
    assert '<a href="http://localhost:8000/x/?a=1&amp;b=2" rel="nofollow">' in content
    assert "Tŷ Gwyn" in content


def test_newest_mail_stands_first(client: Client, demo: Path) -> None:
    for number in range(3):
        send_mail(f"Mail {number}", "Hello", None, ["nadia@example.org"])
        [newest] = [path for path in demo.glob("*.log") if path.stat().st_mtime > 100]
        os.utime(newest, (number, number))
    assert [mail.subject for mail in client.get("/demo/mail/").context["mails"]] == ["Mail 2", "Mail 1", "Mail 0"]


def test_mails_of_one_connection_are_all_listed(client: Client, demo: Path) -> None:
    letters = [EmailMultiAlternatives(f"Mail {number}", "Hello", to=["nadia@example.org"]) for number in range(2)]
    letters[0].attach_alternative("<p>Hello</p>", "text/html")
    get_connection().send_messages(letters)
    assert len(addresses(client)) == 2
    assert [client.get(address).status_code for address in addresses(client)] == [200, 200]


def test_markup_in_a_mail_is_escaped(client: Client, demo: Path) -> None:
    send_mail("<b>Bold</b>", "<script>alert(1)</script>", None, ["nadia@example.org"])
    pages = words_of(client.get("/demo/mail/")) + words_of(client.get(addresses(client)[0]))
    assert "<script>alert" not in pages
    assert "<b>Bold" not in pages


@pytest.mark.parametrize("name", ["passwd-1", "..-1", "20200101-000000-1-1", "x"])
def test_unknown_name_is_not_found(client: Client, demo: Path, name: str) -> None:
    (demo.parent / "passwd.log").write_text("secret")
    assert client.get(f"/demo/mail/{name}/").status_code == 404


def test_no_mail_yet_is_said(client: Client, demo: Path) -> None:
    assert "No mail has been sent yet" in words_of(client.get("/demo/mail/"))


def test_start_names_every_login(client: Client, demo: Path) -> None:
    content = words_of(client.get("/demo/"))
    assert "moderator@wexbourne.example" in content
    assert "corn-street-fair" in content


@pytest.mark.parametrize("path", ["/demo/", "/demo/mail/", "/demo/mail/x-1/"])
def test_demo_has_no_address_elsewhere(client: Client, home: HomePage, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/demo/", "/demo/mail/", "/demo/mail/x-1/"])
def test_demo_refuses_elsewhere_even_if_routed(client: Client, home: HomePage, settings: Any, path: str) -> None:
    settings.ROOT_URLCONF = "tests.home.demo_urlconf"
    assert client.get(path).status_code == 404
