"""What a record leaves open: a promise, a contact not held yet, a request unanswered, a planned entry, a report, an activity."""

from __future__ import annotations

from cbm_tracker.domain.measures import HotlineContact, Inspection, JointExercise, Record

OPEN_MATTERS = ("promise", "contact", "request", "entry", "report", "activity")
_NOT_HELD = ("refused", "prohibited", "postponed", "cancelled", "no_show")


def open_matters(record: Record) -> tuple[str, ...]:
    """Return those of `OPEN_MATTERS` that the record leaves open; what was corrected leaves nothing open."""
    if record.status == "superseded":
        return ()
    if isinstance(record, HotlineContact):
        promised = any(promise.kept_at is None for promise in record.promises)
        scheduled = record.scheduled_at is not None and record.opened_at is None and not record.outcome
        return (*(("promise",) if promised else ()), *(("contact",) if scheduled else ()))
    if isinstance(record, Inspection):
        asked = record.request_received_at is not None or record.requested_at is not None
        unanswered = asked and not (record.replied_at or record.reply or record.outcome or record.arrived_at)
        refused = record.outcome.startswith("refused") or record.reply == "refused"
        planned = record.entry_planned_at is not None and record.arrived_at is None and not refused
        agreed = record.reply.startswith("accepted") or record.outcome.startswith(("accepted", "conducted"))
        unreported = record.report_sent_at is None and (agreed or record.arrived_at is not None or record.ended_at is not None)
        held = not refused and not record.outcome.startswith(_NOT_HELD)
        return (*(("request",) if unanswered else ()), *(("entry",) if planned else ()), *(("report",) if unreported and held else ()))
    if isinstance(record, JointExercise) and record.completed_on is None:
        return ("activity",)
    return ()
