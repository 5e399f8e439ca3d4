"""The way from content back to the structure: what each key of a page or an annotation leads to (ISO 32000-1, 14.7.4.4)."""

from __future__ import annotations

import re

from cbm_tracker.reports.conformance.finished_file import FinishedFile
from cbm_tracker.reports.conformance.objects import Reference, Unreadable, Value

_REFERENCES = re.compile(rb"\[((?:\d+ 0 R ?)*)\]\s*")
_DEEPEST = 20


class ParentTree:
    """Keeps for each key where to look; what is there is read when it is asked for."""

    def __init__(self, file: FinishedFile) -> None:
        self._file = file
        self._led: dict[int, Value] = {}
        self._read(file.at(file.trailer, "Root", "StructTreeRoot", "ParentTree"), 0)

    def _read(self, node: Value, depth: int) -> None:
        if depth > _DEEPEST:
            raise Unreadable("the parent tree is deeper than can be read")
        numbers = self._file.listed(self._file.at(node, "Nums"))
        for key, led in zip(numbers[0::2], numbers[1::2], strict=False):
            if isinstance(key, int):
                self._led[key] = led
        for kid in self._file.listed(self._file.at(node, "Kids")):
            self._read(kid, depth + 1)

    def elements_at(self, key: Value) -> list[int]:
        """Return the elements of a page's marks, in the order of the marks; 0 where the tree has a hole."""
        led = self._led.get(key) if isinstance(key, int) else None
        if isinstance(led, Reference) and self._file.is_packed(led.number):
            found = _REFERENCES.fullmatch(self._file.packed(led.number))
            if found is not None:
                return [int(number) for number in found[1].replace(b" 0 R", b"").split()]
        held = self._file.value(led)
        return [one.number if isinstance(one, Reference) else 0 for one in held] if isinstance(held, list) else []

    def element_at(self, key: Value) -> int:
        """Return the element of an annotation's key; 0 for none."""
        led = self._led.get(key) if isinstance(key, int) else None
        return led.number if isinstance(led, Reference) else 0
