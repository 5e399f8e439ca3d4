"""What an office puts round its reports: a line in the head and one in the foot of each page, and an emblem on the cover."""

from __future__ import annotations

from cbm_tracker.errors import CbmTrackerError

LONGEST = 100  # characters of a running line; more would not stand beside what every page has


def check_letterhead(header: str, footer: str, emblem: str) -> None:
    """Raises CbmTrackerError: a line is too long or not one line, or the emblem cannot be printed."""
    for name, text in (("header", header), ("footer", footer)):
        if len(text) > LONGEST:
            raise CbmTrackerError(f"The {name} has {len(text)} characters, and {LONGEST} is the most.", "Say it shorter.")
        if not text.isprintable():
            raise CbmTrackerError(f"The {name} is not one line of plain text.", "Take out line breaks and tabs.")
    if emblem:
        from cbm_tracker.reports.emblem import read_emblem  # loaded when there is one

        read_emblem(emblem, 1, 1)
