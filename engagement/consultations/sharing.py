"""Telling others of a consultation: plain links to other services, the address, and words to post.

The links are ordinary ones: nothing of these services is loaded, and they learn nothing until somebody follows one.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from engagement.consultations.models import ConsultationPage

PICTURE = "img/social.png"
"""What other services show beside the link: `base.art.social` draws it."""


@dataclass(frozen=True)
class ShareLink:
    """One of `components/chips.html`."""

    label: str
    url: str
    icon: str = "out"


def sharing_context(page: "ConsultationPage", request: HttpRequest, status_line: str) -> dict[str, Any]:
    """The names for the template: `share_links`, `share_address`, `share_text`, `share_picture`.

    Args:
        status_line: until when it is open, or what came of it.
    """
    address = page.get_full_url(request) or request.build_absolute_uri()
    text = "\n\n".join(part for part in (page.title, page.question, status_line, address) if part)
    return {
        "share_links": links_for(page.title, text, address),
        "share_address": address,
        "share_text": text,
        "share_picture": request.build_absolute_uri(static(PICTURE)),
    }


def links_for(title: str, text: str, address: str) -> list[ShareLink]:
    """One link for each service, in the order in which most people use them."""
    short = f"{title} {address}"
    return [
        ShareLink(_("E-mail"), f"mailto:?{_query(subject=title, body=text)}", "mail"),
        ShareLink("WhatsApp", f"https://wa.me/?{_query(text=short)}"),
        ShareLink("Facebook", f"https://www.facebook.com/sharer/sharer.php?{_query(u=address)}"),
        ShareLink("Bluesky", f"https://bsky.app/intent/compose?{_query(text=short)}"),
        ShareLink("X", f"https://twitter.com/intent/tweet?{_query(text=title, url=address)}"),
    ]


def _query(**named: str) -> str:
    """A query that mail programs read too: they take a plus sign for one (RFC 6068, 5)."""
    return urlencode(named, quote_via=quote)
