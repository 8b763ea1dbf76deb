from typing import Any

from wagtail.models import Page

from engagement.consultations.archive import refuse_to_leave
from engagement.consultations.models import ConsultationPage
from engagement.consultations.outcomes import forget_entries, write_entries
from engagement.consultations.services import give_short_link


def on_published(sender: type, instance: ConsultationPage, **kwargs: Any) -> None:
    """Receiver of `page_published`: what is public has a short address, and its decisions are listed."""
    give_short_link(translation_key=instance.translation_key)
    write_entries(page=instance)


def on_saving(sender: type, instance: Page, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of `pre_save`, also for plain pages: nothing leaves the site that is owed an answer."""
    if not raw and issubclass(instance.specific_class or Page, ConsultationPage):
        refuse_to_leave(instance)


def on_saved(sender: type, instance: ConsultationPage, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of `post_save`: a live page got an alias, which no publication announces."""
    if created and not raw and instance.live and instance.alias_of_id:
        write_entries(page=instance)


def on_unpublished(sender: type, instance: ConsultationPage, **kwargs: Any) -> None:
    """Receiver of `page_unpublished`."""
    forget_entries(page=instance)
