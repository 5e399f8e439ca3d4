"""Tables of separated values: what encoding and separator they have, their rows by line, and records written as one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cbm_tracker.domain.fields import FieldKind, field_specs
from cbm_tracker.domain.measures import RECORD_CLASSES, Record
from cbm_tracker.domain.record_json import to_json
from cbm_tracker.domain.spreadsheet_text import guard, unguard
from cbm_tracker.errors import UnreadableFile
from cbm_tracker.exchange.read_result import Problem

LARGEST = 200_000_000  # bytes
_SAMPLE = 64_000
_ENCODINGS = [
    "utf_16", "utf_32", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "koi8_r", "mac_roman", "gb18030", "shift_jis",
    "euc_kr", "big5", "cp1255", "cp1256",
]
_WESTERN = frozenset("ÄÖÜäöüßÀÂÇÉÈÊËÎÏÔŒÙÛàâçéèêëîïôœùûñÑáíóúÁÍÓÚ¿¡ãõÃÕåæøÅÆØìòìÌÒ“”‘’„‚–—…«»°§€£´·•©®™±µ½¼×ªº\xa0")
_FEW = 40  # letters beyond ASCII


@dataclass(frozen=True)
class Table:
    """A header and rows with the line on which each begins; rows of another length are problems."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    problems: tuple[Problem, ...]
    encoding: str
    separator: str


def read_table(path: Path) -> Table:
    """Read a file of unknown encoding and separator.

    Raises:
        UnreadableFile: it is not there, no text, or has no header with distinct names.
    """
    text, encoding = _decode(path)
    separator = _separator(text[:_SAMPLE])
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    problems: list[Problem] = []
    header: tuple[str, ...] | None = None
    line = 1
    try:
        for row in reader:
            begins, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in row):
                continue
            if header is None:
                header = _header(path, row, begins)
            elif len(row) < len(header) or any(cell.strip() for cell in row[len(header) :]):
                remedy = "Put cells that hold the separator in quotation marks." if len(row) > len(header) else "Add the missing cells."
                wrong = f"has {len(row)} cells; the header names {len(header)}."
                problems.append(Problem(begins, "", separator.join(row)[:80], wrong, remedy))
            else:
                rows.append((begins, tuple(row[: len(header)])))
    except csv.Error as error:
        raise UnreadableFile(path, f"is not a table of separated values ({error}).", line) from error
    if header is None:
        raise UnreadableFile(path, "is empty.", hint="The first line names the columns.")
    return Table(header, tuple(rows), tuple(problems), encoding, separator)


def _decode(path: Path) -> tuple[str, str]:
    try:
        if path.is_dir():
            raise UnreadableFile(path, "is a folder, not a file.")
        if path.stat().st_size > LARGEST:
            raise UnreadableFile(path, "is larger than 200 MB.", hint="Split it.")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(path, "is not there.", hint="Check the name.") from error
    except OSError as error:
        raise UnreadableFile(path, f"cannot be read ({error.strerror or error}).") from error
    for magic, name in ((b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)"), (b"PK\x03\x04", "a workbook or archive"),
                        (b"%PDF", "a PDF")):
        if data.startswith(magic):
            hint = "Save it as CSV (UTF-8) and import that."
            raise UnreadableFile(path, f"is {name}, not a table of separated values.", hint=hint)
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        at = data.index(b"\x00")
        raise UnreadableFile(path, "holds a NUL byte and is damaged or no text.", data.count(b"\n", 0, at) + 1)
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        encoding = _encoding(data[:1_000_000])
    try:
        return data.decode(encoding).removeprefix("\ufeff"), encoding
    except (UnicodeDecodeError, LookupError) as error:
        message = f"is text in an encoding that is not recognised (taken for {encoding})."
        raise UnreadableFile(path, message, hint="Save it as UTF-8.") from error


def _encoding(sample: bytes) -> str:
    """Return the likely encoding of what is not UTF-8.

    The detector judges by how often letters follow each other and takes a few of them for any script; where those few
    are the letters and quotation marks of western Europe they are read as such.
    """
    from charset_normalizer import from_bytes

    beyond_ascii = bytes(byte for byte in sample if byte > 127)
    if len(beyond_ascii) <= _FEW and not sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        with suppress(UnicodeDecodeError):
            if set(beyond_ascii.decode("cp1252")) <= _WESTERN:
                return "cp1252"
    best = from_bytes(sample, cp_isolation=_ENCODINGS).best()
    return best.encoding if best else "cp1252"


def _separator(sample: str) -> str:
    import clevercsv

    header = sample.partition("\n")[0]
    plain = {sign: header.count(sign) for sign in ",;\t|"}
    best = max(plain, key=lambda sign: plain[sign])
    if plain[best] and sum(1 for count in plain.values() if count) == 1:
        return best  # only one of the usual separators stands in the header
    whole_lines = sample[: sample.rfind("\n") + 1][:8000] or sample
    try:
        dialect = clevercsv.Detector().detect(whole_lines, delimiters=[",", ";", "\t", "|"])
    except Exception:  # whatever the detector cannot judge is judged by its header
        dialect = None
    found = dialect.delimiter if dialect is not None else ""
    return found if found in plain else (best if plain[best] else ",")


def _header(path: Path, row: Sequence[str], line: int) -> tuple[str, ...]:
    header = tuple(cell.strip() for cell in row)
    named = [name for name in header if name]
    for name in named:
        if named.count(name) > 1:
            raise UnreadableFile(path, f"names the column “{name}” twice.", line, "Give each column its own name.")
    if not named:
        raise UnreadableFile(path, "has no names of columns.", line, "The first line names the columns.")
    return header


# ---------------------------------------------------------------- records as a table


def columns_of(kind: str) -> tuple[str, ...]:
    """Return the columns in which records of a kind are written: `area.name` for nested values, JSON for lists of them."""
    names = ["kind", "id"]
    for spec in field_specs(RECORD_CLASSES[kind]):
        if spec.kind is FieldKind.ONE and spec.of is not None:
            names.extend(f"{spec.key}.{inner.key}" for inner in field_specs(spec.of))
        else:
            names.append(spec.key)
    return (*names, "zones")


def write(records: Iterable[Record], kind: str, stream: IO[str]) -> int:
    """Write records of one kind as CSV (RFC 4180); cells that a spreadsheet would run are marked. Returns how many."""
    writer = csv.writer(stream, lineterminator="\r\n")
    columns = columns_of(kind)
    writer.writerow(columns)
    count = 0
    for record in records:
        data = _flat(to_json(record))
        writer.writerow([_cell(data.get(column)) for column in columns])
        count += 1
    return count


def _flat(data: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in data.items():
        if isinstance(value, dict) and key in ("area", "launch"):
            flat.update({f"{key}.{inner}": part for inner, part in value.items()})
        else:
            flat[key] = value
    return flat


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        plain = isinstance(value, list) and not (value and str(value[0]).startswith("["))
        plain = plain and all(isinstance(item, str) and item and ";" not in item for item in value)
        return guard(";".join(value)) if plain else json.dumps(value, ensure_ascii=False)
    return guard(str(value)) if isinstance(value, str) else str(value)


def read_own(table: Table, kind: str = "") -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the JSON objects that `write` wrote, with their lines; columns of unknown names stay and are refused later.

    Args:
        kind: what the lines are where no `kind` column says so.
    """
    at = table.header.index("kind") if "kind" in table.header else None
    for line, row in table.rows:
        cls = RECORD_CLASSES.get((row[at].strip() if at is not None else "") or kind, Record)
        data: dict[str, Any] = {"kind": kind} if kind else {}
        for name, cell in zip(table.header, row, strict=True):
            if not cell or not name:
                continue
            _put(data, cls, name, cell)
        yield line, data


def _put(data: dict[str, Any], cls: type[Record], name: str, cell: str) -> None:
    outer, _, inner = name.partition(".")
    if inner and not isinstance(data.get(outer, {}), dict):
        outer, inner = name, ""  # a column of somebody else's that only looks nested
    target = data.setdefault(outer, {}) if inner else data
    specs = {spec.key: spec for spec in field_specs(cls)}
    spec = specs.get(outer)
    if inner and spec is not None and spec.of is not None:
        spec = {inner_spec.key: inner_spec for inner_spec in field_specs(spec.of)}.get(inner)
    target[inner or outer] = _value(spec.kind if spec else None, outer, cell)


def _value(kind: FieldKind | None, name: str, cell: str) -> Any:
    if name == "zones" or kind in (FieldKind.MANY, FieldKind.OBJECT, FieldKind.POINTS):
        return _json_or_text(cell)
    if kind in (FieldKind.TEXTS, FieldKind.STATES, FieldKind.PARTIES, FieldKind.AGREEMENTS):
        return _json_or_text(cell) if cell.startswith("[") else [part for part in unguard(cell).split(";") if part]
    if kind is FieldKind.FLAG:
        return {"true": True, "false": False}.get(cell.strip().lower(), cell)
    if kind in (FieldKind.COUNT, FieldKind.AMOUNT):
        return _json_or_text(cell)
    return unguard(cell)


def _json_or_text(cell: str) -> Any:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):  # a number of more than 4,300 figures is no JSONDecodeError
        return cell
