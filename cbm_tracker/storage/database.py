"""Open a register's file: what it is, its version, a copy before migrating, and how SQLite treats it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from cbm_tracker.errors import CbmTrackerError, NotWritable, RecordDamaged, RecordUnavailable
from cbm_tracker.storage import register_file
from cbm_tracker.storage.network_share import on_network_share
from cbm_tracker.storage.register_file import beside
from cbm_tracker.whole_file import appearing

_PATIENCE = 5000  # milliseconds that one waits for another who writes


_GONE = (0, 0)


@dataclass(frozen=True)
class Database:
    """An open register file; `network_share` says that it was opened without write-ahead logging."""

    path: Path
    engine: Engine
    network_share: bool
    identity: tuple[int, int]  # device and number of the file that was opened

    def still_there(self) -> None:
        """Refuse to go on where the file was removed or another lies in its place: what is written would be lost.

        Raises:
            RecordUnavailable: it is gone.
        """
        now = _identity(self.path)
        # A share may number its files anew at any time, so there only a file that is gone is told.
        if now == _GONE or (now != self.identity and not self.network_share):
            raise RecordUnavailable(
                f"{self.path} was removed, renamed or replaced while it was open here.",
                "Nothing was recorded. Put the file back, or open the register again.",
            )

    def gather(self) -> None:
        """Write what stands in the write-ahead log into the file itself: a copy of the file alone would lack it.

        Where somebody reads just now, the rest stays in the log until next time.
        """
        if self.network_share:
            return
        with suppress(DBAPIError), self.engine.connect() as connection:
            driven = connection.connection.cursor()
            driven.execute("PRAGMA busy_timeout = 0").fetchall()
            driven.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            driven.execute(f"PRAGMA busy_timeout = {_PATIENCE}").fetchall()
            driven.close()

    def close(self) -> None:
        self.gather()
        self.engine.dispose()


def create(path: Path) -> Database:
    """Make an empty register.

    Raises:
        NotWritable: something stands there already, or the folder cannot be written.
    """
    if path.exists() or path.is_symlink():
        raise NotWritable(f"{path} is there already.", "Choose another name; nothing is overwritten.")
    if not path.parent.is_dir():
        raise NotWritable(f"The folder {path.parent} is not there.", "Make it first, or choose another place.")
    with translated(path):
        try:
            migrate(path)
            return connect(path)
        except BaseException:
            for leftover in (path, beside(path, "-wal"), beside(path, "-shm"), beside(path, "-journal")):
                leftover.unlink(missing_ok=True)
            raise


def open_existing(path: Path) -> Database:
    """Open a register; migrates an older one after copying it beside itself.

    Raises:
        UnreadableFile: there is no register there.
        RecordUnavailable: it is locked, damaged, encrypted or newer than this program.
    """
    version = register_file.examine(path)
    with translated(path):
        if version < register_file.SCHEMA_VERSION:
            _copy_before_migration(path, version)
            migrate(path)
        return connect(path)


def engine_versions() -> dict[str, str]:
    """Return the versions of SQLite and SQLCipher that registers are kept with."""
    connection = driver.connect(":memory:")
    try:
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
        return {"SQLite": str(driver.sqlite_version), "SQLCipher": str(cipher[0]) if cipher else "none"}
    finally:
        connection.close()


def connect(path: Path) -> Database:
    """Return the engine of a register; every connection is set up in the same way."""
    share = on_network_share(path)

    def creator() -> Any:
        connection = driver.connect(str(path), timeout=5, isolation_level=None, check_same_thread=False)
        for statement in pragmas(share):
            connection.execute(statement).fetchall()
        return connection

    engine = create_engine("sqlite://", creator=creator, module=driver, poolclass=QueuePool, pool_size=4, max_overflow=8)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # The driver would begin late and only before some statements; a reading shall see one state throughout, and a
        # writer shall wait for its turn at once instead of failing half way.
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return Database(path, engine, share, _identity(path))


def _identity(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return _GONE
    return status.st_dev, status.st_ino


def pragmas(network_share: bool) -> tuple[str, ...]:
    """How SQLite treats a register. Crash safety comes first, speed where it costs nothing of it.

    WAL: readers never wait for the writer, a crash leaves the last commit whole. Not over a network (its shared memory
    file needs one machine), hence the rollback journal there. synchronous=FULL: a commit that was reported survives
    power loss; NORMAL in WAL mode could lose the last ones, and FULL costs 0.3 ms a commit as measured.
    fullfsync does on macOS what fsync does elsewhere. A large cache serves lists of many records (64 MB). No memory
    mapping: an I/O error would be a crash instead of a sentence. trusted_schema=OFF and cell_size_check=ON mistrust a
    file that somebody else has had in hands. secure_delete=FAST overwrites what is deleted where that is free.
    """
    return (
        "PRAGMA foreign_keys = ON",
        f"PRAGMA journal_mode = {'DELETE' if network_share else 'WAL'}",
        "PRAGMA synchronous = FULL",
        "PRAGMA fullfsync = ON",
        "PRAGMA cache_size = -65536",
        "PRAGMA temp_store = MEMORY",
        "PRAGMA mmap_size = 0",
        "PRAGMA trusted_schema = OFF",
        "PRAGMA cell_size_check = ON",
        "PRAGMA secure_delete = FAST",
        f"PRAGMA busy_timeout = {_PATIENCE}",
    )


def migrate(path: Path) -> None:
    """Bring a register to the newest schema, or make its tables; Alembic's own table says how far it came."""
    import logging

    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    database = connect(path)
    try:
        with database.engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        database.close()


def _copy_before_migration(path: Path, version: int) -> None:
    """Keep a register as it is now; a copy that was kept before, of whatever state, is never taken for this one."""
    since = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    name = f"{path.stem}-before-schema-{register_file.SCHEMA_VERSION}-from-{version}-{since:%Y%m%dT%H%M%SZ}"
    copies = (path.with_name(f"{name}{f'-{number}' if number > 1 else ''}{path.suffix}") for number in count(1))
    copy_register(path, next(copy for copy in copies if not copy.exists()))


def copy_register(source: Path, target: Path) -> None:
    """Copy a register with SQLite's online backup, whoever else has it open; the target appears whole or not at all.

    Raises:
        NotWritable: the target's folder cannot be written or is full.
        RecordUnavailable: the source is damaged or locked.
    """
    with appearing(target) as part:
        _copy_pages(source, target, part)


def _copy_pages(source: Path, target: Path, part: Path) -> None:
    """Copy a register into `part`; what cannot be written is told of the target, everything else of the source."""
    with translated(source):
        origin = driver.connect(str(source), timeout=5)
    try:
        with translated(target):
            copy = driver.connect(str(part))
        try:
            origin.backup(copy, pages=2000)
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()
        except driver.Error as error:
            told = _explain(source, error)
            raise (_explain(target, error) if isinstance(told, NotWritable) else told) or error from error
        finally:
            copy.close()
    finally:
        origin.close()


def refuse_open(path: Path) -> None:
    """Raise RecordUnavailable where somebody has this register open: replacing it now would lose what they record.

    On a network share, without a write-ahead log, only who writes at this moment is noticed; nobody else leaves a trace.
    """
    connection = driver.connect(str(path), timeout=0.5, isolation_level=None)
    try:
        # Every connection to a register with a write-ahead log holds a share of it, also while it is idle; leaving that
        # mode needs it alone, and writes the log into the file.
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    except driver.Error as error:
        if "locked" in str(error).lower():
            raise RecordUnavailable(f"{path} is open in another program.", "Close it there, then try again.") from error
        # What is damaged cannot be asked, and is nobody's to write to.
    finally:
        connection.close()


def copy_file(source: Path, target: Path) -> None:
    """Copy a closed file so that the target appears whole or not at all."""
    with appearing(target) as part:
        shutil.copyfile(source, part)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite says into what its reader can act on."""
    try:
        yield
    except DBAPIError as error:
        raise _explain(path, error.orig) or error from error
    except driver.Error as error:
        raise _explain(path, error) or error from error


def _explain(path: Path, error: BaseException | None) -> CbmTrackerError | None:
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        return RecordUnavailable(f"{path} is locked by another program.", "Close it there, then try again.")
    if "full" in text:
        return NotWritable(f"The disk of {path} is full.", "Make room and repeat; nothing was changed.")
    if "readonly" in text and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        # SQLite says so too when the file it has open no longer lies there: another was put in its place.
        return RecordUnavailable(f"{path} was replaced while it was open here.", "Close it and open it again.")
    if "readonly" in text or "read-only" in text or "unable to open" in text:
        return NotWritable(f"{path} cannot be written.", "Check the permissions of its folder; nothing was changed.")
    if "not a database" in text or "malformed" in text or "corrupt" in text or "disk i/o" in text or "no such table" in text:
        return RecordDamaged(f"{path} is damaged ({error}).", "Restore a backup; this file was left as it is.")
    return None
