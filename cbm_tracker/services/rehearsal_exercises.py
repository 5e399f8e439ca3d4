"""Exercises of an invented year, notified and observed as the Vienna Document 2011 asks, at times too late."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from cbm_tracker.domain.forces import Contingent, total
from cbm_tracker.domain.measures import Inspection, JointExercise, Notification, Record
from cbm_tracker.domain.moments import PartialDate
from cbm_tracker.services.rehearsal_episodes import contribution, team
from cbm_tracker.services.rehearsal_messages import common, linked, message
from cbm_tracker.services.rehearsal_words import FINDINGS, LANDLOCKED, OWNER, PURPOSES
from cbm_tracker.services.rehearsal_year import RehearsalYear

NOTIFIED_FROM, LANDING_NOTIFIED_FROM, OBSERVED_FROM = 9000, 3000, 13000
"""Troops from which the Vienna Document asks for prior notification, of landings too, and for observers."""
NOTICE_DAYS, REPLY_DAYS = 42, 21
_SIZES = ((300, 2500), (2500, 8900), (9000, 12900), (13000, 19000), (25000, 31000))


@dataclass(frozen=True)
class Foreseen:
    """What is settled of an exercise before it is told.

    `reply_days` is how long after an invitation to observe its reply is given (None: never); `exact` leaves nothing untold.
    """

    host: str
    starts: date
    days: int
    troops: int
    notice_days: int
    kind: str = "field_exercise"
    reply_days: int | None = 9
    without_advance_notice: bool = False
    exact: bool = False

    @property
    def must_be_notified(self) -> bool:
        return self.troops >= (LANDING_NOTIFIED_FROM if self.kind == "parachute_assault" else NOTIFIED_FROM)


def exercise(year: RehearsalYear) -> list[Record]:
    """An exercise as chance has it, with its notification, at times with observers, changes and contributions."""
    host = year.host()
    starts = year.day((2, 15), (11, 25))
    days = year.dice.randint(2, 20)
    least, most = year.dice.choices(_SIZES, (34, 34, 18, 11, 1 if host != OWNER else 0))[0]
    kind = year.dice.choices(
        ("field_exercise", "command_post_exercise", "transfer", "air_exercise", "parachute_assault", "naval_exercise"),
        (62, 14, 8, 7, 4, 0 if host in LANDLOCKED else 8),
    )[0]
    notice = year.dice.randint(24, NOTICE_DAYS - 1) if year.chance(0.1) else year.dice.randint(NOTICE_DAYS, 63)
    reply = year.dice.randint(REPLY_DAYS + 1, REPLY_DAYS + 4) if year.chance(0.1) else year.dice.randint(2, REPLY_DAYS - 3)
    return told_exercise(year, Foreseen(host, starts, days, year.dice.randint(least, most), notice, kind, reply, year.chance(0.02)))


def told_exercise(year: RehearsalYear, foreseen: Foreseen) -> list[Record]:
    """Return an exercise and the messages, observers and contributions that go with it."""
    host, starts, ends = foreseen.host, foreseen.starts, foreseen.starts + timedelta(days=foreseen.days)
    guests = year.guests(host, 5)
    contingents = _contingents(year, foreseen, guests)
    name, exact, large = year.designation(host), foreseen.exact, foreseen.troops >= NOTIFIED_FROM
    untold_start = not exact and year.chance(0.03)
    held = JointExercise(
        **common(year, host), reference=f"{name} / {host}", designation=name, activity_type=foreseen.kind, host_states=(host,),
        starts_on=None if untold_start else PartialDate.of(starts) if exact else year.told_date(starts),
        ends_on=None if untold_start or (not exact and year.chance(0.08)) else PartialDate.of(ends),
        level_of_command="division" if large else "brigade", level="division" if large else "brigade",
        divisional_structure=None if not exact and year.chance(0.1) else large, without_advance_notice=foreseen.without_advance_notice,
        in_zone=True, area=None if year.chance(0.05) else year.area(host), purpose=year.one(PURPOSES), contingents=contingents,
        sorties=year.dice.randint(20, 260) if foreseen.kind == "air_exercise" else None,
        ships=year.dice.randint(2, 9) if foreseen.kind == "naval_exercise" else None,
    )
    records: list[Record] = [held]
    if foreseen.must_be_notified or year.chance(0.35):
        advance = _advance(year, foreseen, held)
        records.append(advance)
        if not foreseen.without_advance_notice and year.chance(0.15):
            changed = year.at(starts - timedelta(days=year.dice.randint(4, 20)), host)
            links = (*linked(held, "notifies"), *linked(advance, "corrects"))
            records.append(message(year, host, "exercise_change", f"Change to {name}", changed, links))
        if foreseen.troops >= OBSERVED_FROM and not foreseen.without_advance_notice:
            records.extend(_observation(year, foreseen, held, advance, guests))
    for state in (host, *guests)[: year.dice.randint(0, 3)]:
        records.append(contribution(year, state, name, held, PartialDate.of(starts), PartialDate.of(ends)))
    return records


def _contingents(year: RehearsalYear, foreseen: Foreseen, guests: tuple[str, ...]) -> tuple[Contingent, ...]:
    host, troops = foreseen.host, foreseen.troops
    shares = [year.dice.uniform(3, 6), *(year.dice.uniform(0.3, 1.5) for _ in guests)]
    parts = {state: round(troops * share / sum(shares)) for state, share in zip((host, *guests), shares, strict=True)}
    parts[host] += troops - sum(parts.values())
    phases = ("arrival", "field phase") if foreseen.kind == "field_exercise" and year.chance(0.15) else ("",)
    contingents = tuple(
        _contingent(year, state, round(size * (0.4 if phase == "arrival" else 1)), phase, foreseen.exact)
        for state, size in parts.items() for phase in phases
    )
    return (replace(contingents[0], role="host"), *contingents[1:])


def _contingent(year: RehearsalYear, state: str, troops: int, phase: str, exact: bool) -> Contingent:
    """Return a contingent whose equipment follows its size; what is not told stays untold."""
    untold = not exact and year.chance(0.12)

    def count(per_thousand: float) -> int | None:
        hidden = not exact and year.chance(0.05)
        return None if untold or hidden else round(troops / 1000 * per_thousand * year.dice.uniform(0.4, 1.4))

    return Contingent(
        state=state, phase=phase, role="participant", troops=None if not exact and year.chance(0.06) else troops, battle_tanks=count(11),
        armoured_combat_vehicles=count(34), artillery=count(8), anti_tank_launchers=count(3), combat_aircraft=count(0.5),
        attack_helicopters=count(0.6), helicopters=count(1.5),
    )


def _advance(year: RehearsalYear, foreseen: Foreseen, held: JointExercise) -> Notification:
    """Return the notification; of an exercise that its troops were not told of before, it goes out as they start."""
    content = _content(held)
    if not foreseen.exact and year.chance(0.2):
        content = dict(list(content.items())[:-2])
    if foreseen.without_advance_notice:
        sent = year.at(foreseen.starts, foreseen.host, 5)
    else:
        sent = year.at(year.working(foreseen.starts - timedelta(days=foreseen.notice_days)), foreseen.host)
    return message(
        year, foreseen.host, "exercise_advance", f"Notification of {held.designation}", sent, linked(held, "notifies"), content=content,
        tags=() if foreseen.must_be_notified else ("voluntary",),
    )


def _content(held: JointExercise) -> dict[str, Any]:
    """Return what a notification tells, by the items of the Vienna Document, paragraphs 43 to 46."""
    def by_state(name: str) -> str:
        told = [(contingent.state, getattr(contingent, name)) for contingent in held.contingents if getattr(contingent, name) is not None]
        return "; ".join(f"{state} {count}" for state, count in told) or "none told"

    troops = total(held.contingents, "troops")
    content: dict[str, Any] = {
        "designation": held.designation, "general purpose": held.purpose,
        "States involved": ", ".join(dict.fromkeys(contingent.state for contingent in held.contingents)),
        "level of command": held.level_of_command, "start and end dates": f"{held.starts_on or 'open'} to {held.ends_on or 'open'}",
    }
    if held.activity_type == "parachute_assault":
        content["troops in the landing or assault"] = troops if troops is not None else "none told"
    elif held.activity_type == "transfer":
        content |= {
            "troops transferred": by_state("troops"), "number and type of divisions": "parts of one mechanised division",
            "battle tanks in the arrival or concentration": by_state("battle_tanks"),
            "armoured combat vehicles in the arrival or concentration": by_state("armoured_combat_vehicles"),
            "artillery in the arrival or concentration": by_state("artillery"),
            "coordinates of arrival and concentration points": "as told by the area",
        }
    if held.activity_type != "parachute_assault":
        content |= {
            "troops, in all and by State": by_state("troops"), "formations and units by State": "brigades and regiments, as listed below",
            "battle tanks by State": by_state("battle_tanks"),
            "armoured combat vehicles and anti-tank launchers by State": by_state("armoured_combat_vehicles"),
            "artillery by State": by_state("artillery"), "helicopters by category": by_state("helicopters"),
        }
    if held.sorties is not None:
        content |= {"sorties": held.sorties, "purpose of air missions": "close support", "categories of aircraft": "combat aircraft",
                    "level of command of the air part": "wing"}
    return content | {
        "area with geographic features and coordinates": held.area.name if held.area else "see the map sent by courier",
        "dates of each phase": "arrival, field phase, return", "tactical purpose and area of each phase": "as in the general purpose",
        "description of each phase": "defence, counter-attack, pause", "changes against the annual calendar": "none",
        "relation to other notifiable activities": "none",
    }


def _observation(
    year: RehearsalYear, foreseen: Foreseen, held: JointExercise, advance: Notification, guests: tuple[str, ...]
) -> list[Record]:
    """Return the invitation to observe, its replies and the visit of who replied; guests who exercise need no invitation."""
    assert advance.sent_at is not None
    host, name = foreseen.host, held.designation
    invited = message(year, host, "observer_invitation", f"Invitation to observe {name}", year.after(advance.sent_at, 5, 90),
                      linked(held, "notifies"))
    assert invited.sent_at is not None
    records: list[Record] = [invited]
    if foreseen.reply_days is None:
        return records
    others = [state for state in ("SWE", "POL", "KAZ", "GEO", "CHE") if state not in guests]
    observing = (OWNER,) if host != OWNER else year.some(others, 2, 2)
    for state in observing:
        replied = year.after(invited.sent_at, foreseen.reply_days * 1440, foreseen.reply_days * 1440 + 600)
        records.append(message(year, state, "observer_reply", f"Reply: observers to {name}", replied, linked(invited, "answers"), to=host))
    if held.starts_on is not None and held.starts_on.is_complete:
        arrived = year.at(held.starts_on.first_day + timedelta(days=1), host, 9)
        records.append(Inspection(
            **common(year, observing[0], links=linked(held, "reports_on")), reference=year.reference(observing[0]),
            inspection_kind="observation_of_exercise", inspecting_states=observing, receiving_state=host, arrived_at=arrived,
            started_at=year.after(arrived, 60, 180), ended_at=year.after(arrived, 2000, 4200), team=team(year, observing[0], 2),
            area=held.area, outcome="completed", quota_effect="not_consumed", findings=year.one(FINDINGS),
        ))
    return records
