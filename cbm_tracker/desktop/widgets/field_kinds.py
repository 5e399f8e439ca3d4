"""Which entry field a field of a record gets, by its kind."""

from __future__ import annotations

from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.attachments_field import AttachmentsField
from cbm_tracker.desktop.widgets.chips_field import AgreementsField
from cbm_tracker.desktop.widgets.choice_fields import FlagField, WordField
from cbm_tracker.desktop.widgets.content_field import ContentField
from cbm_tracker.desktop.widgets.contingent_grid import ContingentsField
from cbm_tracker.desktop.widgets.entry_field import EntryContext, EntryField
from cbm_tracker.desktop.widgets.grid_columns import Columns
from cbm_tracker.desktop.widgets.grid_field import GridField
from cbm_tracker.desktop.widgets.line_fields import (
    AmountField,
    CountField,
    DateField,
    InstantField,
    LongTextField,
    PointsField,
    TextField,
    TextsField,
    YearField,
)
from cbm_tracker.desktop.widgets.nested_fields import GroupField, RowsField
from cbm_tracker.desktop.widgets.record_fields import MembersField, RecordField
from cbm_tracker.desktop.widgets.state_fields import PartiesField, StateField, StatesField
from cbm_tracker.domain.fields import FieldKind as K
from cbm_tracker.domain.fields import FieldSpec
from cbm_tracker.domain.forces import Contingent
from cbm_tracker.domain.measures import Area, Attachment, Launch, Link, NameInTime, Participation, Promise, TeamMember

_PLAIN: dict[K, type[TextField | EntryField]] = {
    K.TEXT: TextField, K.LONG_TEXT: LongTextField, K.TEXTS: TextsField, K.STATE: StateField, K.STATES: StatesField,
    K.PARTIES: PartiesField, K.AGREEMENTS: AgreementsField, K.FLAG: FlagField, K.COUNT: CountField, K.AMOUNT: AmountField,
    K.DATE: DateField, K.INSTANT: InstantField, K.POINTS: PointsField, K.OBJECT: ContentField,
}
_GROUPS: dict[type, dict[str, int]] = {
    Area: {"name": 3, "points": 3},
    Launch: {"window_starts_on": 3, "launch_site_km": 3, "impact_area_km": 3, "trajectory_km": 3},
}
"""Parts of a nested value and how many of six columns each takes."""
_ROWS: dict[type, tuple[str, dict[str, int]]] = {
    Promise: ("promise", {"text": 4, "by": 2, "due_at": 3, "kept_at": 3}),
    Link: ("link", {"relation": 2, "target": 4}),
}
_GRIDS: dict[type, tuple[str, frozenset[str]]] = {
    TeamMember: ("Add a member", frozenset(("name", "state", "function"))),
    Participation: ("Add a State", frozenset(("state", "status", "from_on", "to_on", "note"))),
    NameInTime: ("Add a name", frozenset(("name", "language", "use", "from_on", "to_on"))),
}
"""What the button says that adds a row, and the columns shown at once."""
_HEADS: dict[str, tuple[str, str, str]] = {
    "distances_km": ("Line", "Distance, km", "Add a line"), "holdings": ("Category", "Number", "Add a category"),
    "base_holdings": ("Category", "Number", "Add a category"), "shares": ("State, by its code", "Per cent", "Add a State"),
    "facts": ("Name of the fact", "What it says", "Add a fact"), "fields_releasable_to": ("Field", "Goes to", "Add a field"),
}
"""What the columns of an object are called, and the button that adds a row."""


def make_field(context: EntryContext, spec: FieldSpec) -> EntryField:
    """Return the entry field for a described field."""
    name, hint = tr(spec.label), tr(spec.hint)
    if spec.kind is K.WORD:
        return WordField(context, name, spec.vocabulary, hint)
    if spec.kind is K.ONE and spec.of is not None:
        return GroupField(context, name, spec.of, _GROUPS[spec.of], make_field)
    if spec.kind is K.MANY and spec.of is not None:
        return _make_many(context, name, spec.of)
    if spec.key in _HEADS:
        return ContentField(context, name, hint, _HEADS[spec.key])
    if spec.key == "year":
        return YearField(context, name, hint)
    if spec.key == "members":
        return MembersField(context, name, hint)
    if spec.key == "target":
        return RecordField(context, name, hint)
    return _PLAIN[spec.kind](context, name, hint)


def _make_many(context: EntryContext, name: str, of: type) -> EntryField:
    if of is Contingent:
        return ContingentsField(context, name)
    if of is Attachment:
        return AttachmentsField(context, name)
    if of in _GRIDS:
        words, shown = _GRIDS[of]
        return GridField(context, name, Columns(context, of, shown), tr(words))
    what, spans = _ROWS[of]
    return RowsField(context, name, tr(what), of, spans, make_field)
