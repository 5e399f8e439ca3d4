"""The file itself: streams written as they are finished, everything else in object streams, a stream for the references."""

from __future__ import annotations

import hashlib
import zlib
from array import array
from collections.abc import Callable
from typing import BinaryIO

_AT_ONCE = 256  # objects in one object stream


class StreamingDocument:
    """Numbers objects and writes them; holds no page and no row.

    The identifier of the file is the SHA-256 of its bytes, so the same bytes get the same one.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._position = 0
        self._digest = hashlib.sha256()
        self._count = 0
        self._kinds, self._places, self._indexes = array("B", (0,)), array("Q", (0,)), array("H", (65535,))
        self._waiting: list[tuple[int, bytes]] = []
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def new_number(self) -> int:
        self._count += 1
        self._kinds.append(0)
        self._places.append(0)
        self._indexes.append(65535)
        return self._count

    def put(self, number: int, body: bytes) -> None:
        """Write an object that is no stream, packed with others."""
        self._waiting.append((number, body))
        if len(self._waiting) == _AT_ONCE:
            self._pack()

    def add(self, body: bytes) -> int:
        number = self.new_number()
        self.put(number, body)
        return number

    def put_stream(self, number: int, entries: bytes, data: bytes, *, packed: bool = True) -> None:
        """Write a stream at once; `entries` are those of its dictionary but for length and filter."""
        if packed:
            data = zlib.compress(data, 6)
            entries += b"/Filter/FlateDecode"
        self._enter(number, 1, self._position, 0)
        self._write(b"%d 0 obj\n<<%s/Length %d>>\nstream\n" % (number, entries, len(data)))
        self._write(data)
        self._write(b"\nendstream\nendobj\n")

    def add_stream(self, entries: bytes, data: bytes, *, packed: bool = True) -> int:
        number = self.new_number()
        self.put_stream(number, entries, data, packed=packed)
        return number

    def add_long_stream(self, entries: bytes, pour: Callable[[Callable[[bytes], None]], None]) -> int:
        """Write a stream piece by piece: `pour` is given what takes each piece. Its length is told after it."""
        number, length = self.new_number(), self.new_number()
        self._enter(number, 1, self._position, 0)
        self._write(b"%d 0 obj\n<<%s/Filter/FlateDecode/Length %d 0 R>>\nstream\n" % (number, entries, length))
        begins = self._position
        packing = zlib.compressobj(6)
        pour(lambda piece: self._write(packing.compress(piece)))
        self._write(packing.flush())
        told = self._position - begins
        self._write(b"\nendstream\nendobj\n")
        self._enter(length, 1, self._position, 0)
        self._write(b"%d 0 obj\n%d\nendobj\n" % (length, told))
        return number

    def finish(self, catalogue: int, information: int) -> None:
        self._pack()
        own = self.new_number()
        begins = self._position
        self._enter(own, 1, begins, 0)
        table = bytearray()
        for kind, place, index in zip(self._kinds, self._places, self._indexes, strict=True):
            table += bytes((kind,)) + place.to_bytes(5, "big") + index.to_bytes(2, "big")
        identifier = self._digest.hexdigest()[:32].upper().encode("ascii")
        self.put_stream(
            own, b"/Type/XRef/Size %d/W[1 5 2]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (
                own + 1, catalogue, information, identifier, identifier,
            ), bytes(table),
        )
        self._write(b"startxref\n%d\n%%%%EOF\n" % begins)

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self._position += len(data)

    def _enter(self, number: int, kind: int, place: int, index: int) -> None:
        self._kinds[number], self._places[number], self._indexes[number] = kind, place, index

    def _pack(self) -> None:
        if not self._waiting:
            return
        own = self.new_number()
        heads, at = [], 0
        for index, (number, body) in enumerate(self._waiting):
            heads.append(b"%d %d" % (number, at))
            at += len(body) + 1
            self._enter(number, 2, own, index)
        head = b" ".join(heads) + b"\n"
        entries = b"/Type/ObjStm/N %d/First %d" % (len(self._waiting), len(head))
        bodies = b"\n".join(body for _, body in self._waiting)
        self._waiting = []
        self.put_stream(own, entries, head + bodies)
