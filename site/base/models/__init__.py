"""The kernel's tables, a file per subject."""

from base.models.append_only import AppendOnly
from base.models.brand import BrandSettings, QuietPeriod
from base.models.mail import OutboxMessage
from base.models.pages import BasePage, BasePageQuerySet
from base.models.protection import ProtectionSettings
from base.models.publication import PublicationRecord
from base.models.ratelimit import RateCount

__all__ = [
    "AppendOnly",
    "BasePage",
    "BasePageQuerySet",
    "BrandSettings",
    "OutboxMessage",
    "ProtectionSettings",
    "PublicationRecord",
    "QuietPeriod",
    "RateCount",
]
