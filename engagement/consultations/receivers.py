from contextlib import suppress
from datetime import datetime
from typing import Any

from wagtail.models import Page

from base.publication import current_publisher, is_history
from engagement.consultations.archive import refuse_to_go, refuse_to_leave
from engagement.consultations.evidence.making import forget_packs, restart_stopped
from engagement.consultations.models import ConsultationPage
from engagement.consultations.outcomes import forget_entries, write_entries
from engagement.consultations.services import give_short_link
from engagement.consultations.telling import TellingRefused, carry_on_all, is_told_of, start_telling, stop_all
from engagement.plugin import Timetable


def on_published(sender: type, instance: ConsultationPage, **kwargs: Any) -> None:
    """Receiver of `page_published`: what is public has a short address, and its decisions are listed."""
    give_short_link(translation_key=instance.translation_key)
    write_entries(page=instance)


def on_saving(sender: type, instance: Page, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of `pre_save`, also for plain pages: nothing leaves the site that is owed an answer."""
    if not raw and issubclass(instance.specific_class or Page, ConsultationPage):
        refuse_to_leave(instance)


def on_deleting(sender: type, instance: ConsultationPage, **kwargs: Any) -> None:
    """Receiver of `pre_delete`: neither does it by being deleted."""
    refuse_to_go(instance)


def on_saved(sender: type, instance: ConsultationPage, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of `post_save`: a live page got an alias, which no publication announces."""
    if created and not raw and instance.live and instance.alias_of_id:
        write_entries(page=instance)


def on_unpublished(sender: type, instance: ConsultationPage, **kwargs: Any) -> None:
    """Receiver of `page_unpublished`."""
    forget_entries(page=instance)


def on_timetable_written(sender: type, timetable: Timetable, page: Any, is_first_outcome: bool, **kwargs: Any) -> None:
    """Tell people when an outcome is public for the first time; stop telling when it is taken back.

    Records of what was published elsewhere tell nobody anything new.
    """
    if not isinstance(page, ConsultationPage):
        return
    if not is_told_of(page):
        stop_all(translation_key=page.translation_key)
    elif is_first_outcome and page.tells_at_once and not is_history() and not page.alias_of_id:
        with suppress(TellingRefused):
            start_telling(page=page, by=current_publisher())


def on_gone(sender: type, instance: ConsultationPage, **kwargs: Any) -> None:
    """A page is being unpublished or deleted; where it was written first, nothing is told any more."""
    first = ConsultationPage.objects.filter(translation_key=instance.translation_key).order_by("pk").first()
    if first is not None and first.pk == instance.pk:
        stop_all(translation_key=instance.translation_key)


def on_mailing(sender: type, now: datetime, **kwargs: Any) -> None:
    """Once a minute: take up what a worker left."""
    carry_on_all(now)


def on_tidying(sender: type, now: datetime, **kwargs: Any) -> None:
    """Once a day: evidence packs have their time, and what a killed worker left behind is begun again."""
    forget_packs(now)
    restart_stopped(now)
