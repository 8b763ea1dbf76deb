"""The demo borough: as in production, but on one machine without a certificate, with its mail to be read."""

from base.logs import logging_config
from config.settings.dev import *  # noqa: F403

DEBUG = False
DEMO = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
EMBED_FRAME_ANCESTORS = EMBED_FRAME_ANCESTORS or ["*"]  # to be tried out on any website
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
LOGGING = logging_config(json=False, level="WARNING")  # the logins stay in sight
