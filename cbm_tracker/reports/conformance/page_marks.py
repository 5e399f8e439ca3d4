"""What a page paints, and whether each stroke of it is either under a mark of the structure or an artifact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

from cbm_tracker.reports.conformance.content_stream import operations, string_bytes
from cbm_tracker.reports.conformance.fault import Fault
from cbm_tracker.reports.conformance.shown_fonts import ShownFonts

_PAINTING = frozenset((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"Tj", b"TJ", b"'", b'"', b"Do", b"sh", b"EI"))
_SHOWING = frozenset((b"Tj", b"TJ", b"'", b'"'))
_OPENING = {b"BT": b"ET", b"BMC": b"EMC", b"BDC": b"EMC"}
_CLOSING = frozenset(_OPENING.values())
_KNOWN = (
    _PAINTING
    | _CLOSING
    | frozenset(_OPENING)
    | frozenset(
        b"q Q w J j M d ri i gs cm m l c v y h re n W W* Tc Tw Tz TL Tf Tr Ts Td TD Tm T* CS cs SC SCN sc scn G g RG rg K k MP DP".split()
    )
)
_ARTIFACT, _TAGGED, _NEITHER = "artifact", "tagged", "neither"


@dataclass
class PageMarks:
    """The marks a page's content opens, as the set bits of a number, and what is wrong with them."""

    marks: int = 0
    faults: list[Fault] = field(default_factory=list)


def marks_of(page: pikepdf.Object, where: str, fonts: ShownFonts) -> PageMarks:
    """Read a page's content, and that of the forms it draws."""
    read = PageMarks()
    stream = b"\n".join(part.read_bytes() for part in listed(page, "/Contents"))
    _Content(read, where, fonts).follow(stream, page.get("/Resources"), ())
    return read


def listed(holder: pikepdf.Object, key: str) -> list[pikepdf.Object]:
    """Return what an entry holds that may be one thing or an array of several."""
    held = holder.get(key)
    if held is None:
        return []
    return list(held) if isinstance(held, pikepdf.Array) else [held]


class _Content:
    def __init__(self, read: PageMarks, where: str, fonts: ShownFonts) -> None:
        self.read, self.where, self.fonts = read, where, fonts
        self.said: set[str] = set()

    def fault(self, rule: str, says: str, clause: str) -> None:
        if rule not in self.said:  # one of a kind is enough of a page
            self.said.add(rule)
            self.read.faults.append(Fault(rule, self.where, says, clause))

    def follow(self, stream: bytes, resources: pikepdf.Object | None, around: tuple[str, ...]) -> None:
        """Follow one content stream; `around` are the marks that stand open where it is drawn."""
        marks = list(around)
        covered = _ARTIFACT in marks or _TAGGED in marks
        open_operators: list[bytes] = []
        used: set[bytes] | None = None
        kept: list[set[bytes] | None] = []
        for operator, operands in operations(stream):
            if operator in _PAINTING:
                if not covered:
                    self.fault(
                        "untagged content",
                        f"{operator.decode('latin-1')} paints outside the structure and outside an artifact",
                        "ISO 14289-1, 7.1",
                    )
                if operator in _SHOWING:
                    self._show(operands, used)
                elif operator == b"Do":
                    self._draw(operands, resources, tuple(marks))
            elif operator in (b"BDC", b"BMC"):
                open_operators.append(b"EMC")
                marks.append(self._opened(operands, resources, marks, bool(around)))
                covered = _ARTIFACT in marks or _TAGGED in marks
            elif operator == b"Tf" and len(operands) > 1:
                used = self._font(operands[-2], resources)
            elif operator in _OPENING:
                open_operators.append(_OPENING[operator])
            elif operator == b"q":
                kept.append(used)
            elif operator == b"Q":
                if not kept:
                    self.fault("balance", "Q closes what is not open", "ISO 32000-1, 8.4.2")
                    return
                used = kept.pop()
            elif operator == b"gs":
                self._state(operands, resources)
            elif operator not in _KNOWN:
                self.fault("operator", f"{operator.decode('latin-1') or 'the end'} is no operator of PDF", "ISO 19005-3, 6.2.2")
            if operator in _CLOSING:
                if not open_operators or open_operators.pop() != operator:
                    self.fault("balance", f"{operator.decode('latin-1')} closes what is not open", "ISO 32000-1, 14.6.1")
                    return
                if operator == b"EMC":
                    marks.pop()
                    covered = _ARTIFACT in marks or _TAGGED in marks
        if open_operators or kept:
            self.fault("balance", "what is opened is not closed", "ISO 32000-1, 14.6.1")

    def _opened(self, operands: list[bytes], resources: pikepdf.Object | None, marks: list[str], in_form: bool) -> str:
        if operands and operands[0] == b"/Artifact":
            if _TAGGED in marks:
                self.fault("artifact in content", "an artifact lies inside tagged content", "ISO 14289-1, 7.1")
            return _ARTIFACT
        mark = _mark_number(operands, resources)
        if mark is None:
            return _NEITHER
        if _ARTIFACT in marks:
            self.fault("content in artifact", f"the mark {mark} lies inside an artifact", "ISO 14289-1, 7.1")
        if _TAGGED in marks:
            self.fault("mark in mark", f"the mark {mark} lies inside another", "ISO 32000-1, 14.7.4.2")
        if in_form:
            self.fault("mark in form", f"the mark {mark} lies in a form drawn by the page", "ISO 14289-1, 7.20")
        if self.read.marks >> mark & 1:
            self.fault("mark twice", f"the mark {mark} is used twice", "ISO 32000-1, 14.7.4.2")
        self.read.marks |= 1 << mark
        return _TAGGED

    def _show(self, operands: list[bytes], used: set[bytes] | None) -> None:
        if used is None:
            self.fault("text without font", "text is shown before a font is chosen", "ISO 32000-1, 9.3.1")
            return
        for token in operands:
            if token[:1] in (b"(", b"<"):
                used.add(string_bytes(token))
                if len(used) > 2_000:
                    self.fonts.settle(used)

    def _font(self, name: bytes, resources: pikepdf.Object | None) -> set[bytes] | None:
        font = _resource(resources, "/Font", name)
        if font is None:
            self.fault("font", f"{name.decode('latin-1')} is no font of the page", "ISO 32000-1, 9.3.1")
            return None
        return self.fonts.strings_of(font)

    def _state(self, operands: list[bytes], resources: pikepdf.Object | None) -> None:
        state = _resource(resources, "/ExtGState", operands[-1] if operands else b"")
        if state is None:
            self.fault("graphics state", "a graphics state is named that the page lacks", "ISO 32000-1, 8.4.5")
            return
        for says, clause in transparency_of(state):
            self.fault("transparency", says, clause)

    def _draw(self, operands: list[bytes], resources: pikepdf.Object | None, marks: tuple[str, ...]) -> None:
        drawn = _resource(resources, "/XObject", operands[-1] if operands else b"")
        if drawn is None:
            self.fault("form", "something is drawn that the page does not hold", "ISO 32000-1, 8.8")
            return
        if "/SMask" in drawn or "/Group" in drawn:
            self.fault("transparency", "a drawing has a soft mask or a transparency group", "ISO 19005-3, 6.2.10")
        if "/Ref" in drawn or "/OPI" in drawn or "/PS" in drawn or drawn.get("/Subtype") == "/PS":
            self.fault("outside the file", "a drawing refers to something outside the file", "ISO 19005-3, 6.2.9.1")
        if drawn.get("/Subtype") == "/Form":
            if len(marks) > 12:
                self.fault("form", "forms are drawn inside forms without an end", "ISO 32000-1, 8.10.1")
                return
            self.follow(drawn.read_bytes(), drawn.get("/Resources", resources), (*marks, _NEITHER))


def transparency_of(state: pikepdf.Object) -> Iterator[tuple[str, str]]:
    """What in a graphics state makes ink see-through, or names what PDF/A-3 does not allow."""
    if state.get("/SMask", "/None") != "/None":
        yield "a soft mask is set", "ISO 19005-3, 6.2.10"
    if state.get("/BM", "/Normal") not in ("/Normal", "/Compatible"):
        yield "a blend mode is set", "ISO 19005-3, 6.2.10"
    if float(state.get("/CA", 1)) != 1 or float(state.get("/ca", 1)) != 1:
        yield "ink is see-through", "ISO 19005-3, 6.2.10"
    if "/TR" in state or state.get("/TR2", "/Default") != "/Default":
        yield "a transfer function is set", "ISO 19005-3, 6.2.5"


def _mark_number(operands: list[bytes], resources: pikepdf.Object | None) -> int | None:
    if b"/MCID" in operands[:-1]:
        return int(operands[operands.index(b"/MCID") + 1])
    if len(operands) == 2 and operands[1].startswith(b"/"):
        properties = _resource(resources, "/Properties", operands[1])
        if properties is not None and "/MCID" in properties:
            return int(properties["/MCID"])
    return None


def _resource(resources: pikepdf.Object | None, kind: str, name: bytes) -> pikepdf.Object | None:
    held = None if resources is None else resources.get(kind)
    return None if held is None else held.get(name.decode("latin-1"))
