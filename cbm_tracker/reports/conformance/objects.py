"""What a PDF file is made of, and how it is spelled (ISO 32000-1, 7.3): names, numbers, strings, arrays, dictionaries, references."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

_PIECE = 1 << 20  # bytes


class Unreadable(Exception):
    """The file, or a part of it, is not spelled as our writer spells it; the message says what."""


class Name(str):
    """A name without its slash: apart from a text, which is bytes."""

    __slots__ = ()


class Reference(NamedTuple):
    """To another object of the file; its generation is always 0."""

    number: int


@dataclass(frozen=True)
class Stream:
    """A stream's dictionary and its bytes as they lie in the file."""

    entries: Dictionary
    raw: bytes

    def data(self) -> bytes:
        return b"".join(self.pieces())

    def pieces(self) -> Iterator[bytes]:
        """Yield what the stream holds in parts of bounded size."""
        filters = self.entries.get("Filter")
        if filters is None:
            yield self.raw
            return
        if filters not in (Name("FlateDecode"), [Name("FlateDecode")]) or "DecodeParms" in self.entries:
            raise Unreadable("a stream is packed otherwise than our reports are")
        unpacking = zlib.decompressobj()
        left = self.raw
        try:
            while left and not unpacking.eof:
                yield unpacking.decompress(left, _PIECE)
                left = unpacking.unconsumed_tail
            yield unpacking.flush()
        except zlib.error as error:
            raise Unreadable("a stream cannot be unpacked") from error
        if not unpacking.eof or unpacking.unused_data:
            raise Unreadable("a stream is cut short, or something stands behind it")


Value: TypeAlias = "bool | int | float | Name | bytes | list[Value] | dict[str, Value] | Reference | Stream | None"
Dictionary: TypeAlias = "dict[str, Value]"

_BALANCED = rb"[^()\\]++|\\."
_INNER = rb"\((?:" + _BALANCED + rb")*+\)"
_MIDDLE = rb"\((?:" + _BALANCED + rb"|" + _INNER + rb")*+\)"
LITERAL = rb"\((?:" + _BALANCED + rb"|" + _MIDDLE + rb")*+\)"  # brackets inside may nest three deep
_TOKEN = re.compile(
    rb"[\s\x00]*+(?:(?P<reference>\d+) 0 R(?![^\s\x00()<>\[\]{}/%])|(?P<name>/[^\s\x00()<>\[\]{}/%]*)"
    rb"|(?P<number>[-+]?\d+(?![\d.]))|(?P<sign><<|>>|[\[\]])|(?P<hexadecimal><[0-9A-Fa-f\s]*>)|(?P<literal>" + LITERAL + rb")"
    rb"|(?P<real>[-+]?(?:\d+\.\d*|\.\d+))|(?P<word>true|false|null)(?!\w)|(?P<end>\Z)|(?P<other>.))",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_WORDS = {b"true": True, b"false": False, b"null": None}
_DEEPEST, _LONGEST_STRING, _LONGEST_NAME, _LARGEST = 60, 32_767, 127, 2**31  # ISO 19005-3, 6.1.13, but for the depth


def parse(text: bytes) -> Value:
    """Read one value that fills the text.

    Raises:
        Unreadable: the text is something else, or goes beyond what an archival file may hold.
    """
    tokens = _TOKEN.finditer(text)
    value = _value(next(tokens), tokens, 0)
    if next(tokens).lastgroup != "end":
        raise Unreadable(f"something follows a value: {_shown(text)}")
    return value


def _value(token: re.Match[bytes], tokens: Iterator[re.Match[bytes]], depth: int) -> Value:
    kind = token.lastgroup or ""
    spelled = token[kind]
    if kind == "reference":
        return Reference(int(spelled))
    if kind == "name":
        return _name(spelled)
    if kind == "number":
        if not -_LARGEST <= int(spelled) < _LARGEST:
            raise Unreadable(f"a number is too large: {_shown(spelled)}")
        return int(spelled)
    if kind in ("literal", "hexadecimal"):
        return _string(spelled)
    if kind == "real":
        return float(spelled)
    if kind == "word":
        return _WORDS[spelled]
    if depth == _DEEPEST:
        raise Unreadable("values lie deeper in one another than can be read")
    if spelled == b"[":
        return list(_array(tokens, depth))
    if spelled == b"<<":
        return dict(_entries(tokens, depth))
    raise Unreadable(f"no value begins with {_shown(spelled)}")


def _array(tokens: Iterator[re.Match[bytes]], depth: int) -> Iterator[Value]:
    for token in tokens:
        if token["sign"] == b"]":
            return
        yield _value(token, tokens, depth + 1)


def _entries(tokens: Iterator[re.Match[bytes]], depth: int) -> Iterator[tuple[str, Value]]:
    named: set[str] = set()
    for token in tokens:
        if token["sign"] == b">>":
            return
        if token.lastgroup != "name":
            raise Unreadable("an entry of a dictionary has no name")
        name = _name(token["name"])
        if name in named:
            raise Unreadable(f"a dictionary names {name} twice")
        named.add(name)
        yield name, _value(next(tokens), tokens, depth + 1)


def _name(spelled: bytes) -> Name:
    if b"#" in spelled:
        spelled = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode("ascii")), spelled)
    if len(spelled) - 1 > _LONGEST_NAME:
        raise Unreadable("a name is too long")
    try:
        return Name(spelled[1:].decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Unreadable("a name is not in UTF-8") from error


def _string(spelled: bytes) -> bytes:
    if spelled.startswith(b"<") and sum(not sign.isspace() for sign in spelled.decode("ascii")) % 2:
        raise Unreadable("a hexadecimal string has an odd number of digits")
    string = string_bytes(spelled)
    if len(string) > _LONGEST_STRING:
        raise Unreadable("a string is too long")
    return string


def string_bytes(spelled: bytes) -> bytes:
    """Return what a string, literal or hexadecimal, stands for; a digit that lacks its other is taken as followed by 0."""
    if spelled.startswith(b"<"):
        digits = re.sub(rb"\s", b"", spelled[1:-1])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return unescaped(spelled[1:-1])


def unescaped(inside: bytes) -> bytes:
    """Return what the inside of literal strings stands for."""
    return _ESCAPE.sub(_unescaped, inside) if b"\\" in inside else inside


def _unescaped(match: re.Match[bytes]) -> bytes:
    sign = match[1]
    if sign[:1].isdigit():
        return bytes((int(sign, 8) & 0xFF,))
    return _ESCAPED.get(sign, sign)


def text_of(value: Value) -> str:
    """Return a text string (ISO 32000-1, 7.9.2.2) as its reader sees it; empty for anything else."""
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", errors="replace")
    return value.decode("latin-1")


def _shown(text: bytes) -> str:
    return repr(text[:40])[1:]
