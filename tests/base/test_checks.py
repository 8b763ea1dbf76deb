from base.checks import check_sqlite, too_old


def test_old_sqlite_is_refused_with_what_to_do() -> None:
    [error] = too_old((3, 34, 1))
    assert (error.id, error.msg) == ("base.E001", "SQLite is 3.34.1; Folkmoot needs 3.35 or newer.")
    assert "DATABASE_URL" in (error.hint or "")


def test_this_system_and_newer_ones_pass() -> None:
    assert [*check_sqlite(), *too_old((3, 35, 0))] == []
