"""From the address of a video's page to the address of its player, for the hosts that the site allows."""

import re
from collections.abc import Collection
from urllib.parse import SplitResult, parse_qs, urlsplit

NAME = r"[\w-]{4,64}"


def player_address(address: str, hosts: Collection[str]) -> str:
    """The `https` address that a frame may show, or empty.

    Args:
        address: the page of the video, as copied from the browser.
        hosts: the hosts that may serve a player (the setting VIDEO_HOSTS), such as `www.youtube-nocookie.com`.

    Known are YouTube, Vimeo and every PeerTube instance, by the embed addresses they document; an address that is a
    player already (`/embed/…`) stays as it is.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        return ""
    player = _youtube(parts) or _vimeo(parts) or _peertube(parts)
    return player if player and urlsplit(player).hostname in hosts else ""


def _youtube(parts: SplitResult) -> str:
    host, name = (parts.hostname or "").removeprefix("www.").removeprefix("m."), ""
    if host == "youtu.be":
        name = parts.path.strip("/")
    elif host in {"youtube.com", "youtube-nocookie.com"}:
        found = re.fullmatch(rf"/(?:embed|shorts|live)/({NAME})/?", parts.path)
        name = found[1] if found else parse_qs(parts.query).get("v", [""])[0]
    return f"https://www.youtube-nocookie.com/embed/{name}" if re.fullmatch(NAME, name) else ""


def _vimeo(parts: SplitResult) -> str:
    found = re.fullmatch(r"/(?:video/)?(\d+)/?", parts.path)
    if parts.hostname in {"vimeo.com", "www.vimeo.com", "player.vimeo.com"} and found:
        return f"https://player.vimeo.com/video/{found[1]}?dnt=1"
    return ""


def _peertube(parts: SplitResult) -> str:
    found = re.fullmatch(rf"/(?:w|videos/watch|videos/embed)/({NAME})/?", parts.path)
    return f"https://{parts.hostname}/videos/embed/{found[1]}" if found else ""
