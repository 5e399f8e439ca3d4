"""What is read aloud and in which order: the structure tree (ISO 32000-1, 14.7 and 14.8), checked as it grows."""

from __future__ import annotations

from array import array
from typing import Protocol


class IllegalStructure(RuntimeError):
    """Something was drawn where the structure has no place for it: a defect of the renderer, never of a report."""


_INLINE = frozenset({"Span", "Link", "Reference", "Note"})
_BLOCKS = frozenset({"Sect", "H1", "H2", "H3", "H4", "H5", "H6", "P", "L", "TOC", "Table", "Figure", "Note", "Caption", "Form"})
_CHILDREN = {  # ISO 32000-1, 14.8.4
    "Document": _BLOCKS - {"Caption"},
    "Sect": _BLOCKS,
    "TOC": frozenset({"TOCI", "TOC", "Caption"}),
    "TOCI": frozenset({"Lbl", "Reference", "P", "TOC"}),
    "L": frozenset({"LI", "Caption"}),
    "LI": frozenset({"Lbl", "LBody"}),
    "LBody": _INLINE | {"P", "L", "Figure", "Table"},
    "Table": frozenset({"Caption", "THead", "TBody", "TFoot"}),
    "THead": frozenset({"TR"}),
    "TBody": frozenset({"TR"}),
    "TFoot": frozenset({"TR"}),
    "TR": frozenset({"TH", "TD"}),
    "TH": _INLINE | {"P", "L"},
    "TD": _INLINE | {"P", "L", "Figure"},
    "Note": _INLINE | {"Lbl", "P"},
    "Lbl": _INLINE,
    "Caption": _INLINE | {"P"},
    "Figure": frozenset({"Caption", "Span"}),
    "Link": frozenset({"Span"}),
    "Form": frozenset(),
    "Reference": frozenset({"Link", "Span"}),
    "Span": frozenset({"Link", "Span"}),
} | dict.fromkeys(("P", "H1", "H2", "H3", "H4", "H5", "H6"), _INLINE)
_WITHOUT_CONTENT = frozenset({"Document", "Form", "Sect", "TOC", "L", "LI", "Table", "THead", "TBody", "TFoot", "TR"})


def text_string(text: str) -> bytes:
    """A text as a PDF string that any reader takes for Unicode."""
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode("ascii") + b">"


def language_of(code: str) -> bytes:
    """The entry that says in which language (BCP 47) an element is."""
    return b"/Lang" + text_string(code)


SCOPE_COLUMN = b"/A<</O/Table/Scope/Column>>"
NUMBERED = b"/A<</O/List/ListNumbering/Decimal>>"
DOTTED = b"/A<</O/List/ListNumbering/Disc>>"
LABELLED = b"/A<</O/List/ListNumbering/None>>"


def scope_spanning(scope: str, columns: int = 1, rows: int = 1) -> bytes:
    """The attributes of a head over several columns or rows."""
    spans = (f"/ColSpan {columns}" if columns > 1 else "") + (f"/RowSpan {rows}" if rows > 1 else "")
    return f"/A<</O/Table/Scope/{scope}{spans}>>".encode("ascii")


class Objects(Protocol):
    """Where elements are written to."""

    def new_number(self) -> int: ...
    def put(self, number: int, body: bytes) -> None: ...


class Element:
    """A structure element; written, and forgotten, when it is closed. `number` is its object's."""

    __slots__ = ("_objects", "attributes", "kids", "number", "page", "parent", "tag")
    tag: str

    def __init__(self, objects: Objects, tag: str, parent: Element | None, parent_number: int, attributes: bytes = b"") -> None:
        if parent is not None and tag not in _CHILDREN[parent.tag]:
            raise IllegalStructure(f"{tag} has no place in {parent.tag}")
        if tag == "Figure" and (b"/Alt" not in attributes or b"/BBox" not in attributes):
            raise IllegalStructure("a Figure needs a text in its place, and its bounds")
        if tag == "Note" and b"/ID" not in attributes:
            raise IllegalStructure("a Note needs an ID")
        if tag == "TH" and b"/Scope" not in attributes:
            raise IllegalStructure("a TH needs a Scope")
        self._objects, self.tag, self.attributes = objects, tag, attributes
        self.number = objects.new_number()
        self.parent = parent_number
        self.kids: list[bytes] | None = []
        self.page = 0
        if parent is not None:
            parent.add(b"%d 0 R" % self.number)

    def add(self, kid: bytes) -> None:
        if self.kids is None:
            raise IllegalStructure(f"{self.tag} is closed already")
        self.kids.append(kid)

    def add_content(self, page: int, mark: int) -> None:
        """Take what is drawn under a mark (MCID) of a page."""
        if self.tag in _WITHOUT_CONTENT:
            raise IllegalStructure(f"{self.tag} holds elements, not words or lines")
        if not self.page:
            self.page = page
        self.add(b"%d" % mark if page == self.page else b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (page, mark))

    def add_annotation(self, page: int, annotation: int) -> None:
        self.add(b"<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>" % (page, annotation))

    def close(self) -> None:
        if self.kids is None:
            return
        kids, self.kids = self.kids, None
        told = b"" if not kids else b"/K " + (kids[0] if len(kids) == 1 else b"[" + b" ".join(kids) + b"]")
        page = b"/Pg %d 0 R" % self.page if self.page else b""
        tag = self.tag.encode("ascii")
        self._objects.put(self.number, b"<</Type/StructElem/S/%s/P %d 0 R%s%s%s>>" % (tag, self.parent, page, told, self.attributes))


class ParentTree:
    """From each page and each annotation back to the structure: what each key leads to, by object number."""

    def __init__(self) -> None:
        self._numbers = array("L")

    def new_key(self, number: int = 0) -> int:
        self._numbers.append(number)
        return len(self._numbers) - 1

    def lead(self, key: int, number: int) -> None:
        self._numbers[key] = number

    def __len__(self) -> int:
        return len(self._numbers)

    def body(self) -> bytes:
        return b"<</Nums[" + b" ".join(b"%d %d 0 R" % (key, number) for key, number in enumerate(self._numbers) if number) + b"]>>"
