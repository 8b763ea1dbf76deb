"""Telling others of a consultation: plain links to other services, the address, and words to post.

The links are ordinary ones: nothing of these services is loaded, and they learn nothing until somebody follows one.
Each carries the short address with the service's name, so that editors see what sharing brings.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest

from engagement.consultations.embedding import snippet_for
from engagement.consultations.enums import LinkSource
from engagement.consultations.pictures import picture_address, plain_address

if TYPE_CHECKING:
    from engagement.consultations.models import ConsultationPage


@dataclass(frozen=True)
class ShareLink:
    """One of `components/chips.html`."""

    label: str
    url: str
    icon: str = "out"


def sharing_context(page: "ConsultationPage", request: HttpRequest, status_line: str) -> dict[str, Any]:
    """The names for the template: `share_links`, `share_address`, `share_text`, `share_picture`, `embed_snippet`.

    Args:
        status_line: until when it is open, or what came of it.
    """
    from engagement.consultations.short_links import address_of, code_of

    address, code = page.get_full_url(request) or request.build_absolute_uri(), code_of(page)

    def counted(source: LinkSource) -> str:
        return address_of(code, request, source) if code else address

    before = [part for part in (page.title, page.question, status_line) if part]
    return {
        "share_links": links_for(page.title, "\n\n".join(before), counted),
        "share_address": address,
        "share_text": "\n\n".join([*before, address]),
        "share_picture": picture_address(page, request) if code else plain_address(request),
        "embed_snippet": snippet_for(page, request),
    }


def links_for(title: str, text: str, address: Callable[[LinkSource], str]) -> list[ShareLink]:
    """One link for each service, in the order in which most people use them.

    Args:
        address: the address to share with each of them.
    """
    mail, bluesky = address(LinkSource.MAIL), address(LinkSource.BLUESKY)
    body, short = f"{text}\n\n{mail}", f"{title} {address(LinkSource.WHATSAPP)}"
    facebook, x = address(LinkSource.FACEBOOK), address(LinkSource.X)
    return [
        ShareLink(str(LinkSource.MAIL.label), f"mailto:?{_query(subject=title, body=body)}", "mail"),
        ShareLink("WhatsApp", f"https://wa.me/?{_query(text=short)}"),
        ShareLink("Facebook", f"https://www.facebook.com/sharer/sharer.php?{_query(u=facebook)}"),
        ShareLink("Bluesky", f"https://bsky.app/intent/compose?{_query(text=f'{title} {bluesky}')}"),
        ShareLink("X", f"https://twitter.com/intent/tweet?{_query(text=title, url=x)}"),
    ]


def _query(**named: str) -> str:
    """A query that mail programs read too: they take a plus sign for one (RFC 6068, 5)."""
    return urlencode(named, quote_via=quote)
