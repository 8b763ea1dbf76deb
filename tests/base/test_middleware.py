import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from wagtail.models import Page

from config.urls import urlpatterns as site_urls
from home.models import StandardPage

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def count(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse(f"{len(request.POST)} fields")


def count_fields(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{len(request.POST)} fields, {len(request.FILES)} files")


def html(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>Hello</p>")


def own_cache_rules(request: HttpRequest) -> HttpResponse:
    return HttpResponse("x", headers={"Cache-Control": "public, max-age=60"})


urlpatterns = [
    path("count/", count),
    path("count-fields/", count_fields),
    path("count/<str:token>/", count),
    path("admin/count/", count),
    path("administration/count/", count),
    path("html/", html),
    path("admin/html/", html),
    path("cached/", own_cache_rules),
    *site_urls,
]

FORM = "application/x-www-form-urlencoded"


def fields(number: int) -> str:
    return "&".join(f"f{n}=1" for n in range(number))


STRICT = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def policy(response: HttpResponse) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";")]
    return {name: sources for name, _space, sources in parts}


@pytest.mark.parametrize(
    ("address", "number", "status"),
    [
        ("/count/", 500, 200),
        ("/count/", 501, 400),
        ("/administration/count/", 501, 400),
        ("/admin/count/", 501, 200),
        ("/admin/count/", 20_000, 200),
        ("/admin/count/", 20_001, 400),
    ],
)
def test_number_of_fields_is_limited_and_more_in_the_admin(
    client: Client, address: str, number: int, status: int
) -> None:
    assert client.post(address, fields(number), content_type=FORM).status_code == status


@pytest.mark.parametrize(("number", "status"), [(500, 200), (501, 400)])
def test_number_of_fields_counts_repeated_names_and_multipart(client: Client, number: int, status: int) -> None:
    assert client.post("/count-fields/", {"same": ["x"] * number}).status_code == status
    assert client.post("/count/", "&".join(["same=x"] * number), content_type=FORM).status_code == status


MEGABYTE = 1024 * 1024


@pytest.mark.parametrize("content_type", [FORM, "application/json", "text/plain"])
def test_size_is_limited_and_higher_in_the_admin(client: Client, content_type: str) -> None:
    fits, too_big = "a" * MEGABYTE, "a" * (MEGABYTE + 1)
    assert client.post("/count/", fits, content_type=content_type).status_code == 200
    assert client.post("/count/", too_big, content_type=content_type).status_code == 400
    assert client.put("/count/", too_big, content_type=content_type).status_code == 400
    assert client.post("/admin/count/", too_big, content_type=content_type).status_code == 200


def test_size_of_a_multipart_form_is_limited_without_its_files(client: Client) -> None:
    file = SimpleUploadedFile("a.txt", b"x" * 2 * MEGABYTE)
    assert client.post("/count-fields/", {"file": file, "text": "a"}).content == b"1 fields, 1 files"
    assert client.post("/count-fields/", {"a": "x" * MEGABYTE, "b": "x"}).status_code == 400


def test_too_much_is_answered_in_words_under_the_strict_policy(client: Client) -> None:
    response = client.post("/count/", fields(501), content_type=FORM)
    assert b"<h1" in response.content
    assert policy(response) == STRICT


def test_limits_of_one_request_do_not_reach_another_at_the_same_time() -> None:
    def status(address: str) -> int:
        return Client().post(address, fields(5_000), content_type=FORM).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(status, ["/count/", "/admin/count/"] * 20)) == [400, 200] * 20


@pytest.mark.parametrize("address", ["/html/", "/nowhere/", "/health/live", "/administration/", "/cy/admin/"])
def test_public_addresses_load_from_this_site_only(client: Client, address: str) -> None:
    assert policy(client.get(address)) == STRICT


def test_the_admin_alone_may_have_inline_styles_and_scripts(client: Client) -> None:
    assert policy(client.get("/admin/html/")) == {
        **STRICT,
        "script-src": "'self' 'unsafe-inline'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "frame-ancestors": "'self'",
    }


def test_the_editors_preview_may_be_framed_by_the_editor(admin_client: Client) -> None:
    response = admin_client.get(reverse("wagtailadmin_pages:preview_on_edit", args=[2]))
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert policy(response)["frame-ancestors"] == "'self'"


def test_the_page_in_the_editors_preview_may_be_framed_by_the_editor() -> None:
    """It brings the policy of a request of its own along."""
    page = Page.objects.get(depth=1).add_child(instance=StandardPage(title="Mill Lane"))
    assert policy(page.make_preview_request()) == {**STRICT, "frame-ancestors": "'self'"}


def test_no_page_is_shown_in_a_frame(client: Client) -> None:
    assert client.get("/html/")["X-Frame-Options"] == "DENY"


def test_pages_are_kept_by_nobody_else(client: Client) -> None:
    assert client.get("/html/")["Cache-Control"] == "private, no-cache"
    assert client.post("/html/")["Cache-Control"] == "private, no-store"
    assert client.get("/cached/")["Cache-Control"] == "public, max-age=60"


def test_pages_for_a_person_are_kept_by_nobody(client: Client) -> None:
    ann = get_user_model().objects.create_user("ann@example.org")
    client.force_login(ann, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/html/")["Cache-Control"] == "private, no-store"


def test_each_request_has_an_id_of_its_own(client: Client) -> None:
    first, second = (client.get("/html/", HTTP_X_REQUEST_ID="forged")["X-Request-ID"] for _ in range(2))
    assert re.fullmatch(r"[0-9a-f]{32}", first)
    assert first != second


def test_request_is_logged_without_its_query_form_and_tokens(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="base.middleware")
    client.post("/count/s3cret-token/?q=what+was+asked", {"text": "what was said"})
    [record] = [record for record in caplog.records if record.name == "base.middleware"]
    line = vars(record)
    assert (line["method"], line["path"], line["status"]) == ("POST", "/count/…/", 200)
    assert "s3cret" not in str(line)
    assert "what" not in str(line)


@pytest.mark.parametrize("content_type", ["text/plain; charset=hex", "multipart/form-data; boundary=x; charset=hex"])
def test_charset_that_is_no_text_is_read_as_utf_8(client: Client, content_type: str) -> None:
    found = client.generic("GET", "/search/?q=br%C3%BCcke", content_type=content_type)
    assert found.status_code == 200
    assert "brücke" in found.content.decode()


def test_form_in_a_charset_that_is_no_text_is_read_as_utf_8(client: Client) -> None:
    body = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
    content_type = "multipart/form-data; boundary=x; charset=hex"
    assert client.generic("POST", "/count-fields/", body, content_type).content == b"1 fields, 0 files"
    assert client.generic("POST", "/count/", "a=1", f"{FORM}; charset=hex").content == b"1 fields"


def test_nul_in_a_cookie_is_refused(client: Client) -> None:
    """PostgreSQL cannot look for it."""
    assert client.get("/html/", headers={"cookie": r'sessionid="a\000b"'}).status_code == 400
    assert client.get("/html/", headers={"cookie": "sessionid=ab"}).status_code == 200


@pytest.mark.parametrize("address", ["/account/oidc/%00/login/", "/%00", "/count/a%00b/"])
def test_nul_in_an_address_is_refused(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400


def test_nul_in_a_query_of_the_admin_is_refused(client: Client) -> None:
    assert client.get("/admin/pages/?locale=%00").status_code == 400
    assert client.get("/html/?q=%00").status_code == 200
