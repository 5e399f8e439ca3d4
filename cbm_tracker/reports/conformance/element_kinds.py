"""The standard kinds of structure element, and what may stand in what (ISO 32000-1, 14.8.4)."""

from __future__ import annotations

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
_GROUPS = frozenset({"Document", "Part", "Art", "Sect", "Div", "NonStruct"})
_INLINE = frozenset({"Span", "Link", "Reference", "Note", "Quote", "Code", "Annot", "Lbl", "BibEntry"})
_BLOCKS = frozenset(HEADINGS) | {"P", "L", "Table", "Figure", "TOC", "Note", "Caption", "BlockQuote", "Formula", "Index", "Form"}
_PARTS = frozenset({"LI", "LBody", "TR", "TH", "TD", "THead", "TBody", "TFoot", "TOCI"})

# Each kind has a small number, 0 being none of them: 300,000 elements are kept as one byte each.
KINDS = ("", *sorted(_GROUPS | _INLINE | _BLOCKS | _PARTS))
NUMBER_OF = {kind: number for number, kind in enumerate(KINDS)}

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
    **dict.fromkeys((*HEADINGS, "P", *(_INLINE - {"Note"})), _INLINE),
}
_WITHOUT_CONTENT = frozenset({"Document", "Table", "THead", "TBody", "TFoot", "TR", "L", "LI", "TOC", "TOCI"})

ALLOWED = tuple(frozenset(NUMBER_OF[inner] for inner in _ALLOWED.get(kind, ())) for kind in KINDS)
MAY_HOLD_CONTENT = tuple(kind not in _WITHOUT_CONTENT for kind in KINDS)
