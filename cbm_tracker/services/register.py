"""The register as a whole: make, open, say what it is, check, back up, restore."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cbm_tracker.domain.measures import Record
from cbm_tracker.errors import NotWritable, RecordDamaged, RecordUnavailable, UnreadableFile
from cbm_tracker.services.backups import Backup, backups_in
from cbm_tracker.services.changes import Change, ChangeFeed
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Progress
from cbm_tracker.storage import database, register_file
from cbm_tracker.storage.inspection import Finding, inspect
from cbm_tracker.storage.network_share import on_network_share
from cbm_tracker.storage.register_file import examine
from cbm_tracker.storage.search import CodesOf
from cbm_tracker.storage.store import Store

__all__ = ["Backup", "Finding", "RegisterInfo", "RegisterService"]

EXERCISE_MARKING = "EXERCISE"


@dataclass(frozen=True)
class RegisterInfo:
    """What a register says of itself; `owner` is a state's code or ""."""

    id: str
    name: str
    owner: str
    office: str
    marking: str
    is_rehearsal: bool
    created_at: str
    network_share: bool


def make(
    path: Path, desk: Desk, codes_of: CodesOf, *, owner: str = "", name: str = "", office: str = "", rehearsal: bool = False,
    seed: Sequence[Record] = (), register_id: str = "",
) -> Store:
    """Make an empty register that knows the shipped States and agreements (`seed`); its id is made where none is given.

    Raises:
        NotWritable: something is there already, or the folder cannot be written.
    """
    store = Store(database.create(path), codes_of)
    try:
        with store.transaction(desk.operation("new", "new register")) as transaction:
            transaction.set_info(
                id=register_id or str(uuid.uuid4()), name=name or path.stem, owner=owner, office=office,
                marking=EXERCISE_MARKING if rehearsal else "", rehearsal="yes" if rehearsal else "no",
                created_at=desk.operation("", "").at_text,
            )
            transaction.writer.add_many(seed)
        store.gather()
    except BaseException:
        store.close()
        path.unlink(missing_ok=True)
        raise
    return store


def open_register(path: Path, codes_of: CodesOf) -> Store:
    """Raises UnreadableFile, RecordUnavailable, RecordDamaged."""
    store = Store(database.open_existing(path), codes_of)
    try:
        with store.reading() as reading:
            if not reading.info().get("id"):
                raise _without_content(path)
    except BaseException:
        store.close()
        raise
    return store


def _without_content(path: Path) -> RecordDamaged:
    """What a file says that was copied alone while the register was open: its content stood in the write-ahead log beside it."""
    log = register_file.beside(path, "-wal").name
    hint = f"Copy it together with {log} while it is open, or close it first; this file was left as it is."
    return RecordDamaged(f"{path} holds no register: not even its own name.", hint)


@dataclass(frozen=True)
class RegisterService:
    store: Store
    changes: ChangeFeed
    desk: Desk

    def info(self) -> RegisterInfo:
        with self.store.reading() as reading:
            told = reading.info()
        return RegisterInfo(
            told.get("id", ""), told.get("name", self.store.path.stem), told.get("owner", ""), told.get("office", ""),
            told.get("marking", ""), told.get("rehearsal") == "yes", told.get("created_at", ""), self.store.on_network_share,
        )

    def describe(self, *, owner: str, office: str, marking: str, name: str = "") -> None:
        """Say whose register this is, which office keeps it, how its pages are marked, and what it is called ("": as before)."""
        with self.store.transaction(self.desk.operation("describe", "description of the register")) as transaction:
            transaction.set_info(owner=owner, office=office, marking=marking)
            if name:
                transaction.set_info(name=name)
        self.changes.publish(Change("describe", everything=True))

    def back_up(self, folder: Path, progress: Progress) -> Path:
        """Write a verified copy into `folder`; returns its path.

        Raises:
            NotWritable: the folder cannot be written.
            RecordUnavailable: the copy is not what the register is; it is removed again.
        """
        return back_up(self.store.path, folder, self.desk, progress)

    def save_copy(self, target: Path, progress: Progress) -> Path:
        """Write a verified copy under a name of its own; the register stays open where it is. Returns its path.

        Raises:
            NotWritable: something is there already, or the place cannot be written.
            RecordUnavailable: the copy is not what the register is; it is removed again.
        """
        return _verified_copy(self.store.path, target, "Choose another name; nothing is overwritten.", progress)

    def backups(self, folder: Path) -> list[Backup]:
        """Return the copies of this register in a folder, the newest first."""
        return backups_in(folder, self.store.path, self.info().id)

    def check(self, progress: Progress) -> list[Finding]:
        """Return what is wrong with the register; empty where it holds. Raises RecordUnavailable."""
        return check(self.store.path, progress)


def back_up(path: Path, folder: Path, desk: Desk, progress: Progress) -> Path:
    examine(path)
    if folder.exists() and not folder.is_dir():
        raise NotWritable(f"{folder} is not a folder.", "Choose the folder for the copy.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritable(f"{folder} cannot be made ({error.strerror or error}).", "Choose another folder.") from error
    stamp = desk.now().strftime("%Y%m%dT%H%M%SZ")
    return _verified_copy(path, folder / f"{path.stem}-{stamp}{path.suffix}", "Wait a second and repeat.", progress)


def _verified_copy(path: Path, target: Path, when_there: str, progress: Progress) -> Path:
    if target.exists():
        raise NotWritable(f"{target} is there already.", when_there)
    progress.step(0, 2, "Copying the register")
    database.copy_register(path, target)
    try:
        progress.step(1, 2, "Verifying the copy")
        problems = check(target, progress)
        if problems:
            raise RecordUnavailable(f"The copy does not hold: {problems[0].problem}", "Check the register itself.")
    except BaseException:
        target.unlink(missing_ok=True)  # a copy that was not verified to the end is none
        raise
    return target


def restore(backup: Path, path: Path, desk: Desk, progress: Progress) -> Path | None:
    """Put a verified backup in the place of a register; returns where what it replaced is kept, None if nothing was.

    Raises:
        UnreadableFile, RecordUnavailable: the backup is no register or does not hold, or the register is open elsewhere;
            nothing was changed.
        NotWritable: the place cannot be written, or is a folder.
    """
    examine(backup)
    problems = check(backup, progress)
    if problems:
        raise RecordUnavailable(f"{backup} does not hold: {problems[0].problem}", "Choose another backup; nothing was changed.")
    if path.is_dir():
        raise NotWritable(f"{path} is a folder.", "Name the register's file.")
    if path.exists() and path.samefile(backup):
        raise UnreadableFile(path, "is the backup itself.", hint="Name the register to be replaced.")
    kept: Path | None = None
    if path.exists():
        database.refuse_open(path)
        kept = path.with_name(f"{path.stem}-replaced-{desk.now().strftime('%Y%m%dT%H%M%SZ')}{path.suffix}")
        if kept.exists():
            raise NotWritable(f"{kept} is there already.", "Wait a second and repeat.")
        try:
            database.copy_register(path, kept)
        except RecordUnavailable:
            database.copy_file(path, kept)  # what is damaged is kept as it is
    unseen = " (on a network share it cannot be seen whether somebody has it open)" if on_network_share(path) else ""
    progress.step(1, 2, f"Restoring{unseen}")
    for leftover in ("-wal", "-shm"):
        path.with_name(path.name + leftover).unlink(missing_ok=True)
    database.copy_register(backup, path)
    return kept


def check(path: Path, progress: Progress) -> list[Finding]:
    """Return what is wrong with a register; empty where it holds. Raises UnreadableFile, RecordUnavailable."""
    examine(path)
    with database.translated(path):
        opened = database.connect(path)
        try:
            store = Store(opened)
            with store.reading() as reading:
                findings = inspect(reading, progress.step)
                return findings if reading.info().get("id") else [*findings, Finding("register", "holds not even its own name.")]
        finally:
            opened.close()

