"""A mapping says how the table of somebody else becomes records: a TOML file that is saved once and reused.

    name = "…"                      what it is for
    kind = "exercise"               what each line becomes
    recognise = ["MMEID", …]        a header that has all of these is read by this mapping unasked
    key = "MMEID"                   the column that names a line; becomes `reference`
    missing = ["", "-9"]            what stands for "not known" in any column
    [constants]                     fields that are the same in every record
    [[field]]                       one field each:
    to = "designation"              its key, `area.name` for nested ones
    from = "Ex_Name"                its column, or a list of columns
    as = "text"                     text, count, amount, date, point, word, words, tags, first, states
    [states]                        what names of States mean that are in doubt; "" leaves their lines out
    "st. christopher" = "KNA"

A mapping without a field says only what names of States mean; the table is read by the names of its columns.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cbm_tracker.domain.checks import check_code
from cbm_tracker.domain.fields import FieldKind, FieldSpec, field_specs
from cbm_tracker.domain.measures import RECORD_CLASSES
from cbm_tracker.errors import InvalidMeasure, UnreadableFile

FORMS = ("text", "count", "amount", "date", "point", "word", "words", "tags", "first", "states")
ORDERS = ("ymd", "mdy", "dmy")


@dataclass(frozen=True)
class FieldMapping:
    """How one field is made of columns.

    `form` text, count, amount, word: one column. date: one column in `order` (its parts in any usual separators), or
    three columns year, month, day; what stands in `unknown` is a part that is not known. point: latitude and longitude.
    words, tags: for each flag column that is "1", its word of `table`. first: the word of the first flag column that is
    "1", else `otherwise`. states: each column names a State; organisations and what `groups` lists go to `others_to`.
    """

    to: str
    columns: tuple[str, ...]
    form: str = "text"
    order: str = ""
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    table: MappingType[str, str] = field(default_factory=dict)
    otherwise: str = ""
    groups: tuple[str, ...] = ()
    others_to: str = ""


@dataclass(frozen=True)
class Mapping:
    name: str
    kind: str
    fields: tuple[FieldMapping, ...]
    recognise: tuple[str, ...] = ()
    key: str = ""
    missing: tuple[str, ...] = ("",)
    constants: MappingType[str, Any] = field(default_factory=dict)
    states: MappingType[str, str] = field(default_factory=dict)

    @property
    def says_columns(self) -> bool:
        return bool(self.fields)

    def fits(self, header: Sequence[str]) -> bool:
        return bool(self.recognise) and set(self.recognise) <= set(header)


_KEYS = {"name": "text", "kind": "text", "recognise": "texts", "key": "text", "missing": "texts", "constants": "table", "field": "list",
         "states": "table of texts"}
_FIELD_KEYS = {
    "to": "text", "from": "text or texts", "as": "text", "order": "text", "unknown": "texts", "missing": "texts", "table": "table of texts",
    "otherwise": "text", "groups": "texts", "others_to": "text",
}


def load_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Raises:
        UnreadableFile: it is not there, no TOML, or says something that no mapping can; names the key.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UnreadableFile(path, "is not there.", hint="Check the name of the mapping.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(path, "cannot be read as a mapping.") from error
    except tomllib.TOMLDecodeError as error:
        raise UnreadableFile(path, f"is not TOML: {error}.") from error
    return parse_mapping(data, str(path))


def parse_mapping(data: MappingType[str, Any], source: str) -> Mapping:
    """Raises UnreadableFile: names the key that says something no mapping can."""
    _check_types(data, _KEYS, "", source)
    kind = data.get("kind", "")
    only_states = kind == "" and data.get("states") and not data.get("field") and not data.get("constants")
    if kind not in RECORD_CLASSES and not only_states:
        raise _wrong(source, "kind", f"“{kind}” is not a kind of record.")
    specs = {spec.key: spec for spec in field_specs(RECORD_CLASSES[kind])} if kind else {}
    for key in data.get("constants", {}):
        if key not in specs:
            raise _wrong(source, f"constants.{key}", f"is not a field of {kind}.")
    fields = tuple(_field(part, f"field[{at}]", specs, kind, source) for at, part in enumerate(data.get("field", [])))
    for name, code in data.get("states", {}).items():
        if not name.strip():
            raise _wrong(source, "states", "holds an empty name.")
        if code:
            try:
                check_code(code, "")
            except InvalidMeasure as error:
                raise _wrong(source, f"states.{name}", error.message) from error
    return Mapping(
        name=data.get("name", ""), kind=kind, fields=fields, recognise=tuple(data.get("recognise", ())),
        key=data.get("key", ""), missing=tuple(data.get("missing", ("",))), constants=data.get("constants", {}),
        states=data.get("states", {}),
    )


def _wrong(source: str, key: str, message: str) -> UnreadableFile:
    return UnreadableFile(source, f"{key} {message}", hint="Correct the mapping.")


def _check_types(data: Any, keys: MappingType[str, str], place: str, source: str) -> None:
    """Refuse keys that no mapping has, and values of another type than the key's."""
    if not isinstance(data, MappingType):
        raise _wrong(source, place.rstrip("."), "is not a table.")
    for key, value in data.items():
        if key not in keys:
            raise _wrong(source, f"{place}{key}", f"is not a key of a {'field' if place else 'mapping'}.")
        texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
        fits = {
            "text": isinstance(value, str), "texts": texts, "text or texts": isinstance(value, str) or texts,
            "table": isinstance(value, MappingType), "list": isinstance(value, list),
            "table of texts": isinstance(value, MappingType) and all(isinstance(item, str) for item in value.values()),
        }
        if not fits[keys[key]]:
            raise _wrong(source, f"{place}{key}", f"is not a {keys[key]}.")


def _field(part: Any, place: str, specs: MappingType[str, FieldSpec], kind: str, source: str) -> FieldMapping:
    _check_types(part, _FIELD_KEYS, f"{place}.", source)
    columns = part.get("from", list(part.get("table", ())))
    made = FieldMapping(
        to=part.get("to", ""), columns=(columns,) if isinstance(columns, str) else tuple(columns),
        form=part.get("as", "text"), order=part.get("order", ""), unknown=tuple(part.get("unknown", ())),
        missing=tuple(part.get("missing", ())), table=part.get("table", {}), otherwise=part.get("otherwise", ""),
        groups=tuple(part.get("groups", ())), others_to=part.get("others_to", ""),
    )
    outer, _, inner = made.to.partition(".")
    spec = specs.get(outer)
    if spec is None or (inner and spec.kind not in (FieldKind.ONE, FieldKind.OBJECT)):
        raise _wrong(source, f"{place}.to", f"“{made.to}” is not a field of {kind}.")
    if made.form not in FORMS:
        raise _wrong(source, f"{place}.as", f"“{made.form}” is not one of {', '.join(FORMS)}.")
    if made.order and made.order not in ORDERS:
        raise _wrong(source, f"{place}.order", f"“{made.order}” is not one of {', '.join(ORDERS)}.")
    wanted = {"point": (2,), "date": (1, 3), "count": (1,), "amount": (1,), "word": (1,)}.get(made.form)
    if not made.columns:
        raise _wrong(source, f"{place}.from", "is missing.")
    if wanted and len(made.columns) not in wanted:
        counts = " or ".join(map(str, wanted))
        raise _wrong(source, f"{place}.from", f"names {len(made.columns)} columns; a {made.form} is made of {counts}.")
    if made.form in ("words", "tags", "first") and not set(made.columns) <= set(made.table):
        raise _wrong(source, f"{place}.table", "does not say what each column means.")
    others = specs.get(made.others_to) if made.others_to else None
    if made.others_to and (others is None or others.kind is not FieldKind.PARTIES):
        raise _wrong(source, f"{place}.others_to", f"“{made.others_to}” is not a list of participants of {kind}.")
    if made.form == "states" and spec.kind not in (FieldKind.STATES, FieldKind.PARTIES) and made.to != "contingents":
        raise _wrong(source, f"{place}.to", f"“{made.to}” is not a list of States.")
    return made


def dump_mapping(mapping: Mapping) -> str:
    """Return a mapping as the TOML text that `load_mapping` reads."""
    lines = [f"name = {_toml(mapping.name)}", *([f"kind = {_toml(mapping.kind)}"] if mapping.kind else []),
             f"recognise = {_toml(mapping.recognise)}", f"key = {_toml(mapping.key)}", f"missing = {_toml(mapping.missing)}"]
    if mapping.states:
        lines.extend(["", "[states]", *(f"{_toml(name)} = {_toml(code)}" for name, code in mapping.states.items())])
    lines.extend(["", "[constants]"])
    lines.extend(f"{_toml(key)} = {_toml(value)}" for key, value in mapping.constants.items())
    for part in mapping.fields:
        lines.extend(["", "[[field]]", f"to = {_toml(part.to)}", f"from = {_toml(part.columns)}", f"as = {_toml(part.form)}"])
        for key, value in (("order", part.order), ("unknown", part.unknown), ("missing", part.missing), ("table", part.table),
                           ("otherwise", part.otherwise), ("groups", part.groups), ("others_to", part.others_to)):
            if value:
                lines.append(f"{key} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, MappingType):
        return "{ " + ", ".join(f"{_toml(str(key))} = {_toml(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")  # JSON's escapes are TOML's
