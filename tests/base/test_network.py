import pytest
from django.test import RequestFactory
from pytest_django import Settings

from base.network import client_address, client_key

PROXY = "10.0.0.1"


def address(settings: Settings, proxies: int, forwarded: str | None, connected: str = PROXY) -> str:
    settings.PROXY_COUNT = proxies
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=connected, **headers))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, PROXY),
        (0, "203.0.113.7", PROXY),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.1.1.1, 203.0.113.7", "203.0.113.7"),
        (1, "1.1.1.1,2.2.2.2,3.3.3.3,203.0.113.7", "203.0.113.7"),
        (2, "1.1.1.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "203.0.113.7, 10.0.0.2", "203.0.113.7"),
        # Not even our own proxies have written: somebody came past them.
        (1, None, PROXY),
        (1, "", PROXY),
        (2, "1.1.1.1", PROXY),
        (3, "1.1.1.1, 2.2.2.2", PROXY),
        # What is no address is not believed, and never reaches a log or a query.
        (1, "unknown", PROXY),
        (1, "203.0.113.7, <script>", PROXY),
        (1, "203.0.113.7, ' OR 1=1 --", PROXY),
        (1, "203.0.113.7,", PROXY),
        (1, "999.1.1.1", PROXY),
        # The forms that real proxies write.
        (1, "203.0.113.7:52114", "203.0.113.7"),
        (1, "[2001:db8::1]:443", "2001:db8::1"),
        (1, "2001:DB8:0:0::1", "2001:db8::1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_client_address_believes_only_our_proxies(
    settings: Settings, proxies: int, forwarded: str | None, expected: str
) -> None:
    assert address(settings, proxies, forwarded) == expected


def test_client_address_on_a_unix_socket_is_one_unknown(settings: Settings) -> None:
    assert address(settings, 0, "1.1.1.1", connected="") == "0.0.0.0"


def key(connected: str) -> str:
    return client_key(RequestFactory().get("/", REMOTE_ADDR=connected))


def test_client_key_names_an_address_without_giving_it_away(settings: Settings) -> None:
    first = key("203.0.113.7")
    assert first == key("203.0.113.7")
    assert first != key("203.0.113.8")
    settings.SECRET_KEY = "another"
    assert first != key("203.0.113.7")


def test_client_key_is_one_for_a_network_of_ipv6() -> None:
    assert key("2001:db8:1:2::1") == key("2001:db8:1:2:ffff:ffff:ffff:ffff")
    assert key("2001:db8:1:2::1") != key("2001:db8:1:3::1")


def test_client_key_is_the_same_for_both_forms_of_an_ipv4_address() -> None:
    assert key("::ffff:203.0.113.7") == key("203.0.113.7")
