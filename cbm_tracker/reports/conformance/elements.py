"""What each structure element says of itself, read in the order of the file and kept as a few bytes each.

A report of 1,000 pages has some 360,000 elements, nearly all of them cells: those are taken by one regular expression.
"""

from __future__ import annotations

import re
from array import array

from cbm_tracker.reports.conformance.element_kinds import KINDS, MAY_HOLD_CONTENT, NUMBER_OF
from cbm_tracker.reports.conformance.fault import Faults
from cbm_tracker.reports.conformance.finished_file import FinishedFile
from cbm_tracker.reports.conformance.objects import Dictionary, Name, Reference, Value, parse, text_of

_USUAL = re.compile(
    rb"^(?:<</Type/StructElem/S/(\w+)/P (\d+) 0 R(?:/Pg (\d+) 0 R)?(?:/K (?:(\d+)|\[([\d R]+)\]|(\d+) 0 R))?"
    rb"((?:/A<<[^<>]*>>|/Lang<[0-9A-F]+>)*)>>|.*)$",
    re.MULTILINE,
)  # what is another object, or an element with more to tell, has no kind here
_ELEMENT = re.compile(rb"/S\s*/")
_CODES = {kind.encode("ascii"): number for kind, number in NUMBER_OF.items()}
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_SCOPES = (Name("Row"), Name("Column"), Name("Both"))
_LINE = 10  # the sign that ends a line
_OTHER = (b"",) * 7
_MOST_MARKS = 1_000_000
_TELLING = frozenset((b"Figure", b"Formula", b"TH", b"Note"))  # kinds that need more than their place


class Elements:
    """All elements by the number of their object; `marks` and `annotations` are what they say they hold."""

    def __init__(self, file: FinishedFile, faults: Faults) -> None:
        self._file, self._faults = file, faults
        root = file.at(file.trailer, "Root", "StructTreeRoot")
        self._roles = file.at(root, "RoleMap")
        size = len(file)
        self.kinds = bytearray(size)
        self.parents = array("I", bytes(4 * size))
        self.first, self.count = array("I", self.parents), array("I", self.parents)
        self.kids = array("I")
        self.has_content = bytearray(size)
        self.spans: dict[int, tuple[int, int]] = {}
        self.marks: dict[int, array[int]] = {}  # for each page: the element of each mark, 0 for none
        self.annotations: dict[int, int] = {}
        self.total = 0
        self.identifiers: dict[bytes, int] = {}
        self._attributes: dict[bytes, Dictionary] = {}
        for data, numbers, starts in file.object_streams():
            self._read(data, numbers, starts)

    def where(self, number: int) -> str:
        return f"{KINDS[self.kinds[number]]} (object {number})"

    def _read(self, data: bytes, numbers: list[int], starts: list[int]) -> None:
        count, first = len(numbers), starts[0]
        usual: list[tuple[bytes, ...]] = []
        if data.count(b"\n", first) == count - 1 and starts == sorted(set(starts)) and all(data[at - 1] == _LINE for at in starts[:-1]):
            usual = _USUAL.findall(data, first)  # each line is an object
        if len(usual) != count or 0 in numbers:
            usual = [_OTHER] * count
        for at, (number, parts) in enumerate(zip(numbers, usual, strict=True)):
            if parts[0]:
                self._take_usual(number, *parts)
            elif number:
                self._read_one(number, data[starts[at] : starts[at + 1]])

    def _read_one(self, number: int, spelled: bytes) -> None:
        if spelled.startswith(b"<<") and _ELEMENT.search(spelled):
            entries = parse(spelled)
            if isinstance(entries, dict) and (entries.get("Type") == Name("StructElem") or ("P" in entries and "K" in entries)):
                self._take(number, entries)

    def _take_usual(
        self, number: int, kind: bytes, parent: bytes, page: bytes, mark: bytes, kids: bytes, kid: bytes, attributes: bytes,
    ) -> None:
        code = _CODES.get(kind, 0) or self._mapped(number, kind.decode("ascii"))
        self.kinds[number], self.parents[number] = code, int(parent)
        self.total += 1
        if mark:
            marks = self.marks.get(int(page or 0))
            if marks is not None and int(mark) == len(marks) and MAY_HOLD_CONTENT[code]:  # nearly all marks: the next of their page
                marks.append(number)
                self.has_content[number] = 1
            else:
                self._claim(number, int(page or 0), int(mark))
        elif kids:
            numbers = kids.replace(b" 0 R", b"").split()
            if kids.count(b" 0 R") == len(numbers):
                self.first[number], self.count[number] = len(self.kids), len(numbers)
                self.kids.extend(map(int, numbers))
            else:  # marks too
                self._take_kids(number, int(page or 0), parse(b"[" + kids + b"]"))
        elif kid:
            self.first[number], self.count[number] = len(self.kids), 1
            self.kids.append(int(kid))
        if attributes or kind in _TELLING:
            self._judge(number, self._parsed(attributes))

    def _parsed(self, attributes: bytes) -> Dictionary:
        """Parse attributes and a language; most are the same as many others'."""
        entries = self._attributes.get(attributes)
        if entries is None:
            if len(self._attributes) > 1_000:
                self._attributes.clear()
            value = parse(b"<<" + attributes + b">>")
            entries = self._attributes[attributes] = value if isinstance(value, dict) else {}
        return entries

    def _take(self, number: int, entries: Dictionary) -> None:
        name, parent, page = entries.get("S"), entries.get("P"), entries.get("Pg")
        kind = str(name) if isinstance(name, Name) else ""
        self.kinds[number] = NUMBER_OF.get(kind, 0) or self._mapped(number, kind)
        self.parents[number] = parent.number if isinstance(parent, Reference) else 0
        self.total += 1
        own_page = page.number if isinstance(page, Reference) else 0
        held = entries.get("K")
        if isinstance(held, Reference) and isinstance(value := self._file.value(held), list):
            held = value
        self._take_kids(number, own_page, held)
        self._judge(number, entries)

    def _take_kids(self, number: int, own_page: int, held: Value) -> None:
        begins = len(self.kids)
        for kid in held if isinstance(held, list) else [] if held is None else [held]:
            if isinstance(kid, int):
                self._claim(number, own_page, kid)
            elif isinstance(kid, Reference) and not self._is_content(kid):
                self.kids.append(kid.number)
            else:
                self._take_content(number, own_page, self._file.value(kid))
        self.first[number], self.count[number] = begins, len(self.kids) - begins

    def _is_content(self, kid: Reference) -> bool:
        """Tell whether a reference leads to the description of a mark or an annotation rather than to an element."""
        return self._file.at(kid, "Type") in (Name("MCR"), Name("OBJR"))

    def _take_content(self, number: int, own_page: int, kid: Value) -> None:
        if not isinstance(kid, dict):
            self._faults.say("structure", self.where(number), "it holds neither element nor content", "ISO 32000-1, 14.7.2")
            return
        page = kid.get("Pg")
        on = page.number if isinstance(page, Reference) else own_page
        if kid.get("Type") == Name("MCR"):
            mark = kid.get("MCID")
            if "Stm" in kid or not isinstance(mark, int):
                self._faults.say("mark in form", self.where(number), "it claims a mark in a form", "ISO 32000-1, 14.7.4.2")
            else:
                self._claim(number, on, mark)
            return
        annotation = kid.get("Obj")
        if not isinstance(annotation, Reference):
            self._faults.say("link", self.where(number), "it refers to no annotation", "ISO 32000-1, 14.7.4.3")
            return
        self.has_content[number] = 1
        self.annotations[annotation.number] = number

    def _claim(self, number: int, page: int, mark: int) -> None:
        self.has_content[number] = 1
        marks = self.marks.get(page)
        if marks is None:
            marks = self.marks[page] = array("I")
        if mark == len(marks):
            marks.append(number)
        elif not 0 <= mark < _MOST_MARKS:
            self._faults.say("mark", self.where(number), f"it claims the mark {mark}", "ISO 32000-1, 14.7.4.2")
            return
        else:
            if mark > len(marks):
                marks.extend([0] * (mark + 1 - len(marks)))
            if marks[mark]:
                self._faults.say(
                    "mark twice", self.where(number), f"the mark {mark} of its page belongs to another element too", "ISO 32000-1, 14.7.4.2"
                )
            marks[mark] = number
        if not MAY_HOLD_CONTENT[self.kinds[number]]:
            self._faults.say("content in group", self.where(number), "it holds content of its own", "ISO 32000-1, 14.8.4")

    def _mapped(self, number: int, kind: str) -> int:
        met = {kind}
        while isinstance(self._roles, dict) and isinstance(role := self._roles.get(kind), Name) and role not in met:
            kind = str(role)
            met.add(kind)
            if kind in NUMBER_OF:
                return NUMBER_OF[kind]
        says = f"{kind or 'nothing'} is no standard kind and the role map does not lead to one"
        self._faults.say("kind", f"object {number}", says, "ISO 19005-3, 6.7.3")
        return 0

    # -------------------------------------------------- what a kind must tell

    def _judge(self, number: int, entries: Dictionary) -> None:
        kind, where = KINDS[self.kinds[number]], self.where(number)
        if kind in ("Figure", "Formula"):
            if not (text_of(self._file.value(entries.get("Alt"))) or text_of(self._file.value(entries.get("ActualText")))).strip():
                clause = "ISO 14289-1, 7.3" if kind == "Figure" else "ISO 14289-1, 7.7"
                self._faults.say("figure without text", where, "no text says what it shows", clause)
            if kind == "Figure" and not _is_box(self._attribute(entries, "BBox")):
                self._faults.say("figure without bounds", where, "its place on the page is not given")
        elif kind == "TH" and self._attribute(entries, "Scope") not in _SCOPES and self._attribute(entries, "Headers") is None:
            self._faults.say("head without scope", where, "what it is the head of is not said", "ISO 32000-1, 14.8.4.3.4")
        own = self._file.value(entries.get("ID"))
        if isinstance(own, bytes) and own and own not in self.identifiers:
            self.identifiers[own] = number
        elif kind == "Note" or "ID" in entries:
            self._faults.say("note", where, "it has no name of its own (ID)", "ISO 14289-1, 7.9")
        if kind in ("TH", "TD") and "A" in entries:
            columns, rows = self._attribute(entries, "ColSpan"), self._attribute(entries, "RowSpan")
            if columns is not None or rows is not None:
                self.spans[number] = (columns if isinstance(columns, int) else 1, rows if isinstance(rows, int) else 1)
        if "Lang" in entries and not _LANGUAGE.fullmatch(text_of(self._file.value(entries["Lang"]))):
            self._faults.say("language", where, "its language is not a code", "ISO 19005-3, 6.7.4")

    def _attribute(self, entries: Dictionary, name: str) -> Value:
        """Return an attribute, whichever of the element's attribute objects holds it."""
        for held in self._file.listed(entries.get("A")):
            value = self._file.at(held, name)
            if value is not None:
                return value
        return None


def _is_box(box: Value) -> bool:
    if not isinstance(box, list) or len(box) != 4:
        return False
    left, low, right, high = (side if isinstance(side, int | float) else None for side in box)
    return left is not None and low is not None and right is not None and high is not None and left <= right and low <= high
