"""The WSGI entry point: `gunicorn --pythonpath site config.wsgi`."""

import gc
import os
import sys
from pathlib import Path

sys.path[:0] = [
    path
    for path in (str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1]))
    if path not in sys.path
]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

from django.core.wsgi import get_wsgi_application  # noqa: E402

from base.wsgi import Request  # noqa: E402

application = get_wsgi_application()
application.request_class = Request

# What was loaded up to here lives as long as the process: collecting garbage need not look at it again, nor so often.
gc.freeze()
gc.set_threshold(20_000, 20, 20)
