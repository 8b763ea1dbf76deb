"""The page types of consultations and what they are sorted by."""

from engagement.consultations.models.consultation import ConsultationPage
from engagement.consultations.models.correctedwords import CorrectedWords
from engagement.consultations.models.datechange import DateChange
from engagement.consultations.models.evidence import EvidencePack, PackState
from engagement.consultations.models.index import ConsultationIndexPage
from engagement.consultations.models.outcomeentry import OutcomeEntry
from engagement.consultations.models.shortlink import ShortLink, ShortLinkCount
from engagement.consultations.models.subject import Subject
from engagement.consultations.models.telling import Telling

__all__ = [
    "ConsultationIndexPage",
    "ConsultationPage",
    "CorrectedWords",
    "DateChange",
    "EvidencePack",
    "OutcomeEntry",
    "PackState",
    "ShortLink",
    "ShortLinkCount",
    "Subject",
    "Telling",
]
