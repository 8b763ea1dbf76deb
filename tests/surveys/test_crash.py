"""The database goes down while people vote: every reference that somebody was shown is stored, exactly once."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.paths import ROOT
from tests.comments.server import gunicorn
from tests.surveys.cluster import PROGRAMS, Cluster, cluster
from tests.surveys.voting import Voter

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CLIENTS = 16


@pytest.fixture
def server_of_its_own() -> Iterator[Cluster]:
    if PROGRAMS is None:
        pytest.skip("needs PostgreSQL's programs")
    with tempfile.TemporaryDirectory(prefix="folkmoot-pg-") as folder, cluster(Path(folder)) as made:
        yield made


def test_database_that_crashes_loses_and_doubles_nothing(server_of_its_own: Cluster) -> None:
    survey = tell(server_of_its_own, "make")
    with gunicorn(workers=3, database=server_of_its_own.url) as server, ThreadPoolExecutor(CLIENTS) as pool:
        going = [pool.submit(Voter(server, number, survey).vote, times=3) for number in range(CLIENTS)]
        for _crash in range(3):
            time.sleep(1)
            server_of_its_own.crash()
        references = [reference for one in going for reference in one.result(timeout=240)]
    stored = json.loads(tell(server_of_its_own, "tell"))
    assert len(references) == len(set(references)) == CLIENTS * 3
    assert sorted(references) == sorted(stored["references"])
    assert stored["responses"] == stored["counted"] == CLIENTS * 3


def tell(server: Cluster, command: str) -> str:
    environment = {**os.environ, "DATABASE_URL": server.url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    environment["PYTHONPATH"] = f"{ROOT}:{ROOT / 'site'}"
    words = [sys.executable, "-W", "ignore", "-m", "tests.surveys.crashed", command]
    return subprocess.run(
        words, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True, timeout=240
    ).stdout.strip()
