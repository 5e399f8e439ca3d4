"""The records of the register as frozen values: what is told of a measure, never what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from cbm_tracker.domain.checks import (
    check_agreement_id,
    check_code,
    check_currency,
    check_day,
    check_fields,
    check_order,
    check_period,
)
from cbm_tracker.domain.fields import FieldKind, described
from cbm_tracker.domain.forces import Contingent
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.domain.obligation_records import AgreementFacts, ObligationNote
from cbm_tracker.domain.record import LARGEST_ATTACHMENT, Area, Attachment, Link, Record, new_id, read_record_id
from cbm_tracker.errors import InvalidMeasure

__all__ = [
    "LARGEST_ATTACHMENT", "RECORD_CLASSES", "Agreement", "AgreementFacts", "Area", "Attachment", "Case", "Contribution",
    "HotlineContact", "Inspection", "JointExercise", "Launch", "Link", "NameInTime", "Notification", "ObligationNote",
    "Participation", "Promise", "Record", "StateRecord", "TeamMember", "new_id",
]

K = FieldKind


@dataclass(frozen=True, kw_only=True)
class Notification(Record):
    """The diplomatic act of telling; linked to what it notifies, answers or corrects."""

    kind: ClassVar[str] = "notification"

    notification_kind: str = described(K.WORD, "Kind of notification", vocabulary="notification_kind")
    subject: str = described(K.TEXT, "Subject")
    format: str = described(K.TEXT, "Format", hint="Such as F25")
    period: str = described(K.TEXT, "Period", hint="Year or period it covers, such as 2027")
    sent_at: Instant | None = described(K.INSTANT, "Sent")
    received_at: Instant | None = described(K.INSTANT, "Received")
    channel: str = described(K.WORD, "Channel", vocabulary="channel")
    content: Mapping[str, Any] = described(K.OBJECT, "Content")

    def check(self) -> None:
        check_order([("sent_at", self.sent_at), ("received_at", self.received_at)])


@dataclass(frozen=True, kw_only=True)
class TeamMember:
    name: str = described(K.TEXT, "Name")
    state: str = described(K.STATE, "State")
    function: str = described(K.TEXT, "Function")

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class Inspection(Record):
    """Any visit, inspection, evaluation or flight: from the request to the report."""

    kind: ClassVar[str] = "inspection"

    inspection_kind: str = described(K.WORD, "Kind of inspection", vocabulary="inspection_kind")
    inspecting_states: tuple[str, ...] = described(K.STATES, "Inspecting States")
    receiving_state: str = described(K.STATE, "Receiving State")
    requested_at: Instant | None = described(K.INSTANT, "Requested")
    request_received_at: Instant | None = described(K.INSTANT, "Request received")
    replied_at: Instant | None = described(K.INSTANT, "Replied")
    reply: str = described(K.WORD, "Reply", vocabulary="reply")
    refusal_ground: str = described(K.TEXT, "Ground of refusal")
    entry_planned_at: Instant | None = described(K.INSTANT, "Entry planned")
    arrived_at: Instant | None = described(K.INSTANT, "Arrived")
    plan_received_at: Instant | None = described(K.INSTANT, "Mission plan handed over")
    plan_answered_at: Instant | None = described(K.INSTANT, "Mission plan answered")
    designated_at: Instant | None = described(K.INSTANT, "Site designated")
    started_at: Instant | None = described(K.INSTANT, "Started")
    flight_started_at: Instant | None = described(K.INSTANT, "Flight started")
    ended_at: Instant | None = described(K.INSTANT, "Ended")
    report_sent_at: Instant | None = described(K.INSTANT, "Report sent")
    team: tuple[TeamMember, ...] = described(K.MANY, "Team", of=TeamMember)
    area: Area | None = described(K.ONE, "Area", of=Area)
    site: str = described(K.TEXT, "Site")
    units: tuple[str, ...] = described(K.TEXTS, "Units")
    outcome: str = described(K.WORD, "Outcome", vocabulary="inspection_outcome")
    force_majeure: bool | None = described(K.FLAG, "Hindered by force majeure")
    quota_effect: str = described(K.WORD, "Quota effect", vocabulary="quota_effect")
    findings: str = described(K.LONG_TEXT, "Findings")

    def check(self) -> None:
        check_order([("requested_at", self.requested_at), ("request_received_at", self.request_received_at),
                     ("replied_at", self.replied_at)])
        check_order([("arrived_at", self.arrived_at), ("started_at", self.started_at), ("ended_at", self.ended_at),
                     ("report_sent_at", self.report_sent_at)])
        check_order([("plan_received_at", self.plan_received_at), ("plan_answered_at", self.plan_answered_at),
                     ("flight_started_at", self.flight_started_at), ("ended_at", self.ended_at)])
        if self.receiving_state and self.receiving_state in self.inspecting_states:
            raise InvalidMeasure("receiving_state", f"{self.receiving_state} cannot inspect itself.", "Correct one of the two.")
        if self.reply == "refused" and self.outcome.startswith("conducted"):
            raise InvalidMeasure("outcome", "was conducted although the reply refused it.", "Correct reply or outcome.")


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What was promised in a contact, by whom and until when."""

    by: str = described(K.STATE, "By")
    text: str = described(K.TEXT, "Promise")
    due_at: Instant | None = described(K.INSTANT, "Due")
    kept_at: Instant | None = described(K.INSTANT, "Kept")

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise InvalidMeasure("text", "is empty.", "Say what was promised.")
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class HotlineContact(Record):
    """One use of a line kept open: a call, a message, a test."""

    kind: ClassVar[str] = "contact"

    channel: str = described(K.WORD, "Channel", vocabulary="channel")
    purpose: str = described(K.WORD, "Purpose", vocabulary="contact_purpose")
    with_states: tuple[str, ...] = described(K.STATES, "With")
    initiated_by: str = described(K.STATE, "Initiated by")
    scheduled_at: Instant | None = described(K.INSTANT, "Scheduled", hint="For tests")
    opened_at: Instant | None = described(K.INSTANT, "Opened")
    answered_at: Instant | None = described(K.INSTANT, "Answered")
    closed_at: Instant | None = described(K.INSTANT, "Closed")
    outcome: str = described(K.WORD, "Outcome", vocabulary="contact_outcome")
    subject: str = described(K.TEXT, "Subject")
    summary: str = described(K.LONG_TEXT, "Summary")
    promises: tuple[Promise, ...] = described(K.MANY, "Promises", of=Promise)

    def check(self) -> None:
        check_order([("opened_at", self.opened_at), ("answered_at", self.answered_at), ("closed_at", self.closed_at)])
        if self.outcome == "unanswered" and self.answered_at:
            message = f"says unanswered, yet it was answered at {self.answered_at}."
            raise InvalidMeasure("outcome", message, "Correct one of the two.")


@dataclass(frozen=True, kw_only=True)
class Launch:
    """Facts of a missile launch that distance and window rules need (km along the shortest horizontal line)."""

    window_starts_on: PartialDate | None = described(K.DATE, "Launch window starts")
    launch_site_km: Decimal | None = described(K.AMOUNT, "Launch site from the line, km")
    impact_area_km: Decimal | None = described(K.AMOUNT, "Impact area from the line, km")
    trajectory_km: Decimal | None = described(K.AMOUNT, "Trajectory from the line, km")

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, kw_only=True)
class JointExercise(Record):
    """Any notifiable activity: exercise, transfer, concentration, landing, launch; contingents per State and phase."""

    kind: ClassVar[str] = "exercise"

    designation: str = described(K.TEXT, "Designation")
    series: str = described(K.TEXT, "Series")
    activity_type: str = described(K.WORD, "Kind of activity", vocabulary="activity_type")
    host_states: tuple[str, ...] = described(K.STATES, "On the territory of")
    other_participants: tuple[str, ...] = described(
        K.PARTIES, "Other participants", hint="Organisations and groups; States belong to the contingents"
    )
    starts_on: PartialDate | None = described(K.DATE, "First day", hint="Calendar date at the place of the activity")
    ends_on: PartialDate | None = described(K.DATE, "Last day")
    starts_at: Instant | None = described(K.INSTANT, "Begins at")
    ends_at: Instant | None = described(K.INSTANT, "Ends at")
    completed_on: PartialDate | None = described(K.DATE, "Completed")
    level_of_command: str = described(K.TEXT, "Level of command")
    level: str = described(K.WORD, "Level of forces", vocabulary="force_level")
    divisional_structure: bool | None = described(K.FLAG, "Divisional structure or two brigades")
    without_advance_notice: bool | None = described(K.FLAG, "Without advance notice to the troops")
    alert_expected_hours: int | None = described(K.COUNT, "Expected duration of the alert, hours")
    in_zone: bool | None = described(K.FLAG, "In the zone of application")
    area: Area | None = described(K.ONE, "Area", of=Area)
    purpose: str = described(K.LONG_TEXT, "General purpose")
    sorties: int | None = described(K.COUNT, "Sorties, helicopters excluded")
    ships: int | None = described(K.COUNT, "Ships, destroyer or frigate size and larger")
    in_company: bool | None = described(K.FLAG, "Ships in company")
    enters_other_eez: bool | None = described(K.FLAG, "Enters another exclusive economic zone")
    distances_km: Mapping[str, Any] = described(K.OBJECT, "Distances to lines, km")
    sector: str = described(K.TEXT, "Sector", hint="Of the line or border, such as east or west")
    aircraft_kind: str = described(K.WORD, "Kind of aircraft", vocabulary="aircraft_kind")
    facts: Mapping[str, Any] = described(K.OBJECT, "Further facts", hint="By the names the rules use")
    launch: Launch | None = described(K.ONE, "Launch", of=Launch)
    contingents: tuple[Contingent, ...] = described(K.MANY, "Contingents", of=Contingent)

    def check(self) -> None:
        check_period(self.starts_on, self.ends_on, "ends_on")
        check_period(self.starts_on, self.completed_on, "completed_on")
        check_order([("starts_at", self.starts_at), ("ends_at", self.ends_at)])
        check_day(self.starts_at, self.starts_on, "starts_at")
        check_day(self.ends_at, self.ends_on, "ends_at")
        for line, km in self.distances_km.items():
            if isinstance(km, bool) or not isinstance(km, (int, float)) or not 0 <= km < 41_000:
                raise InvalidMeasure(f"distances_km.{line}", f"“{km}” is not a distance in km.", "Enter 0 or more.")
        seen = set()
        for at, contingent in enumerate(self.contingents):
            key = (contingent.state, contingent.phase, contingent.role)
            if key in seen:
                raise InvalidMeasure(f"contingents[{at}].state", f"{contingent.state} is there twice in the same phase.",
                                     "Join the two rows or name their phases.")
            seen.add(key)


@dataclass(frozen=True, kw_only=True)
class Contribution(Record):
    """What a State carries of an exercise or mission; `to` names the mission, exercise or organisation."""

    kind: ClassVar[str] = "contribution"

    contribution_kind: str = described(K.WORD, "Kind of contribution", vocabulary="contribution_kind")
    state: str = described(K.STATE, "Contributing State")
    beneficiary: str = described(K.STATE, "Beneficiary")
    description: str = described(K.TEXT, "Description")
    quantity: Decimal | None = described(K.AMOUNT, "Quantity")
    unit: str = described(K.TEXT, "Unit")
    amount: Decimal | None = described(K.AMOUNT, "Amount")
    currency: str = described(K.TEXT, "Currency")
    valuation: str = described(K.WORD, "Valuation", vocabulary="valuation")
    settlement: str = described(K.WORD, "Settlement", vocabulary="settlement")
    from_on: PartialDate | None = described(K.DATE, "From")
    to_on: PartialDate | None = described(K.DATE, "To")
    pledged_on: PartialDate | None = described(K.DATE, "Pledged")
    delivered_on: PartialDate | None = described(K.DATE, "Delivered")
    settled_on: PartialDate | None = described(K.DATE, "Settled")

    def check(self) -> None:
        check_period(self.from_on, self.to_on, "to_on")
        check_currency(self.currency, "currency")
        if self.amount is not None and not self.currency:
            raise InvalidMeasure("currency", f"is empty, yet the amount is {self.amount}.", "Name the currency, such as EUR.")


@dataclass(frozen=True, kw_only=True)
class Participation:
    """What an agreement is to one State from a date on: in force, suspended, withdrawn, claimed in abeyance …"""

    state: str = described(K.STATE, "State")
    status: str = described(K.WORD, "Status", vocabulary="participation_status")
    role: str = described(K.TEXT, "Role")
    from_on: PartialDate | None = described(K.DATE, "From")
    to_on: PartialDate | None = described(K.DATE, "To")
    note: str = described(K.TEXT, "Note")

    def __post_init__(self) -> None:
        if not self.state:
            raise InvalidMeasure("state", "is empty.", "Name the State.")
        check_fields(self)
        check_period(self.from_on, self.to_on, "to_on")


@dataclass(frozen=True, kw_only=True)
class Agreement(Record):
    """An agreement and who takes part in it, with dates; its rules stand in the rule pack named by `agreement`."""

    kind: ClassVar[str] = "agreement"

    agreement: str = described(K.TEXT, "Short id", hint="Lower case, such as vd11")
    name: str = described(K.TEXT, "Name")
    agreement_kind: str = described(K.WORD, "Kind of agreement", vocabulary="agreement_kind")
    place: str = described(K.TEXT, "Place")
    signed_on: PartialDate | None = described(K.DATE, "Adopted or signed")
    in_force_on: PartialDate | None = described(K.DATE, "In force")
    ended_on: PartialDate | None = described(K.DATE, "Ended")
    agreement_status: str = described(K.WORD, "Status of the agreement", vocabulary="participation_status")
    text_reference: str = described(K.TEXT, "Text")
    participations: tuple[Participation, ...] = described(K.MANY, "Participation", of=Participation)

    def check(self) -> None:
        if not self.agreement:
            raise InvalidMeasure("agreement", "is empty.", "Give the agreement a short id, such as vd11.")
        check_agreement_id(self.agreement, "agreement")
        if not self.name.strip():
            raise InvalidMeasure("name", "is empty.", "Name the agreement.")
        check_period(self.in_force_on, self.ended_on, "ended_on")


@dataclass(frozen=True, kw_only=True)
class NameInTime:
    """A name and when it was in use."""

    name: str = described(K.TEXT, "Name")
    language: str = described(K.TEXT, "Language")
    use: str = described(K.WORD, "Use", vocabulary="name_use")
    from_on: PartialDate | None = described(K.DATE, "From")
    to_on: PartialDate | None = described(K.DATE, "To")

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InvalidMeasure("name", "is empty.", "Fill in the name or take the row out.")
        check_fields(self)
        check_period(self.from_on, self.to_on, "to_on")


@dataclass(frozen=True, kw_only=True)
class StateRecord(Record):
    """A State, a former State or an organisation with its names in time; listing it says nothing about its status."""

    kind: ClassVar[str] = "state"

    code: str = described(K.TEXT, "Code", hint="ISO 3166-1 alpha-3, such as DEU")
    alpha2: str = described(K.TEXT, "Two-letter code")
    state_kind: str = described(K.WORD, "Kind", vocabulary="state_kind", default="state")
    name: str = described(K.TEXT, "Name")
    names: tuple[NameInTime, ...] = described(K.MANY, "Names in time", of=NameInTime)
    capital: str = described(K.TEXT, "Capital")
    zone: str = described(K.TEXT, "Time zone of the capital", hint="Such as Europe/Vienna")
    ended_on: PartialDate | None = described(K.DATE, "Ended")
    successors: tuple[str, ...] = described(K.STATES, "Successors")

    def check(self) -> None:
        if not self.code:
            raise InvalidMeasure("code", "is empty.", "Give the State its code.")
        check_code(self.code, "code")
        if not self.name.strip():
            raise InvalidMeasure("name", "is empty.", "Name the State.")
        if not self.state_kind:
            raise InvalidMeasure("state_kind", "is empty.", "Use state, former_state, territory or organisation.")


@dataclass(frozen=True, kw_only=True)
class Case(Record):
    """A named bundle of records with a narrative: a crisis or an initiative told as one story."""

    kind: ClassVar[str] = "case"

    title: str = described(K.TEXT, "Title")
    narrative: str = described(K.LONG_TEXT, "Narrative")
    opened_on: PartialDate | None = described(K.DATE, "Opened")
    closed_on: PartialDate | None = described(K.DATE, "Closed")
    members: tuple[str, ...] = described(K.TEXTS, "Records", hint="In the order of the story")

    def check(self) -> None:
        if not self.title.strip():
            raise InvalidMeasure("title", "is empty.", "Name the case.")
        object.__setattr__(self, "members", tuple(read_record_id(member, f"members[{at}]") for at, member in enumerate(self.members)))
        check_period(self.opened_on, self.closed_on, "closed_on")


RECORD_CLASSES: dict[str, type[Record]] = {
    cls.kind: cls
    for cls in (
        Notification, Inspection, HotlineContact, JointExercise, Contribution, Agreement, StateRecord, Case, AgreementFacts,
        ObligationNote,
    )
}
