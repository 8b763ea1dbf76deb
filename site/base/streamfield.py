"""A StreamField whose block definitions never enter a migration.

Blocks change with every release and with every module installed; in a migration they would drift between sites. The
price: historical models see an empty body, so a change of stored blocks ships with `base.migrations.MigrateBlocks`
(docs/adr/0008-blocks-stay-out-of-migrations.md).
"""

from typing import Any

from wagtail.fields import StreamField as WagtailStreamField


class StreamField(WagtailStreamField):
    """Wagtail's field with an empty definition in `deconstruct()`."""

    def __init__(self, block_types: Any = (), *args: Any, **kwargs: Any) -> None:
        super().__init__(block_types, *args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
