"""Many at once, and processes that die: what was acknowledged stands once, and threads keep their order."""

import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from config.paths import ROOT
from engagement.comments.models import Comment, Discussion
from engagement.comments.services import post_comment
from engagement.plugin import Contribution, ContributionState, Participant
from tests.base.outbox import database_url
from tests.comments.conftest import url
from tests.comments.factories import make_discussion, say
from tests.comments.server import Visitor, gunicorn

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS = 40
"""At once, each with two replies. PostgreSQL lets a hundred connections in by default, and others are testing too."""


def depth_first(discussion: Discussion) -> list[int]:
    """Keys in the order of the tree as parents and times say."""
    below: dict[int, list[int]] = {}
    for pk, parent in Comment.objects.on(discussion).order_by("pk").values_list("pk", "parent_id"):
        below.setdefault(0 if pk == parent else parent, []).append(pk)

    def walk(pk: int) -> list[int]:
        return [pk, *(deeper for child in below.get(pk, []) for deeper in walk(child))]

    return [pk for root in below[0] for pk in walk(root)]


def test_eighty_parallel_replies_keep_one_correct_order() -> None:
    discussion = make_discussion()
    root = say(discussion, "Root")
    parents = [root, say(discussion, "First", to=root), say(discussion, "Second", to=root)]
    barrier = threading.Barrier(CLIENTS)

    def reply(number: int) -> None:
        try:
            barrier.wait(60)
            say(discussion, f"Reply {number}", to=parents[number % 3])
            say(discussion, f"Another {number}", to=parents[(number + 1) % 3])
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(reply, range(CLIENTS)))

    found = Comment.objects.on(discussion).order_by("order")
    assert list(found.values_list("order", flat=True)) == list(range(1, 84))
    assert list(found.values_list("pk", flat=True)) == depth_first(discussion)
    assert set(found.values_list("thread_id", flat=True)) == {root.pk}
    assert Comment.objects.get(pk=root.pk).nested_count == 82


def test_one_form_sent_by_twenty_at_once_is_one_comment() -> None:
    discussion, key = make_discussion(), uuid.uuid4()
    barrier = threading.Barrier(20)

    def send(_number: int) -> tuple[int, bool]:
        try:
            barrier.wait(60)
            comment, is_new = post_comment(
                discussion=discussion, author=None, name="Ann", text="Once.", language="en", retry_key=key
            )
            return comment.pk, is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(20)))

    assert ({pk for pk, _new in answers}, sum(new for _pk, new in answers)) == ({Comment.objects.get().pk}, 1)
    assert Contribution.objects.count() == Participant.objects.count() == 1


def test_process_killed_before_the_commit_leaves_nothing_and_a_retry_gives_one() -> None:
    discussion, key = make_discussion(), uuid.uuid4()
    parent = say(discussion)
    before = (Comment.objects.count(), Contribution.objects.count(), Participant.objects.count())
    connections.close_all()
    environment = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    environment["PYTHONPATH"] = f"{ROOT}:{ROOT / 'site'}"
    died = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "tests.comments.killed_post",
            str(discussion.pk),
            str(key),
            str(parent.pk),
        ],
        cwd=ROOT,
        env=environment,
        timeout=120,
        check=False,
    )

    assert died.returncode == -signal.SIGKILL
    assert (Comment.objects.count(), Contribution.objects.count(), Participant.objects.count()) == before
    parent = Comment.objects.select_related("contribution").get(pk=parent.pk)
    for _attempt in range(2):
        post_comment(
            discussion=discussion,
            author=None,
            name="Ann",
            text="Said once.",
            language="en",
            parent=parent,
            retry_key=key,
        )
    assert list(Comment.objects.order_by("pk").values_list("level", "order", "nested_count")) == [(0, 1, 1), (1, 2, 0)]
    assert not Comment.objects.filter(thread_id=0).exists()


def test_killed_workers_lose_and_double_nothing() -> None:
    discussion = make_discussion()
    visitors = 24

    with gunicorn(workers=3) as server:

        def take_part(number: int) -> int:
            visitor = Visitor(server, number)
            visitor.open(url(discussion))
            return visitor.post(url(discussion, "post"), f"Comment {number}")

        with ThreadPoolExecutor(8) as pool:
            statuses = pool.map(take_part, range(visitors))
            for _time in range(6):
                time.sleep(0.15)
                server.kill_a_worker()
            answered = list(statuses)

    assert answered == [303] * visitors
    said = sorted(Comment.objects.values_list("comment", flat=True))
    assert said == sorted(f"Comment {number}" for number in range(visitors))
    assert Contribution.objects.filter(state=ContributionState.PUBLISHED).count() == visitors
    assert Participant.objects.count() == visitors
