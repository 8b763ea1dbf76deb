"""Makes evidence packs in the background, and forgets them in time."""

import shutil
import tempfile
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from wagtail.log_actions import log

from base.tasks import background
from engagement.consultations.evidence import contributions, documents, outcome, publications
from engagement.consultations.evidence.archive import Archive, file_digest
from engagement.consultations.evidence.report import Findings, report_of
from engagement.consultations.evidence.subject import Subject
from engagement.consultations.evidence.texts import moment_words
from engagement.consultations.models import EvidencePack, PackState
from engagement.consultations.models.evidence import UNDER_WAY

KEPT = timedelta(days=90)
"""How long a pack stays: it holds words that their authors may take back on the site. Made again, it is the same."""
SILENCE = timedelta(minutes=10)
"""After so long without a sign of life its worker is taken for dead."""
STEP = 500
"""Rows between two signs of life."""
TRIES = 3

Progress = Callable[[int], None]
"""Told how many per cent are done."""


class StillMoving(Exception):
    """The records changed each time while they were read."""


class Overtaken(Exception):
    """Another attempt has taken this one for dead and goes on in its place."""


def start_pack(*, key: UUID, title: str, user: Any) -> tuple[EvidencePack, bool]:
    """Begin a pack of a consultation; while one is under way, that one is returned.

    Returns:
        The pack, and whether it is new.
    """
    try:
        with transaction.atomic():
            pack = EvidencePack.objects.create(translation_key=key, title=title[:255], made_by=user)
            log(instance=pack, action="consultations.evidence", user=user)
            make_pack.enqueue_on_commit(pack.pk)
    except IntegrityError:
        return EvidencePack.objects.get(translation_key=key, state__in=UNDER_WAY), False
    return pack, True


def is_stopped(pack: EvidencePack, now: datetime) -> bool:
    """Whether it should be under way and nothing was heard of it for `SILENCE`."""
    return pack.is_under_way and pack.touched_at <= now - SILENCE


def restart_stopped(now: datetime, **only: Any) -> int:
    """Begin again what a killed worker left behind; how many.

    Args:
        only: conditions that narrow them.
    """
    stopped = EvidencePack.objects.filter(state__in=UNDER_WAY, touched_at__lte=now - SILENCE, **only)
    keys = list(stopped.values_list("pk", flat=True))
    # Whoever was taken for dead and is not finds its place taken as soon as it wants to go on.
    EvidencePack.objects.filter(pk__in=keys).update(state=PackState.WAITING, run=None, touched_at=now)
    for key in keys:
        make_pack.enqueue_on_commit(key)
    return len(keys)


def forget_packs(now: datetime) -> int:
    """Delete the packs, with their files, that are older than `KEPT`; how many."""
    old = list(EvidencePack.objects.filter(created_at__lte=now - KEPT).exclude(state__in=UNDER_WAY))
    for pack in old:
        forget_attempts(pack)
        pack.delete()
        if pack.file.name:
            pack.file.storage.delete(pack.file.name)
    return len(old)


@background()
def make_pack(key: int) -> None:
    """Make a pack that waits, or whose worker was killed. Twice at once, the second does nothing."""
    pack = claim(key=key, now=timezone.now())
    if pack is None:
        return
    try:
        forget_attempts(pack)
        with tempfile.TemporaryDirectory(prefix=_prefix(pack)) as folder:
            path = Path(folder) / "evidence.zip"
            write_pack(key=pack.translation_key, path=path, progress=lambda percent: _touch(pack, percent))
            _finish(pack, path)
    except Overtaken:
        return
    except StillMoving:
        _fail(pack, "moving")
    except Exception:
        _fail(pack, "error")
        raise  # the task's log says what it was


def forget_attempts(pack: EvidencePack) -> None:
    """Delete what workers that were killed have left of this pack on this machine."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_prefix(pack)}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _prefix(pack: EvidencePack) -> str:
    """What the names of the folders begin with in which it is made."""
    return f"evidence-{pack.uuid}-"


def claim(*, key: int, now: datetime) -> EvidencePack | None:
    """Take a pack to make; None where somebody else has, or it is done."""
    free = Q(state=PackState.WAITING) | Q(state=PackState.MAKING, touched_at__lte=now - SILENCE)
    run = uuid.uuid4()
    taken = EvidencePack.objects.filter(free, pk=key).update(
        state=PackState.MAKING, run=run, progress=0, touched_at=now, error=""
    )
    return EvidencePack.objects.get(pk=key) if taken else None


def _touch(pack: EvidencePack, percent: int) -> None:
    alive = EvidencePack.objects.filter(pk=pack.pk, run=pack.run, state=PackState.MAKING)
    if not alive.update(progress=percent, touched_at=timezone.now()):
        raise Overtaken


def _finish(pack: EvidencePack, path: Path) -> None:
    """Put the whole file in its place, and only then say that it is there.

    Its name is the pack's, so that what a killed attempt left is overwritten and nothing lies about.
    """
    name, storage = f"evidence/{pack.uuid}.zip", pack.file.storage
    _touch(pack, 99)
    storage.delete(name)
    with path.open("rb") as file:
        stored = storage.save(name, File(file))
    size, digest = path.stat().st_size, file_digest(path)
    alive = EvidencePack.objects.filter(pk=pack.pk, run=pack.run, state=PackState.MAKING)
    alive.update(state=PackState.READY, progress=100, touched_at=timezone.now(), file=stored, size=size, sha256=digest)


def _fail(pack: EvidencePack, error: str) -> None:
    EvidencePack.objects.filter(pk=pack.pk, run=pack.run).update(state=PackState.FAILED, error=error)


def write_pack(*, key: UUID, path: Path, progress: Progress) -> None:
    """Write the pack of a consultation to a file; the same records give the same bytes.

    In the site's first language and its time zone, whoever asks. What is read must not change meanwhile: where it did,
    it is read anew.

    Raises:
        StillMoving: it changed `TRIES` times in a row.
    """
    zone = timezone.get_default_timezone()
    with translation.override(settings.LANGUAGE_CODE), timezone.override(zone):
        for _try in range(TRIES):
            subject = Subject(key)
            before = subject.fingerprint()
            _write(subject, path, progress)
            if Subject(key).fingerprint() == before:
                return
    raise StillMoving


class Ticks:
    """Turns rows written into per cent done, and says so every `STEP` rows."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.total, self.progress = max(total, 1), progress
        self.done = self.said = 0

    def __call__(self, rows: int) -> None:
        self.done += rows
        if self.done - self.said >= STEP:
            self.said = self.done
            self.progress(5 + min(90, 90 * self.done // self.total))


def _write(subject: Subject, path: Path, progress: Progress) -> None:
    progress(0)
    found = publications.survey(subject)
    listed = documents.listed_in(found)
    figures = contributions.counted(subject)
    entries = outcome.entries_in(found)
    public = outcome.linked(subject, entries)
    tick = Ticks(figures.decisions + figures.moves + sum(row[-1] for row in figures.rows), progress)
    findings = Findings(subject, found, listed, figures, entries, public, subject.as_of())
    archive = Archive(path)
    try:
        archive.add_text("README.txt", _readme(findings))
        contributions.add_activities(archive, subject)
        contributions.add_published(archive, subject, figures, tick)
        contributions.add_counts(archive, figures)
        publications.add_dates(archive, found)
        contributions.add_decisions(archive, subject, tick)
        documents.add_documents(archive, listed)
        contributions.add_moves(archive, subject, tick)
        contributions.add_not_public(archive, subject, tick)
        outcome.add_outcome(archive, found, entries, public)
        publications.add_publications(archive, subject, found)
        archive.add_text("report.html", report_of(findings))
        archive.close()
    except BaseException:
        archive.abandon()
        raise


def _readme(findings: Findings) -> str:
    published = findings.survey.published
    title = published[-1].title if published else str(findings.subject.key)
    as_of = moment_words(findings.as_of) if findings.as_of else ""
    return render_to_string("engagement/consultations/evidence/README.txt", {"title": title, "as_of": as_of})
