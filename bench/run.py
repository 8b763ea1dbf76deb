"""`make bench`: what pages and evidence packs cost, in the units of bench/limits.toml, against its limits.

A bare view and the site are served by the same gunicorn with two sync workers and asked in turn, a few seconds each, so
that whatever else the machine does slows both; the median of the rounds counts. DATABASE_URL names the database, by
default an SQLite file of its own; the demo borough is loaded into it. Settings are those of production, and nothing is
cached that is not cached there. Words after the command choose pages: `python -m bench.run home thread`; "evidence" is
the evidence pack.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from bench.load import HOST, Load, reading
from bench.posting import POSTS
from bench.weight import kilobytes
from tests.e2e.browser import FLAGS, NAMES

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 9
SECONDS = 1.5
CONNECTIONS = 4
EVIDENCE = "evidence"
"""What `bench.evidence` measures, no page."""
ENVIRONMENT = {
    "DATABASE_URL": f"sqlite:///{ROOT / 'var' / 'bench' / 'site.sqlite3'}",
    **os.environ,
    "DJANGO_SETTINGS_MODULE": "bench.settings",
    "SECRET_KEY": "measured and never reached by anybody else",
    "ALLOWED_HOSTS": HOST,
    "LOG_LEVEL": "WARNING",
    "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
}

SEEDS = {"comment": "bench.seed", "vote": "bench.surveys", "submission": "bench.surveys"}
"""What forgets what was sent before."""

Limits = dict[str, dict[str, Any]]
Costs = dict[str, float]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(application: str) -> Iterator[int]:
    """Serve a WSGI application and give its port."""
    port = free_port()
    options = ["--bind", f"{HOST}:{port}", "--workers", "2", "--no-control-socket", "--log-level", "error"]
    command = [sys.executable, "-m", "gunicorn", *options, application]
    process = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int) -> None:
    """Return when something answers there, even with an error page."""
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=10).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The server under measurement did not start.")


def prepare() -> None:
    """Load the demo borough and a crowd for the search into the database, and collect the static files."""
    (ROOT / "var" / "bench" / "static").mkdir(parents=True, exist_ok=True)
    for command in ("migrate", "create_roles", "load_demo"):
        manage(command)
    for seed in ("bench.crowd", "bench.seed", "bench.surveys"):
        run(seed)
    for command in ("update_index", "collectstatic --no-input"):
        manage(command)
    if is_postgres():
        # As autovacuum does within a minute of such a load, where it is on.
        with psycopg.connect(ENVIRONMENT["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


def run(module: str) -> None:
    subprocess.run([sys.executable, "-m", module], cwd=ROOT, env=ENVIRONMENT, check=True)


def manage(command: str) -> None:
    words = [sys.executable, "manage.py", *command.split(), "--verbosity", "0"]
    subprocess.run(words, cwd=ROOT, env=ENVIRONMENT, check=True)


def speed(port: int, path: str, *, post: str = "") -> float:
    """How many such requests are answered each second.

    Args:
        post: what is sent, by its name in `bench.posting.POSTS`; "" where a page is read.
    """
    make = partial(POSTS[post] if post else reading, path)
    expected = 303 if post else 200
    return Load(port=port, make=make, expected=expected, connections=CONNECTIONS).requests_a_second(SECONDS)


def bare_views(bare: int, site: int, limits: Limits) -> dict[str, float]:
    """Each page's cost: the median over the rounds of the bare view's speed divided by the page's.

    The first, uncounted requests fill what a process keeps: templates, catalogues, prepared statements. Before posting,
    what was posted earlier is forgotten: else the site's limits would stop it, and lists grow with it.
    """
    rounds: dict[str, list[float]] = {name: [] for name in limits}
    for limit in limits.values():
        speed(site, limit["path"], post=limit.get("post", ""))
    for _ in range(ROUNDS):
        for name, limit in limits.items():
            if limit.get("post"):
                run(SEEDS[limit["post"]])
            rounds[name].append(speed(bare, "/") / speed(site, limit["path"], post=limit.get("post", "")))
    return {name: statistics.median(costs) for name, costs in rounds.items()}


def pages(limits: Limits) -> Limits:
    """Those that are read: what is posted is neither counted in queries nor weighed."""
    return {name: limit for name, limit in limits.items() if not limit.get("post")}


def queries(limits: Limits) -> dict[str, float]:
    paths = [limit["path"] for limit in limits.values()]
    command = [sys.executable, "-m", "bench.queries", *paths]
    printed = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return dict(zip(limits, map(float, printed.split()), strict=True))


def weights(site: int, limits: Limits) -> dict[str, float]:
    """Each page's kilobytes; empty where there is no Chromium."""
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not chromium:
        print("skipped: page weight, because no Chromium was found")
        return {}
    address = f"http://{HOST}:{site}"
    return {name: kilobytes(address + limit["path"], chromium=chromium, flags=FLAGS) for name, limit in limits.items()}


def measure(limits: Limits) -> dict[str, Costs]:
    """What each page costs in each unit."""
    with ExitStack() as stack:
        bare, site = (stack.enter_context(served(name)) for name in ("bench.bare", "config.wsgi"))
        units = {"queries": queries(pages(limits)), "kilobytes": weights(site, pages(limits))}
        units["bare_views"] = bare_views(bare, site, limits)
        units["times"] = times(units["bare_views"], limits)
    return {name: {unit: costs[name] for unit, costs in units.items() if name in costs} for name in limits}


def times(bare_views: dict[str, float], limits: Limits) -> dict[str, float]:
    """Each page's cost as a multiple of the page that it names in `of`."""
    return {
        name: bare_views[name] / bare_views[limit["of"]]
        for name, limit in limits.items()
        if limit.get("of") in bare_views
    }


def report(limits: Limits, measured: dict[str, Costs]) -> bool:
    """Print a table and return whether every page is within its limits."""
    print(f"\n{database()}, load {', '.join(f'{load:.1f}' for load in os.getloadavg())}")
    print(f"{'page':16}{'unit':14}{'cost':>8}{'limit':>8}")
    passed = True
    for name, costs in measured.items():
        for unit, cost in costs.items():
            limit = limits[name].get(unit)
            is_over = limit is not None and cost > limit
            passed = passed and not is_over
            print(f"{name:16}{unit:14}{cost:8.1f}{limit or '-':>8}{'   OVER' if is_over else ''}")
    return passed


def database() -> str:
    """What the database is called in a report, without its password or path."""
    return "PostgreSQL" if is_postgres() else "SQLite"


def is_postgres() -> bool:
    return not ENVIRONMENT["DATABASE_URL"].startswith("sqlite")


def chosen(names: list[str]) -> Limits:
    """The pages of those names with their limits, all of them without names.

    Raises:
        SystemExit: there is no page of that name.
    """
    limits = tomllib.loads((ROOT / "bench" / "limits.toml").read_text())
    limits.pop(EVIDENCE)
    if unknown := set(names) - set(limits):
        raise SystemExit(f"bench/limits.toml has no page {', '.join(sorted(unknown))}, only {', '.join(limits)}.")
    return {name: limits[name] for name in names or limits}


def main() -> int:
    """The exit code: 0 within the limits."""
    names = sys.argv[1:]
    limits = {} if names == [EVIDENCE] else chosen([name for name in names if name != EVIDENCE])
    prepare()
    passed = not limits or report(limits, measure(limits))
    if not names or EVIDENCE in names:
        ended = subprocess.run([sys.executable, "-m", "bench.evidence"], cwd=ROOT, env=ENVIRONMENT, check=False)
        passed = passed and ended.returncode == 0
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
