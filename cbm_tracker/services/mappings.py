"""Mappings as a person makes and chooses them: what a table looks like, which columns may become what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as MappingType
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from cbm_tracker.domain.fields import FieldKind, FieldSpec, field_specs
from cbm_tracker.domain.measures import RECORD_CLASSES
from cbm_tracker.domain.state_names import normalise
from cbm_tracker.errors import UnreadableFile
from cbm_tracker.exchange.csv_format import read_table
from cbm_tracker.exchange.mapping import ORDERS, FieldMapping, Mapping, load_mapping
from cbm_tracker.paths import resource

__all__ = [
    "ORDERS", "FieldMapping", "KnownMapping", "Mapping", "TableLook", "Target", "fitting", "known_mapping", "known_mappings",
    "likely_targets", "look_at", "mapping_of", "parts_missing", "targets", "with_answers",
]

_SAMPLE_ROWS = 20
_NOT_IN_TABLES = ("links", "attachments", "status")
_FORMS = {
    FieldKind.TEXT: "text", FieldKind.LONG_TEXT: "text", FieldKind.TEXTS: "text", FieldKind.WORD: "word", FieldKind.STATE: "text",
    FieldKind.STATES: "states", FieldKind.PARTIES: "text", FieldKind.AGREEMENTS: "text", FieldKind.COUNT: "count",
    FieldKind.AMOUNT: "amount", FieldKind.DATE: "date", FieldKind.INSTANT: "text",
}
_DATE_PARTS = ("year", "month", "day")


@dataclass(frozen=True)
class TableLook:
    """The head of a table: its columns and first rows; `names_kind` where a column says what each line is."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str
    separator: str

    @property
    def names_kind(self) -> bool:
        return "kind" in self.columns

    def examples(self, column: str, count: int = 3) -> list[str]:
        """Return the first distinct values of a column."""
        at = self.columns.index(column)
        return list(dict.fromkeys(row[at].strip() for row in self.rows if row[at].strip()))[:count]


@dataclass(frozen=True)
class KnownMapping:
    """A mapping that can be chosen: one that ships, or one that was saved before."""

    mapping: Mapping
    path: Path
    shipped: bool


@dataclass(frozen=True)
class Target:
    """What a column may become: a field, or part of one (`starts_on:year`, `area.points:latitude`)."""

    key: str
    label: str
    form: str


def look_at(path: Path) -> TableLook | None:
    """Return the head of a table; None for a file that is none, such as JSON. Raises UnreadableFile."""
    if path.suffix.lower() == ".json":
        return None
    table = read_table(path)
    rows = tuple(row for _, row in table.rows[:_SAMPLE_ROWS])
    return TableLook(tuple(name for name in table.header if name), rows, table.encoding, table.separator)


def known_mappings(own: Path) -> list[KnownMapping]:
    """Return the mappings saved in the folder `own`, then those that ship; a file that is no mapping is left out."""
    found = []
    for folder, shipped in ((own, False), (resource("mappings"), True)):
        for path in sorted(folder.glob("*.toml")):
            with suppress(UnreadableFile):
                found.append(KnownMapping(load_mapping(path), path, shipped))
    return found


def known_mapping(path: Path) -> KnownMapping:
    """Return the mapping in a file of somebody's own. Raises UnreadableFile."""
    return KnownMapping(load_mapping(path), path, shipped=False)


def fitting(columns: Sequence[str], known: Iterable[KnownMapping]) -> KnownMapping | None:
    """Return the first mapping that recognises a header."""
    return next((one for one in known if one.mapping.fits(columns)), None)


def targets(kind: str) -> list[Target]:
    """Return what the columns of a table of this kind may become, in the order of the fields."""
    return [target for spec in field_specs(RECORD_CLASSES[kind]) for target in _targets(spec)]


def with_answers(used: Mapping | None, answers: MappingType[str, str], *, name: str, kind: str = "", header: Sequence[str] = ()) -> Mapping:
    """Return the mapping by which the same table is read again with nothing to ask.

    Args:
        used: the mapping that said what the columns are, if one did; it keeps its fields.
        answers: what doubtful names mean, by name; "" leaves their lines out.
        kind, header: of a table that is read by the names of its columns.
    """
    if used is None:
        return Mapping(name=name, kind=kind, fields=(), recognise=tuple(header), states=dict(answers))
    return replace(used, name=name, states={**used.states, **answers})


def _targets(spec: FieldSpec) -> Iterator[Target]:
    if spec.key in _NOT_IN_TABLES:
        return
    if spec.kind in _FORMS:
        yield Target(spec.key, spec.label, _FORMS[spec.kind])
    if spec.kind is FieldKind.DATE:
        for part in _DATE_PARTS:
            yield Target(f"{spec.key}:{part}", f"{spec.label}: {part}", "date")
    if spec.key == "area":
        yield Target("area.name", spec.label, "text")
        yield Target("area.points:latitude", f"{spec.label}: latitude, degrees", "point")
        yield Target("area.points:longitude", f"{spec.label}: longitude, degrees", "point")
    elif spec.key == "contingents":
        yield Target("contingents", "State taking part", "states")


def likely_targets(columns: Iterable[str], kind: str) -> dict[str, str]:
    """Return the target of each column whose name is that of a field."""
    named: dict[str, str] = {}
    for target in targets(kind):
        named.setdefault(normalise(target.label), target.key)
        named[normalise(target.key)] = target.key
    return {column: named[normalise(column)] for column in columns if normalise(column) in named}


def parts_missing(kind: str, chosen: Iterable[tuple[str, str]]) -> list[Target]:
    """Return the parts of dates and places that were left out where another part of the same was chosen."""
    keys = {key for _, key in chosen}
    begun = {key.partition(":")[0] for key in keys if ":" in key}
    return [target for target in targets(kind) if ":" in target.key and target.key.partition(":")[0] in begun and target.key not in keys]


def mapping_of(
    name: str, kind: str, chosen: Iterable[tuple[str, str]], *, missing: Sequence[str] = (), order: str = "", header: Sequence[str] = ()
) -> Mapping:
    """Return the mapping that a person's choices mean.

    Args:
        chosen: (column, key of its target); several columns of one text or of States go together.
        missing: what stands for "not known" in any column, beside an empty cell.
        order: of dates in one column: ymd, mdy or dmy; "" where it is not known.
        header: all columns of the table; a later file with the same ones is read by this mapping.

    Parts that are not complete (`parts_missing`) become nothing.
    """
    forms = {target.key: target.form for target in targets(kind)}
    columns: dict[str, list[str]] = {}
    parts: dict[str, dict[str, str]] = {}
    for column, key in chosen:
        whole, _, part = key.partition(":")
        if part:
            parts.setdefault(whole, {})[part] = column
        else:
            columns.setdefault(key, []).append(column)
    fields: list[FieldMapping] = []
    for key, names in columns.items():
        form = forms[key]
        several = form in ("text", "states")
        fields.append(FieldMapping(
            to=key, columns=tuple(names) if several else (names[0],), form=form, order=order if form == "date" else "",
            others_to="other_participants" if key == "contingents" else "",
        ))
    for key, named in parts.items():
        needed = _DATE_PARTS if "year" in named or "month" in named or "day" in named else ("latitude", "longitude")
        if all(part in named for part in needed):
            form = "date" if needed is _DATE_PARTS else "point"
            fields.append(FieldMapping(to=key, columns=tuple(named[part] for part in needed), form=form, unknown=("",)))
    return Mapping(
        name=name, kind=kind, fields=tuple(fields), recognise=tuple(header), missing=("", *(mark for mark in missing if mark)),
    )
