"""What is measured: the demo borough under production settings. Nothing is cached that is not cached in production."""

from config.settings.production import *  # noqa: F403
from config.settings.production import VAR

DEMO = True
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
STATIC_ROOT = VAR / "bench" / "static"
MEDIA_ROOT = str(VAR / "bench" / "media")
PROXY_COUNT = 1
"""So that each measured post can come from another network."""
