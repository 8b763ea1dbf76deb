"""Dates and times as people say them: "Sunday 21 March, 11:59pm", "19 days left", "yesterday at 7:40pm".

Moments are aware datetimes; words are in the current time zone (Europe/London unless set otherwise) and in the active
language. The year is said only when it is not this year.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

MIDNIGHT = (0, 0)


def time_words(moment: datetime) -> str:
    """The time of day: "7:40pm", "5pm", "midday", "midnight"."""
    local = timezone.localtime(moment)
    if (local.hour, local.minute) == MIDNIGHT:
        return pgettext("time of day", "midnight")
    if (local.hour, local.minute) == (12, 0):
        return pgettext("time of day", "midday")
    parts = {
        "hour": local.hour % 12 or 12,
        "hour24": local.hour,
        "minute": f"{local.minute:02}",
        "half": pgettext("time of day", "am") if local.hour < 12 else pgettext("time of day", "pm"),
    }
    if local.minute == 0:
        # Translators: a full hour. Use %(hour24)s where the clock runs to 24, as in "%(hour24)s:00".
        return pgettext("time of day", "%(hour)s%(half)s") % parts
    # Translators: use %(hour24)s where the clock runs to 24, as in "%(hour24)s:%(minute)s".
    return pgettext("time of day", "%(hour)s:%(minute)s%(half)s") % parts


def day_words(day: date, *, weekday: bool = True) -> str:
    """A day: "Sunday 21 March", or "21 March" without the weekday; with the year if it is another one."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return _day_words(day, get_language(), weekday, day.year == timezone.localdate().year)


@lru_cache(maxsize=1024)
def _day_words(day: date, language: str | None, weekday: bool, is_this_year: bool) -> str:
    """Kept, because a page says the same few days many times."""
    # Translators: formats of Django's date filter; see https://docs.djangoproject.com/en/5.2/ref/templates/builtins/#date
    if is_this_year:
        return date_format(day, pgettext("date format", "l j F") if weekday else pgettext("date format", "j F"))
    return date_format(day, pgettext("date format", "l j F Y") if weekday else pgettext("date format", "j F Y"))


def moment_words(moment: datetime) -> str:
    """A day and a time: "Sunday 21 March, 11:59pm"."""
    return _("%(day)s, %(time)s") % {"day": day_words(moment), "time": time_words(moment)}


def same_minute(one: datetime | None, other: datetime | None) -> bool:
    """Whether two moments are shown as the same: the editor's form knows no seconds, an import may."""
    return one is not None and other is not None and _minute(one) == _minute(other)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def last_moment(closes_at: datetime) -> datetime:
    """The moment to say for a closing time. Midnight belongs to the day before, as 11:59pm: nobody misreads that."""
    local = timezone.localtime(closes_at)
    return closes_at - timedelta(minutes=1) if (local.hour, local.minute) == MIDNIGHT else closes_at


def day_after(day: date) -> date:
    """The next day; of the last day that a date can be, that day, so that no mistyped year stops a page."""
    return day if day == date.max else day + timedelta(days=1)


def period_words(start: date, end: date) -> str:
    """From day to day: "8 February to 21 March"."""
    return _("%(start)s to %(end)s") % {
        "start": day_words(start, weekday=False),
        "end": day_words(end, weekday=False),
    }


def time_left_words(closes_at: datetime, now: datetime | None = None) -> str:
    """How long it is open: "19 days left", "Closes tomorrow, 5pm", "Closes today, 5pm", "12 minutes left", "Closed"."""
    now = now or timezone.now()
    if closes_at <= now:
        return _("Closed")
    last = last_moment(closes_at)
    days = (timezone.localtime(last).date() - timezone.localtime(now).date()).days
    if days > 1:
        return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    if days == 1:
        return _("Closes tomorrow, %(time)s") % {"time": time_words(last)}
    minutes = int((closes_at - now) / timedelta(minutes=1))
    if minutes < 60:
        return ngettext("%(count)s minute left", "%(count)s minutes left", max(minutes, 1)) % {"count": max(minutes, 1)}
    return _("Closes today, %(time)s") % {"time": time_words(last)}


def ago_words(moment: datetime, now: datetime | None = None) -> str:
    """When something was said: "2 hours ago", "yesterday at 7:40pm", "Sunday" within a week, "8 February" before."""
    now = now or timezone.now()
    minutes = int((now - moment) / timedelta(minutes=1))
    local = timezone.localtime(moment)
    today, day = timezone.localdate(now), local.date()
    days = (today - day).days
    if days >= 7:
        return _day_words(day, get_language(), False, day.year == today.year)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(count)s minute ago", "%(count)s minutes ago", minutes) % {"count": minutes}
    if days == 0:
        return ngettext("%(count)s hour ago", "%(count)s hours ago", minutes // 60) % {"count": minutes // 60}
    if days == 1:
        return _("yesterday at %(time)s") % {"time": time_words(moment)}
    return date_format(local, "l")
