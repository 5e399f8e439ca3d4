"""Files kept inside the register, each once, by the SHA-256 of its bytes (FIPS 180-4).

None is ever taken away: the history of the records names them, and it stays readable.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, insert, select

from cbm_tracker.domain.measures import LARGEST_ATTACHMENT
from cbm_tracker.errors import InvalidMeasure, NotFound, UnreadableFile
from cbm_tracker.storage.record_repository import batched
from cbm_tracker.storage.tables import AttachmentChunkRow, AttachmentRow

_CHUNK = 1 << 20


@dataclass(frozen=True)
class AttachmentStore:
    connection: Connection

    def keep(self, path: Path, tell: Callable[[int, int], None] | None = None) -> tuple[str, int]:
        """Take a file in; returns its SHA-256 (hexadecimal) and size in bytes.

        Args:
            tell: called with how many bytes are in, and how many there are; may raise Cancelled.
        Raises:
            UnreadableFile: it cannot be read.
            InvalidMeasure: it is larger than 100 MB.
        """
        digest, size = _measure(path)
        if self.connection.scalar(select(AttachmentRow.size).where(AttachmentRow.sha256 == digest)) is not None:
            return digest, size
        self.connection.execute(insert(AttachmentRow), {"sha256": digest, "size": size})
        written, done = hashlib.sha256(), 0
        for number, chunk in enumerate(_chunks(path)):
            if tell is not None:
                tell(done, size)
            done += len(chunk)
            written.update(chunk)
            self.connection.execute(insert(AttachmentChunkRow), {"sha256": digest, "number": number, "data": chunk})
        if written.hexdigest() != digest:
            raise UnreadableFile(path, "changed while it was read.", hint="Attach it again.")
        return digest, size

    def kept(self, digests: Iterable[str]) -> set[str]:
        """Return which of these files the register keeps."""
        found: set[str] = set()
        for batch in batched(dict.fromkeys(digests), 500):
            found.update(self.connection.scalars(select(AttachmentRow.sha256).where(AttachmentRow.sha256.in_(batch))))
        return found

    def size(self, sha256: str) -> int:
        """Return the size of a kept file in bytes. Raises NotFound."""
        size = self.connection.scalar(select(AttachmentRow.size).where(AttachmentRow.sha256 == sha256))
        if size is None:
            raise NotFound(f"No file {sha256[:12]}… is kept in this register.")
        return size

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """Yield the bytes of a kept file. Raises NotFound."""
        self.size(sha256)
        numbers = self.connection.scalars(
            select(AttachmentChunkRow.number).where(AttachmentChunkRow.sha256 == sha256).order_by(AttachmentChunkRow.number)
        ).all()
        for number in numbers:
            data = self.connection.scalar(
                select(AttachmentChunkRow.data).where(AttachmentChunkRow.sha256 == sha256, AttachmentChunkRow.number == number)
            )
            assert data is not None
            yield data


def _measure(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(path):
        size += len(chunk)
        if size > LARGEST_ATTACHMENT:
            raise InvalidMeasure("attachments", f"{path.name} is larger than 100 MB.", "Attach a smaller file.")
        digest.update(chunk)
    return digest.hexdigest(), size


def _chunks(path: Path) -> Iterator[bytes]:
    if path.is_dir():
        raise UnreadableFile(path, "is a folder.", hint="Attach the files in it.")
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise UnreadableFile(path, f"cannot be read ({error.strerror or error}).") from error
