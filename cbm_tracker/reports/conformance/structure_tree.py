"""One walk through the structure tree in the order of reading: what stands in what, headings, lists, tables."""

from __future__ import annotations

from collections.abc import Callable

from cbm_tracker.reports.conformance.element_kinds import ALLOWED, HEADINGS, KINDS, NUMBER_OF
from cbm_tracker.reports.conformance.elements import Elements
from cbm_tracker.reports.conformance.fault import Faults
from cbm_tracker.reports.conformance.finished_file import FinishedFile
from cbm_tracker.reports.conformance.objects import Reference
from cbm_tracker.reports.conformance.table_grid import TableGrid

_DEEPEST = 60
_ROWS_IN_A_STEP = 1_000
_TABLE, _ROW, _HEAD, _CELL = (NUMBER_OF[kind] for kind in ("Table", "TR", "TH", "TD"))
_NEVER_EMPTY = frozenset(NUMBER_OF[kind] for kind in ("Link", "Figure", *HEADINGS))
_TABLES, _LISTS = "ISO 32000-1, 14.8.4.3.4", "ISO 32000-1, 14.8.4.3.3"


def check_structure(file: FinishedFile, elements: Elements, faults: Faults) -> None:
    catalogue = file.at(file.trailer, "Root")
    root = catalogue.get("StructTreeRoot") if isinstance(catalogue, dict) else None
    entries = file.value(root)
    if not isinstance(root, Reference) or not isinstance(entries, dict):
        faults.say("structure", "the catalogue", "the file has no structure tree", "ISO 19005-3, 6.7.3")
        return
    roles = file.at(root, "RoleMap")
    for own in roles if isinstance(roles, dict) else ():
        if own in NUMBER_OF:
            faults.say("role map", own, "a standard kind is given another meaning", "ISO 14289-1, 7.1")
    names = file.listed(file.at(root, "IDTree", "Names"))
    found = {name: one.number for name, one in zip(names[0::2], names[1::2], strict=False) if isinstance(one, Reference)}
    if found != elements.identifiers:
        faults.say("identifiers", "the tree", "elements are not found by their names (IDTree)", "ISO 32000-1, 14.7.2")
    tops = [kid.number for kid in file.listed(entries.get("K")) if isinstance(kid, Reference)]
    _Walk(elements, faults, root.number, file.step).document(tops)


class _Walk:
    def __init__(self, elements: Elements, faults: Faults, root: int, step: Callable[[], None]) -> None:
        self.elements, self.faults, self.root, self.step = elements, faults, root, step
        self.passed = bytearray(len(elements.kinds))
        self.heading = self.tables = 0

    def document(self, tops: list[int]) -> None:
        elements = self.elements
        known = [top for top in tops if 0 < top < len(elements.kinds)]
        if [KINDS[elements.kinds[top]] for top in known] != ["Document"]:
            self.faults.say("structure root", "the tree", "its root is not one Document")
        for top in known:
            self.element(top, self.root, 0)
        if sum(self.passed) != elements.total:
            self.faults.say("lost element", "the tree", "it does not reach every element of the file", "ISO 32000-1, 14.7.2")

    def _pass(self, number: int, parent: int) -> bool:
        """Note that an element is reached; False if it was before, or is none."""
        elements = self.elements
        if not 0 < number < len(elements.kinds) or not elements.parents[number]:
            self.faults.say("structure", f"object {parent}", "it holds something that is no element", "ISO 32000-1, 14.7.2")
            return False
        if self.passed[number]:
            self.faults.say("structure", elements.where(number), "it stands in two places", "ISO 32000-1, 14.7.2")
            return False
        self.passed[number] = 1
        if elements.parents[number] != parent:
            self.faults.say("parent", elements.where(number), "it does not name the element it stands in", "ISO 32000-1, 14.7.2")
        return True

    def element(self, number: int, parent: int, depth: int) -> None:
        elements = self.elements
        if not self._pass(number, parent):
            return
        kind = elements.kinds[number]
        if depth > _DEEPEST:
            self.faults.say("depth", elements.where(number), "elements lie deeper than can be read", "ISO 32000-1, 14.7.2")
            return
        kids = elements.kids[elements.first[number] : elements.first[number] + elements.count[number]]
        if kind in _NEVER_EMPTY:
            self._heading(KINDS[kind], number)
            if not kids and not elements.has_content[number]:
                self.faults.say("element without content", elements.where(number), "nothing stands in it")
        if kind == _TABLE:
            self._table(number, kids.tolist(), depth)
            return
        allowed = ALLOWED[kind]
        for kid in kids:
            self._place(kid, number, kind, allowed)
            self.element(kid, number, depth + 1)
        if kids:
            self._order(number, KINDS[kind], [KINDS[elements.kinds[kid]] for kid in kids if kid < len(elements.kinds)])
        elif KINDS[kind] == "LI":
            self._order(number, "LI", [])

    def _place(self, kid: int, parent: int, kind: int, allowed: frozenset[int]) -> None:
        elements = self.elements
        if kid < len(elements.kinds) and elements.kinds[kid] and elements.kinds[kid] not in allowed and kind:
            self.faults.say("nesting", elements.where(kid), f"it has no place in {KINDS[kind]} (object {parent})", "ISO 32000-1, 14.8.4")

    def _heading(self, kind: str, number: int) -> None:
        if kind in HEADINGS:
            level = int(kind[1])
            if level > self.heading + 1:
                says = f"it follows a heading of level {self.heading}" if self.heading else "it is the first heading"
                self.faults.say("heading order", self.elements.where(number), says, "ISO 14289-1, 7.4.2")
            self.heading = level

    def _order(self, number: int, kind: str, kinds: list[str]) -> None:
        where = self.elements.where(number)
        if kind in ("L", "TOC") and "Caption" in kinds[1:]:
            self.faults.say("caption", where, "its caption is not its first part", "ISO 14289-1, 7.2")
        elif kind == "LI" and (kinds.count("LBody") != 1 or kinds.count("Lbl") > 1):
            self.faults.say("list item", where, "it has not one body", _LISTS)
        elif kind == "Table":
            if kinds.count("Caption") > 1 or "Caption" in kinds[1:-1]:
                self.faults.say("caption", where, "its caption is neither its first nor its last part", _TABLES)
            if kinds.count("THead") > 1 or kinds.count("TFoot") > 1:
                self.faults.say("table parts", where, "it has more than one head or foot", _TABLES)
            if ("THead" in kinds or "TFoot" in kinds) and "TBody" not in kinds:
                self.faults.say("table parts", where, "it has a head or a foot and no body", _TABLES)
            if "TR" in kinds and "TBody" in kinds:
                self.faults.say("table parts", where, "rows stand beside its body", _TABLES)

    # -------------------------------------------------- tables

    def _table(self, number: int, kids: list[int], depth: int) -> None:
        elements = self.elements
        self.tables += 1
        where, grid = f"table {self.tables}", TableGrid()
        for kid in kids:
            self._place(kid, number, _TABLE, ALLOWED[_TABLE])
            if not 0 < kid < len(elements.kinds):
                self._pass(kid, number)
            elif elements.kinds[kid] == _ROW:
                self._row(kid, number, grid, depth + 1)
            elif KINDS[elements.kinds[kid]] in ("THead", "TBody", "TFoot"):
                self._rows(kid, number, grid, depth + 1)
            else:
                self.element(kid, number, depth + 1)
        self._order(number, "Table", [KINDS[elements.kinds[kid]] for kid in kids if kid < len(elements.kinds)])
        for says in grid.faults():
            self.faults.say("table", where, says, _TABLES)

    def _rows(self, part: int, table: int, grid: TableGrid, depth: int) -> None:
        elements = self.elements
        if not self._pass(part, table):
            return
        kind = elements.kinds[part]
        first = elements.first[part]
        for at in range(first, first + elements.count[part]):
            kid = elements.kids[at]
            if not at % _ROWS_IN_A_STEP:
                self.step()
            self._place(kid, part, kind, ALLOWED[kind])
            if kid < len(elements.kinds) and elements.kinds[kid] == _ROW:
                self._row(kid, part, grid, depth + 1)
            else:
                self.element(kid, part, depth + 1)

    def _row(self, row: int, holder: int, grid: TableGrid, depth: int) -> None:
        elements = self.elements
        if not self._pass(row, holder):
            return
        kinds, count, parents, passed, size = elements.kinds, elements.count, elements.parents, self.passed, len(elements.kinds)
        first = elements.first[row]
        cells = elements.kids[first : first + count[row]]
        for cell in cells:
            if cell < size and kinds[cell] in (_CELL, _HEAD) and not count[cell] and parents[cell] == row and not passed[cell]:
                passed[cell] = 1  # a cell that holds nothing but content: nearly all do
            else:
                self._place(cell, row, _ROW, ALLOWED[_ROW])
                self.element(cell, row, depth + 1)
        if elements.spans:
            grid.add([elements.spans.get(cell, (1, 1)) for cell in cells])
        else:
            grid.add_plain(len(cells))

