"""The demo borough: as in production, but on one machine without a certificate, with its mail to be read."""

from config.settings.dev import *  # noqa: F403

DEBUG = False
DEMO = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
