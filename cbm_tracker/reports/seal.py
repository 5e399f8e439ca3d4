"""The seal of a PDF: it lies in the file and tells of any changed bit, without a register at hand.

The second part of the file identifier (ISO 32000-1, 14.4, which leaves its content free) is the SHA-256 (FIPS 180-4) of the
whole file, counted with zeros in the place of its own 64 digits. Nothing but these digits has to be left out, nothing stands
after the end of the file, and what is appended later, such as a signature, leaves the sealed part as it was.
"""

from __future__ import annotations

import hashlib
import mmap
import re
from dataclasses import dataclass
from pathlib import Path

from cbm_tracker.errors import UnreadableFile

_DIGITS = 64
_ID = re.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]*)>\s*<([0-9A-Fa-f]*)>\s*\]")
_END = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF\n")
_MOST_UPDATES = 32
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Seal:
    """`length`: how many bytes from the beginning are sealed; `added`: how many follow."""

    holds: bool
    length: int
    added: int


def seal(path: Path) -> None:
    """Put the seal into a finished PDF whose cross-references come last, with the file identifier after or in them."""
    with path.open("r+b") as file:
        file.seek(max(0, path.stat().st_size - 64))
        end = _END.search(file.read())
        assert end is not None, "a PDF ends with the place of its cross-references"
        begins = int(end[1])
        file.seek(begins)
        tail = file.read()
        found = _ID.search(tail)
        assert found is not None, "a PDF for archives has an identifier"
        head = tail[: found.start()] + b"/ID [<" + found[1] + b"><"
        rest = b">]" + tail[found.end() :]
        digest = hashlib.sha256()
        file.seek(0)
        left = begins
        while left and (chunk := file.read(min(_CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
        digest.update(head + b"0" * _DIGITS + rest)
        file.seek(begins)
        file.write(head + digest.hexdigest().encode() + rest)
        file.truncate()


def seal_of(path: Path) -> Seal | None:
    """Return the seal of a file, None where it has none. Raises UnreadableFile."""
    try:
        with path.open("rb") as file:
            if not path.stat().st_size:
                return None
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _seal_in(data)
    except OSError as error:
        raise UnreadableFile(path, f"cannot be read ({error.strerror or error}).") from error


def _seal_in(data: mmap.mmap) -> Seal | None:
    broken: Seal | None = None
    for seen, end in enumerate(_END.finditer(data)):
        begins, length = int(end[1]), end.end()
        found = _ID.search(data, begins, length) if begins < length else None
        if found is None or len(found[2]) != _DIGITS:
            continue
        if _digest(data, found.start(2), length) == found[2]:
            return Seal(True, length, len(data) - length)
        broken = Seal(False, length, len(data) - length)
        if seen >= _MOST_UPDATES:
            break
    return broken


def _digest(data: mmap.mmap, digits: int, length: int) -> bytes:
    digest = hashlib.sha256()
    for first, last in ((0, digits), (digits + _DIGITS, length)):
        for at in range(first, last, _CHUNK):
            digest.update(data[at : min(at + _CHUNK, last)])
        if first == 0:
            digest.update(b"0" * _DIGITS)
    return digest.hexdigest().encode()
