"""Records for measuring: invented, of several kinds, the same for the same seed."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from cbm_tracker.domain.forces import Contingent
from cbm_tracker.domain.measures import Area, HotlineContact, Inspection, JointExercise, Notification, Record
from cbm_tracker.domain.moments import Instant, PartialDate

STATES = ("AUT", "BEL", "BGR", "CHE", "CZE", "DEU", "DNK", "ESP", "FIN", "FRA", "GBR", "GRC", "HUN", "ITA", "NLD", "NOR", "POL", "PRT")
FIRST = ("NORTHERN", "SILVER", "STEADY", "AMBER", "QUIET", "BRAVE", "SUMMER", "GRANITE", "OPEN", "WINTER", "NOBLE", "RIVER")
SECOND = ("ARC", "BRIDGE", "HERON", "LANTERN", "MEADOW", "ANCHOR", "COMPASS", "FALCON", "HARBOUR", "LYNX", "ORCHARD", "SHIELD")
PLACES = ("Altheim", "Bergfeld", "Castra", "Dornach", "Estrela", "Fjellvik", "Grünau", "Halmos", "Íslev", "Jaworze", "Kőszeg", "Łęczna")
DAYS = 40 * 365


def invented_records(count: int, seed: int = 1) -> Iterator[Record]:
    """Yield records from 1985 on: half of them exercises, the others notifications, inspections and contacts."""
    chance = random.Random(seed)
    for number in range(count):
        record_id = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        day = date(1985, 1, 1) + timedelta(days=chance.randrange(DAYS))
        hosts = tuple(chance.sample(STATES, 4))
        name = f"{chance.choice(FIRST)} {chance.choice(SECOND)} {day.year % 100:02d}"
        place = Area(name=chance.choice(PLACES), points=((round(chance.uniform(40, 60), 2), round(chance.uniform(0, 30), 2)),))
        moment = Instant(datetime(day.year, day.month, day.day, chance.randrange(24), chance.randrange(60), tzinfo=UTC))
        kind = number % 10
        if kind < 5:
            yield JointExercise(
                id=record_id, reference=f"EX/{day.year}/{number:06d}", agreements=("vd11",), from_state=hosts[0], designation=name,
                activity_type="field_exercise", host_states=hosts[:1], starts_on=PartialDate.of(day),
                ends_on=PartialDate.of(day + timedelta(days=chance.randrange(1, 20))), area=place,
                contingents=tuple(
                    Contingent(state=state, troops=chance.randrange(100, 9000), battle_tanks=chance.randrange(120)) for state in hosts
                ),
            )  # fmt: skip
        elif kind < 7:
            yield Notification(
                id=record_id, reference=f"CBM/{day.year}/{number:06d}/F25/O", agreements=("vd11",), direction="given",
                from_state=hosts[0], to=hosts[1:], notification_kind="exercise_advance", subject=name, format="F25", sent_at=moment,
                content={"1": name, "2.1": list(hosts)},
            )  # fmt: skip
        elif kind < 9:
            yield Inspection(
                id=record_id, reference=f"CBM/{day.year}/{number:06d}/F33/O", agreements=("vd11",), direction="received",
                inspection_kind="specified_area", inspecting_states=hosts[:1], receiving_state=hosts[1], requested_at=moment, area=place,
                findings=f"What was seen near {place.name} agrees with what had been told of {name}.",
            )  # fmt: skip
        else:
            yield HotlineContact(
                id=record_id, reference=f"HL/{day.year}/{number:06d}", agreements=("vd11",), from_state=hosts[0], with_states=hosts[:1],
                opened_at=moment, subject=f"Question on {name}",
                summary=f"Asked whether {name} goes on near {place.name}; told that it does.",
            )  # fmt: skip
