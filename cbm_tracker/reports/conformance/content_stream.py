"""Read what a page's content stream does: its operators with their operands, as plain bytes.

`pikepdf.parse_content_stream` makes an object of each operand; a table page of our reports has thousands, and this is
several times as fast. The grammar is ISO 32000-1 7.2 and 7.8.2; strings may nest brackets three deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BALANCED = rb"[^()\\]|\\."
_INNER = rb"\((?:" + _BALANCED + rb")*\)"
_MIDDLE = rb"\((?:" + _BALANCED + rb"|" + _INNER + rb")*\)"
_STRING = rb"\((?:[^()\\]+|\\.|" + _MIDDLE + rb")*\)"
_TOKEN = re.compile(
    rb"(?P<operator>[A-Za-z'\"][A-Za-z0-9*]*)"
    rb"|" + _STRING + rb"|/[^\s()<>\[\]{}/%]*|<<|>>|<[0-9A-Fa-f\s]*>|[\[\]]|[-+.0-9]+|%[^\r\n]*|[^\s\x00]",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_NAMED_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_NO_OPERATORS = frozenset((b"true", b"false", b"null"))


def operations(stream: bytes) -> Iterator[tuple[bytes, list[bytes]]]:
    """Yield each operator with the tokens before it; a dictionary or an array is the row of its tokens."""
    operands: list[bytes] = []
    for match in _TOKEN.finditer(stream):
        token = match[0]
        if match.lastgroup is None or token in _NO_OPERATORS:
            if not token.startswith(b"%"):
                operands.append(token)
        else:
            yield token, operands
            operands = []
    if operands:
        yield b"", operands


def string_bytes(token: bytes) -> bytes:
    """Return what a string token, literal or hexadecimal, stands for."""
    if token.startswith(b"<"):
        digits = re.sub(rb"\s", b"", token[1:-1])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    inside = token[1:-1]
    return _ESCAPE.sub(_unescaped, inside) if b"\\" in inside else inside


def _unescaped(match: re.Match[bytes]) -> bytes:
    sign = match[1]
    if sign[:1].isdigit():
        return bytes((int(sign, 8) & 0xFF,))
    return _NAMED_ESCAPES.get(sign, sign)
