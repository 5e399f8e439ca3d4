"""Records for tests, valid and filled enough to be useful, and the desk they are recorded at; keywords override any field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from cbm_tracker.domain.forces import Contingent
from cbm_tracker.domain.measures import (
    Agreement,
    AgreementFacts,
    Area,
    Case,
    Contribution,
    HotlineContact,
    Inspection,
    JointExercise,
    NameInTime,
    Notification,
    ObligationNote,
    Participation,
    Promise,
    StateRecord,
    TeamMember,
)
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.services.desk import Desk
from cbm_tracker.storage.operations import Operation

MORNING = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


def day(text: str) -> PartialDate:
    """`2027-06-01`, `2027-06` or `2027`."""
    return PartialDate.parse(text)


def at(text: str, zone: str = "") -> Instant:
    """`2027-06-10T06:00:00Z`, or with an offset."""
    return Instant.parse(text, zone)


@dataclass
class SettableClock:
    """Shows one instant until it is set or moved."""

    shows: datetime = MORNING

    def __call__(self) -> datetime:
        return self.shows

    def forward(self, **parts: float) -> None:
        """Move on by `timedelta(**parts)`, such as `minutes=5`."""
        self.shows += timedelta(**parts)


def fixed_desk(at: datetime | SettableClock = MORNING, officer: str = "A. Officer", workstation: str = "desk-1") -> Desk:
    """Return a desk whose clock stands still; pass a SettableClock to move it."""
    clock = at if isinstance(at, SettableClock) else SettableClock(at)
    return Desk(officer, workstation, clock)


def a_contingent(**fields: Any) -> Contingent:
    told: dict[str, Any] = {"state": "DEU", "troops": 7_000, "battle_tanks": 120, "armoured_combat_vehicles": 300, "artillery": 80}
    return Contingent(**{**told, **fields})


def a_notification(**fields: Any) -> Notification:
    told: dict[str, Any] = {
        "reference": "CBM/DE/27/0031/F25/O", "agreements": ("vd11",), "direction": "given", "from_state": "DEU",
        "to": ("FRA", "POL", "OSCE"), "notification_kind": "exercise_advance", "subject": "Northern Arc 27", "format": "F25",
        "sent_at": at("2027-04-10T09:30:00+02:00", "Europe/Berlin"), "channel": "OSCE_network",
        "content": {"1": "NORTHERN ARC 27", "2.1": ["DEU", "FRA"], "troops": 13_000},
    }
    return Notification(**{**told, **fields})


def an_inspection(**fields: Any) -> Inspection:
    told: dict[str, Any] = {
        "reference": "CBM/PL/27/0014/F33/O", "agreements": ("vd11",), "direction": "received", "from_state": "POL", "to": ("DEU",),
        "inspection_kind": "specified_area", "inspecting_states": ("POL",), "receiving_state": "DEU",
        "requested_at": at("2027-05-03T08:00:00Z"), "request_received_at": at("2027-05-03T08:05:00Z"),
        "replied_at": at("2027-05-04T06:00:00Z"), "reply": "accepted", "arrived_at": at("2027-05-06T07:00:00Z"),
        "started_at": at("2027-05-06T09:00:00Z"), "ended_at": at("2027-05-08T09:00:00Z"),
        "team": (TeamMember(name="Anna Nowak", state="POL", function="team leader"),),
        "area": Area(name="Grafenwöhr", points=((49.7, 11.9),)), "outcome": "conducted_full", "quota_effect": "consumed_both",
        "findings": "What was seen agrees with the annual exchange.",
    }
    return Inspection(**{**told, **fields})


def a_contact(**fields: Any) -> HotlineContact:
    told: dict[str, Any] = {
        "reference": "HL/27/0007", "agreements": ("in-pk-1991-airspace",), "direction": "received", "from_state": "PAK",
        "channel": "hotline_voice", "purpose": "airspace_matter", "with_states": ("PAK",), "initiated_by": "PAK",
        "opened_at": at("2027-02-11T04:31:00Z"), "answered_at": at("2027-02-11T04:32:00Z"), "closed_at": at("2027-02-11T04:47:00Z"),
        "outcome": "agreed_action", "subject": "Helicopter near the line", "summary": "Track confirmed; the crew had lost its way.",
        "promises": (Promise(by="PAK", text="Send the flight log", due_at=at("2027-02-12T04:30:00Z")),),
    }
    return HotlineContact(**{**told, **fields})


def an_exercise(**fields: Any) -> JointExercise:
    told: dict[str, Any] = {
        "reference": "EX/27/01", "agreements": ("vd11",), "from_state": "DEU", "designation": "NORTHERN ARC 27",
        "activity_type": "field_exercise", "host_states": ("DEU",), "starts_on": day("2027-06-01"), "ends_on": day("2027-06-14"),
        "level_of_command": "division", "level": "division", "divisional_structure": True, "without_advance_notice": False,
        "in_zone": True, "area": Area(name="Baumholder", points=((49.6, 7.3),)), "sorties": 0,
        "contingents": (a_contingent(), a_contingent(state="FRA", troops=6_000, battle_tanks=40)),
    }
    return JointExercise(**{**told, **fields})


def a_contribution(**fields: Any) -> Contribution:
    told: dict[str, Any] = {
        "agreements": ("vd11",), "contribution_kind": "troops", "state": "FRA", "to": ("NORTHERN ARC 27",),
        "quantity": Decimal(6_000), "unit": "persons", "amount": Decimal("1250000.50"), "currency": "EUR", "valuation": "actual_cost",
        "settlement": "costs_lie_where_they_fall", "from_on": day("2027-06-01"), "to_on": day("2027-06-14"),
    }
    return Contribution(**{**told, **fields})


def an_agreement(**fields: Any) -> Agreement:
    told: dict[str, Any] = {
        "agreement": "river-2001", "name": "Agreement on the River Line", "agreement_kind": "treaty", "place": "Vienna",
        "signed_on": day("2001-03-09"), "in_force_on": day("2001-05"), "agreement_status": "in_force",
        "participations": (
            Participation(state="DEU", status="in_force", from_on=day("2001-05")),
            Participation(state="FRA", status="suspended_full", from_on=day("2023-11-07"), note="Note verbale of that day"),
        ),
    }
    return Agreement(**{**told, **fields})


def a_state(**fields: Any) -> StateRecord:
    told: dict[str, Any] = {
        "code": "XRU", "state_kind": "state", "name": "Ruritania", "capital": "Strelsau", "zone": "Europe/Vienna",
        "names": (
            NameInTime(name="Ruritania", language="en", use="short"),
            NameInTime(name="Ruritanien", language="de", use="short"),
            NameInTime(name="Kingdom of Ruritania", language="en", use="former", to_on=day("1946")),
        ),
    }
    return StateRecord(**{**told, **fields})


def a_case(**fields: Any) -> Case:
    told: dict[str, Any] = {
        "title": "Helicopter incident of February 2027", "narrative": "How it began, and how it was settled.",
        "opened_on": day("2027-02-11"), "closed_on": day("2027-02-13"), "members": (),
    }
    return Case(**{**told, **fields})


def facts(**fields: Any) -> AgreementFacts:
    told: dict[str, Any] = {"agreement": "vd11", "state": "AUT", "year": 2027, "units": 61, "budget_approved_on": day("2026-12-10")}
    return AgreementFacts(**{**told, **fields})


def obligation_note(**fields: Any) -> ObligationNote:
    told: dict[str, Any] = {
        "rule": "annual-exchange", "agreement": "vd11", "state": "AUT", "period": "2027", "decision": "waived",
        "reason": "The exchange was made at the meeting itself.", "decided_at": at("2027-01-11T10:00:00Z"),
    }
    return ObligationNote(**{**told, **fields})


def one_of_each() -> tuple[
    Notification, Inspection, HotlineContact, JointExercise, Contribution, Agreement, StateRecord, Case, AgreementFacts, ObligationNote
]:
    """Return one record of every kind; the case holds the contact."""
    contact = a_contact()
    return (
        a_notification(), an_inspection(), contact, an_exercise(), a_contribution(), an_agreement(), a_state(),
        a_case(members=(contact.id,)), facts(), obligation_note(),
    )


def an_operation(kind: str = "record", label: str = "recording of a record", reason: str = "") -> Operation:
    return fixed_desk().operation(kind, label, reason)


def change_raw(path: Path, *statements: str) -> None:
    """Change a register behind the program's back, as damage would: no triggers, no foreign keys, no revision."""
    connection = driver.connect(str(path), isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()
