"""A rehearsal register: an invented, plausible year of one State, marked EXERCISE, the same for the same year and seed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from cbm_tracker.domain.measures import AgreementFacts, Link, Notification, ObligationNote, Record
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.domain.summary import label, summarise
from cbm_tracker.services import rehearsal_episodes as episodes
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Progress
from cbm_tracker.services.rehearsal_duties import foreign_duty
from cbm_tracker.services.rehearsal_exercises import exercise
from cbm_tracker.services.rehearsal_inspections import inspection
from cbm_tracker.services.rehearsal_story import opening, story
from cbm_tracker.services.rehearsal_words import OWNER
from cbm_tracker.services.rehearsal_year import RehearsalYear
from cbm_tracker.storage.store import Store

__all__ = ["OFFICE", "OWNER", "fill", "invented_records", "rehearsal_desk", "rehearsal_id"]

OFFICE = "Verification Centre (rehearsal)"
_CHANCES = {"exercise": 20, "inspection": 11, "test": 30, "call": 13, "duty": 10, "mission": 8, "case": 2}
_BY_CHANCE: dict[str, Callable[[RehearsalYear], list[Record]]] = {
    "exercise": exercise, "inspection": inspection, "test": episodes.routine_test, "call": episodes.call, "mission": episodes.mission,
    "case": episodes.case,
}
_DRAFTS = 0.12
_CORRECTED = 0.02
_BATCH = 1000


def rehearsal_id(year: int, seed: int) -> str:
    """Return the id of the rehearsal register itself."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:cbm-tracker:rehearsal:{year}:{seed}"))


def rehearsal_desk(at: datetime) -> Desk:
    """Return the invented desk, at an instant of the invented year."""
    return Desk("Rehearsal officer", "rehearsal", lambda: at)


def invented_records(year: int, seed: int, count: int, names: StateNames) -> list[Record]:
    """Return exactly `count` records of an invented year, those of an episode together; the same for the same arguments."""
    drawing = RehearsalYear(year, seed, names)
    made: list[Record] = []
    for episode in _episodes(drawing, count):
        if len(made) + len(episode) <= count:
            made.extend(episode)
        elif len(made) < count:
            made.extend(episodes.routine_test(drawing))
        else:
            break
    return [_with_status(drawing, record) for record in made]


def _episodes(drawing: RehearsalYear, count: int) -> Iterator[list[Record]]:
    """Yield episodes without end: one of each first, so that a small register shows all kinds, then chance between what is certain."""
    yield from opening(drawing)
    yield episodes.case(drawing)
    yield episodes.mission(drawing)
    certain = story(drawing)
    duties, cases = 0, 1
    while True:
        yield from islice(certain, 1)
        kind = drawing.dice.choices(tuple(_CHANCES), tuple(_CHANCES.values()))[0]
        if kind == "case" and cases > count // 120:
            kind = "call"
        cases += kind == "case"
        if kind == "duty":
            yield foreign_duty(drawing, duties)
            duties += 1
        else:
            yield _BY_CHANCE[kind](drawing)


def _with_status(drawing: RehearsalYear, record: Record) -> Record:
    """Leave some records as drafts, but for facts and decisions: those are settled once they are written down."""
    settled = isinstance(record, AgreementFacts | ObligationNote)
    return replace(record, status="draft" if drawing.chance(_DRAFTS) and not settled else "issued")


def fill(store: Store, names: StateNames, *, year: int, seed: int, count: int, progress: Progress) -> None:
    """Record an invented year month by month, as it would have grown: every month its records, then its corrections.

    Raises:
        Cancelled: the user cancelled; the register holds the months that were recorded before.
    """
    records = invented_records(year, seed, count, names)
    corrections, kept = _corrections(records)
    done = 0
    for month in range(1, 13):
        of_month = [record for record in kept if _month(record, year) == month]
        at = datetime(year + month // 12, month % 12 + 1, 1, 7, 30, tzinfo=UTC)
        desk = rehearsal_desk(at)
        for first in range(0, len(of_month), _BATCH):
            progress.step(done, count, "Inventing a year")
            batch = of_month[first : first + _BATCH]
            with store.transaction(desk.operation("rehearsal", f"recording of {at:%Y-%m}")) as transaction:
                transaction.writer.add_many(batch)
            done += len(batch)
        for record in of_month:
            correction = corrections.get(record.id)
            if correction is not None:
                with store.transaction(desk.operation("correct", f"correction of {label(correction)}", "Number of copies")) as transaction:
                    transaction.add(correction)
                    transaction.writer.revise(replace(record, status="superseded"), 1, "superseded")
                done += 1
    progress.step(count, count, "Inventing a year")


def _corrections(records: list[Record]) -> tuple[dict[str, Record], list[Record]]:
    """Let a few single messages of other States be corrections of others: (correction by the id of the original, the other records).

    The owner's stay, since the obligations of the year are met by them.
    """
    linked = {link.target for record in records for link in record.links}
    members = {member for record in records for member in getattr(record, "members", ())}
    free = [
        record for record in records
        if isinstance(record, Notification) and record.status == "issued" and record.from_state != OWNER
        and record.id not in linked | members and not record.links
    ]
    corrections: dict[str, Record] = {}
    for original, spare in zip(free[::2], free[1::2], strict=False):
        if len(corrections) >= max(1, round(len(records) * _CORRECTED)):
            break
        link = Link(relation="supersedes", target=original.id)
        corrections[original.id] = replace(
            original, id=spare.id, reference=f"{original.reference.removesuffix('/O')}/A", remarks="Corrects the number of copies.",
            links=(link,),
        )
    replaced = {correction.id for correction in corrections.values()}
    return corrections, [record for record in records if record.id not in replaced]


def _month(record: Record, year: int) -> int:
    """Return the month in which a record was made: that of its beginning, the nearest of the year, December without one."""
    begins = summarise(record).begins
    if not begins:
        return 12
    if begins[:4] != f"{year:04d}":
        return 1 if begins[:4] < f"{year:04d}" else 12
    return int(begins[5:7])
