"""The kernel's migrations, and the one operation for changing stored blocks: `base.migrations.MigrateBlocks`."""

from base.migrations._operations import MigrateBlocks

__all__ = ["MigrateBlocks"]
