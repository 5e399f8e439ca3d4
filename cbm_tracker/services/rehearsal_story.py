"""What is certain to happen in an invented year, whatever chance adds: each clock kept and overrun, quotas used up, matters left open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cbm_tracker.domain.measures import Record
from cbm_tracker.services import rehearsal_duties as duties
from cbm_tracker.services import rehearsal_episodes as episodes
from cbm_tracker.services import rehearsal_exercises as exercises
from cbm_tracker.services import rehearsal_inspections as inspections
from cbm_tracker.services.rehearsal_words import NEIGHBOURS, OWNER, REFUSALS
from cbm_tracker.services.rehearsal_year import RehearsalYear


def opening(year: RehearsalYear) -> Iterator[list[Record]]:
    """Yield what even a small register begins with: the owner's exercise, notified in time, and an inspection it receives."""
    for kind, receiving in (("specified_area", "SVN"), ("evaluation_visit", "CHE"), ("specified_area", "HUN")):
        year.charge(kind, receiving, OWNER, 1)  # the owner's own visits of the story; chance sends it there no second time
    yield _exercise(year, OWNER, (3, 8), (3, 19), 9400, 49)
    yield _visit(year, "specified_area", _inspectors(year)[0], OWNER, (2, 8), (2, 20))


def story(year: RehearsalYear) -> Iterator[list[Record]]:
    """Yield the rest, spread over the year."""
    _, second, third, refused, evaluating, evaluating_too = _inspectors(year)
    yield duties.units_of(year, OWNER)
    yield duties.budget_of(year, year.year)
    for duty in duties.DUTIES:
        if duty.month == 12:
            yield duties.owners_duty(year, duty, year.year - 1)  # the register begins with what holds from the first day of its year
    yield episodes.cyber_check(year, date(year.year - 1, 12, 9))
    yield episodes.cyber_check(year, year.day((6, 7), (6, 18)))
    yield _exercise(year, OWNER, (1, 18), (1, 24), 9200, 47)
    yield from _duties(year, 1, 4)
    yield _exercise(year, OWNER, (6, 1), (6, 18), 13600, 55)
    yield _visit(year, "evaluation_visit", evaluating, OWNER, (4, 6), (4, 23))
    yield _visit(year, "specified_area", second, OWNER, (5, 10), (5, 24), reply_late=True)
    yield duties.unusual_activity(year, "HUN", OWNER, year.day((5, 3), (5, 14)), 20)
    yield _exercise(year, "CZE", (4, 12), (4, 26), 15200, 50, reply_days=7)
    yield from _duties(year, 5, 6)
    yield duties.waived_report(year, _visit(year, "specified_area", OWNER, "SVN", (6, 7), (6, 18), reported=False))
    yield _exercise(year, "DEU", (8, 23), (9, 3), 16400, 58, reply_days=23)
    yield _exercise(year, OWNER, (9, 20), (10, 4), 9100, 38)
    yield _visit(year, "specified_area", third, OWNER, (9, 6), (9, 24))
    yield _visit(year, "evaluation_visit", evaluating_too, OWNER, (10, 11), (10, 22), report_late=True)
    yield duties.unusual_activity(year, OWNER, "SVK", year.day((9, 1), (9, 10)), 55)
    yield from _duties(year, 7, 12)
    yield _visit(year, "specified_area", refused, OWNER, (11, 8), (11, 19), refusal=REFUSALS[0], held=False)
    yield _exercise(year, OWNER, (11, 22), (11, 30), 9300, 45)
    yield _exercise(year, "ITA", (11, 15), (11, 26), 14100, 46, reply_days=12)
    yield _visit(year, "evaluation_visit", OWNER, "CHE", (11, 29), (12, 3), reported=False)
    yield _visit(year, "specified_area", OWNER, "HUN", (12, 20), (12, 22), answered=False, held=False)
    yield _exercise(year, OWNER, (2, 8), (2, 18), 9800, 52, following=True)
    yield _exercise(year, "POL", (1, 20), (1, 28), 17300, 47, reply_days=None, following=True)
    yield duties.budget_of(year, year.year + 1)
    for state in NEIGHBOURS:
        yield duties.units_of(year, state)


def _duties(year: RehearsalYear, first_month: int, last_month: int) -> Iterator[list[Record]]:
    for duty in duties.DUTIES:
        if first_month <= duty.month <= last_month:
            yield duties.owners_duty(year, duty, year.year)


def _inspectors(year: RehearsalYear) -> list[str]:
    """Return who inspects and evaluates the owner, each once; the same for the same year and seed."""
    return year.settled("inspectors", ("FRA", "TUR", "BLR", "SRB", "SWE", "GRC"))


def _exercise(
    year: RehearsalYear, host: str, first: tuple[int, int], last: tuple[int, int], troops: int, notice_days: int, *,
    reply_days: int | None = 9, following: bool = False,
) -> list[Record]:
    """Return an exercise that begins between two days, of the following year where that is said."""
    starts = year.day(first, last)
    if following:
        starts = date(starts.year + 1, starts.month, starts.day)
    days = year.dice.randint(8, 15)
    return exercises.told_exercise(year, exercises.Foreseen(host, starts, days, troops, notice_days, reply_days=reply_days, exact=True))


def _visit(
    year: RehearsalYear, kind: str, inspecting: str, receiving: str, first: tuple[int, int], last: tuple[int, int], *,
    reply_late: bool = False, answered: bool = True, refusal: str = "", held: bool = True, reported: bool = True, report_late: bool = False,
) -> list[Record]:
    """Return a visit under the Vienna Document between two days."""
    return inspections.visit(year, inspections.Foreseen(
        kind, "vd11", inspecting, receiving, year.day(first, last), reply_late, answered, refusal, held, reported, report_late,
    ))
