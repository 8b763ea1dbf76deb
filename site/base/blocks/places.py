"""People to ask and places to go."""

import re
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from base.blocks.fields import ProseBlock, asking, phone_block, words
from base.blocks.groups import ASK, SHOW
from base.icons import Icon


def phone_link(phone: str) -> str:
    """A telephone number as people write it, as a `tel:` address (RFC 3966); empty without any digit."""
    digits = re.sub(r"[^\d+]", "", phone.replace("(0)", ""))
    return f"tel:{digits}" if re.search(r"\d", digits) else ""


class ContactBlock(blocks.StructBlock):
    """Who to ask. Without a telephone and an e-mail of its own it shows those of the site."""

    title = words(_("Heading"), help_text=_("Left empty, it says: Rather talk or write?"))
    name = words(_("Person or team"))
    text = blocks.TextBlock(
        label=_("Text"), required=False, rows=2, help_text=_("What they help with, and when they are there.")
    )
    phone = phone_block(
        help_text=_("Leave telephone and e-mail empty to show those of the site, so that they stay right everywhere.")
    )
    email = blocks.EmailBlock(label=_("E-mail"), required=False)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        own = bool(value["phone"] or value["email"])
        source = value if own else _from_brand(context.get("brand"))
        context["phone"], context["email"] = source["phone"], source["email"]
        context["phone_link"] = phone_link(context["phone"] or "")
        return context

    class Meta:
        icon = Icon.ANSWER
        label = _("Contact")
        description = _("Who to ring or write to. Some people would rather talk than fill in a form.")
        group = ASK
        template = "base/blocks/contact.html"
        label_format = "{name}"
        preview_value = {
            "title": "",
            "name": _("Streets team"),
            "text": _("We type your answer in for you. Monday to Friday, 9am to 5pm."),
            "phone": "01632 960 147",
            "email": "streets@example.org",
        }


def _from_brand(brand: Any) -> dict[str, str]:
    return {"phone": getattr(brand, "phone", ""), "email": getattr(brand, "email", "")}


class AddressBlock(blocks.StructBlock):
    """A place to go, with a marker on drawn ground: no map tiles, no third party."""

    name = words(_("Name of the place"), _("Name the place, as it stands on its door."))
    address = asking(
        blocks.TextBlock(label=_("Address"), rows=3, help_text=_("A line each for street, town and postcode.")),
        _("Write the address, so that people can find the place."),
    )
    directions = ProseBlock(
        label=_("How to get there"),
        required=False,
        help_text=_("Bus stops, step-free way in, where to lock a bicycle."),
    )
    latitude = blocks.DecimalBlock(
        label=_("Latitude"),
        required=False,
        min_value=Decimal(-90),
        max_value=Decimal(90),
        max_digits=9,
        decimal_places=6,
        help_text=_("Such as 51.501364. People paste both numbers into the map they use."),
    )
    longitude = blocks.DecimalBlock(
        label=_("Longitude"),
        required=False,
        min_value=Decimal(-180),
        max_value=Decimal(180),
        max_digits=9,
        decimal_places=6,
        help_text=_("Such as -0.141890. West of Greenwich has a minus sign."),
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        missing = [name for name in ("latitude", "longitude") if value[name] is None]
        if len(missing) == 1:
            sentence = ValidationError(_("Give both latitude and longitude, or neither: one alone marks no place."))
            raise StructBlockValidationError(block_errors={missing[0]: sentence})
        return value

    class Meta:
        icon = Icon.ADDRESS
        label = _("Address")
        description = _("A place to go, with a marker, the address and how to get there.")
        group = SHOW
        template = "base/blocks/address.html"
        label_format = "{name}"
        preview_value = {
            "name": _("The Old Corn Hall"),
            "address": "Market Street\nWexbourne\nWX1 2AB",
            "directions": "<p>Buses 14 and 22 stop outside. The step-free way in is from Tanner Street.</p>",
            "latitude": None,
            "longitude": None,
        }
