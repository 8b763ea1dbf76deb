"""The production settings, each time in a process of its own: settings are read once."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config.paths import ROOT

NEEDED = {
    "SECRET_KEY": "k9v-2mx8-q7rj-w4tz-b6np-c3hs-d5fg-y1lu-e0ia-o8kd-v7cm",
    "ALLOWED_HOSTS": "folkmoot.example.org,.moot.example.org",
    "DATABASE_URL": "sqlite://:memory:",
}
NIGHT_BUSES = {
    "schema_name": "consultation",
    "document_type": "closed_consultation",
    "base_path": "/government/consultations/night-buses",
    "title": "Night buses",
    "description": "Should buses run at night?",
    "locale": "en",
    "public_updated_at": "2020-06-02T09:00:00+01:00",
    "links": {"organisations": [{"title": "Transport office"}]},
    "details": {
        "body": "<div class='govspeak'><p>Should buses run at night?</p></div>",
        "opening_date": "2020-06-01T09:00:00+01:00",
        "closing_date": "2020-07-01T17:00:00+01:00",
    },
}


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Python with the production settings and no other variable of ours."""
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **variables}
    return subprocess.run(
        [sys.executable, "-W", "ignore", *arguments],
        env={**environment, "DJANGO_SETTINGS_MODULE": "config.settings.production"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("missing", NEEDED)
def test_production_without_what_it_needs_does_not_start(missing: str) -> None:
    variables = {name: value for name, value in NEEDED.items() if name != missing}
    result = run("manage.py", "check", **variables)
    assert result.returncode != 0
    assert f"Set the environment variable {missing}: the site cannot start without it." in result.stderr


def test_production_is_fit_for_deployment() -> None:
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **NEEDED)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "System check identified no issues (0 silenced).\n"


SHOW = """
import json, sys
sys.path.insert(0, "site")
from django.conf import settings
names = sys.argv[1:]
print(json.dumps({name: getattr(settings, name, None) for name in names}))
"""


def setting_values(*names: str, **variables: str) -> dict[str, object]:
    result = run("-c", SHOW, *names, **{**NEEDED, **variables})
    assert result.returncode == 0, result.stderr
    values: dict[str, object] = json.loads(result.stdout)
    return values


def test_production_derives_addresses_from_its_hosts() -> None:
    assert setting_values("WAGTAILADMIN_BASE_URL", "CSRF_TRUSTED_ORIGINS", "DEFAULT_FROM_EMAIL", "SERVER_EMAIL") == {
        "WAGTAILADMIN_BASE_URL": "https://folkmoot.example.org",
        "CSRF_TRUSTED_ORIGINS": ["https://folkmoot.example.org", "https://*.moot.example.org"],
        "DEFAULT_FROM_EMAIL": "Folkmoot <no-reply@folkmoot.example.org>",
        "SERVER_EMAIL": "Folkmoot <no-reply@folkmoot.example.org>",
    }


def test_production_trusts_forwarded_headers_only_behind_a_proxy() -> None:
    names = ("PROXY_COUNT", "SECURE_PROXY_SSL_HEADER")
    assert setting_values(*names) == {"PROXY_COUNT": 0, "SECURE_PROXY_SSL_HEADER": None}
    assert setting_values(*names, PROXY_COUNT="2") == {
        "PROXY_COUNT": 2,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
    }


def test_every_variable_the_settings_read_is_documented() -> None:
    sources = [*(ROOT / "site" / "config").rglob("*.py")]
    read = {name for path in sources for name in re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', path.read_text())}
    documented = set(re.findall(r"^\| `([A-Z_]+)`", Path(ROOT / "docs" / "operations.md").read_text(), re.MULTILINE))
    assert read - documented == set()
    assert documented - read == {"PORT"}


def test_what_an_import_answers_stands_alone_on_standard_output(tmp_path: Path) -> None:
    """Publishing logs a good many lines and, without a queue, runs what updates the index."""
    site = {
        **NEEDED,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "TASKS_BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
    }
    for command in (("migrate", "--verbosity", "0"), ("create_site", "Wexbourne Moot")):
        assert run("manage.py", *command, **site).returncode == 0
    item = tmp_path / "night-buses.json"
    item.write_text(json.dumps(NIGHT_BUSES))
    result = run("manage.py", "import_consultation", str(item), "--publish", **site)
    address = "https://folkmoot.example.org/have-your-say/night-buses/"
    assert (result.returncode, result.stdout) == (0, f"created {address} closed\n")
    logged = [json.loads(line) for line in result.stderr.splitlines()]
    assert {"wagtail", "django_tasks"} <= {line["logger"].split(".")[0] for line in logged}
