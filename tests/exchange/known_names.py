"""A few names of States, as readers of files ask for them."""

from __future__ import annotations

from collections.abc import Mapping

from cbm_tracker.exchange.state_answers import AnsweredNames

NAMES = {"USA": "USA", "United States": "USA", "Japan": "JPN", "USSR": "SUN", "NATO": "NATO", "Poland": "POL"}


class _Names:
    def __init__(self, codes_as_written: bool) -> None:
        self._codes_as_written = codes_as_written

    def code(self, text: str) -> str | None:
        return text if self._codes_as_written else NAMES.get(text) or (text if text in NAMES.values() else None)

    def is_organisation(self, code: str) -> bool:
        return code == "NATO"

    def hint(self, text: str) -> str:
        return f"Who is {text}?"


def known_names(answers: Mapping[str, str] | None = None) -> AnsweredNames:
    return AnsweredNames(_Names(codes_as_written=False), answers or {})


def codes_as_written() -> AnsweredNames:
    """Take every text for a code."""
    return AnsweredNames(_Names(codes_as_written=True), {})
