"""What the kernel announces to the apps above it."""

from django.dispatch import Signal

mailing = Signal()
"""`now`: the minute's mail is about to go out; queue what is still to be written. Receivers do a bounded piece."""

tidying = Signal()
"""`now`: the daily tidying is under way; forget what is no longer needed."""
