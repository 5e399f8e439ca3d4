"""What a record must say before it is issued: what it is, when, and whose."""

from __future__ import annotations

from cbm_tracker.domain.measures import Record
from cbm_tracker.errors import InvalidMeasure

_NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "notification": (("notification_kind",), ("sent_at", "received_at"), ("from_state",)),
    "inspection": (
        ("inspection_kind",), ("requested_at", "entry_planned_at", "arrived_at", "started_at"), ("receiving_state", "inspecting_states"),
    ),
    "contact": (("purpose",), ("opened_at", "scheduled_at"), ("with_states", "initiated_by")),
    "exercise": (("activity_type",), ("starts_on", "starts_at"), ("host_states", "contingents", "from_state")),
    "contribution": (("contribution_kind",), ("from_on", "pledged_on", "delivered_on"), ("state",)),
    "agreement": (("agreement_kind",), ("in_force_on", "signed_on")),
    "state": (("state_kind",),),
    "case": (("opened_on",),),
    "agreement_facts": (("agreement",), ("state",)),
    "obligation_note": (("rule",), ("agreement",), ("state",), ("decision",)),
}
"""For each kind, groups of fields of which one must be stated; the first of a group is the one to be asked for."""


def missing(record: Record) -> tuple[InvalidMeasure, ...]:
    """Return what stands between the record and its being issued, each at the field to fill in."""
    return tuple(
        InvalidMeasure(group[0], "is empty.", "Fill it in before this is issued, or save it as a draft.")
        for group in _NEEDED[record.kind]
        if not any(getattr(record, key) for key in group)
    )


def require_complete(record: Record) -> None:
    """Raise InvalidMeasure for the first field that stands between the record and its being issued."""
    for lack in missing(record):
        raise lack
