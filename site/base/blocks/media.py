"""Pictures and films."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

from base.blocks.choosers import ImageChooserBlock
from base.blocks.fields import asking, words
from base.blocks.groups import SHOW
from base.blocks.links import LinkBlock
from base.icons import Icon
from base.video import player_address


class PictureBlock(ImageBlock):
    """A picture with words for those who do not see it, or the statement that it only decorates (WCAG 2.2, 1.1.1)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        asking(self.child_blocks["image"], _("Choose a picture, or delete this block."))
        self.child_blocks["image"].label = _("From the library")
        self.child_blocks["decorative"].label = _("It only decorates")
        self.child_blocks["alt_text"].label = _("What it shows")

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except StructBlockValidationError as error:
            if "alt_text" in error.block_errors:
                error.block_errors["alt_text"] = ValidationError(
                    _("Say what the picture shows, for those who do not see it, or tick that it only decorates.")
                )
            raise


class PictureWithCaptionBlock(blocks.StructBlock):
    """A picture in the text."""

    picture = PictureBlock(label=_("Picture"))
    caption = words(_("Caption"), help_text=_("What people should notice. Not the same words as the alternative text."))
    credit = words(_("Who made it"), help_text=_("Name of the photographer or owner, and the licence if it has one."))

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        """As every block, but for a picture that was deleted since, on which wagtail-localize fails (its #769).

        Where the original has none any more, there are no words for it; where the translator's is gone, the original
        takes its place.
        """
        if value["picture"] is None:
            segments = [segment for segment in segments if not segment.path.startswith("picture.")]
        segments = [segment for segment in segments if segment.path != "picture.image" or _is_kept(segment.data)]
        return StreamFieldSegmentsWriter(None, None, None).handle_struct_block(value, segments)

    class Meta:
        icon = Icon.IMAGE
        label = _("Picture")
        description = _("A photo, plan or drawing that shows what words cannot.")
        group = SHOW
        template = "base/blocks/image.html"
        preview_template = "base/blocks/previews/image.html"
        label_format = "{caption}"
        preview_value = {
            "picture": None,
            "caption": _("Layout B: one way, with planters where cars stand today"),
            "credit": _("Streets team"),
        }


def _is_kept(image: int) -> bool:
    return get_image_model().objects.filter(pk=image).exists()


class VideoBlock(blocks.StructBlock):
    """A film that loads nothing until somebody asks for it, and then only from a host that the site names."""

    title = words(_("Title"), _("Give the film a title."))
    address = asking(
        blocks.URLBlock(
            label=_("Address of the film"), help_text=_("The page it is on, as it stands in your browser.")
        ),
        _("Paste the address of the page that the film is on."),
    )
    duration = words(_("How long it takes"), max_length=40, help_text=_("Such as: 4 minutes."))
    poster = ImageChooserBlock(label=_("Picture from the film"), required=False)
    transcript = LinkBlock(
        optional=True,
        label=_("What is said, in writing"),
        help_text=_("A page or document with the words, for those who do not hear them or would rather read."),
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        request, key = context.get("request"), context.get("id")
        player = player_address(value["address"] or "", settings.VIDEO_HOSTS)
        context["host"] = player.split("/")[2] if player else ""
        context["can_play"] = bool(player and key)
        context["site_of_film"] = (urlsplit(value["address"] or "").hostname or "").removeprefix("www.")
        if player and key and request is not None and request.GET.get("play") == key:
            context["player"] = player
            allow_frame(request, context["host"])
        return context

    class Meta:
        icon = Icon.VIDEO
        label = _("Film")
        description = _("A film from elsewhere. Nothing is loaded from there until people press the button.")
        group = SHOW
        template = "base/blocks/video.html"
        label_format = "{title}"
        preview_value = {
            "title": _("A walk down Mill Lane"),
            "address": "https://example.org/w/mill-lane",
            "duration": _("4 minutes"),
            "poster": None,
            "transcript": {"page": None, "document": None, "address": "https://example.org/words"},
        }


def allow_frame(request: Any, host: str) -> None:
    """Let the answer to this request, and no other, show frames from `host`: base.middleware reads it."""
    request.frame_hosts = {*getattr(request, "frame_hosts", ()), host}
