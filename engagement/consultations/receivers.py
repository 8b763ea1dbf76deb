from datetime import datetime
from typing import Any

from engagement.consultations.evidence.making import forget_packs, restart_stopped
from engagement.consultations.models import ConsultationPage
from engagement.consultations.services import give_short_link


def on_published(sender: type, instance: ConsultationPage, **kwargs: Any) -> None:
    """Receiver of `page_published`: what is public has a short address."""
    give_short_link(translation_key=instance.translation_key)


def on_tidying(sender: type, now: datetime, **kwargs: Any) -> None:
    """Once a day: evidence packs have their time, and what a killed worker left behind is begun again."""
    forget_packs(now)
    restart_stopped(now)
