"""What a file is, read from its first bytes alone: nothing is opened for use and no database library is needed."""

from __future__ import annotations

import struct
from pathlib import Path

from cbm_tracker.errors import NotWritable, RecordDamaged, RecordUnavailable, UnreadableFile
from cbm_tracker.storage.file_kinds import UNKNOWN, what_is

APPLICATION_ID = 0x43424D54  # "CBMT", in bytes 68 to 71 of the file (SQLite file format, section 1.3)
SCHEMA_VERSION = 3  # `user_version`; one per Alembic revision in migrations/versions
_MAGIC = b"SQLite format 3\x00"


def examine(path: Path) -> int:
    """Return the schema version of a register without opening it for use; says what a file is that is none."""
    try:
        if path.is_dir():
            raise UnreadableFile(path, "is a folder, not a register.", hint="Choose the .cbm file in it.")
        if path.exists() and not path.is_file():
            raise UnreadableFile(path, "is no file.", hint="Choose a file made with `new` or `demo`.")  # a pipe would be waited for
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError as error:
        raise UnreadableFile(path, "is not there.", hint="Check the name; a new register is made with `new`.") from error
    except OSError as error:
        raise UnreadableFile(path, f"cannot be read ({error.strerror or error}).") from error
    if not head.startswith(_MAGIC):
        kind = what_is(head)
        if kind == UNKNOWN and len(head) == 100:
            raise RecordUnavailable(f"{path} is encrypted with a key that is not known here, or is no register.")
        raise UnreadableFile(path, f"is {kind}, not a CBM Tracker register.", hint="Choose a file made with `new` or `demo`.")
    if len(head) < 100:
        raise RecordDamaged(f"{path} is damaged: its first page is cut off.", "Restore a backup.")
    application, version = struct.unpack(">I", head[68:72])[0], struct.unpack(">I", head[60:64])[0]
    if application != APPLICATION_ID:
        raise UnreadableFile(path, "is a SQLite database, but not a CBM Tracker register.")
    if version > SCHEMA_VERSION:
        raise RecordUnavailable(
            f"{path} was written by a newer program (schema {version}, this one knows {SCHEMA_VERSION}).",
            "Open it with that version; nothing was changed.",
        )
    page_size = struct.unpack(">H", head[16:18])[0]
    page_size = 65536 if page_size == 1 else page_size
    pages = struct.unpack(">I", head[28:32])[0]
    if pages * page_size > size and not beside(path, "-wal").exists():
        raise RecordDamaged(
            f"{path} is damaged: {pages * page_size - size} bytes are cut off at its end.",
            "Restore a backup; this file was left as it is.",
        )
    return int(version)


def refuse_to_replace(path: Path) -> None:
    """Refuse a place for a file that is to be written where a register lies. Raises NotWritable."""
    try:
        if not path.is_file():  # a pipe would be waited for
            return
        with path.open("rb") as file:
            head = file.read(72)
    except OSError:
        return  # it cannot be read; writing it will say so
    if head.startswith(_MAGIC) and head[68:72] == struct.pack(">I", APPLICATION_ID):
        raise NotWritable(f"{path} is a register.", "Choose another name; a register is never written over.")


def beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
