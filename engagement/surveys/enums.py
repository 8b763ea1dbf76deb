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


class Privacy(TextChoices):
    """What becomes of who somebody is. Chosen before anybody answers, told on the first page, and kept."""

    NAMED = "named", _("Named: we know who says what, and answers may be published with a name")
    CONFIDENTIAL = "confidential", _("Confidential: names stay apart, and only who must see them can")
    ANONYMOUS = "anonymous", _("Anonymous: nobody can find out who said what, also not we")


class ResultsShown(TextChoices):
    """When everybody can see the figures of the questions whose results are public."""

    NEVER = "never", _("Never: staff alone see them")
    AFTER_ANSWERING = "answered", _("To whoever has answered")
    WHILE_OPEN = "open", _("To everybody, at once")
    AFTER_CLOSING = "closed", _("To everybody, once it has closed")


class Publishing(TextChoices):
    """What the author of a response allows us to do with their words."""

    NOT_ASKED = "", _("not asked")
    WITH_NAME = "name", _("You may publish my words with my name")
    WITHOUT_NAME = "words", _("You may publish my words without my name")
    NO = "no", _("Do not publish my words")


class MayPublish(TextChoices):
    """What people's words are sorted by before somebody publishes some of them."""

    YES = "yes", _("may be published")
    NO = "no", _("not to be published")
    NOT_ASKED = "unasked", _("not asked")
