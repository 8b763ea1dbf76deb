"""What engagement does when pages, people and accounts change."""

from datetime import datetime
from typing import Any

from engagement.core.host_pages import HostPage
from engagement.core.services.confirming import forget_unused_addresses
from engagement.core.services.contributing import join, withdraw_all
from engagement.core.services.indexing import index_contribution, reindex
from engagement.core.services.placing import displace_page, place_alias, place_page


def on_published(sender: type, instance: Any, **kwargs: Any) -> None:
    """A page went public: give it its timetable and its activities."""
    if isinstance(instance, HostPage):
        place_page(page=instance)


def on_saved(sender: type, instance: Any, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """A live page got an alias, which is public from the start."""
    if isinstance(instance, HostPage) and created and not raw and instance.live and instance.alias_of_id:
        place_alias(page=instance)


def on_gone(sender: type, instance: Any, **kwargs: Any) -> None:
    """A page is being unpublished or deleted: nothing stands there any more."""
    if isinstance(instance, HostPage):
        displace_page(page=instance)


def on_joined(sender: type, kept: Any, gone: Any, **kwargs: Any) -> None:
    """Two participants proved to be one person."""
    join(kept=kept, gone=gone)


def on_tidying(sender: type, now: datetime, **kwargs: Any) -> None:
    """Once a day: links that nobody used lose the address they were sent to."""
    forget_unused_addresses(now)


def on_erased(sender: type, participant: Any, withdraw: bool = False, **kwargs: Any) -> None:
    """A person was erased; they may have asked for their words to go as well."""
    if withdraw:
        withdraw_all(participant=participant)


def on_contribution_published(sender: type, contribution: Any, **kwargs: Any) -> None:
    """Something became public: search finds it, once its module's row is there too."""
    index_contribution.enqueue_on_commit(contribution.pk)


def on_words_gone(sender: type, contribution: Any, **kwargs: Any) -> None:
    """Something is public no longer, or says something else: search knows it from this transaction on."""
    reindex(contribution=contribution)
