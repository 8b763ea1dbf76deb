"""What editors compose a survey of. The ids of these blocks are the ids of pages, questions and options."""

from engagement.surveys.blocks.codes import give_codes
from engagement.surveys.blocks.pages import DesignBlocks

__all__ = ["DesignBlocks", "give_codes"]
