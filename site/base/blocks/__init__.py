"""Content blocks: what editors compose a page of, a file per family."""

from base.blocks.body import CONTENT_BLOCKS, BodyBlocks
from base.blocks.fields import ProseBlock, SameInEveryLanguageBlock
from base.blocks.groups import ASK, GUIDE, SHOW, TELL
from base.blocks.links import LinkBlock

__all__ = [
    "ASK",
    "CONTENT_BLOCKS",
    "GUIDE",
    "SHOW",
    "TELL",
    "BodyBlocks",
    "LinkBlock",
    "ProseBlock",
    "SameInEveryLanguageBlock",
]
