"""What a file is that is not what was expected, told from its first bytes."""

from __future__ import annotations

import re

UNKNOWN = "a file of an unknown kind"
_BEGINNINGS = (
    (b"SQLite format 3\x00", "a SQLite database"), (b"%PDF-", "a PDF document"), (b"PK\x03\x04", "a workbook or archive (ZIP)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"), (b"\x89PNG", "a picture (PNG)"), (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
)
_NEVER_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def what_is(head: bytes) -> str:
    """Return what a file is that begins with these bytes (some 100 of them), with its article; UNKNOWN where nothing tells.

    An encrypted file is UNKNOWN: its bytes are as if thrown by dice, and 100 of those hold some that no text has.
    """
    if not head:
        return "an empty file"
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "a text or table"
    if _NEVER_IN_TEXT.search(head):
        return UNKNOWN
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return "a JSON text" if begins in (b"{", b"[") else "a text or table"
