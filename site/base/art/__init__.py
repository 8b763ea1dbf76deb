"""What the theme draws: the place seen from above, like a local map.

Contours are drawn on request, because each page has its own hill. Everything else is drawn once into two sprite files
by `bin/draw` and referred to with `<use>`, so that a page carries a few bytes and the browser keeps the rest. All fills
are theme variables: a council's colours reach every picture.
"""

from base.art.contours import hill
from base.art.names import PLATE_CHOICES, PLATES

__all__ = ["PLATES", "PLATE_CHOICES", "hill"]
