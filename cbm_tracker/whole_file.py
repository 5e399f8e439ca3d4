"""A file that appears whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cbm_tracker.errors import NotWritable


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """Yield the place beside `path` to write to; at the end of the block that file is on the disk and takes its name.

    If the block raises, nothing is left behind and what stood at `path` stands there still.

    Raises:
        NotWritable: `path` is a folder or a device, its folder cannot be written, or its disk is full.
    """
    if path.is_dir():
        raise NotWritable(f"{path} is a folder.", "Name a file.")
    if path.exists() and not path.is_file():
        raise NotWritable(f"{path} is a device, not a file.", "Name a file.")  # renaming would put an end to the device
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
