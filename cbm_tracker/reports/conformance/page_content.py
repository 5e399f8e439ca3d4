"""What a page paints: each stroke of it is under a mark of the structure or in an artifact; the marks, and what is shown in each font.

Read are the operators that our writer uses, and no others: one regular expression takes numbers and operators that change
neither structure nor font without a step of ours, and a table page of 300 cells in about a millisecond.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from cbm_tracker.reports.conformance.fault import Faults
from cbm_tracker.reports.conformance.objects import LITERAL, Name, Unreadable, Value, parse, string_bytes, unescaped

# Operators that move, colour or shape what others paint (ISO 32000-1, annex A); colours are RGB and grey, as the output intent.
_QUIET = rb"(?:rg|RG|re|Tm|Td|TD|T\*|Tc|Tw|Tz|TL|Ts|W\*?|[wmlcvyhngGJjMdi]|cm)(?![A-Za-z0-9*'\"])"
_END = rb"(?![A-Za-z0-9*'\"])"
_RUN = rb"(?:[-+.0-9\s\x00]++|" + _QUIET + rb")*+"
# A mark is taken together with the one text in it, if that is all: nearly all cells of tables are.
_CONTENT = re.compile(
    _RUN + rb"(?:/\w+\s*+<<\s*+/MCID\s+(\d+)\s*+>>\s*+BDC" + _END +
    rb"(?:" + _RUN + rb"(" + LITERAL + rb")\s*+Tj" + _END + _RUN + rb"EMC" + _END + rb")?+"
    rb"|/([^\s\x00()<>\[\]{}/%]++)\s+[-+.0-9]++\s+Tf" + _END +
    rb"|(" + LITERAL + rb")\s*+Tj" + _END + rb"|([A-Za-z'\"][A-Za-z0-9*]*+)"
    rb"|(<<(?:[^<>()]++|<[0-9A-Fa-f\s]*+>|" + LITERAL + rb")*+>>|/[^\s\x00()<>\[\]{}/%]*+|" + LITERAL +
    rb"|<[0-9A-Fa-f\s]*+>|[\[\]]|%[^\r\n]*+)"
    rb"|\Z|(.))",
    re.DOTALL,
)  # fmt: skip
_PAINTING = frozenset((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"Tj", b"TJ", b"'", b'"', b"Do"))
_SHOWING = frozenset((b"Tj", b"TJ", b"'", b'"'))
_DEEPEST_STATE = 28  # ISO 19005-3, 6.1.13
_ARTIFACT, _NEITHER = -1, -2


@dataclass
class PageContent:
    """The marks that a page's content opens, in their order; the texts shown in each font, by the font's name, as spelled."""

    marks: list[int] = field(default_factory=list)
    shown: dict[str, list[bytes]] = field(default_factory=dict)
    drawn: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)


def read_content(stream: bytes, where: str, faults: Faults, properties: Callable[[str], Value], in_form: bool = False) -> PageContent:
    """Follow a content stream; `properties` finds a property list by its name. A form is drawn under its page's marks."""
    return _Reader(where, faults, properties, in_form).follow(stream)


class _Reader:
    def __init__(self, where: str, faults: Faults, properties: Callable[[str], Value], in_form: bool) -> None:
        self.where, self.faults, self.properties = where, faults, properties
        self.content = PageContent()
        self.open: list[int] = [0] if in_form else []  # of each mark its number, or what it is instead
        self.in_form = in_form
        self.brackets: list[bytes] = []
        self.operands: list[bytes] = []
        self.font: list[bytes] | None = None
        self.kept: list[list[bytes] | None] = []

    def fault(self, rule: str, says: str, clause: str = "") -> None:
        self.faults.say(rule, self.where, says, clause)

    def follow(self, stream: bytes) -> PageContent:
        marks, opened, brackets = self.content.marks, self.open, self.brackets
        for mark, marked, font, text, operator, operand, other in _CONTENT.findall(stream):
            if marked and self.font is not None and not opened:
                marks.append(int(mark))
                self.font.append(marked)
            elif text:
                if self.font is None:
                    self.fault("text without font", "text is shown before a font is chosen", "ISO 32000-1, 9.3.1")
                    self.font = []
                self.font.append(text)
                if not opened or (opened[-1] == _NEITHER and max(opened) == _NEITHER):
                    self._untagged(b"Tj")
            elif mark:
                self._open(int(mark))
                if marked:
                    self.operands = [marked]
                    self._operator(b"Tj")
                    self.operands = []
                    opened.pop()
                    brackets.pop()
            elif font:
                self.font = self.content.shown.setdefault(font.decode("latin-1"), [])
            elif operand:
                self.operands.append(operand)
            elif operator:
                if operator == b"EMC" and brackets and brackets[-1] == b"EMC":
                    brackets.pop()
                    opened.pop()
                elif operator == b"BT":
                    brackets.append(b"ET")
                elif operator == b"ET" and brackets and brackets[-1] == b"ET":
                    brackets.pop()
                else:
                    self._operator(operator)
                    self.operands = []
            elif other:
                self.fault("operator", f"{other!r} has no place in a content stream", "ISO 19005-3, 6.2.2")
        if brackets or self.kept:
            self.fault("balance", "what is opened is not closed", "ISO 32000-1, 14.6.1")
        if len(set(marks)) != len(marks):
            self.fault("mark twice", "a mark is used twice", "ISO 32000-1, 14.7.4.2")
        return self.content

    def _operator(self, operator: bytes) -> None:
        if operator in _PAINTING:
            if not self.open or max(self.open) == _NEITHER:
                self._untagged(operator)
            if operator in _SHOWING:
                self._show(operator)
            elif operator == b"Do":
                self._name(self.content.drawn)
        elif operator == b"BDC":
            self._open(self._mark())
        elif operator == b"BMC":
            self._open(_ARTIFACT if self.operands[-1:] == [b"/Artifact"] else _NEITHER)
        elif operator == b"q":
            self.kept.append(self.font)
            if len(self.kept) > _DEEPEST_STATE:
                self.fault("balance", "graphics states lie deeper in one another than allowed", "ISO 19005-3, 6.1.13")
        elif operator == b"Q" and self.kept:
            self.font = self.kept.pop()
        elif operator == b"gs":
            self._name(self.content.states)
        elif operator in (b"EMC", b"ET", b"Q"):
            self.fault("balance", f"{operator.decode('ascii')} closes what is not open", "ISO 32000-1, 14.6.1")
        elif operator in (b"k", b"K"):
            self.fault("colour", "a colour is mixed for printing, the output intent is for screens", "ISO 19005-3, 6.2.4.3")
        else:
            self.fault("operator", f"{operator.decode('latin-1')} is no operator that our reports use", "ISO 19005-3, 6.2.2")

    def _untagged(self, operator: bytes) -> None:
        says = f"{operator.decode('ascii')} paints outside the structure and outside an artifact"
        self.fault("untagged content", says, "ISO 14289-1, 7.1")

    def _open(self, mark: int) -> None:
        """Open a mark of the structure, from 0 on, or an artifact, or what is neither."""
        around = max(self.open, default=_NEITHER)
        artifact = _ARTIFACT in self.open
        if mark >= 0:
            if artifact:
                self.fault("content in artifact", f"the mark {mark} lies inside an artifact", "ISO 14289-1, 7.1")
            elif self.in_form:
                self.fault("mark in form", f"the mark {mark} lies in a form drawn by the page", "ISO 32000-1, 14.7.4.2")
            elif around >= 0:
                self.fault("mark in mark", f"the mark {mark} lies inside another", "ISO 32000-1, 14.7.4.2")
            self.content.marks.append(mark)
        elif mark == _ARTIFACT and around >= 0 and not self.in_form:
            self.fault("artifact in content", "an artifact lies inside tagged content", "ISO 14289-1, 7.1")
        self.open.append(mark)
        self.brackets.append(b"EMC")

    def _mark(self) -> int:
        """Return the mark that the operands of BDC name, or what they open instead."""
        if self.operands[:1] == [b"/Artifact"]:
            return _ARTIFACT
        listed: Value = None
        if len(self.operands) == 2:
            try:
                listed = parse(self.operands[1])
            except Unreadable:
                self.fault("operator", "a mark has operands of another kind", "ISO 32000-1, 14.6.2")
            if isinstance(listed, Name):
                listed = self.properties(str(listed))
        mark = listed.get("MCID") if isinstance(listed, dict) else None
        return mark if isinstance(mark, int) and mark >= 0 else _NEITHER

    def _show(self, operator: bytes) -> None:
        if self.font is None:
            self.fault("text without font", "text is shown before a font is chosen", "ISO 32000-1, 9.3.1")
            return
        self.font.extend(operand for operand in self.operands if operand[:1] in (b"(", b"<"))

    def _name(self, names: set[str]) -> None:
        if self.operands and self.operands[-1].startswith(b"/"):
            names.add(self.operands[-1][1:].decode("latin-1"))
        else:
            self.fault("operator", "an operator lacks the name of what it uses", "ISO 32000-1, 7.8.2")


def shown_bytes(texts: list[bytes]) -> bytes:
    """Return the codes shown, all texts after one another."""
    if any(text.startswith(b"<") for text in texts):
        return b"".join(string_bytes(text) for text in texts)
    return unescaped(b"".join(text[1:-1] for text in texts))
