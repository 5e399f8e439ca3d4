"""Read a finished file's objects: what lies where, one object by its number, or all of them in the order of the file.

Read is what our writer writes and a signature adds: an object stream or a stream at each place, cross-references as
streams (ISO 32000-1, 7.5.7 and 7.5.8), Flate. Everything else is Unreadable, which is what a check wants.
"""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import BinaryIO

from cbm_tracker.reports.conformance.fault import Faults
from cbm_tracker.reports.conformance.objects import Dictionary, Name, Reference, Stream, Unreadable, Value, parse

_HEADER = re.compile(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4,}[^\r\n]*\r?\n")
_END = re.compile(rb"startxref\r?\n(\d+)\r?\n%%EOF(?:\r\n|\r|\n)?\Z")
_OPENING = re.compile(rb"(\d+) 0 obj\r?\n")
_STREAM = re.compile(rb">>\s*stream(?:\r\n|\n)")
_CLOSING = re.compile(rb"\r?\nendstream\s*?\r?\nendobj\s*(?:startxref\s+\d+\s+%%EOF\s*)?", re.DOTALL)
_PLAIN_END = re.compile(rb"\r?\nendobj\s*\Z")
_FREE, _PLACED, _PACKED = 0, 1, 2
_STREAMS_KEPT = 8
_MOST_UPDATES = 20
_DEEPEST_PAGES = 30


class FinishedFile:
    """An open file; of its objects it keeps where they lie, and the last few object streams.

    `faults` takes what is misspelled; `step` is called now and then by whoever goes through all of the file.
    """

    def __init__(self, file: BinaryIO, faults: Faults, step: Callable[[], None]) -> None:
        self._file, self.faults, self.step = file, faults, step
        self._size = file.seek(0, 2)
        self._kinds, self._places, self._indexes = array("B"), array("I"), array("H")
        self._unpacked: OrderedDict[int, tuple[bytes, list[int], list[int]]] = OrderedDict()
        self._begun: set[int] = set()  # where objects begin, those too that a newer part of the file replaces
        self._starts: list[int] = []
        if not _HEADER.match(self._bytes(0, 64)):
            faults.say("header", "the file", "it does not begin as an archival file does", "ISO 19005-3, 6.1.2")
        end = _END.search(self._bytes(max(self._size - 64, 0), self._size))
        if end is None:
            raise Unreadable("it does not end as a PDF does")
        self.trailer = self._read_sections(int(end[1]))
        self._starts = sorted(self._begun)

    def __len__(self) -> int:
        return len(self._kinds)

    def _bytes(self, start: int, end: int) -> bytes:
        end = min(end, self._size)
        if not 0 <= start <= end:
            raise Unreadable("something is said to lie outside the file")
        self._file.seek(start)
        return self._file.read(end - start)

    # -------------------------------------------------- cross-references

    def _read_sections(self, place: int) -> Dictionary:
        """Read the cross-references, newest first: what a newer section says of an object stands."""
        trailer: Dictionary | None = None
        for _ in range(_MOST_UPDATES):
            section = self._section_at(place)
            self._begun.add(place)
            entries = section.entries
            if trailer is None:
                trailer = entries
                size = entries.get("Size")
                if not isinstance(size, int) or not 0 < size <= self._size:
                    raise Unreadable("how many objects it holds is not said")
                self._kinds, self._places = array("B", b"\xff" * size), array("I", bytes(4 * size))
                self._indexes = array("H", bytes(2 * size))
            self._enter(section)
            earlier = entries.get("Prev")
            if earlier is None:
                return trailer
            if not isinstance(earlier, int):
                break
            place = earlier
        raise Unreadable("its cross-references do not come to an end")

    def _section_at(self, place: int) -> Stream:
        head = self._bytes(place, place + 4096)
        opening, found = _OPENING.match(head), _STREAM.search(head)
        if opening is None or found is None:
            raise Unreadable("its cross-references are not where it says, or not a stream")
        entries = parse(head[opening.end() : found.start() + 2])
        length = entries.get("Length") if isinstance(entries, dict) else None
        if not isinstance(entries, dict) or entries.get("Type") != Name("XRef") or not isinstance(length, int):
            raise Unreadable("its cross-references are not a stream of their kind")
        begins = place + found.end()
        return Stream(entries, self._bytes(begins, begins + length))

    def _enter(self, section: Stream) -> None:
        widths, size = section.entries.get("W"), len(self._kinds)
        if not isinstance(widths, list) or len(widths) != 3:
            raise Unreadable("its cross-references have no widths")
        kind_wide, place_wide, index_wide = (width if isinstance(width, int) and 0 <= width <= 8 else 0 for width in widths)
        data = section.data()
        index = section.entries.get("Index", [0, section.entries.get("Size")])
        starts = [at for at in index if isinstance(at, int)] if isinstance(index, list) else []
        width = kind_wide + place_wide + index_wide
        odd = len(starts) % 2 or min(starts, default=0) < 0
        if odd or kind_wide != 1 or not 0 < index_wide <= 2 or width * sum(starts[1::2]) != len(data):
            raise Unreadable("its cross-references have another form than our reports'")
        kinds = array("B", data[0::width])
        places = _column(data, 1, place_wide, width, "I")
        indexes = _column(data, 1 + place_wide, index_wide, width, "H")
        self._begun.update(place for kind, place in zip(kinds, places, strict=True) if kind == _PLACED)
        at = 0
        for first, count in zip(starts[0::2], starts[1::2], strict=True):
            if first + count > size:
                raise Unreadable("its cross-references speak of more objects than it holds")
            fresh = slice(first, first + count)
            if self._kinds[fresh] == array("B", b"\xff" * count):
                self._kinds[fresh], self._places[fresh] = kinds[at : at + count], places[at : at + count]
                self._indexes[fresh] = indexes[at : at + count]
            else:
                for step in range(count):
                    if self._kinds[first + step] == 0xFF:
                        self._kinds[first + step], self._places[first + step] = kinds[at + step], places[at + step]
                        self._indexes[first + step] = indexes[at + step]
            at += count

    # -------------------------------------------------- one object

    def value(self, what: Value) -> Value:
        """Return what a reference leads to, through others; anything else as it is."""
        for _ in range(8):
            if not isinstance(what, Reference):
                return what
            what = self.object(what.number)
        raise Unreadable("references lead to one another without an end")

    def at(self, holder: Value, *keys: str) -> Value:
        """Return what lies under a key of a dictionary, and under a key of that, and so on; None where there is none."""
        for key in keys:
            holder = self.value(holder)
            entries = holder.entries if isinstance(holder, Stream) else holder
            holder = self.value(entries.get(key)) if isinstance(entries, dict) else None
        return holder

    def listed(self, what: Value) -> list[Value]:
        """Return the items of an array, each as it stands there; a single thing is an array of one, nothing an empty one."""
        held = self.value(what)
        if isinstance(held, list):
            return held
        return [] if held is None else [what]

    def object(self, number: int) -> Value:
        if not 0 < number < len(self._kinds):
            return None
        kind = self._kinds[number]
        if kind == _PLACED:
            return self._placed(number, self._places[number])
        if kind == _PACKED:
            return parse(self.packed(number))
        return None

    def packed(self, number: int) -> bytes:
        """Return how an object in an object stream is spelled."""
        body, numbers, starts = self._unpack(self._places[number])
        index = self._indexes[number]
        if index >= len(numbers) or numbers[index] != number:
            raise Unreadable(f"object {number} is not where it should be")
        return body[starts[index] : starts[index + 1]]

    def is_packed(self, number: int) -> bool:
        return 0 < number < len(self._kinds) and self._kinds[number] == _PACKED

    def _placed(self, number: int, place: int) -> Value:
        after = bisect_right(self._starts, place)
        chunk = self._bytes(place, self._starts[after] if after < len(self._starts) else self._size)
        opening = _OPENING.match(chunk)
        if opening is None or int(opening[1]) != number:
            raise Unreadable(f"object {number} is not where it should be")
        found = _STREAM.search(chunk, opening.end())
        if found is None:
            ending = _PLAIN_END.search(chunk)
            if ending is None:
                raise Unreadable(f"object {number} has no end")
            return parse(chunk[opening.end() : ending.start()])
        entries = parse(chunk[opening.end() : found.start() + 2])
        if not isinstance(entries, dict):
            raise Unreadable(f"object {number} is no stream")
        length = self.value(entries.get("Length"))
        if not isinstance(length, int) or not _CLOSING.fullmatch(chunk, found.end() + length):
            self.faults.say("stream", f"object {number}", "its stream has another length or end than it says", "ISO 19005-3, 6.1.7")
            length = max(chunk.rfind(b"endstream") - found.end(), 0)
        if entries.keys() & {"F", "FFilter", "FDecodeParms"}:
            self.faults.say("outside the file", f"object {number}", "its content lies in another file", "ISO 19005-3, 6.1.7")
        return Stream(entries, chunk[found.end() : found.end() + length])

    def _unpack(self, number: int, stream: Value = None) -> tuple[bytes, list[int], list[int]]:
        """Return the objects of an object stream: their text, their numbers, and where each begins, with the end."""
        kept = self._unpacked.get(number)
        if kept is None:
            if stream is None and number < len(self._kinds) and self._kinds[number] == _PLACED:
                stream = self._placed(number, self._places[number])
            if not isinstance(stream, Stream) or stream.entries.get("Type") != Name("ObjStm"):
                raise Unreadable(f"object {number} is no object stream")
            first, data = stream.entries.get("First"), stream.data()
            if not isinstance(first, int):
                raise Unreadable(f"object stream {number} does not say where its objects begin")
            try:
                heads = [int(word) for word in data[:first].split()]
            except ValueError as error:
                raise Unreadable(f"object stream {number} has a head of another kind") from error
            if stream.entries.get("N") != len(heads) / 2 or "Extends" in stream.entries:
                raise Unreadable(f"object stream {number} holds another count of objects than it says")
            kept = (data, heads[0::2], [first + at for at in heads[1::2]] + [len(data)])
            self._unpacked[number] = kept
            if len(self._unpacked) > _STREAMS_KEPT:
                self._unpacked.popitem(last=False)
        return kept

    # -------------------------------------------------- all of them

    def pages(self) -> Iterator[tuple[int, Dictionary]]:
        """Yield the pages in their order, each with the number of its object.

        Raises:
            Unreadable: the tree of pages is not one, or deeper than can be read.
        """
        root = self.at(self.trailer, "Root")
        yield from self._pages(root.get("Pages") if isinstance(root, dict) else None, 0)

    def _pages(self, node: Value, depth: int) -> Iterator[tuple[int, Dictionary]]:
        entries = self.value(node)
        if depth > _DEEPEST_PAGES or not isinstance(entries, dict) or not isinstance(node, Reference):
            raise Unreadable("its pages cannot be found")
        if entries.get("Type") == Name("Page"):
            yield node.number, entries
            return
        for kid in self.listed(entries.get("Kids")):
            yield from self._pages(kid, depth + 1)

    def object_streams(self) -> Iterator[tuple[bytes, list[int], list[int]]]:
        """Yield each object stream: its text, its objects' numbers, and where each begins, with the end.

        The number of an object that a later part of the file holds anew is 0. All other objects are read too, for their form.
        """
        numbers = {place: number for number, place in enumerate(self._places) if self._kinds[number] == _PLACED}
        met = 0
        for place in self._starts:
            self.step()
            holder = numbers.get(place, 0)
            stream = self._placed(holder, place) if holder else None
            if not isinstance(stream, Stream) or stream.entries.get("Type") != Name("ObjStm"):
                continue
            data, held, starts = self._unpack(holder, stream)
            if not self._all_lie_in(holder, held):
                held = [number if self._lies_in(holder, number, index) else 0 for index, number in enumerate(held)]
            met += len(held) - held.count(0)
            yield data, held, starts
        if met != self._kinds.count(_PACKED):
            self.faults.say("cross-references", "the file", "they name objects that are not there", "ISO 32000-1, 7.5.8")

    def _all_lie_in(self, holder: int, held: list[int]) -> bool:
        """Tell whether the cross-references place all these objects where they are; in few steps, for there are many."""
        count = len(held)
        if count < 2 or not 0 < min(held) <= max(held) < len(self._kinds):
            return False
        of_each = itemgetter(*held)
        placed = of_each(self._places) == (holder,) * count and of_each(self._indexes) == tuple(range(count))
        return bool(placed and of_each(self._kinds) == (_PACKED,) * count)

    def _lies_in(self, holder: int, number: int, index: int) -> bool:
        known = 0 < number < len(self._kinds) and self._kinds[number] == _PACKED
        return known and self._places[number] == holder and self._indexes[number] == index


def _column(data: bytes, start: int, wide: int, width: int, code: str) -> array[int]:
    """Return one column of big-endian numbers as an array, without a step for each."""
    size = array(code).itemsize
    rows = len(data) // width
    spread = bytearray(size * rows)
    for byte in range(wide):
        place = size - wide + byte
        if place >= 0:
            spread[place::size] = data[start + byte :: width]
        elif any(data[start + byte :: width]):
            raise Unreadable("it is larger than 4 GB")
    column = array(code)
    column.frombytes(spread)
    if sys.byteorder == "little":
        column.byteswap()
    return column
