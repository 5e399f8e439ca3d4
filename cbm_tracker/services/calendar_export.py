"""Activities and what is owed, for the calendar that an officer keeps anyway."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cbm_tracker.domain.measures import JointExercise
from cbm_tracker.domain.query import Query
from cbm_tracker.regimes.findings import utc_day
from cbm_tracker.services.exchange import written_whole
from cbm_tracker.services.obligations import ObligationService, Owed
from cbm_tracker.services.records import RecordService
from cbm_tracker.services.register import RegisterService
from cbm_tracker.storage.register_file import refuse_to_replace

if TYPE_CHECKING:
    from cbm_tracker.exchange.ics_format import Deadline

__all__ = ["CalendarExport"]

_AHEAD = 366  # days of obligations
_LEAD_OF_DAYS, _LEAD_OF_HOURS = timedelta(days=7), timedelta(hours=6)


@dataclass(frozen=True)
class CalendarExport:
    register: RegisterService
    records: RecordService
    obligations: ObligationService

    def export(self, query: Query, path: Path, now: datetime, limit: int | None = None) -> int:
        """Write the activities of a query, and what is open and owed by its States under its agreements; returns how many entries.

        Obligations are left out where the query asks for kinds of record; a lead that an officer set is that of the alarm.

        Raises:
            NotWritable: the place cannot be written, or a register lies there.
        """
        from cbm_tracker.exchange.ics_format import Head, calendar_text  # its library takes longer to load than the program itself

        refuse_to_replace(path)
        info = self.register.info()
        found = self.records.stream(replace(query, kinds=("exercise",))) if not query.kinds or "exercise" in query.kinds else iter(())
        standing = (record for record in found if isinstance(record, JointExercise) and record.status != "superseded")
        exercises = list(islice(standing, limit))
        deadlines = [] if query.kinds else list(self._deadlines(query, now))
        text, count = calendar_text(Head(info.name, info.marking, now), exercises, deadlines)
        written_whole(path, lambda stream: stream.write(text))
        return count

    def _deadlines(self, query: Query, now: datetime) -> Iterator[Deadline]:
        for owed in self.obligations.due(now, _AHEAD):
            asked = not query.agreements or owed.agreement in query.agreements
            due = owed.due
            if due is None or not asked or (query.states and not set(query.states) & set(owed.states)):
                continue
            day = utc_day(due)
            if (query.from_on and day < query.from_on) or (query.to_on and day > query.to_on):
                continue
            yield _deadline(owed)


def _deadline(owed: Owed) -> Deadline:
    from cbm_tracker.exchange.ics_format import Deadline

    finding, due = owed.finding, owed.due
    assert due is not None
    assert finding.obligation is not None
    by_the_clock = isinstance(due, datetime)
    lead = _LEAD_OF_HOURS if by_the_clock else _LEAD_OF_DAYS
    if owed.remind_days is not None:
        lead = timedelta(days=owed.remind_days)
    what = finding.obligation.what[:1].upper() + finding.obligation.what[1:]
    told = [f"{finding.agreement}, paragraph {finding.paragraph}", finding.text, str(finding.sum) if finding.sum else "", *finding.notes]
    return Deadline(
        finding.key, f"{what}: {owed.title}" if finding.record else owed.title, due, lead, "\n".join(part for part in told if part),
        overdue=owed.group == "overdue",
    )
