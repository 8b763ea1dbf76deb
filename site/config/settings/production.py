"""For a site that residents use. Refuses to start without a secret key, hosts and a database."""

from base.logs import logging_config
from config import env
from config.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS")
DATABASES = {"default": env.database("DATABASE_URL")}
MAIN_HOST = ALLOWED_HOSTS[0].removeprefix(".")
WAGTAILADMIN_BASE_URL = env.text("BASE_URL", f"https://{MAIN_HOST}")
CSRF_TRUSTED_ORIGINS = [f"https://*{host}" if host.startswith(".") else f"https://{host}" for host in ALLOWED_HOSTS]

# https://docs.djangoproject.com/en/5.2/topics/security/
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("SECURE_HSTS_INCLUDE_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.flag("SECURE_HSTS_PRELOAD", True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Files with a fingerprint in their name, compressed, served by the application itself.
# https://whitenoise.readthedocs.io/
STORAGES = {
    "default": {"BACKEND": "base.storage.DividedStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail. https://docs.djangoproject.com/en/5.2/topics/email/
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25, least=1)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL", False)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"Folkmoot <no-reply@{MAIN_HOST}>")

# A queue in the database needs one extra process, `manage.py db_worker`, and no other server.
TASKS = {"default": {"BACKEND": env.text("TASKS_BACKEND", "django_tasks_db.DatabaseBackend")}}
if redis := env.text("REDIS_URL", ""):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis}}

SITES_KEPT_FOR = 1
LOGGING = logging_config(json=True, level=env.choice("LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], "INFO"))
