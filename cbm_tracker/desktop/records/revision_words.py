"""What a revision did to a record, in words: what was done, and each field before and after."""

from __future__ import annotations

from cbm_tracker.desktop.records.detail_content import value_in_words
from cbm_tracker.desktop.translation import tr
from cbm_tracker.domain.fields import field_specs
from cbm_tracker.domain.measures import Record
from cbm_tracker.domain.record_json import from_json
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.records import RevisionView

_CHANGES = {
    "recorded": "Recorded", "changed": "Changed", "issued": "Issued", "superseded": "Superseded by a correction",
    "deleted": "Moved to the bin", "restored": "Restored", "undone": "Undone", "redone": "Redone", "discarded": "Discarded",
}
_SHORT = 120  # characters of a value in the detail; the dialog of all versions shows it whole


def change_in_words(revision: RevisionView) -> str:
    return tr(_CHANGES.get(revision.change, revision.change))


def fields_in_words(revision: RevisionView, cls: type[Record], names: StateNames) -> list[tuple[str, str, str]]:
    """Return (field, before, after) of each field a revision changed, in the order of the form; "" where nothing was stated."""
    changed = {change.key: change for change in revision.fields}
    return [
        (tr(spec.label), _field_in_words(cls, spec.key, changed[spec.key].before, names),
         _field_in_words(cls, spec.key, changed[spec.key].after, names))
        for spec in field_specs(cls) if spec.key in changed
    ]


def revision_in_words(revision: RevisionView, cls: type[Record], names: StateNames) -> str:
    """Say what a revision changed: “Troops …” by field, before → after, and why."""
    said = change_in_words(revision)
    if revision.change == "changed" and revision.record is not None:
        parts = [f"{field}: {_shortened(before)} → {_shortened(after)}" for field, before, after in fields_in_words(revision, cls, names)]
        said = "; ".join(parts) or said
    return f"{said}. {revision.reason}" if revision.reason else said


def _shortened(said: str) -> str:
    return (said if len(said) <= _SHORT else said[: _SHORT - 1] + "…") or tr("nothing")


def _field_in_words(cls: type[Record], key: str, value: object, names: StateNames) -> str:
    """Say one field of an earlier version; its JSON where it does not stand by itself."""
    if value is None:
        return ""
    spec = next(spec for spec in field_specs(cls) if spec.key == key)
    needed = {"agreement": {"agreement": "x", "name": "x"}, "state": {"code": "XX", "name": "x"}, "case": {"title": "x"}}
    try:
        record = from_json({"kind": cls.kind, **needed.get(cls.kind, {}), key: value})
    except CbmTrackerError:
        return str(value)
    return value_in_words(spec, getattr(record, key), names)
