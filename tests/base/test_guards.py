import uuid
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from base.guards import KEY_FIELD, Refusal, guard_write, kept_text, new_key, posted_key, refuse
from base.models import RateCount
from base.ratelimit import Limit
from config.urls import urlpatterns as site_urls
from engagement.testing.clock import NOON, at

pytestmark = pytest.mark.django_db

ONCE_A_DAY = Limit("post", per=86_400, times=1)


def write(request: HttpRequest) -> HttpResponse:
    guard_write(request, limits=[ONCE_A_DAY], who="ann")
    return HttpResponse("written")


def unpaid(request: HttpRequest) -> HttpResponse:
    raise Refusal(403, "Closed <now>", "It closed on 3 May.", remedy=("/next/", "See what is open"))


urlpatterns = [
    path("refused/", unpaid),
    *i18n_patterns(path("write/", write), prefix_default_language=False),
    *site_urls,
]
here = pytest.mark.urls(__name__)


def post(data: dict[str, Any] | None = None) -> HttpRequest:
    request = RequestFactory().post("/", data or {})
    request.user = AnonymousUser()
    return request


def test_guard_write_lets_a_post_pass_and_counts_it() -> None:
    guard_write(post(), limits=[ONCE_A_DAY], who="ann")
    assert RateCount.objects.get().count == 1


def test_guard_write_of_another_method_is_refused_uncounted() -> None:
    with pytest.raises(Refusal) as caught:
        guard_write(RequestFactory().get("/"), limits=[ONCE_A_DAY], who="ann")
    assert (caught.value.status, caught.value.headers) == (405, {"Allow": "POST"})
    assert not RateCount.objects.exists()


def test_guard_write_over_the_limit_tells_when_to_come_back() -> None:
    with at(NOON):
        guard_write(post(), limits=[ONCE_A_DAY], who="ann")
        with pytest.raises(Refusal) as caught:
            guard_write(post(), limits=[ONCE_A_DAY], who="ann")
    assert caught.value.status == 429
    assert 1 <= int(caught.value.headers["Retry-After"]) <= 86_400


@here
def test_refusal_raised_in_a_view_keeps_what_was_typed(client: Client) -> None:
    text = "</textarea><script>alert(1)</script>\n two "
    with at(NOON):
        client.post("/write/", {"comment": "first"})
        response = client.post("/write/", {"comment": text, "password": "s3cret", KEY_FIELD: new_key()})
    assert response.status_code == 429
    assert int(response["Retry-After"]) >= 1
    assert response["Cache-Control"] == "private, no-store"
    page = BeautifulSoup(response.content, "html.parser")
    [area] = page.select("textarea")
    assert area.has_attr("readonly")
    assert area.text.removeprefix("\n").replace("\r\n", "\n") == text
    [label] = page.select(f"label[for={area['id']}]")
    assert label.text == "Comment"
    assert "s3cret" not in response.content.decode()


@here
def test_refusal_page_says_why_and_where_to_go(client: Client) -> None:
    response = client.get("/refused/")
    assert response.status_code == 403
    page = BeautifulSoup(response.content, "html.parser")
    assert page.h1 is not None
    assert page.h1.text.replace("\xa0", " ") == "Closed <now>"
    assert page.select_one('main a[href="/next/"]').text == "See what is open"  # type: ignore[union-attr]
    assert "It closed on 3 May." in page.select_one("main").text.replace("\xa0", " ")  # type: ignore[union-attr]
    assert page.select("textarea") == []


def test_refuse_without_anything_typed_sets_the_status() -> None:
    response = refuse(post(), Refusal(410, "Gone", "It is gone."), {})
    assert response.status_code == 410


def test_kept_text_leaves_out_secrets_and_machinery() -> None:
    typed = {"text": "Hello", "email": "ann@example.org", "monkey": "a word", "postcode": "WX1", "post_code": "WX2"}
    secret = [
        "csrfmiddlewaretoken",
        "password",
        "password1",
        "oldpassword",
        "login-code",
        "otp",
        "api_token",
        KEY_FIELD,
    ]
    request = post({**typed, **dict.fromkeys(secret, "s3cret")})
    assert list(kept_text(request).values()) == list(typed.values())


def test_posted_key_is_the_one_of_the_form() -> None:
    key = new_key()
    assert posted_key(post({KEY_FIELD: key})) == uuid.UUID(key)
    assert new_key() != key


@pytest.mark.parametrize("data", [{}, {KEY_FIELD: ""}, {KEY_FIELD: "1' OR 1=1"}])
def test_posted_key_missing_or_made_up_is_refused(data: dict[str, str]) -> None:
    with pytest.raises(Refusal) as caught:
        posted_key(post(data))
    assert caught.value.status == 400


@pytest.fixture
def strict_client() -> Client:
    return Client(enforce_csrf_checks=True)


@here
@pytest.mark.parametrize(
    ("referrer", "way_back"),
    [
        ("http://testserver/cy/page/?page=2", "/cy/page/?page=2"),
        ("http://evil.example/page/", "/"),
        ("http://testserver//evil.example/", "/evil.example/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_stale_form_keeps_the_text_and_links_back_on_this_site(
    strict_client: Client, referrer: str, way_back: str
) -> None:
    response = strict_client.post("/write/", {"text": "An hour's work"}, HTTP_REFERER=referrer)
    assert response.status_code == 403
    main = BeautifulSoup(response.content, "html.parser").main
    assert main is not None
    assert [area.text.strip() for area in main.select("textarea")] == ["An hour's work"]
    assert [link["href"] for link in main.select("a.govuk-button")] == [way_back]
    assert not RateCount.objects.exists()


@here
def test_stale_form_page_holds_nothing_that_could_send_it_again(strict_client: Client) -> None:
    response = strict_client.post("/write/", {"text": "forged"}, HTTP_REFERER="http://testserver/page/")
    page = BeautifulSoup(response.content, "html.parser")
    assert [form.get("action") for form in page.select("form") if form.get("method", "get").lower() == "post"] == []
    assert page.select("main form, main button, main input, meta[http-equiv]") == []
    assert [area.get("name") for area in page.select("textarea")] == [None]


@here
def test_stale_form_speaks_the_pages_language(strict_client: Client) -> None:
    response = strict_client.post("/cy/write/", {"text": "x"})
    assert (response.status_code, response["Content-Language"]) == (403, "cy")
