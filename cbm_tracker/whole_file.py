"""A file that appears whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cbm_tracker.errors import NotWritable

_OPEN_FILES = Path("/proc/self/fd")


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """Yield the place beside `path` to write to; at the end of the block that file is on the disk and takes its name.

    If the block raises, nothing is left behind and what stood at `path` stands there still.

    Raises:
        NotWritable: `path` is a folder or a device, its folder cannot be written, or its disk is full.
    """
    if path.parent == _OPEN_FILES:  # what has no name yet cannot be seen half written
        yield path
        return
    _refuse_what_is_no_file(path)
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        keep(part)
        part.replace(path)
    except OSError as error:
        raise not_writable(path, error) from error
    finally:
        with suppress(OSError):  # its folder may be no folder at all; the first error says so
            part.unlink(missing_ok=True)
    with suppress(OSError):  # it stands there; some shares and systems cannot be asked to keep a folder
        keep(path.parent)


@contextmanager
def appearing_from_nowhere(path: Path) -> Iterator[Path]:
    """The same; where the system can, the file has no name until it is whole, so that a program that is killed leaves nothing."""
    _refuse_what_is_no_file(path)
    handle = _nameless(path.parent)
    if handle is None:
        with appearing(path) as part:
            yield part
        return
    part = path.with_name(f".{path.name}.part")
    try:
        yield _OPEN_FILES / str(handle)
        os.fsync(handle)
        part.unlink(missing_ok=True)
        _give_name(handle, part)
        part.replace(path)
    except OSError as error:
        raise not_writable(path, error) from error
    finally:
        os.close(handle)
        with suppress(OSError):
            part.unlink(missing_ok=True)
    with suppress(OSError):
        keep(path.parent)


def _nameless(folder: Path) -> int | None:
    """Return an open file without a name in a folder (Linux: open(2), O_TMPFILE); None where the system or the disk has none."""
    if not hasattr(os, "O_TMPFILE"):
        return None
    try:
        handle = os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o666)
    except OSError:
        return None
    if (_OPEN_FILES / str(handle)).exists():
        return handle
    os.close(handle)
    return None


def _give_name(handle: int, path: Path) -> None:
    folder = os.open(_OPEN_FILES, os.O_RDONLY)
    try:
        os.link(str(handle), path, src_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


def _refuse_what_is_no_file(path: Path) -> None:
    if path.is_dir():
        raise NotWritable(f"{path} is a folder.", "Name a file.")
    if path.exists() and not path.is_file():
        raise NotWritable(f"{path} is a device, not a file.", "Name a file.")  # renaming would put an end to the device


def not_writable(path: Path, error: OSError) -> NotWritable:
    """Return what the system said about writing `path` as a sentence with the next step."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NotWritable(f"The disk of {path} is full.", "Make room and repeat; nothing was changed.")
    return NotWritable(f"{path} cannot be written ({error.strerror or error}).", "Choose another place; nothing was changed.")


def keep(path: Path) -> None:
    """Wait until the disk itself holds a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
