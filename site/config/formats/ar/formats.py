"""Figures in Arabic text: "4,100" and "1.2", as beside the Western digits of the rest of the page."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
