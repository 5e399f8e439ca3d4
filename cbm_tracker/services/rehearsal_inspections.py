"""Inspections, visits and flights of an invented year: request, reply, entry and report within their clocks, at times too late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cbm_tracker.domain.measures import Inspection, Record
from cbm_tracker.domain.moments import Instant
from cbm_tracker.services.rehearsal_episodes import team
from cbm_tracker.services.rehearsal_messages import common, linked, message
from cbm_tracker.services.rehearsal_words import BASES, FINDINGS, OWNER, PLACES, REFUSALS, UNITS, UNITS_REPORTED
from cbm_tracker.services.rehearsal_year import RehearsalYear

_KINDS = (("specified_area", "vd11"), ("evaluation_visit", "vd11"), ("airbase_visit", "vd11"), ("observation_flight", "open-skies"),
          ("declared_site", "dayton-iv"))
_ASKED = {
    "specified_area": ("an inspection", "inspection_notice"), "evaluation_visit": ("an evaluation visit", "evaluation_request"),
    "observation_flight": ("an observation flight", "observation_flight_notice"), "declared_site": ("an inspection", "inspection_notice"),
}
_DAYTON = ("BIH", "HRV", "MNE", "SRB")
_OPEN_SKIES = ("DEU", "FRA", "ITA", "HUN", "CZE", "POL", "ROU", "BGR", "GRC", "TUR", "ESP", "NOR")
_AHEAD = {"specified_area": (38, 110), "evaluation_visit": (121, 166), "observation_flight": (73, 96)}  # hours from request to entry
_REPLY_HOURS = {"evaluation_visit": 48}
_LASTED = {"specified_area": (2200, 2880), "evaluation_visit": (300, 700), "observation_flight": (3000, 4800)}  # minutes
_TEAM = {"evaluation_visit": 3}
_REPORT_DAYS = {"observation_flight": 7}
INSPECTIONS_A_YEAR = 3


def evaluations_a_year(state: str) -> int:
    """Return how many evaluation visits a State must accept: one for every 60 units or portion of them, fifteen at most."""
    return min(15, -(-UNITS_REPORTED.get(state, 60) // 60))


@dataclass(frozen=True)
class Foreseen:
    """What is settled of a visit before it is told.

    `reply_late` and `report_late` say that the clock had run out; `answered` and `reported` that anything came at all.
    """

    kind: str
    agreement: str
    inspecting: str
    receiving: str
    day: date
    reply_late: bool = False
    answered: bool = True
    refusal: str = ""
    held: bool = True
    reported: bool = True
    report_late: bool = False


def inspection(year: RehearsalYear) -> list[Record]:
    """A visit as chance has it; where the quota of the year is used up, a voluntary one."""
    kind, agreement = year.dice.choices(_KINDS, (42, 30, 6, 12, 10))[0]
    inspecting, receiving = _sides(year, kind, agreement)
    if kind == "airbase_visit":
        return airbase_visit(year, receiving, year.day((3, 15), (11, 25)))
    if kind in ("specified_area", "evaluation_visit"):
        most = INSPECTIONS_A_YEAR if kind == "specified_area" else evaluations_a_year(receiving)
        if receiving == OWNER or not year.charge(kind, receiving, inspecting, most):
            kind = "voluntary_visit"
    away = kind == "evaluation_visit" and year.chance(0.1)
    return visit(year, Foreseen(
        kind, agreement, inspecting, receiving, year.day((1, 12), (12, 5)), year.chance(0.08), not year.chance(0.06) or away,
        REFUSALS[1] if away else "", not away, not year.chance(0.1), year.chance(0.08),
    ))


def _sides(year: RehearsalYear, kind: str, agreement: str) -> tuple[str, str]:
    """Return who inspects and who receives."""
    if agreement != "vd11":
        inspecting, receiving = year.some(_DAYTON if agreement == "dayton-iv" else _OPEN_SKIES, 2, 2)
        return inspecting, receiving
    receiving = OWNER if kind == "airbase_visit" and year.chance(0.3) else year.host((OWNER,))
    inspecting = OWNER if receiving != OWNER and year.chance(0.45) else year.host((receiving, OWNER))
    return inspecting, receiving


def visit(year: RehearsalYear, foreseen: Foreseen) -> list[Record]:
    """Return a visit and the messages about it."""
    kind, inspecting, receiving = foreseen.kind, foreseen.inspecting, foreseen.receiving
    agreements = (foreseen.agreement,)
    planned = year.at(foreseen.day, receiving, year.dice.randint(6, 15))
    ahead = timedelta(hours=year.dice.randint(*_AHEAD.get(kind, (240, 600))), minutes=20)
    requested = Instant(planned.utc - ahead, PLACES[inspecting].zone)
    received = year.after(requested, 1, 30)
    hours = _REPLY_HOURS.get(kind, 24)
    late = (hours * 60 + 60, hours * 60 + 300) if foreseen.reply_late else (90, hours * 60 - 60)
    replied = year.after(received, *late) if foreseen.answered else None
    happened: dict[str, Any] = {}
    if foreseen.refusal:
        ground = "refused_quota" if foreseen.refusal == REFUSALS[0] else "refused_right"
        happened = {"reply": "refused", "refusal_ground": foreseen.refusal, "outcome": ground, "quota_effect": "not_consumed"}
    elif foreseen.held:
        happened = {"reply": "accepted" if replied else "", **_held(year, foreseen, planned)}
    made = Inspection(
        **common(year, inspecting, agreements, to=(receiving,)), reference=year.reference(inspecting), inspection_kind=kind,
        inspecting_states=(inspecting,), receiving_state=receiving, requested_at=requested, request_received_at=received,
        replied_at=replied, entry_planned_at=planned,
        area=year.area(receiving) if kind in ("specified_area", "observation_flight") else None,
        units=(year.one(UNITS),) if kind in ("evaluation_visit", "declared_site") else (), **happened,
    )
    records: list[Record] = [made]
    what, asked_as = _ASKED.get(kind, ("a visit", "visit_notice"))
    asked = message(year, inspecting, asked_as, f"Request for {what}", requested, linked(made, "notifies"), to=receiving,
                    agreements=agreements)
    records.append(asked)
    if replied is not None and OWNER in (inspecting, receiving):
        answer = "refusal" if foreseen.refusal else "evaluation_reply" if kind == "evaluation_visit" else "inspection_reply"
        records.append(message(year, receiving, answer, f"Reply to {asked.reference}", replied, linked(asked, "answers"), to=inspecting,
                               agreements=agreements))
    if made.report_sent_at is not None and year.chance(0.5):
        records.append(message(year, inspecting, "inspection_report", f"Report on {made.reference}", made.report_sent_at,
                               linked(made, "reports_on"), agreements=agreements))
    return records


def airbase_visit(year: RehearsalYear, receiving: str, day: date) -> list[Record]:
    """Return a visit to an air base to which a State invites all others; the owner answers, or two others come to it."""
    visitors = (OWNER,) if receiving != OWNER else year.some(("CZE", "POL", "SWE", "FRA"), 2, 2)
    arrived = year.at(day, receiving, 9)
    started = year.after(arrived, 30, 90)
    made = Inspection(
        **common(year, receiving, to=("OSCE",)), reference=year.reference(receiving), inspection_kind="airbase_visit",
        inspecting_states=visitors, receiving_state=receiving, entry_planned_at=arrived, arrived_at=arrived, started_at=started,
        ended_at=year.after(started, 1500, 2800), site=year.one(BASES), outcome="completed", quota_effect="not_consumed",
        team=tuple(member for state in visitors for member in team(year, state, 2)), findings=year.one(FINDINGS),
    )
    sent = year.at(year.working(day - timedelta(days=year.dice.randint(45, 70))), receiving)
    invited = message(year, receiving, "visit_invitation", f"Invitation to {made.site}", sent, linked(made, "notifies"))
    replies = [
        message(year, state, "visit_reply", f"Reply: visitors to {made.site}", year.after(sent, 5000, 26000), linked(invited, "answers"),
                to=receiving)
        for state in visitors
    ]
    return [made, invited, *replies]


def _held(year: RehearsalYear, foreseen: Foreseen, planned: Instant) -> dict[str, Any]:
    """Return what the record says of a visit that took place."""
    arrived = Instant(planned.utc, planned.zone)
    started = year.after(arrived, 60, 300)
    ended = year.after(started, *_LASTED.get(foreseen.kind, (240, 1400)))
    clock = _REPORT_DAYS.get(foreseen.kind, 14) * 1440
    report = year.after(ended, *((clock + 1500, clock + 6000) if foreseen.report_late else (2900, clock - 300)))
    told: dict[str, Any] = {
        "arrived_at": arrived, "started_at": started, "ended_at": ended, "report_sent_at": report if foreseen.reported else None,
        "team": team(year, foreseen.inspecting, _TEAM.get(foreseen.kind, 4)), "outcome": "" if year.chance(0.05) else "conducted_full",
        "quota_effect": "consumed_both", "findings": year.one(FINDINGS),
    }
    if foreseen.kind == "voluntary_visit":
        told["quota_effect"] = "not_consumed"
    if foreseen.kind == "observation_flight":
        handed = year.after(arrived, 60, 240)
        taken_off = year.after(handed, 1450, 1800)
        told |= {"plan_received_at": handed, "plan_answered_at": year.after(handed, 40, 230), "flight_started_at": taken_off}
    return told


