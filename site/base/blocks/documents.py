"""Files to download, each with its type and size."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents import get_document_model

from base.blocks.choosers import DocumentChooserBlock
from base.blocks.fields import asking, words
from base.blocks.groups import SHOW
from base.icons import Icon


class DocumentValue(blocks.StructValue):
    """A document as it is listed."""

    @property
    def row(self) -> dict[str, Any]:
        """What `components/documents.html` shows of it."""
        document = self["document"]
        return {"title": self.name, "url": document.url, "filename": document.filename, "size": self.size}

    @property
    def name(self) -> str:
        """The words of the link: the editor's, else the title of the document."""
        return self.get("title") or getattr(self.get("document"), "title", "")

    @property
    def size(self) -> int | None:
        """Bytes; None when the file itself is gone."""
        return self["document"].get_file_size()


class DocumentBlock(blocks.StructBlock):
    """One document in the list."""

    document = asking(DocumentChooserBlock(label=_("Document")), _("Choose a document, or delete this row."))
    title = words(_("Words of the link"), help_text=_("Left empty, the title of the document is used."))

    class Meta:
        icon = Icon.DOCUMENT
        label = _("Document")
        value_class = DocumentValue


class DocumentsBlock(blocks.StructBlock):
    """A list of documents. One that was deleted from the library since is left out."""

    title = words(_("Heading"), help_text=_("Left empty, it says: Documents."))
    documents = blocks.ListBlock(DocumentBlock(), min_num=1, label=_("Documents"))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["documents"] = [item.row for item in value["documents"] if item["document"]]
        return context

    def get_searchable_content(self, value: Any) -> list[str]:
        names = [item.name for item in value["documents"] if item["document"]]
        return [text for text in (value["title"], *names) if text]

    def get_preview_value(self) -> Any:
        document = get_document_model()(
            id=0, title=str(_("Three layouts, drawn")), file="layouts.pdf", file_size=1_258_291
        )
        table = get_document_model()(id=0, title=str(_("Traffic counts")), file="counts.xlsx", file_size=40_960)
        return self.normalize(
            {"title": "", "documents": [{"document": document, "title": ""}, {"document": table, "title": ""}]}
        )

    class Meta:
        icon = Icon.DOCUMENT
        label = _("Documents")
        description = _("Files to download. The page shows the type and size of each.")
        group = SHOW
        template = "base/blocks/documents.html"
