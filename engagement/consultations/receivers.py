from typing import Any

from engagement.consultations.models import ConsultationPage
from engagement.consultations.services import give_short_link


def on_published(sender: type, instance: ConsultationPage, **kwargs: Any) -> None:
    """Receiver of `page_published`: what is public has a short address."""
    give_short_link(translation_key=instance.translation_key)
