"""What the kernel announces to the apps above it."""

from django.dispatch import Signal

tidying = Signal()
"""`now`: the daily tidying is under way; forget what is no longer needed."""
