"""The file of a register: made, opened, refused, migrated, copied."""

from __future__ import annotations

import json
import os
import sqlite3
from datetime import date
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect as inspect_tables
from sqlalchemy import text

from cbm_tracker.domain.query import Query
from cbm_tracker.domain.record_json import canonical, to_json
from cbm_tracker.errors import CbmTrackerError, NotWritable, RecordUnavailable, UnreadableFile
from cbm_tracker.storage import database, register_file
from cbm_tracker.storage.inspection import inspect
from cbm_tracker.storage.network_share import filesystem_type, on_network_share
from cbm_tracker.storage.store import IssuedReport, Store
from cbm_tracker.storage.tables import Base
from tests.builders import an_exercise, an_operation, change_raw


def _contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


# ---------------------------------------------------------------- make and open


def test_a_new_register_says_what_it_is(register_path: Path, store: Store) -> None:
    with store.reading() as reading:
        assert reading.connection.scalar(text("PRAGMA application_id")) == register_file.APPLICATION_ID
        assert reading.connection.scalar(text("PRAGMA user_version")) == register_file.SCHEMA_VERSION
    assert register_file.examine(register_path) == register_file.SCHEMA_VERSION


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("foreign_keys", 1), ("journal_mode", "wal"), ("synchronous", 2), ("mmap_size", None), ("trusted_schema", 0), ("cell_size_check", 1),
     ("busy_timeout", 5000), ("secure_delete", 2), ("temp_store", 2)],
)
def test_every_connection_is_set_up(store: Store, pragma: str, value: object) -> None:
    with store.reading() as reading, store.reading() as other:
        assert reading.connection.scalar(text(f"PRAGMA {pragma}")) in (value, 0 if value is None else value)
        assert other.connection.scalar(text(f"PRAGMA {pragma}")) in (value, 0 if value is None else value)


def test_nothing_is_overwritten(register_path: Path) -> None:
    register_path.write_text("a letter")
    with pytest.raises(NotWritable, match="there already"):
        database.create(register_path)
    assert register_path.read_text() == "a letter"


def test_a_link_to_nowhere_is_not_followed(tmp_path: Path) -> None:
    link = tmp_path / "link.cbm"
    link.symlink_to(tmp_path / "elsewhere.cbm")
    with pytest.raises(NotWritable):
        database.create(link)
    assert not (tmp_path / "elsewhere.cbm").exists()


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotWritable, match="folder"):
        database.create(tmp_path / "none" / "register.cbm")


def test_a_register_that_could_not_be_made_leaves_nothing(register_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("no")

    monkeypatch.setattr(database, "migrate", stop)
    with pytest.raises(OSError, match="no"):
        database.create(register_path)
    assert list(register_path.parent.iterdir()) == []


def _refused(path: Path) -> CbmTrackerError:
    before = _contents(path.parent)
    with pytest.raises(CbmTrackerError) as refusal:
        _use(path)
    assert _contents(path.parent) == before
    return refusal.value


def _use(path: Path) -> None:
    opened = Store(database.open_existing(path))
    try:
        with opened.reading() as reading:
            reading.records.count_by_kind()
    finally:
        opened.close()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a CBM Tracker register"), (b"Dear colleague,\n" * 50, "not a CBM Tracker register"), (b"SQLite format 3\x00", "damaged"),
        (b"SQLite format 3\x00" + bytes(50), "damaged"), (b"SQLite format 3\x00" + bytes(200), "not a CBM Tracker register"),
        (bytes(range(256)) * 20, "encrypted"), (b"\xff\xfeh\x00i\x00" * 50, "not a CBM Tracker register"),
            (b"{}", "not a CBM Tracker register"),
    ],
    ids=["empty", "text", "magic alone", "half a header", "zeros", "bytes", "utf-16", "json"],
)
def test_a_file_that_is_no_register_is_refused_untouched(register_path: Path, content: bytes, says: str) -> None:
    register_path.write_bytes(content)
    assert says in str(_refused(register_path))


def test_another_program_s_database_is_refused_untouched(register_path: Path) -> None:
    connection = sqlite3.connect(register_path)
    connection.execute("CREATE TABLE record (pk INTEGER)")
    connection.close()
    assert "not a CBM Tracker register" in str(_refused(register_path))


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="not there"):
        database.open_existing(tmp_path / "none.cbm")
    with pytest.raises(UnreadableFile, match="folder"):
        database.open_existing(tmp_path)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.cbm"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableFile, match="no file"):
        register_file.examine(pipe)


def test_a_newer_register_is_refused_untouched(register_path: Path, store: Store) -> None:
    store.close()
    change_raw(register_path, f"PRAGMA user_version = {register_file.SCHEMA_VERSION + 1}")
    refusal = _refused(register_path)
    assert isinstance(refusal, RecordUnavailable)
    assert "newer program" in str(refusal)


@pytest.mark.parametrize("kept", [150, 4096, 10_000])
def test_a_truncated_register_is_refused_untouched(register_path: Path, store: Store, kept: int) -> None:
    store.close()
    register_path.write_bytes(register_path.read_bytes()[:kept])
    refusal = _refused(register_path)
    assert isinstance(refusal, RecordUnavailable)
    assert "damaged" in str(refusal)


def test_an_overwritten_page_is_said_in_a_sentence(register_path: Path, store: Store) -> None:
    store.close()
    data = bytearray(register_path.read_bytes())
    data[100:4096] = b"\xaa" * 3996
    register_path.write_bytes(bytes(data))
    with pytest.raises(RecordUnavailable, match="damaged"):
        _use(register_path)


def test_a_register_that_lost_a_table_is_said_in_a_sentence(register_path: Path, store: Store) -> None:
    store.close()
    change_raw(register_path, "DROP TABLE record")
    with pytest.raises(RecordUnavailable, match="damaged"):
        _use(register_path)


def test_a_locked_register_is_said_in_a_sentence(register_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = database.pragmas(False)
    monkeypatch.setattr(database, "pragmas", lambda share: (*usual, "PRAGMA busy_timeout = 20"))
    first, second = Store(database.create(register_path)), Store(database.open_existing(register_path))
    try:
        with (
            first.transaction(an_operation()),
            pytest.raises(RecordUnavailable, match="locked"),
            second.transaction(an_operation()) as transaction,
        ):
            transaction.add(an_exercise())
        with second.reading() as reading:
            assert reading.records.count_by_kind() == {}
    finally:
        first.close()
        second.close()


def test_a_full_disk_is_said_in_a_sentence_and_changes_nothing(register_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Store(database.create(register_path))
    with first.transaction(an_operation()) as transaction:
        transaction.add(an_exercise())
    first.close()
    usual = database.pragmas(False)
    monkeypatch.setattr(database, "pragmas", lambda share: (*usual, "PRAGMA max_page_count = 60"))
    full = Store(database.open_existing(register_path))

    def add_many() -> None:
        with full.transaction(an_operation()) as transaction:
            transaction.writer.add_many([an_exercise() for _ in range(500)])

    try:
        with pytest.raises(NotWritable, match="full"):
            add_many()
        with full.reading() as reading:
            assert reading.records.count_by_kind() == {"exercise": 1}
            assert inspect(reading, lambda *_: None) == []
    finally:
        full.close()


# ---------------------------------------------------------------- network shares

_MOUNTS = """22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /srv/share rw - cifs //server/share rw
31 22 0:41 / /srv/my\\040share rw - nfs4 server:/x rw
32 30 8:2 / /srv/share/local rw - xfs /dev/sdb1 rw
broken line
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/home/a", "ext4"), ("/srv/share", "cifs"), ("/srv/share/deep/er", "cifs"), ("/srv/shared", "ext4"), ("/srv/my share/x", "nfs4"),
     ("/srv/share/local/x", "xfs")],
)
def test_the_file_system_of_a_folder(tmp_path: Path, folder: str, kind: str) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(_MOUNTS)
    assert filesystem_type(Path(folder), table) == kind


def test_where_the_system_does_not_tell_nothing_is_feared(tmp_path: Path) -> None:
    assert not on_network_share(tmp_path / "r.cbm", tmp_path / "none")


def test_a_register_on_a_network_share_is_kept_without_write_ahead_log(register_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(database.create(register_path)).close()
    monkeypatch.setattr(database, "on_network_share", lambda path: True)
    shared = Store(database.open_existing(register_path))
    try:
        assert shared.on_network_share
        with shared.transaction(an_operation()) as transaction:
            transaction.add(an_exercise())
            assert transaction.connection.scalar(text("PRAGMA journal_mode")) == "delete"
    finally:
        shared.close()
    assert [file.name for file in register_path.parent.iterdir()] == [register_path.name]


# ---------------------------------------------------------------- schema and migration


def test_the_migrations_make_the_tables_that_are_mapped(store: Store) -> None:
    def is_ours(thing: object, name: str | None, kind: str, reflected: bool, against: object) -> bool:
        return kind != "table" or not (name or "").startswith(("record_search", "alembic_version"))

    with store.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        statement = text("SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%' AND name NOT LIKE 'record_search%'")
        made = set(connection.scalars(statement))
        assert made == {table.name for table in Base.metadata.tables.values() if not table.dialect_options["sqlite"]["with_rowid"]}
        search = connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'record_search'"))
        assert f"{search};" in (Path(__file__).parent / "schema_0001.sql").read_text("utf-8").splitlines()


def test_a_register_of_the_first_schema_opens_with_all_it_holds(register_path: Path) -> None:
    """`schema_0001.sql` is a register as the first schema wrote it, one record and its history."""
    connection = driver.connect(str(register_path))
    connection.executescript((Path(__file__).parent / "schema_0001.sql").read_text("utf-8"))
    connection.close()
    old = Store(database.open_existing(register_path))
    try:
        with old.reading() as reading:
            assert reading.records.count_by_kind() == {"contact": 1}
            assert reading.records.get("7b0e5f5e-3f0d-4a57-9a5b-0f6f3f1d2c10").record.reference == "HL/27/0007"
            assert reading.operations.history("7b0e5f5e-3f0d-4a57-9a5b-0f6f3f1d2c10")[0].officer == "A. Officer"
            names = inspect_tables(reading.connection).get_table_names()
            assert set(Base.metadata.tables) <= set(names)
            assert reading.rule_packs() == []
            assert register_file.examine(register_path) == register_file.SCHEMA_VERSION
    finally:
        old.close()


def test_reports_that_an_older_register_issued_are_kept_without_the_state_they_were_made_from(register_path: Path) -> None:
    connection = driver.connect(str(register_path))
    connection.executescript((Path(__file__).parent / "schema_0001.sql").read_text("utf-8"))
    request = json.dumps({"fingerprint": "ab" * 32, "request": {"kind": "period"}})
    connection.execute("INSERT INTO report VALUES (7, 2027, 3, ?, '2027-03-01T08:00:00Z', 12, ?)", (request, "cd" * 32))
    connection.commit()
    connection.close()
    opened = Store(database.open_existing(register_path))
    try:
        with opened.reading() as reading:
            (report,) = reading.reports()
            assert report == IssuedReport(2027, 3, '{"kind":"period"}', "2027-03-01T08:00:00Z", 12, "cd" * 32, "ab" * 32)
            assert reading.next_serial(2027) == 4
    finally:
        opened.close()


def test_what_is_open_is_told_anew_of_a_register_of_the_first_schema(register_path: Path) -> None:
    """Early registers of the first schema called no activity open, and had no index of words."""
    connection = driver.connect(str(register_path))
    connection.executescript((Path(__file__).parent / "schema_0001.sql").read_text("utf-8"))
    exercise = an_exercise()
    columns = [row[1] for row in connection.execute("PRAGMA table_info(record)")]
    told = {"uuid": exercise.id, "kind": "exercise", "body": canonical(to_json(exercise)), "begins": "2027-06-01", "ends": "2027-06-14",
            "pk": 9, "revision": 1, "in_bin": 0, "figure": -1.0}
    connection.execute(f"INSERT INTO record VALUES ({', '.join('?' * len(columns))})", [told.get(name, "") for name in columns])
    connection.execute("DROP INDEX ix_record_word")
    connection.commit()
    connection.close()
    opened = Store(database.open_existing(register_path))
    try:
        with opened.reading() as reading:
            open_now = Query(kinds=("exercise",), leaving_open=("activity",), from_on=date(2027, 6, 14), sort="ends")
            assert [record.id for record in reading.records.stream(open_now)] == [exercise.id]
            plan = reading.connection.execute(text(
                "EXPLAIN QUERY PLAN SELECT uuid FROM record WHERE kind = 'exercise' AND in_bin = 0 AND leaves_open != '' AND ends >= '2027'"
            )).all()
            assert "ix_record_open_ends" in plan[0][-1]
            names = {index["name"] for index in inspect_tables(reading.connection).get_indexes("record")}
            assert "ix_record_word" in names
    finally:
        opened.close()


def test_an_older_register_is_copied_before_it_is_migrated(register_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.transaction(an_operation()) as transaction:
        transaction.add(an_exercise())
    store.close()
    migrated: list[Path] = []

    def migrate(path: Path) -> None:
        copies = [file for file in path.parent.iterdir() if "before-schema-4-from-3" in file.name]
        assert len(copies) == 1
        assert register_file.examine(copies[0]) == 3
        migrated.append(path)
        change_raw(path, "CREATE TABLE later (pk INTEGER)", "PRAGMA user_version = 4")

    monkeypatch.setattr(register_file, "SCHEMA_VERSION", 4)
    monkeypatch.setattr(database, "migrate", migrate)
    database.open_existing(register_path).close()
    database.open_existing(register_path).close()
    assert migrated == [register_path]
    monkeypatch.undo()
    (copy,) = (file for file in register_path.parent.iterdir() if "before-schema" in file.name)
    old = Store(database.open_existing(copy))
    try:
        with old.reading() as reading:
            assert reading.records.count_by_kind() == {"exercise": 1}
    finally:
        old.close()


# ---------------------------------------------------------------- copies


def test_a_copy_holds_what_was_committed_while_others_have_it_open(register_path: Path, store: Store, tmp_path: Path) -> None:
    with store.transaction(an_operation()) as transaction:
        transaction.add(an_exercise())
    copy = tmp_path / "copy.cbm"
    database.copy_register(register_path, copy)
    other = Store(database.open_existing(copy))
    try:
        with other.reading() as reading:
            assert reading.records.count_by_kind() == {"exercise": 1}
    finally:
        other.close()
    assert not [file for file in tmp_path.iterdir() if file.name.endswith(".part")]


def test_a_copy_to_nowhere_is_said_and_leaves_nothing(register_path: Path, store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotWritable):
        database.copy_register(register_path, tmp_path / "none" / "copy.cbm")
    assert not [file for file in tmp_path.iterdir() if "copy" in file.name]


def test_a_copy_of_a_damaged_register_is_refused(register_path: Path, store: Store, tmp_path: Path) -> None:
    store.close()
    register_path.write_bytes(register_path.read_bytes()[:5000])
    with pytest.raises(RecordUnavailable):
        database.copy_register(register_path, tmp_path / "copy.cbm")
    assert not (tmp_path / "copy.cbm").exists()


def test_each_migration_keeps_a_copy_of_its_own(register_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup that was put in the place of a migrated register is migrated again: the copy of the first time is not its copy."""
    with store.transaction(an_operation()) as transaction:
        transaction.add(an_exercise())
    store.close()
    earlier = register_path.read_bytes()
    monkeypatch.setattr(register_file, "SCHEMA_VERSION", 4)
    monkeypatch.setattr(database, "migrate", lambda path: change_raw(path, "PRAGMA user_version = 4"))
    for content in (earlier, earlier):
        register_path.write_bytes(content)
        os.utime(register_path, (1_800_000_000, 1_800_000_000))
        database.open_existing(register_path).close()
    names = sorted(file.name for file in register_path.parent.iterdir() if "before-schema" in file.name)
    assert names == [
        "register-before-schema-4-from-3-20270115T080000Z-2.cbm", "register-before-schema-4-from-3-20270115T080000Z.cbm",
    ]


def test_a_register_that_was_replaced_while_it_was_open_is_said(register_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(database.create(register_path)).close()
    monkeypatch.setattr(database, "on_network_share", lambda path: True)
    open_here = Store(database.open_existing(register_path))
    try:
        with open_here.reading() as reading:
            reading.info()
        other = register_path.with_name("other.cbm")
        Store(database.create(other)).close()
        other.replace(register_path)
        with pytest.raises(RecordUnavailable, match="replaced while it was open"), open_here.transaction(an_operation()) as transaction:
            transaction.add(an_exercise())
    finally:
        open_here.close()


def test_what_was_committed_stands_in_the_file_itself_after_gathering(register_path: Path, store: Store) -> None:
    with store.transaction(an_operation()) as transaction:
        transaction.add(an_exercise())
    store.gather()
    alone = register_path.with_name("alone.cbm")
    alone.write_bytes(register_path.read_bytes())
    copied = Store(database.open_existing(alone))
    try:
        with copied.reading() as reading:
            assert reading.records.count_by_kind() == {"exercise": 1}
    finally:
        copied.close()
