"""What a file is that is not what was expected, told from its first bytes."""

from __future__ import annotations

from pathlib import Path

_BEGINNINGS = (
    (b"%PDF-", "a PDF document"), (b"PK\x03\x04", "a workbook or archive (ZIP)"), (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3\x00", "a SQLite database"), (b"\x89PNG", "a picture (PNG)"), (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
)
_SAMPLE = 4096


def what_is(path: Path) -> str:
    """Return what a file is, with its article; “a file of an unknown kind” where nothing tells. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if not head:
        return "an empty file"
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "a file of an unknown kind"
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return "a JSON text" if begins in (b"{", b"[") else "a text or table"
