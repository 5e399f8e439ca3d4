"""Records as JSON (`cbm-tracker/1`): one record, a list, or an object with `schema` and `records`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.record_json import SCHEMA, to_json
from cbm_tracker.errors import InvalidMeasure, UnreadableFile
from cbm_tracker.exchange.own_records import read_objects
from cbm_tracker.exchange.read_result import ReadResult
from cbm_tracker.exchange.state_answers import AnsweredNames

LARGEST = 500_000_000  # bytes


def read_file(path: Path, names: AnsweredNames) -> ReadResult:
    """Raises UnreadableFile."""
    return read_text(load_text(path), str(path), names)


def load_text(path: Path) -> str:
    """Return a UTF-8 file's text. Raises UnreadableFile."""
    try:
        if path.is_dir():
            raise UnreadableFile(path, "is a folder, not a file.")
        if path.stat().st_size > LARGEST:
            raise UnreadableFile(path, "is larger than 500 MB.", hint="Split it.")
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise UnreadableFile(path, "is not there.", hint="Check the name.") from error
    except OSError as error:
        raise UnreadableFile(path, f"cannot be read ({error.strerror or error}).") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, f"is not UTF-8 text (byte {error.start}).", hint="Save it as UTF-8.") from error


def read_text(text: str, source: str, names: AnsweredNames) -> ReadResult:
    """Read records from JSON text; each problem names the line on which its record begins.

    Raises:
        UnreadableFile: it is no JSON, or says that it is of another schema.
    """
    return read_objects(_objects(text, source), source, names)


def _objects(text: str, source: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each record's object and the line on which it begins."""
    try:
        whole = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise UnreadableFile(source, f"is not JSON: {error.msg}.", error.lineno) from error
    except InvalidMeasure as error:
        raise UnreadableFile(source, error.message) from error
    except ValueError as error:
        raise UnreadableFile(source, "holds a number of more figures than can be meant.") from error
    except RecursionError as error:
        raise UnreadableFile(source, "is nested too deeply.") from error
    if isinstance(whole, dict) and "records" in whole:
        if whole.get("schema") != SCHEMA:
            raise UnreadableFile(source, f"says its schema is “{whole.get('schema')}”; this program reads {SCHEMA}.")
        unknown = set(whole) - {"schema", "records", "total", "next"}
        if unknown:
            raise UnreadableFile(source, f"has the unknown key “{min(unknown)}”.", hint="Only schema and records belong there.")
        items = whole["records"]
        start = _after_key(text, "records")
    else:
        items, start = whole, 0
    if isinstance(items, dict):
        yield _line(text, _skip(text, start)), items
        return
    if not isinstance(items, list):
        raise UnreadableFile(source, "holds neither a record nor a list of records.", 1)
    at = text.index("[", start) + 1
    decoder = json.JSONDecoder()
    line, counted = 1, 0
    for item in items:
        at = _skip(text, at)
        line += text.count("\n", counted, at)
        counted = at
        if not isinstance(item, dict):
            raise UnreadableFile(source, "holds something in its list that is no record.", line)
        yield line, item
        _, at = decoder.raw_decode(text, at)


def _after_key(text: str, key: str) -> int:
    """Return where the value of a key of the outermost object begins."""
    decoder = json.JSONDecoder()
    at = _skip(text, text.index("{") + 1)
    while True:
        name, at = decoder.raw_decode(text, at)
        at = _skip(text, text.index(":", at) + 1)
        if name == key:
            return at
        _, at = decoder.raw_decode(text, at)
        at = _skip(text, at)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidMeasure(twice, f"the key “{twice}” stands twice in one object.")
    return found


def _refuse(constant: str) -> None:
    raise InvalidMeasure("", f"{constant} is not a number in JSON.")


def write(records: Iterable[Record], stream: IO[str]) -> int:
    """Write records as one JSON document, one record a line; returns how many."""
    stream.write(f'{{"schema": "{SCHEMA}", "records": [')
    count = 0
    for count, record in enumerate(records, 1):
        stream.write(",\n" if count > 1 else "\n")
        stream.write(json.dumps(to_json(record), ensure_ascii=False))
    stream.write("\n]}\n")
    return count
