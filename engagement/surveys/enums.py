from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What sort of answer a question takes. The names are part of the data: never change one."""

    CHOICE = "choice", _("One of several")
    CHOICES = "choices", _("Several of several")
    YES_NO = "yes_no", _("Yes or no")
    SCALE = "scale", _("Scale of agreement")
    RATING = "rating", _("Rating")
    NPS = "nps", _("Would recommend, 0 to 10")
    RANKING = "ranking", _("Ranking")
    TEXT = "text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    NUMBER = "number", _("Number")
    PERCENTAGE = "percentage", _("Percentage")
    MONEY = "money", _("Amount of money")
    DATE = "date", _("Date")
    TIME = "time", _("Time of day")
    MOMENT = "moment", _("Date and time")
    EMAIL = "email", _("E-mail address")
    POSTCODE = "postcode", _("Postcode")
    CONSENT = "consent", _("Consent")
