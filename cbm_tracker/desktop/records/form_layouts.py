"""For each kind of record: which fields stand in which section of its form, how wide, and which wait behind “More fields”."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """`fields` are (key, how many of six columns), shown at once; `more` are shown on wish or where they hold something.

    Where the heading says what the first field is, the field's own label is left out (`bare`).
    """

    title: str
    fields: tuple[tuple[str, int], ...]
    more: tuple[tuple[str, int], ...] = ()
    note: str = ""
    bare: bool = False


_MARKING: tuple[tuple[str, int], ...] = (("marking", 3), ("releasable_to", 3), ("tags", 3), ("sources", 3), ("fields_releasable_to", 6))


def _about(*more: tuple[str, int]) -> tuple[Section, ...]:
    """Return what every form ends with."""
    return (
        Section("Remarks", (("remarks", 6),), (*more, *_MARKING), bare=True),
        Section("Links to other records", (("links", 6),), bare=True),
        Section("Attached files", (("attachments", 6),), bare=True),
    )


FORM_LAYOUTS: dict[str, tuple[Section, ...]] = {
    "exercise": (
        Section("What, when, where", (
            ("designation", 4), ("activity_type", 2), ("starts_on", 2), ("ends_on", 2), ("level", 2), ("area", 6), ("host_states", 3),
            ("agreements", 3),
        ), (("starts_at", 3), ("ends_at", 3), ("reference", 2), ("from_state", 2), ("series", 2), ("level_of_command", 2),
            ("completed_on", 2), ("direction", 2), ("to", 3), ("other_participants", 3))),
        Section("Forces", (("contingents", 6),), note="An empty field means unknown. Enter 0 for none.", bare=True),
        Section("Facts that rules ask for", (
            ("without_advance_notice", 3), ("divisional_structure", 3), ("in_zone", 2), ("sorties", 2), ("ships", 2),
        ), (("alert_expected_hours", 2), ("in_company", 2), ("enters_other_eez", 2), ("sector", 3), ("aircraft_kind", 3),
            ("distances_km", 6), ("launch", 6), ("facts", 6))),
        Section("General purpose", (("purpose", 6),), bare=True),
        *_about(),
    ),
    "notification": (
        Section("What is notified", (
            ("notification_kind", 3), ("format", 1), ("reference", 2), ("subject", 4), ("period", 2), ("agreements", 3), ("direction", 3),
        )),
        Section("From whom, to whom, when", (("from_state", 3), ("to", 3), ("sent_at", 3), ("received_at", 3), ("channel", 3))),
        Section("Content", (("content", 6),), note="By the items of its format", bare=True),
        *_about(),
    ),
    "inspection": (
        Section("What and who", (
            ("inspection_kind", 3), ("reference", 3), ("inspecting_states", 3), ("receiving_state", 3), ("agreements", 3), ("site", 3),
            ("area", 6),
        ), (("direction", 2), ("from_state", 2), ("to", 2), ("units", 6))),
        Section("Request and reply", (
            ("requested_at", 3), ("request_received_at", 3), ("replied_at", 3), ("reply", 3),
        ), (("refusal_ground", 6),)),
        Section("Course", (
            ("entry_planned_at", 3), ("arrived_at", 3), ("started_at", 3), ("ended_at", 3), ("report_sent_at", 3), ("outcome", 3),
            ("quota_effect", 3),
        ), (("designated_at", 3), ("plan_received_at", 3), ("plan_answered_at", 3), ("flight_started_at", 3), ("force_majeure", 3))),
        Section("Team", (("team", 6),), bare=True),
        Section("Findings", (("findings", 6),), bare=True),
        *_about(),
    ),
    "contact": (
        Section("Contact", (
            ("with_states", 3), ("channel", 3), ("purpose", 3), ("direction", 3), ("opened_at", 2), ("answered_at", 2), ("closed_at", 2),
            ("outcome", 3), ("initiated_by", 3), ("subject", 6),
        ), (("reference", 2), ("scheduled_at", 2), ("from_state", 2), ("to", 3), ("agreements", 3))),
        Section("Summary", (("summary", 6),), bare=True),
        Section("Promises", (("promises", 6),), bare=True),
        *_about(),
    ),
    "contribution": (
        Section("Who carries what", (
            ("state", 3), ("contribution_kind", 3), ("to", 3), ("beneficiary", 3), ("description", 6),
            ("quantity", 2), ("unit", 1), ("amount", 2), ("currency", 1),
        ), (("valuation", 3), ("settlement", 3), ("reference", 3), ("agreements", 3), ("direction", 3), ("from_state", 3))),
        Section("When", (("from_on", 2), ("to_on", 2), ("pledged_on", 2), ("delivered_on", 2), ("settled_on", 2))),
        *_about(),
    ),
    "agreement": (
        Section("Agreement", (
            ("name", 4), ("agreement", 2), ("agreement_kind", 3), ("agreement_status", 3), ("signed_on", 2), ("in_force_on", 2),
            ("ended_on", 2), ("place", 2), ("text_reference", 4),
        ), (("reference", 2), ("agreements", 4))),
        Section("Who takes part, and since when", (("participations", 6),), bare=True),
        *_about(("direction", 2), ("from_state", 2), ("to", 2)),
    ),
    "state": (
        Section("State or organisation", (
            ("name", 3), ("code", 1), ("alpha2", 1), ("state_kind", 1), ("capital", 3), ("zone", 3), ("ended_on", 3), ("successors", 3),
        ), (("reference", 2), ("agreements", 4))),
        Section("Names in time", (("names", 6),), bare=True),
        *_about(("direction", 2), ("from_state", 2), ("to", 2)),
    ),
    "case": (
        Section("Case", (("title", 6), ("opened_on", 3), ("closed_on", 3)), (("reference", 2), ("agreements", 4))),
        Section("Narrative", (("narrative", 6),), bare=True),
        Section("Records of the case", (("members", 6),), bare=True),
        *_about(("direction", 2), ("from_state", 2), ("to", 2)),
    ),
    "agreement_facts": (
        Section("Whose facts, and of when", (
            ("agreement", 2), ("state", 2), ("year", 2), ("subject", 4), ("on", 2),
        ), (("at", 3), ("from_on", 3), ("to_on", 3), ("reference", 3), ("agreements", 3), ("direction", 3), ("from_state", 3), ("to", 3))),
        Section("What quotas are counted from", (
            ("units", 3), ("objects_of_verification", 3), ("active_quota", 3), ("passive_quota", 3),
        )),
        Section("Days from which time runs", (
            ("budget_approved_on", 2), ("received_on", 2), ("takes_effect_on", 2),
        ), (("entered_into_force_on", 2), ("incorporated_on", 2), ("deployed_on", 2), ("contact_changed_on", 2),
            ("last_inspection_on", 2))),
        Section("Units and personnel", (
            ("unit_kind", 2), ("personnel", 2), ("personnel_increase", 2),
        ), (("increase_days", 2), ("overshoot_days", 2), ("unavailable_times", 2), ("unavailable_days", 2))),
        Section("Holdings by category", (("holdings", 6),), (("base_holdings", 6),), bare=True),
        Section("Vessels and their passage", (
            ("tonnage", 2), ("total_tonnage", 2), ("ships", 2), ("riparian", 2), ("entry_on", 2), ("exit_on", 2),
        ), (("notified_entry_on", 2),)),
        Section("Shares of costs", (("amount", 2), ("currency", 1), ("residue_to", 3), ("shares", 6))),
        Section("Further facts", (("facts", 6),), bare=True),
        *_about(),
    ),
    "obligation_note": (
        Section("Which obligation", (
            ("rule", 3), ("agreement", 3), ("state", 3), ("period", 3),
        ), (("reference", 3), ("agreements", 3), ("direction", 2), ("from_state", 2), ("to", 2))),
        Section("What was decided", (("decision", 2), ("remind_days", 2), ("decided_at", 2), ("reason", 6))),
        *_about(),
    ),
}
"""Every field of a record but its id and status has its place here."""
