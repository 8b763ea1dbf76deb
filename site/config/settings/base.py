"""Settings shared by every environment. Each section links to its documentation."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from base.logs import logging_config
from config import env, oidc
from config.paths import SITE, VAR

# Applications: `base` stands before Wagtail because it replaces its `publish_scheduled` command.
# https://docs.djangoproject.com/en/5.2/ref/settings/#installed-apps
INSTALLED_APPS = [
    "base",
    "home",
    "search",
    "engagement.consultations",
    "engagement.comments",
    "engagement.surveys",
    "engagement.moderation",
    "engagement.core",
    "engagement.accounts",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.sites",
    "engagement.accounts.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.embeds",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "engagement.comments.apps.ThreadingConfig",
    "django_comments",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django.contrib.sites",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
]

# https://docs.djangoproject.com/en/5.2/topics/http/middleware/
MIDDLEWARE = [
    "base.middleware.RequestLogMiddleware",
    "base.middleware.HostileInputMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages travel compressed also without a proxy that does it. What BREACH (CVE-2013-3587) would guess is not there to
    # be guessed: Django masks its CSRF token anew on each page, and this adds up to a hundred random bytes.
    "django.middleware.gzip.GZipMiddleware",
    "base.middleware.ContentSecurityPolicyMiddleware",
    "base.middleware.CacheControlMiddleware",
    "base.middleware.RequestSizeMiddleware",
    "base.middleware.ReadOnceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "engagement.accounts.middleware.AdminGateMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
    "base.middleware.RefusalMiddleware",
    "base.middleware.PublishRefusedMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# https://docs.djangoproject.com/en/5.2/topics/templates/
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "base.context_processors.brand",
            ],
        },
    }
]
# One look for every form: site/templates/django/forms/.
# https://docs.djangoproject.com/en/5.2/ref/forms/renderers/
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Databases: the environment decides; services open their own transactions.
# https://docs.djangoproject.com/en/5.2/ref/databases/
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR / 'folkmoot.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who may come in. Accounts are identified by e-mail.
# https://docs.allauth.org/en/latest/account/configuration.html
AUTH_USER_MODEL = "engagement_accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "engagement.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Whoever finds a device signed in cannot take the account over: e-mail and second factor ask for the password.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
# Signs in only the browser that signed up, so a forwarded link opens nothing.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_FORMS = {
    "login": "engagement.accounts.forms.LoginForm",
    "signup": "engagement.accounts.forms.SignupForm",
    "add_email": "engagement.accounts.forms.ChangeEmailForm",
    "change_password": "engagement.accounts.forms.ChangePasswordForm",
    "set_password": "engagement.accounts.forms.SetPasswordForm",
    "reset_password": "engagement.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "engagement.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "engagement.accounts.forms.ReauthenticateForm",
    "request_login_code": "engagement.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "engagement.accounts.forms.ConfirmLoginCodeForm",
}
# allauth counts in the cache, each process for itself; wrong passwords, mails and second factors are
# counted in the database besides (axes, engagement.accounts.adapters and .forms).
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,10/5m/key", "reset_password": "20/m/ip,5/5m/key"}

# A second factor: an app with codes, and recovery codes. Keys in hardware need JavaScript and stay off.
# https://docs.allauth.org/en/latest/mfa/configuration.html
STAFF_SECOND_FACTOR = env.flag("STAFF_SECOND_FACTOR", False)
"""Whether the admin opens only to people who have shown a second factor."""
MFA_ADAPTER = "engagement.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "engagement.accounts.forms.AuthenticateForm",
    "reauthenticate": "engagement.accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "engagement.accounts.forms.ActivateTOTPForm",
    "deactivate_totp": "engagement.accounts.forms.DeactivateTOTPForm",
    "generate_recovery_codes": "engagement.accounts.forms.GenerateRecoveryCodesForm",
}

# Staff through the organisation's own sign-in service: set the address, the id and the secret.
# https://docs.allauth.org/en/latest/socialaccount/providers/openid_connect.html
OIDC_STAFF_GROUP = env.text("OIDC_STAFF_GROUP", "")
"""The group that colleagues join when they first come in this way, such as Editors; none when empty."""
SOCIALACCOUNT_PROVIDERS = oidc.providers(
    server_url=env.text("OIDC_SERVER_URL", ""),
    client_id=env.text("OIDC_CLIENT_ID", ""),
    secret=env.text("OIDC_CLIENT_SECRET", ""),
    name=env.text("OIDC_NAME", ""),
)
SOCIALACCOUNT_ADAPTER = "engagement.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# A link, because our policy for forms forbids them to lead to another site.
SOCIALACCOUNT_LOGIN_ON_GET = True

# Wrong passwords: five for one address from one place, then a pause.
# https://django-axes.readthedocs.io/en/latest/4_configuration.html
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "engagement.accounts.lockout.username_from"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "base.network.client_address"
AXES_CLIENT_STR_CALLABLE = "engagement.accounts.lockout.describe_client"
AXES_LOCKOUT_CALLABLE = "engagement.accounts.lockout.respond_locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "email"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False

# Languages of the interface and of content; a site offers all, or those its brand names (docs/translations.md).
# https://docs.djangoproject.com/en/5.2/topics/i18n/
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("en", _("English")),
    ("cy", _("Welsh")),
    ("bn", _("Bengali")),
    ("ar", _("Arabic")),
]
LOCALE_PATHS = [SITE / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = env.text("TIME_ZONE", "Europe/London")

# Files. https://docs.djangoproject.com/en/5.2/ref/settings/#storages
STATICFILES_DIRS = [SITE / "static"]
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = env.text("MEDIA_ROOT", str(VAR / "media"))
PRIVATE_MEDIA_ROOT = env.text("PRIVATE_MEDIA_ROOT", str(VAR / "private"))
"""For documents, which no web server may give out: some are for certain people only."""
STORAGES = {
    "default": {"BACKEND": "base.storage.DividedStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

DEMO = False
"""Whether this is the demo borough, which shows its mail and its passwords."""

# Requests. Django's own limits are the admin's, whose forms hold thousands of fields; base.middleware holds every
# other request to the public ones.
# https://docs.djangoproject.com/en/5.2/ref/settings/#data-upload-max-memory-size
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
PUBLIC_DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
PUBLIC_DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
PROXY_COUNT = env.number("PROXY_COUNT", 0)
"""How many reverse proxies of ours stand before the site; the only source of trust in client addresses."""

CHALLENGE_BITS = env.number("CHALLENGE_BITS", 17)
"""Zero bits that strangers' browsers look for while the site is under attack; each more doubles the work. 17 are
131,072 tries on average: a second on a desk, some seconds on an old phone."""

# Security. https://docs.djangoproject.com/en/5.2/topics/security/
CSRF_FAILURE_VIEW = "base.views.csrf_failure"

# What a browser may load. Strict everywhere, relaxed for the Wagtail admin only.
# https://django-csp.readthedocs.io/
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    # The editor shows the preview of a page in a frame.
    "frame-ancestors": ["'self'"],
}
"""What differs there."""
ADMIN_PATH = "admin/"

# Wagtail. https://docs.wagtail.org/en/stable/reference/settings.html
WAGTAIL_SITE_NAME = "Folkmoot"
WAGTAILADMIN_BASE_URL = env.text("BASE_URL", "http://localhost:8000")
WAGTAILADMIN_LOGIN_URL = "staff_entrance"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
# What is not translated yet stays a draft.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_JOBS = {"BACKEND": "base.translation_jobs.TasksJobBackend"}
MACHINE_TRANSLATOR = env.text("MACHINE_TRANSLATOR", "base.translation_memory.TranslationMemory")
if MACHINE_TRANSLATOR != "none":
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": MACHINE_TRANSLATOR,
        "OPTIONS": env.pairs("MACHINE_TRANSLATOR_OPTIONS", {}),
    }
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "base.picture_form.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
VIDEO_HOSTS = env.names("VIDEO_HOSTS", [])
"""Hosts whose players a page may show after a click, such as www.youtube-nocookie.com; none unless named."""
EMBED_FRAME_ANCESTORS = env.origins("EMBED_FRAME_ANCESTORS", [])
"""Websites that may show the card of a consultation, such as https://www.example.org; none unless named."""

# Comments: only the model and its threading are used (docs/adr/0005-comments-on-the-package-model-only.md).
SITE_ID = 1
COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "engagement.comments.models.Comment"
COMMENTS_XTD_MAX_THREAD_LEVEL = 3

# Moderation: within how many days we promise to look at what people report or ask again; and how many people whom we
# know must report something to have it hidden until then, 0 for never.
MODERATION_DAYS = env.number("MODERATION_DAYS", 3)
REPORTS_TO_HIDE = env.number("REPORTS_TO_HIDE", 0)

# Work in the background: at once here, in a queue in production.
# https://pypi.org/project/django-tasks/
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# Mail leaves through the outbox (base.mail); this is the server it hands to.
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Folkmoot <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 30

# What is logged, and what never is: base.logs. https://docs.djangoproject.com/en/5.2/topics/logging/
LOGGING = logging_config(json=False)

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Seconds for which names, colours and other settings of sites are kept in the cache: `base.sites`.
SITES_KEPT_FOR = 0
