"""For working on the site: everything visible, mail kept in files, no second process needed."""

from config.settings.base import *  # noqa: F403
from config.settings.base import VAR

DEBUG = True
SECRET_KEY = "for development only, never for a site that others can reach"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
