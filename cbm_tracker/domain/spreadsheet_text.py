"""Texts in tables that spreadsheets open: one that looks like a formula is marked, lest it be carried out."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARK = "'"  # set before what a spreadsheet would take for a formula, taken off again when read


def guard(text: str) -> str:
    """Mark a text that a spreadsheet would take for a formula."""
    marked = text.startswith(_MARK) and text[1:].startswith((*_FORMULA, _MARK))
    return _MARK + text if text.startswith(_FORMULA) or marked else text


def unguard(text: str) -> str:
    """Return what was guarded as it was."""
    return text[1:] if text.startswith(_MARK) and text[1:].startswith((*_FORMULA, _MARK)) else text
