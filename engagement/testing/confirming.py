"""Following the link in a guest's mail, as the guest does."""

import re
from typing import Any

from django.test import Client

from base.models import OutboxMessage


def confirmation_path(address: str) -> str:
    """The path of the newest link sent to this address.

    Raises:
        OutboxMessage.DoesNotExist: no mail went there.
    """
    message = OutboxMessage.objects.filter(to__iexact=address, key__startswith="confirm:").latest("pk")
    found = re.search(r"https?://[^/\s]+(\S*/engage/confirm/\S+)", message.body)
    assert found, message.body
    return found[1]


def confirm_by_mail(client: Client, address: str) -> Any:
    """Open the newest link sent to this address and press its button.

    Returns:
        The page after it.
    """
    path = confirmation_path(address)
    assert client.get(path).status_code == 200
    return client.post(path, follow=True)
