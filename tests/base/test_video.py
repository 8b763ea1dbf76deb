import pytest

from base.video import player_address

HOSTS = ["www.youtube-nocookie.com", "player.vimeo.com", "films.example.org"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=4", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
        ("https://films.example.org/w/mYwalk1", "https://films.example.org/videos/embed/mYwalk1"),
        ("https://films.example.org/videos/watch/mYwalk1", "https://films.example.org/videos/embed/mYwalk1"),
        ("https://other.example.org/w/mYwalk1", ""),
        ("https://www.youtube.com/watch?v=", ""),
        ("https://www.youtube.com/watch?v=%22%3E%3Cscript", ""),
        ("https://www.youtube.com/@channel", ""),
        ("http://youtu.be/dQw4w9WgXcQ", ""),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("", ""),
    ],
)
def test_player_address_of_a_page(address: str, expected: str) -> None:
    assert player_address(address, HOSTS) == expected


def test_player_address_without_hosts_is_empty() -> None:
    assert player_address("https://youtu.be/dQw4w9WgXcQ", []) == ""
