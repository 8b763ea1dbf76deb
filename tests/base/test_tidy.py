from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from base.models import OutboxMessage, RateCount


@pytest.mark.django_db
@pytest.mark.parametrize(
    "backend", ["django_tasks.backends.immediate.ImmediateBackend", "django_tasks_db.DatabaseBackend"]
)
def test_tidy_forgets_what_is_old_and_keeps_the_rest(
    settings: Settings, capsys: pytest.CaptureFixture[str], backend: str
) -> None:
    settings.TASKS = {"default": {"BACKEND": backend}}
    now, long_ago = timezone.now(), timezone.now() - timedelta(days=40)
    for name, moment in (("new", now), ("old", long_ago)):
        OutboxMessage.objects.create(key=name, to=f"{name}@example.org", due_at=moment, sent_at=moment)
        RateCount.objects.create(key=name, window_start=moment, count=1)
        Session.objects.create(session_key=name, session_data="", expire_date=moment + timedelta(days=1))
    call_command("tidy")
    assert capsys.readouterr().out == "1 mails emptied, 1 counts deleted.\n"
    assert set(OutboxMessage.objects.values_list("key", "to")) == {("new", "new@example.org"), ("old", "")}
    assert [count.key for count in RateCount.objects.all()] == ["new"]
    assert [session.session_key for session in Session.objects.all()] == ["new"]
