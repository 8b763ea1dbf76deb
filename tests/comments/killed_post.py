"""Run as a process of its own: post one comment, and die by SIGKILL between its row and the commit."""

import os
import signal
import sys
import uuid
from typing import Any

import django


def die(**kwargs: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(discussion: int, key: str, parent: int) -> None:
    django.setup()
    from django.db.models.signals import post_save

    from engagement.comments.models import Comment, Discussion
    from engagement.comments.services import post_comment

    post_save.connect(die, sender=Comment)
    post_comment(
        discussion=Discussion.objects.get(pk=discussion),
        author=None,
        name="Ann",
        text="Said once.",
        language="en",
        parent=Comment.objects.select_related("contribution").get(pk=parent),
        retry_key=uuid.UUID(key),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
