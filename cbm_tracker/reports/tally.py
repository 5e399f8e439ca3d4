"""What a report counts while the records pass by once: by kind, agreement, word and time, and the sources they cite."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from cbm_tracker.domain.measures import Contribution, JointExercise, Record
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.domain.summary import period_of, states_of, summarise
from cbm_tracker.reports.content import ColumnChart, StripEvent
from cbm_tracker.reports.house_style import month_after
from cbm_tracker.reports.wording import MEASURES, Names

_LONGEST_BY_MONTH = 24  # months; a longer period is counted by year


@dataclass(frozen=True)
class Slots:
    """The months, or for a long period the years, that a period is counted by."""

    from_on: date
    to_on: date
    starts: tuple[date, ...]
    by_month: bool

    @classmethod
    def of(cls, from_on: date, to_on: date) -> Slots:
        months = (to_on.year - from_on.year) * 12 + to_on.month - from_on.month + 1
        if months > _LONGEST_BY_MONTH:
            return cls(from_on, to_on, tuple(date(year, 1, 1) for year in range(from_on.year, to_on.year + 1)), False)
        starts = [from_on.replace(day=1)]
        while len(starts) < months:
            starts.append(month_after(starts[-1]))
        return cls(from_on, to_on, tuple(starts), True)

    def labels(self, names: Names) -> tuple[str, ...]:
        if not self.by_month:
            return tuple(str(start.year) for start in self.starts)
        one_year = self.from_on.year == self.to_on.year
        return tuple(names.month_short(start) if one_year else f"{names.month_short(start)} {start:%y}" for start in self.starts)

    def place(self, first: date, moment: Instant | PartialDate | None) -> int | None:
        """Return the slot of a record that begins on `first`; None where its month is not known.

        What began before the period is counted in its first slot.
        """
        if self.by_month and isinstance(moment, PartialDate) and moment.month is None:
            return None
        day = max(first, self.from_on)
        first_slot = self.starts[0]
        place = (day.year - first_slot.year) * 12 + day.month - first_slot.month if self.by_month else day.year - first_slot.year
        return min(place, len(self.starts) - 1)


def beginning(record: Record) -> Instant | PartialDate | None:
    """The moment by which a record is placed in time, as exact as it is known."""
    if isinstance(record, JointExercise):
        return record.starts_on or record.ends_on
    if isinstance(record, Contribution):
        return record.from_on or record.delivered_on or record.pledged_on or record.to_on
    return None  # the others have instants, which are exact


@dataclass
class Tally:
    """Counts of one period. Every record is taken once; a record under two agreements counts under each."""

    slots: Slots
    total: Counter[str] = field(default_factory=Counter)
    drafts: Counter[str] = field(default_factory=Counter)
    by_agreement: Counter[tuple[str, str]] = field(default_factory=Counter)  # (agreement or "", kind)
    words: Counter[tuple[str, str]] = field(default_factory=Counter)  # (kind, word)
    in_slot: Counter[tuple[str, int]] = field(default_factory=Counter)  # (kind, slot)
    not_placed: Counter[str] = field(default_factory=Counter)
    begun_before: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    without_source: int = 0
    states: Counter[str] = field(default_factory=Counter)
    strip: list[StripEvent] = field(default_factory=list)

    def take(self, record: Record) -> None:
        kind = record.kind
        self.total[kind] += 1
        self.drafts[kind] += record.status == "draft"
        for agreement in list(dict.fromkeys(record.agreements)) or [""]:
            self.by_agreement[agreement, kind] += 1
        self.words[kind, summarise(record).word] += 1
        for code in {code for code, _ in states_of(record)}:
            self.states[code] += 1
        self.sources.update(list(dict.fromkeys(record.sources)))
        self.without_source += not record.sources
        period = period_of(record)
        if period is None or kind not in MEASURES:
            return
        first, last = period
        self.begun_before[kind] += first < self.slots.from_on
        place = self.slots.place(first, beginning(record))
        if place is None:
            self.not_placed[kind] += 1
        else:
            self.in_slot[kind, place] += 1
            if self.slots.by_month:
                self.strip.append(StripEvent(kind, first, max(first, last) + timedelta(days=1)))

    @property
    def measures(self) -> int:
        return sum(self.total[kind] for kind in MEASURES)

    def chart(self, caption: str, names: Names, notes: tuple[str, ...] = ()) -> ColumnChart:
        """Columns by month or year, a line for each kind that occurs."""
        places = range(len(self.slots.starts))
        return ColumnChart(
            caption, self.slots.labels(names),
            tuple((names.plural(kind), tuple(self.in_slot[kind, place] for place in places)) for kind in MEASURES if self.total[kind]),
            notes,
        )

