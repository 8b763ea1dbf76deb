"""Databases for the tests: migrated once a run, then copied for every worker and after every test that commits.

A copy takes a fraction of a second, and unlike Django's flush it brings back the rows that migrations wrote (the root
page, the languages, the default site), so tests that commit leave nothing behind and miss nothing.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, connections

# Put into the PostgreSQL template: a copy of the rows and the counters as migrations left them, and a way back to them.
# It is many times quicker than a new copy of the database. Constraints and triggers rest meanwhile.
WAY_BACK = """
CREATE SCHEMA as_migrated;
CREATE TABLE as_migrated.counters AS
    SELECT format('%I.%I', schemaname, sequencename) AS name, start_value, last_value
    FROM pg_sequences WHERE schemaname = 'public';
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE as_migrated.%I AS TABLE public.%I', 'rows_' || name, name);
    END LOOP;
END $$;
CREATE FUNCTION as_migrated.restore() RETURNS void LANGUAGE plpgsql AS $$ DECLARE name text; BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM public.%I', name);
        EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE TABLE as_migrated.%I', name, 'rows_' || name);
    END LOOP;
    PERFORM setval(counters.name::regclass, coalesce(last_value, start_value), last_value IS NOT NULL)
        FROM as_migrated.counters;
END $$;
"""


class Copies:
    """This worker's database and the template it is copied from.

    Args:
        folder: shared by all workers of a run, and by nobody else.
        run: a name for the run that is unique on the database server.
        worker: the worker's name, such as `gw0`.
    """

    def __init__(self, *, folder: Path, run: str, worker: str) -> None:
        self.folder = folder
        is_sqlite = connection.vendor == "sqlite"
        self.template = str(folder / "template.sqlite3") if is_sqlite else f"folkmoot_test_{run}"
        self.name = str(folder / f"{worker}.sqlite3") if is_sqlite else f"{self.template}_{worker}"

    def prepare(self) -> None:
        """Make the template unless another worker has, and this worker's copy."""
        with self._alone():
            if not (self.folder / "migrated").exists():
                self._migrate()
                (self.folder / "migrated").touch()
        self._copy()

    def restore(self) -> None:
        """Put this worker's database back to how the migrations left it."""
        connections.close_all()
        if connection.vendor == "sqlite" or not self._went_back():
            self._copy()

    def drop(self) -> None:
        """Remove this worker's copy, and the template with the last one."""
        connections.close_all()
        if connection.vendor == "sqlite":
            self._delete_files()
            return
        self._execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        with self._alone(), connection.creation._nodb_cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE %s", [f"{self.template}%"])
            if cursor.fetchone() == (1,):
                cursor.execute(f'DROP DATABASE "{self.template}"')
                (self.folder / "migrated").unlink()

    def _migrate(self) -> None:
        connection.settings_dict["TEST"]["NAME"] = self.template
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        way_back = WAY_BACK
        if connection.vendor == "sqlite":
            # The write-ahead log is a second file; without it one file is the whole template.
            way_back = "PRAGMA journal_mode=DELETE"
        with connection.cursor() as cursor:
            cursor.execute(way_back)
        connections.close_all()

    def _copy(self) -> None:
        connections.close_all()
        if connection.vendor == "sqlite":
            self._delete_files()
            shutil.copyfile(self.template, self.name)
        else:
            # The template cannot be copied by two workers at once.
            with self._alone():
                self._execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
                self._execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        self._use(self.name)

    def _went_back(self) -> bool:
        """Whether rows and counters could be put back; not so after a test that changed tables."""
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT as_migrated.restore()")
        except DatabaseError:
            connections.close_all()
            return False
        return True

    def _use(self, name: str) -> None:
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name

    def _delete_files(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(self.name + suffix).unlink(missing_ok=True)

    def _execute(self, statement: str) -> None:
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(statement)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
