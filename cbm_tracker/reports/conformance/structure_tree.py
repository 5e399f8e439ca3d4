"""The structure tree: what stands in what, in which order headings come, which content each element claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from cbm_tracker.reports.conformance.fault import Fault
from cbm_tracker.reports.conformance.table_grid import TableGrid

_HEADINGS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})
_GROUPS = frozenset({"Document", "Part", "Art", "Sect", "Div", "NonStruct"})
_INLINE = frozenset({"Span", "Link", "Reference", "Note", "Quote", "Code", "Annot", "Lbl", "BibEntry"})
_BLOCKS = _HEADINGS | frozenset({"P", "L", "Table", "Figure", "TOC", "Note", "Caption", "BlockQuote", "Formula", "Index", "Form"})
_STANDARD = _GROUPS | _INLINE | _BLOCKS | frozenset({"LI", "LBody", "TR", "TH", "TD", "THead", "TBody", "TFoot", "TOCI"})

# Which kinds of element a kind may hold (ISO 32000-1, 14.8.4); kinds with the same content share a line.
_ALLOWED: dict[str, frozenset[str]] = {
    "Table": frozenset({"TR", "THead", "TBody", "TFoot", "Caption"}),
    "THead": frozenset({"TR"}),
    "TBody": frozenset({"TR"}),
    "TFoot": frozenset({"TR"}),
    "TR": frozenset({"TH", "TD"}),
    "L": frozenset({"LI", "L", "Caption"}),
    "LI": frozenset({"Lbl", "LBody"}),
    "TOC": frozenset({"TOCI", "TOC", "Caption"}),
    "TOCI": frozenset({"Lbl", "Reference", "NonStruct", "P", "TOC"}),
    "Figure": frozenset({"Caption", "P", "Span", "Lbl"}),
    **{kind: _GROUPS - {"Document"} | _BLOCKS | _INLINE for kind in _GROUPS},
    **{kind: _BLOCKS - {"Caption"} | _INLINE | {"Div"} for kind in ("TH", "TD", "LBody", "BlockQuote")},
    **{kind: _INLINE | {"P", "L", "Figure", "Table"} for kind in ("Note", "Caption")},
    **dict.fromkeys((*_HEADINGS, "P", *(_INLINE - {"Note"})), _INLINE),
}
_ONLY_ELEMENTS = frozenset({"Document", "Table", "THead", "TBody", "TFoot", "TR", "L", "LI", "TOC", "TOCI"})
_ONLY_IN = {
    "TR": frozenset({"Table", "THead", "TBody", "TFoot"}),
    "TH": frozenset({"TR"}),
    "TD": frozenset({"TR"}),
    "THead": frozenset({"Table"}),
    "TBody": frozenset({"Table"}),
    "TFoot": frozenset({"Table"}),
    "LI": frozenset({"L"}),
    "LBody": frozenset({"LI"}),
    "TOCI": frozenset({"TOC"}),
}
_DEEPEST = 60


@dataclass
class Claims:
    """What the tree says it holds: the marks of each page, as the set bits of a number, and the annotations with their elements."""

    marks: dict[tuple[int, int], int] = field(default_factory=dict)
    annotations: dict[tuple[int, int], str] = field(default_factory=dict)


class StructureTree:
    """One walk through the tree in the order of reading; of what it passed it keeps claims, never elements."""

    def __init__(self, pdf: pikepdf.Pdf, parents: ParentTree) -> None:
        self.root: pikepdf.Object = pdf.Root.StructTreeRoot
        self.parents = parents
        self.claims = Claims()
        self.heading = 0
        self.tables = self.figures = 0
        self.notes: set[bytes] = set()
        self.says: list[Fault] = []

    def faults(self) -> list[Fault]:
        self._roles()
        kinds = [self._kind(kid) for kid in _kids(self.root)]
        if kinds != ["Document"]:
            self._fault("structure root", "the tree", "its root is not one Document", "ISO 32000-1, 14.8.4.2")
        for kid in _kids(self.root):
            self._element(kid, self.root, "StructTreeRoot", None, 0)
        return self.says

    def _fault(self, rule: str, where: str, says: str, clause: str) -> None:
        if len(self.says) < 200:
            self.says.append(Fault(rule, where, says, clause))

    def _roles(self) -> None:
        roles = self.root.get("/RoleMap")
        for own, kind in [] if roles is None else roles.items():
            if own[1:] in _STANDARD:
                self._fault("role map", own, "a standard kind is given another meaning", "ISO 14289-1, 7.1")
            elif str(kind)[1:] not in _STANDARD:
                self._fault("role map", own, f"it leads to {kind}, which is no standard kind", "ISO 19005-3, 6.7.3.4")

    def _kind(self, element: pikepdf.Object) -> str:
        own = str(element.get("/S", "/"))
        if own[1:] not in _STANDARD and (roles := self.root.get("/RoleMap")) is not None:
            own = str(roles.get(own, own))
        return own[1:]

    def _element(self, element: pikepdf.Object, parent: pikepdf.Object, inside: str, page: pikepdf.Object | None, depth: int) -> str:
        kind = self._kind(element)
        where = f"{kind} (object {element.objgen[0]})"
        if depth > _DEEPEST:
            self._fault("depth", where, "elements lie deeper than can be read", "ISO 32000-1, 14.7.2")
            return kind
        if element.get("/P") is None or element.P.objgen != parent.objgen:
            self._fault("parent", where, "it does not name the element it stands in", "ISO 32000-1, 14.7.2")
        self._place(kind, inside, where)
        page = element.get("/Pg", page)
        self._own_rules(element, kind, inside, where)
        grid = TableGrid() if kind == "Table" else None
        empty = True
        kinds: list[str] = []
        for kid in _kids(element):
            empty = False
            if isinstance(kid, int):
                self._claim(element, kind, where, page, int(kid))
            elif kid.get("/Type") == "/MCR":
                self._claim(element, kind, where, kid.get("/Pg", page), int(kid.MCID))
                if "/Stm" in kid:
                    self._fault("mark in form", where, "it claims a mark in a form", "ISO 14289-1, 7.20")
            elif kid.get("/Type") == "/OBJR":
                self._claim_annotation(element, kind, where, kid)
            else:
                kinds.append(self._element(kid, element, kind, page, depth + 1))
                if grid is not None:
                    for row in _rows(kid, kinds[-1]):
                        grid.add(_cells(row))
        if kind in ("Link", "Figure", *_HEADINGS) and empty:
            self._fault("element without content", where, "nothing stands in it", "ISO 14289-1, 7.1")
        self._order(kind, kinds, where)
        if grid is not None:
            self.tables += 1
            for says in grid.faults():
                self._fault("table", f"table {self.tables}", says, "ISO 14289-1, 7.5; ISO 32000-1, 14.8.4.3.4")
        return kind

    def _place(self, kind: str, inside: str, where: str) -> None:
        if kind not in _STANDARD:
            self._fault("kind", where, "its kind is no standard one and the role map does not lead to one", "ISO 19005-3, 6.7.3.4")
            return
        in_wrong_place = kind in _ONLY_IN and inside not in _ONLY_IN[kind]
        if in_wrong_place or (inside in _ALLOWED and kind not in _ALLOWED[inside]) or (kind == "Document") != (inside == "StructTreeRoot"):
            self._fault("nesting", where, f"it has no place in {inside}", "ISO 32000-1, 14.8.4")

    def _own_rules(self, element: pikepdf.Object, kind: str, inside: str, where: str) -> None:
        if kind in _HEADINGS:
            level = int(kind[1])
            if level > self.heading + 1:
                self._fault("heading order", where, f"it follows a heading of level {self.heading}", "ISO 14289-1, 7.4.2")
            self.heading = level
        elif kind in ("Figure", "Formula"):
            self.figures += 1
            if not str(element.get("/Alt", element.get("/ActualText", ""))).strip():
                self._fault("figure without text", where, "no text says what it shows", "ISO 14289-1, 7.3")
            box = attribute(element, "/BBox")
            if kind == "Figure" and (box is None or len(box) != 4 or not box[0] <= box[2] or not box[1] <= box[3]):
                self._fault("figure without bounds", where, "its place on the page is not given", "ISO 32000-1, 14.8.5.4.3")
        elif kind == "TH":
            scope = attribute(element, "/Scope")
            if scope not in ("/Row", "/Column", "/Both") and attribute(element, "/Headers") is None:
                self._fault("head without scope", where, "what it is the head of is not said", "ISO 14289-1, 7.5")
        elif kind == "Note":
            own = element.get("/ID")
            if own is None or bytes(own) in self.notes:
                self._fault("note", where, "it has no name of its own (ID)", "ISO 14289-1, 7.9")
            else:
                self.notes.add(bytes(own))
        if "/Lang" in element and not str(element.Lang).replace("-", "").isalnum():
            self._fault("language", where, "its language is not a code", "ISO 19005-3, 6.7.4")

    def _order(self, kind: str, kinds: list[str], where: str) -> None:
        if kind in ("Table", "L", "TOC") and (kinds.count("Caption") > 1 or "Caption" in kinds[1:-1]):
            self._fault("caption", where, "its caption is neither its first nor its last part", "ISO 32000-1, 14.8.4.3")
        if kind == "Table":
            if kinds.count("THead") > 1 or kinds.count("TFoot") > 1:
                self._fault("table parts", where, "it has more than one head or foot", "ISO 32000-1, 14.8.4.3.4")
            if ("THead" in kinds or "TFoot" in kinds) and "TBody" not in kinds:
                self._fault("table parts", where, "it has a head or a foot and no body", "ISO 32000-1, 14.8.4.3.4")
            if "TR" in kinds and "TBody" in kinds:
                self._fault("table parts", where, "rows stand beside its body", "ISO 32000-1, 14.8.4.3.4")
        elif kind == "LI" and (kinds.count("LBody") != 1 or kinds.count("Lbl") > 1):
            self._fault("list item", where, "it has not one body", "ISO 32000-1, 14.8.4.3.3")

    def _claim(self, element: pikepdf.Object, kind: str, where: str, page: pikepdf.Object | None, mark: int) -> None:
        if kind in _ONLY_ELEMENTS:
            self._fault("content in group", where, "it holds content of its own", "ISO 32000-1, 14.8.4")
        if page is None:
            self._fault("mark without page", where, "the page of its content is not said", "ISO 32000-1, 14.7.4.2")
            return
        key = page.objgen
        claimed = self.claims.marks.get(key, 0)
        if claimed >> mark & 1:
            self._fault("mark twice", where, f"the mark {mark} of its page belongs to another element too", "ISO 32000-1, 14.7.4.2")
        self.claims.marks[key] = claimed | 1 << mark
        if self.parents.of_mark(page, mark) != element.objgen:
            self._fault("parent tree", where, f"the parent tree does not lead from the mark {mark} to it", "ISO 32000-1, 14.7.4.4")

    def _claim_annotation(self, element: pikepdf.Object, kind: str, where: str, reference: pikepdf.Object) -> None:
        annotation = reference.get("/Obj")
        if annotation is None:
            self._fault("link", where, "it refers to no annotation", "ISO 32000-1, 14.7.4.3")
            return
        self.claims.annotations[annotation.objgen] = kind
        if self.parents.of_annotation(annotation) != element.objgen:
            self._fault("parent tree", where, "the parent tree does not lead from its annotation to it", "ISO 32000-1, 14.7.4.4")


class ParentTree:
    """The way from content back to the structure; one page's part of it is kept at a time."""

    def __init__(self, root: pikepdf.Object) -> None:
        tree = root.get("/ParentTree")
        self._tree = None if tree is None else pikepdf.NumberTree(tree)
        self._page: tuple[int, int] | None = None
        self._elements: list[tuple[int, int] | None] = []

    def of_page(self, page: pikepdf.Object) -> list[tuple[int, int] | None]:
        """Return the element of each mark of a page, by object number; None where the tree has a hole."""
        if page.objgen != self._page:
            self._page = page.objgen
            held = self._at(page.get("/StructParents"))
            self._elements = [_number(one) for one in held] if isinstance(held, pikepdf.Array) else []
        return self._elements

    def of_mark(self, page: pikepdf.Object, mark: int) -> tuple[int, int] | None:
        elements = self.of_page(page)
        return elements[mark] if 0 <= mark < len(elements) else None

    def of_annotation(self, annotation: pikepdf.Object) -> tuple[int, int] | None:
        held = self._at(annotation.get("/StructParent"))
        return held.objgen if isinstance(held, pikepdf.Dictionary) else None

    def _at(self, key: object) -> pikepdf.Object | None:
        if self._tree is None or not isinstance(key, int) or key not in self._tree:
            return None
        return self._tree[key]


def attribute(element: pikepdf.Object, name: str) -> pikepdf.Object | None:
    """Return an attribute of an element, whichever of its attribute objects holds it."""
    held = element.get("/A")
    if isinstance(held, pikepdf.Array):
        for one in held:
            if isinstance(one, pikepdf.Dictionary) and name in one:
                return one[name]
        return None
    return None if held is None else held.get(name)


def _number(held: object) -> tuple[int, int] | None:
    return held.objgen if isinstance(held, pikepdf.Dictionary) else None


def _kids(element: pikepdf.Object) -> Iterator[Any]:
    """Yield what stands in an element: a mark's number, or a dictionary."""
    kids = element.get("/K")
    if isinstance(kids, pikepdf.Array):
        yield from kids
    elif kids is not None:
        yield kids


def _rows(element: pikepdf.Object, kind: str) -> Iterator[pikepdf.Object]:
    if kind == "TR":
        yield element
    elif kind in ("THead", "TBody", "TFoot"):
        yield from _kids(element)


def _cells(row: pikepdf.Object) -> Iterator[tuple[int, int]]:
    """Yield how many columns and rows each cell of a row takes."""
    for cell in _kids(row):
        if isinstance(cell, pikepdf.Dictionary):
            if "/A" in cell:
                columns, rows = attribute(cell, "/ColSpan"), attribute(cell, "/RowSpan")
                yield int(columns or 1), int(rows or 1)
            else:
                yield 1, 1
