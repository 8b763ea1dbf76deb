"""What an evidence pack of twenty thousand contributions costs, as a multiple of one of two thousand.

`bench.run` starts it, alone as `python -m bench.run evidence`. Time is that of the processor; memory is the most that
was taken while the pack was written, beside what the process holds anyway. What is measured is not kept.
"""

import sys
import tempfile
import time
import tomllib
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

LIMITS = Path(__file__).with_name("limits.toml")
FEW, MANY = 2_000, 20_000
AT_ONCE = 1_000
TEXT = "The crossing by the launderette is where everybody crosses, and it has no light. " * 4


def main() -> int:
    """The exit code: 0 within the limits."""
    django.setup()
    limits = tomllib.loads(LIMITS.read_text())["evidence"]
    few, many = measured()
    print(f"\n{'evidence':16}{FEW:>12,}{MANY:>12,}{'times':>8}{'limit':>8}")
    passed = True
    for unit in many:
        times, limit = many[unit] / few[unit], limits.get(unit)
        is_over = limit is not None and times > limit
        passed = passed and not is_over
        print(
            f"{unit:16}{few[unit]:12.2f}{many[unit]:12.2f}{times:8.1f}{limit or '-':>8}{'   OVER' if is_over else ''}"
        )
    return 0 if passed else 1


def measured() -> list[dict[str, float]]:
    """What a pack costs that is small, and one that is large: seconds of the processor, and megabytes."""
    from django.db import transaction

    with transaction.atomic():
        keys = [consultation_of(number) for number in (FEW, MANY)]
        costs(keys[0])  # what the first pack of a process loads is not the pack's
        found = [costs(key) for key in keys]
        transaction.set_rollback(True)
    return found


def costs(key: Any) -> dict[str, float]:
    """Of the pack of the consultation with that key. It is written twice, because looking at memory takes time."""
    start = time.process_time()
    write(key)
    seconds = time.process_time() - start
    tracemalloc.start()
    write(key)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {"seconds": seconds, "memory": peak / 1_000_000}


def write(key: Any) -> None:
    from engagement.consultations.evidence.making import write_pack

    with tempfile.TemporaryDirectory() as folder:
        write_pack(key=key, path=Path(folder) / "pack.zip", progress=lambda _percent: None)


def consultation_of(number: int) -> Any:
    """Publish a consultation with a talk of so many comments, and give its translation key."""
    from engagement.comments.models import Discussion
    from engagement.plugin import Audience, Moderation
    from engagement.testing.consultations import make_consultation, make_index

    settings = {"audience": Audience.EVERYONE, "moderation": Moderation.AT_ONCE}
    talk = Discussion.objects.create(title=f"{number} comments", **settings)
    page = make_consultation(make_index(), under=(talk,))
    for start in range(0, number, AT_ONCE):
        say(talk, range(start, start + AT_ONCE))
    return page.translation_key


def say(talk: Any, numbers: range) -> None:
    """Comments, each tenth of them taken down."""
    from engagement.plugin import Contribution, ContributionState, Reason, StateChange

    public, removed = ContributionState.PUBLISHED, ContributionState.REMOVED
    states = [public if number % 10 else removed for number in numbers]
    given = Contribution.objects.bulk_create(
        Contribution(activity=talk, state=state, language="en") for state in states
    )
    StateChange.objects.bulk_create(
        StateChange(contribution=one, from_state=public, to_state=removed, reason=Reason.SPAM)
        for one in given
        if one.state == removed
    )
    for comment in comments_for(talk, given):
        comment.save_base(raw=True)


def comments_for(talk: Any, given: list[Any]) -> Iterator[Any]:
    """The comments of these contributions, their rows in the package's tables already stored: much faster than to post
    them."""
    from django.conf import settings
    from django.contrib.contenttypes.models import ContentType
    from django_comments.models import Comment as Base
    from django_comments_xtd.models import XtdComment

    from engagement.comments.models import Comment

    about = {"content_type": ContentType.objects.get_for_model(type(talk)), "object_pk": str(talk.pk)}
    about |= {"site_id": settings.SITE_ID, "comment": TEXT}
    rows = Base.objects.bulk_create(Base(submit_date=one.created_at, **about) for one in given)
    for row, one in zip(rows, given, strict=True):
        XtdComment(comment_ptr=row, thread_id=row.pk, parent_id=row.pk, order=1).save_base(raw=True)
        yield Comment(threaded_id=row.pk, contribution=one, discussion=talk)


if __name__ == "__main__":
    sys.exit(main())
