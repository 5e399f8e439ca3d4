"""The controlled vocabularies of the record fields, in the words of the field.

Source: the domain references for the Vienna Document 2011 (section 11, message kinds) and for the other regimes
(section (c), controlled vocabularies; section 8.4, contributions).
"""

from __future__ import annotations

import difflib

from cbm_tracker.errors import InvalidMeasure

KINDS = (
    "notification", "inspection", "contact", "exercise", "contribution", "agreement", "state", "case", "agreement_facts",
    "obligation_note",
)

VOCABULARIES: dict[str, tuple[str, ...]] = {
    "status": ("draft", "issued", "superseded"),
    "direction": ("given", "received"),
    "channel": (
        "diplomatic_note", "embassy", "OSCE_network", "NRRC", "hotline_voice", "hotline_data", "e-mail", "portal", "courier",
        "flag_meeting", "air_adviser", "naval_attaché", "NOTAM", "NAVAREA", "other",
    ),
    "notification_kind": (
        "annual_exchange", "annual_declaration", "annual_report", "nil_report", "nothing_new", "initial_report",
        "questionnaire_reply", "deployment_plans", "contact_plans", "personnel_increase", "defence_planning",
        "unusual_activity_request", "unusual_activity_reply",
        "unusual_activity_meeting_request", "exercise_advance", "exercise_change", "exercise_cancellation",
        "exercise_completion", "annual_calendar", "calendar_change", "large_activity_forecast", "troop_movement",
        "internal_security_deployment", "missile_launch_pre", "space_launch_pre", "launch_cancellation", "launch_renewal",
        "strategic_exercise_advance", "overflight_request", "observation_flight_notice", "inspection_notice",
        "inspection_reply", "evaluation_request", "evaluation_reply", "quota_request", "quota_filled", "visit_notice",
        "visit_invitation", "visit_reply", "demonstration_invitation", "demonstration_reply", "observer_invitation",
        "observer_reply", "acknowledgement", "refusal", "acceptance",
        "clarification_request", "clarification_reply", "holdings_change", "structure_change", "acquisition_notice",
        "ship_transit", "ship_transit_change", "fleet_return", "navigational_warning", "airspace_violation_report",
        "incident_report", "incident_clarification", "accident_notice", "list_exchange", "contact_point_update",
        "aircraft_designation",
        "inspector_list", "mission_plan", "mission_report", "inspection_report", "coordination_report", "coe_report",
        "cost_statement", "suspension_notice", "withdrawal_notice",
        "voluntary_transparency", "consultation_request", "free_text",
    ),
    "inspection_kind": (
        "specified_area", "evaluation_visit", "declared_site", "challenge", "airbase_visit", "facility_visit",
        "demonstration_of_new_type", "observation_of_exercise", "observation_flight", "demonstration_flight",
        "pre_flight_inspection", "certification", "reduction", "residual_validation", "border_force_check",
        "flag_meeting", "border_personnel_meeting", "COE_arrival", "COE_operational_readiness", "COE_periodic",
        "COE_spot_check", "COE_repatriation", "voluntary_visit", "site_survey",
    ),
    "reply": ("accepted", "accepted_with_changes", "refused", "acknowledged", "prohibited", "postponed"),
    "inspection_outcome": (
        "requested", "acknowledged", "accepted", "accepted_with_changes", "refused_quota", "refused_right",
        "refused_security", "prohibited", "postponed", "cancelled_by_requester", "cancelled_force_majeure", "no_show",
        "conducted_full", "conducted_partial", "curtailed", "completed_report_pending", "completed", "disputed",
    ),
    "quota_effect": ("consumed_active", "consumed_passive", "consumed_both", "not_consumed", "restored"),
    "finding": (
        "consistent", "ambiguity", "discrepancy", "unresolved_question", "alleged_breach", "confirmed_breach",
        "clarified", "closed",
    ),
    "contact_purpose": (
        "routine_test", "scheduled_contact", "line_check_failed", "link_maintenance", "incident_clarification", "crisis",
        "de-escalation", "notification_relay", "movement_notice", "airspace_matter", "maritime_matter", "humanitarian",
        "launch_notice", "accident_notice", "consultation", "courtesy", "cyber_contact_check", "cyber_incident", "drill",
    ),
    "contact_outcome": (
        "answered", "answered_late", "unanswered", "refused", "technical_failure", "message_acknowledged",
        "message_pending", "agreed_action", "no_agreement", "referred_up", "closed",
    ),
    "activity_type": (
        "field_exercise", "transfer", "concentration", "amphibious_landing", "heliborne_landing", "parachute_assault",
        "air_exercise", "naval_exercise", "command_post_exercise", "missile_launch", "space_launch", "other",
    ),
    "aircraft_kind": ("fixed_wing", "rotary_wing", "unmanned", "balloon"),
    "force_level": (
        "squad", "platoon", "company", "battalion", "regiment", "brigade", "brigade_group", "division", "corps",
        "above_corps", "regional_air_command", "task_group",
    ),
    "participation_role": (
        "host", "lead", "framework", "participant", "observer", "sending", "transit", "contributor",
    ),
    "contribution_kind": (
        "troops", "police", "equipment", "funds", "in_kind", "host_nation_support", "staff", "observers", "transport",
        "fuel", "accommodation", "catering", "medical", "ranges_and_airspace", "overflight", "communications", "training",
        "interpretation", "other",
    ),
    "valuation": ("agreed_rate", "actual_cost", "replacement_cost", "nominal", "unvalued"),
    "settlement": ("costs_lie_where_they_fall", "payment_in_cash", "replacement_in_kind", "equal_value_exchange"),
    "participation_status": (
        "negotiating", "signed", "provisionally_applied", "in_force", "politically_binding", "voluntary", "dormant",
        "suspended_partial", "suspended_full", "disputed", "in_abeyance_claimed", "withdrawn", "expired", "terminated",
        "superseded", "historical",
    ),
    "agreement_kind": ("treaty", "politically_binding", "voluntary", "memorandum", "other"),
    "relation": ("notifies", "answers", "corrects", "reports_on", "part_of", "supersedes", "settles"),
    "unit_kind": ("active_unit", "active_formation", "non_active"),
    "obligation_decision": ("waived", "reminder"),
    "state_kind": ("state", "former_state", "territory", "organisation"),
    "name_use": ("short", "official", "former", "variant"),
}
_SETS = {name: frozenset(words) for name, words in VOCABULARIES.items()}


def check_word(vocabulary: str, word: str, field: str) -> None:
    """Raise InvalidMeasure naming `field` unless `word` belongs to the vocabulary; offers the nearest words."""
    if word in _SETS[vocabulary]:
        return
    near = difflib.get_close_matches(word, VOCABULARIES[vocabulary], 3, 0.5) or VOCABULARIES[vocabulary][:5]
    raise InvalidMeasure(field, f"“{word}” is not one of its words.", f"Use one such as {', '.join(near)}.")


def spoken(word: str) -> str:
    """Say a vocabulary word as a person reads it: `field_exercise` → “Field exercise”, `COE_arrival` → “COE arrival”."""
    text = word.replace("_", " ")
    return text[:1].upper() + text[1:]
