"""The illustrations an editor may choose for a subject. An editor chooses a plate, never a colour or a size."""

from django.utils.translation import gettext_lazy as _

PLATE_CHOICES = [
    ("hall", _("Meeting: a ring of people")),
    ("street", _("Streets and travel")),
    ("library", _("Libraries and learning")),
    ("park", _("Parks and trees")),
    ("market", _("Shops and markets")),
    ("housing", _("Homes")),
    ("care", _("Care and health")),
    ("school", _("Schools and children")),
    ("river", _("Water and nature")),
]
PLATES = [slug for slug, _label in PLATE_CHOICES]
