"""Chance, numbers and moments of an invented year: the same for the same year and seed, whatever the clock says."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cbm_tracker.domain.measures import Area
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.services.rehearsal_words import (
    ABROAD,
    ABROAD_ZONES,
    EASTERN,
    EXERCISE_NAMES,
    NAMES_AT_HOME,
    NEIGHBOURS,
    OTHER_PERSONS,
    OWNER,
    PERSONS,
    PLACES,
)

_NAMESPACE = uuid.UUID("3d8e0c52-73d5-5c1b-8d5e-6f0b1a7c9e24")
_BY_HOUR = (1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 18, 14, 9, 12, 14, 13, 10, 6, 4, 3, 3, 2, 2, 1)  # weight of each local hour of the day


class RehearsalYear:
    """Draws what happens. Each draw moves on; the order of the draws is the content."""

    def __init__(self, year: int, seed: int, names: StateNames) -> None:
        self.year = year
        self.dice = random.Random(f"rehearsal/{year}/{seed}")
        self._root = f"{year}/{seed}"
        self._names = names
        self._made = 0
        self._serials: dict[str, int] = {}
        self._designated: dict[str, int] = {}
        self._received: dict[tuple[str, str], int] = {}
        self._visited: set[tuple[str, str, str]] = set()

    # -------------------------------------------------- chance

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def one(self, of: Sequence[str]) -> str:
        return self.dice.choice(of)

    def some(self, of: Sequence[str], least: int, most: int) -> tuple[str, ...]:
        return tuple(self.dice.sample(list(of), min(len(of), self.dice.randint(least, most))))

    def host(self, without: Sequence[str] = ()) -> str:
        """Return a State on whose territory something happens; the owner and its neighbours more often."""
        near = self.chance(0.45)
        return self.one([state for state in ((OWNER, *NEIGHBOURS) if near else tuple(PLACES)) if state not in without])

    def settled(self, what: str, of: Sequence[str]) -> list[str]:
        """Return `of` in an order that the year and seed settle, whatever was drawn before."""
        return random.Random(f"{what}/{self._root}").sample(list(of), len(of))

    def charge(self, kind: str, receiving: str, inspecting: str, most: int) -> bool:
        """Charge a visit to the quota of who receives it; False where it is used up, or the same State was there this year."""
        taken, pair = self._received.get((kind, receiving), 0), (kind, receiving, inspecting)
        if taken >= most or pair in self._visited:
            return False
        self._received[kind, receiving] = taken + 1
        self._visited.add(pair)
        return True

    def guests(self, host: str, most: int) -> tuple[str, ...]:
        """Return who takes part in an exercise beside its host."""
        circle = EASTERN if host in EASTERN[:4] else [state for state in (*PLACES, *ABROAD) if state not in EASTERN[:2]]
        return self.some([state for state in circle if state != host], 0, most)

    # -------------------------------------------------- names and numbers

    def id(self) -> str:
        self._made += 1
        return str(uuid.uuid5(_NAMESPACE, f"{self._root}/{self._made}"))

    def reference(self, state: str) -> str:
        """Return the next message number of a State, shaped like those of the network; EX says that it is a rehearsal."""
        self._serials[state] = self._serials.get(state, 0) + 1
        entry = self._names.get(state)
        letters = entry.alpha2 if entry and entry.alpha2 else state[:2]
        return f"EX/{letters}/{self.year % 100:02d}/{self._serials[state]:04d}/O"

    def log_number(self) -> str:
        self._serials["log"] = self._serials.get("log", 0) + 1
        return f"HL/{self.year % 100:02d}/{self._serials['log']:04d}"

    def designation(self, host: str) -> str:
        """Return a name that no other exercise of the year has, in the script of its host now and then."""
        own = NAMES_AT_HOME.get(host, ())
        name = self.one(own if own and self.chance(0.5) else EXERCISE_NAMES)
        for _ in range(8):
            if name not in self._designated:
                break
            name = self.one(EXERCISE_NAMES)
        self._designated[name] = again = self._designated.get(name, 0) + 1
        return f"{name} {self.year % 100:02d}" + (f"-{again}" if again > 1 else "")

    def name_of(self, state: str) -> str:
        return self._names.name(state)

    def person(self, state: str) -> str:
        return self.one(PERSONS.get(state, OTHER_PERSONS))

    def area(self, host: str) -> Area:
        place = PLACES[host]
        if self.chance(0.12):
            return Area(name=place.area)
        point = (round(place.latitude + self.dice.uniform(-0.3, 0.3), 2), round(place.longitude + self.dice.uniform(-0.4, 0.4), 2))
        return Area(name=place.area, points=(point,))

    # -------------------------------------------------- time

    def day(self, first: tuple[int, int] = (1, 5), last: tuple[int, int] = (12, 18)) -> date:
        """Return a day of the year, a working day for the most part."""
        begins, ends = date(self.year, *first), date(self.year, *last)
        day = begins + timedelta(days=self.dice.randint(0, (ends - begins).days))
        if day.weekday() >= 5 and self.chance(0.85):
            day += timedelta(days=7 - day.weekday())
        return min(day, ends)

    def working(self, day: date) -> date:
        """Return a day, or for the most part the Friday before it where it lies at a weekend."""
        return day - timedelta(days=day.weekday() - 4) if day.weekday() >= 5 and self.chance(0.85) else day

    def at(self, day: date, state: str, hour: int | None = None) -> Instant:
        """Return an instant of a day on the clocks of a State, at `hour` or mostly in office hours."""
        zone = PLACES[state].zone if state in PLACES else ABROAD_ZONES.get(state, "Europe/Brussels")
        drawn = self.dice.choices(range(24), _BY_HOUR)[0] if hour is None else hour
        return Instant.of(datetime(day.year, day.month, day.day, drawn, self.dice.randint(0, 59), tzinfo=ZoneInfo(zone)), zone)

    def after(self, moment: Instant, least_minutes: int, most_minutes: int) -> Instant:
        return Instant(moment.utc + timedelta(minutes=self.dice.randint(least_minutes, most_minutes)), moment.zone)

    def told_date(self, day: date) -> PartialDate:
        """Return a day as a source tells it: now and then only its month."""
        return PartialDate(day.year, day.month) if self.chance(0.1) else PartialDate.of(day)
