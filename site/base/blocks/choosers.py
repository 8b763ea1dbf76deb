"""Choosers of what editors may delete later, also after a translator has put something else in its place."""

from typing import Any

from wagtail.blocks import PageChooserBlock as WagtailPageChooserBlock
from wagtail.documents.blocks import DocumentChooserBlock as WagtailDocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock as WagtailImageChooserBlock
from wagtail_localize.segments import OverridableSegmentValue


class Replaceable:
    """Something else may stand in its place in another language; wagtail-localize fails once one is gone (its #841)."""

    model_class: Any

    def restore_translated_segments(self, value: Any, segments: list[OverridableSegmentValue]) -> Any:
        """What the translator chose; what the original shows, which may be nothing, once that was deleted."""
        return self.model_class.objects.filter(pk=segments[0].data).first() or value


class PageChooserBlock(Replaceable, WagtailPageChooserBlock):
    """Chooses a page."""


class DocumentChooserBlock(Replaceable, WagtailDocumentChooserBlock):
    """Chooses a document."""


class ImageChooserBlock(Replaceable, WagtailImageChooserBlock):
    """Chooses a picture without words."""
