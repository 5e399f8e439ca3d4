"""How many activities or visits there may be: in a calendar year, in a span of years, or at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from cbm_tracker.regimes.conditions import ALWAYS, AllOf, Condition, NoneOf, Verdict
from cbm_tracker.regimes.facts import ROLES
from cbm_tracker.regimes.findings import OUTCOMES, Because, Finding, Sum, Term
from cbm_tracker.regimes.presence import Counted, counted, is_dropped, missing_moment, named, presence_of, read_counts, states_per
from cbm_tracker.regimes.rules import Case, Rule
from cbm_tracker.regimes.scope import stands_for
from cbm_tracker.regimes.spans import Span
from cbm_tracker.regimes.table import Table

_Year = Callable[[Counted], int]


def _year_of_start(one: Counted) -> int:
    return one.first_day.year


def _year_of_end(one: Counted) -> int:
    return one.last_day.year


@dataclass(frozen=True)
class _Tally:
    """What stands against a record for one State: those that begin before it and are counted, or may be."""

    state: str
    certain: tuple[Counted, ...]
    possible: tuple[Counted, ...]

    def holds(self, at_most: int) -> bool | None:
        """Tell whether there is room for one more."""
        if len(self.certain) >= at_most:
            return False
        return None if len(self.certain) + len(self.possible) >= at_most else True


@dataclass(frozen=True, kw_only=True)
class ActivityLimit(Rule):
    """At most so many activities or visits; a record is beyond it when enough others begin before it (at one time: by their id).

    Args:
        counts: only records for which this holds are counted; one that does not say may be.
        per: roles of the States for whom it is counted, such as hosts; none for all together.
        years: in so many calendar years, its own and those before; 0 for at the same time.
        overlap_hours: so long may a visit that ends and one that begins overlap.
        stay: how long something is there whose end is not recorded.
    """

    counts: Condition
    per: tuple[str, ...]
    at_most: int
    years: int = 0
    overlap_hours: int = 0
    stay: Span | None = None
    what: str = "activities"
    then: str = "prohibited"

    def asks(self) -> Iterator[str]:
        return self.counts.rules()

    def asks_facts(self) -> Iterator[str]:
        return self.counts.facts()

    def verdict(self, case: Case) -> Verdict:
        """Say whether the record is one of those that are counted, not whether it is beyond the limit."""
        return self.counts.judge(case)

    def judge(self, case: Case) -> Iterator[Finding]:
        record, verdict = case.record, case.found(self.id)
        if verdict.holds is False or is_dropped(record):
            return
        presence = presence_of(record, self.stay)
        if presence is None or not (presence.exact or self.years):
            yield case.view.finding(self, "undetermined", record=record.id, because=verdict.because, gate=case.gate(),
                                    missing=tuple(dict.fromkeys([*verdict.missing, missing_moment(record)])))
            return
        own = Counted(record, presence, verdict.holds is True, verdict.missing)
        everything = counted(case.view, self, self.counts, self.per, self.stay)
        itself = stands_for(record)
        others = {state: [each for each in everything.get(state, ()) if each.record.id not in itself]
                  for state in states_per(record, self.per)}
        tallies = [self._tally(own, state, each, _year_of_start) for state, each in others.items()]
        if tallies:
            worst = min(tallies, key=lambda each: (_WORST.index(each.holds(self.at_most)), -len(each.certain), each.state))
            if own.certain or worst.holds(self.at_most) is not True:
                yield self._finding(case, verdict, own, worst, others[worst.state])

    # -------------------------------------------------- what stands against it

    def _tally(self, own: Counted, state: str, others: list[Counted], year_of: _Year) -> _Tally:
        certain, possible = [], []
        for other in others:
            if other.order < own.order:
                there = self._in_the_years(own, other, year_of) if self.years else self._at_the_same_time(own, other)
                if there and other.certain:
                    certain.append(other)
                elif there is not False:
                    possible.append(other)
        return _Tally(state, tuple(certain), tuple(possible))

    def _in_the_years(self, own: Counted, other: Counted, year_of: _Year) -> bool:
        return 0 <= year_of(own) - year_of(other) < self.years

    def _at_the_same_time(self, own: Counted, other: Counted) -> bool | None:
        """Tell whether another that began before is still there, for longer than the overlap that is allowed."""
        start = own.presence.start
        if not self.overlap_hours or other.presence.end is None:
            return other.presence.at(start)
        end = other.presence.end if own.presence.end is None else min(own.presence.end, other.presence.end)
        return end - start > timedelta(hours=self.overlap_hours)

    def _missing(self, own: Counted, possible: tuple[Counted, ...]) -> tuple[str, ...]:
        """Name what would tell whether there is room; of very many others, what the first of them lack."""
        told = [*own.missing, *(name for each in possible[:_NAMED] for name in self._lacking(each))]
        more = len(possible) - _NAMED
        return tuple(dict.fromkeys([*told, *([f"the same of {more:,} more"] if more > 0 else [])]))

    def _lacking(self, one: Counted) -> Iterator[str]:
        """Say what would tell whether another record counts."""
        yield from (f"{name} of {one}" for name in one.missing)
        if not self.years and (one.presence.end is None or not one.presence.exact):
            yield f"dates of {one}"

    # -------------------------------------------------- what is said of it

    def _finding(self, case: Case, verdict: Verdict, own: Counted, tally: _Tally, others: list[Counted]) -> Finding:
        holds = tally.holds(self.at_most)
        sure = holds is not None and own.certain
        missing = () if sure else self._missing(own, tally.possible)
        outcome = "undetermined" if not sure else "permitted" if holds else self.then
        before, place = len(tally.certain), len(tally.certain) + 1
        count = Because(f"{self.what} {self._span(own)}", place, ">" if place > self.at_most else "<=", self.at_most,
                        at_least=bool(tally.possible))
        terms = (Term("", str(before), "counted before it"), Term("+", "1", "this one"))
        told = Sum(terms, Term("=", str(place), f"at most {self.at_most}"))
        return case.view.finding(
            self, outcome, record=own.record.id, because=(count, *verdict.because), sum=told, missing=missing,
            notes=tuple(self._notes(own, tally, others)), gate=case.gate((tally.state,) if tally.state else ()),
        )

    def _span(self, own: Counted) -> str:
        last = own.first_day.year
        return "at the same time" if not self.years else f"in {last}" if self.years == 1 else f"in {last - self.years + 1} to {last}"

    def _notes(self, own: Counted, tally: _Tally, others: list[Counted]) -> Iterator[str]:
        whose = f" for {tally.state}" if tally.state else ""
        if tally.certain:
            yield f"Counted{whose} before it: {named(tally.certain)}."
        if tally.possible:
            yield f"May count{whose} as well: {named(tally.possible)}."
        if self.years:
            yield from self._other_reading(own, tally, others)
        if tally.holds(self.at_most) is True and own.certain:
            later = (other for other in others if other.certain and other.order > own.order and self._reaches(own, other))
            full = list(islice((other for other in later if len(self._together(own, other, others)) >= self.at_most), _NAMED + 1))
            if full:
                names = [*map(str, full[:_NAMED]), *(["others"] if len(full) > _NAMED else [])]
                yield f"It leaves no room for {', '.join(names)}, which begin{'s' if len(full) == 1 else ''} later."

    def _reaches(self, own: Counted, later: Counted) -> bool:
        """Tell whether one that begins later can be counted together with the record in hand."""
        if self.years:
            return later.first_day.year - own.first_day.year < self.years
        return own.presence.end is not None and later.presence.start < own.presence.end

    def _together(self, own: Counted, later: Counted, others: list[Counted]) -> tuple[Counted, ...]:
        """Return what stands against a later one together with the record in hand; nothing where the two do not meet."""
        tally = self._tally(later, "", [own, *(other for other in others if other is not later)], _year_of_start)
        return tally.certain if own in tally.certain else ()

    def _other_reading(self, own: Counted, tally: _Tally, others: list[Counted]) -> Iterator[str]:
        """Say where it matters that an activity over the turn of the year counts in the year in which it begins."""
        if not any(_year_of_start(one) != _year_of_end(one) for one in (own, *others)):
            return
        other = self._tally(own, tally.state, others, _year_of_end)
        if other.holds(self.at_most) is not tally.holds(self.at_most):
            read = {True: "within the limit", False: "beyond the limit", None: "undecided"}[other.holds(self.at_most)]
            yield ("An activity over the turn of the year is counted in the year in which it begins; "
                   f"counted in the year in which it ends, this one would be {read}.")


_WORST = (False, None, True)
_LONGEST_OVERLAP = 8_760  # hours of a year
_NAMED = 5


def read_count_limit(table: Table, head: dict[str, Any]) -> ActivityLimit:
    """Read a rule of the kind count_limit: so many in a calendar year, or in a span of `years`. Raises InvalidRule."""
    years = table.integer("years", 1, least=1)
    return _read(table, head, years, 0)


def read_simultaneity(table: Table, head: dict[str, Any]) -> ActivityLimit:
    """Read a rule of the kind simultaneity: so many at the same time. Raises InvalidRule."""
    return _read(table, head, 0, table.integer("overlap_hours", 0, most=_LONGEST_OVERLAP))


def _read(table: Table, head: dict[str, Any], years: int, overlap_hours: int) -> ActivityLimit:
    visits = head["subjects"] == ("inspection",)
    counts, excludes = read_counts(table), table.condition("excludes")
    if excludes is not ALWAYS:
        counts = AllOf((counts, NoneOf((excludes,))))
    per = table.role("per", ("receiving",) if visits else ("hosts",)) if "per" not in table or table.texts("per") else ()
    if any(role not in ROLES for role in per):
        raise table.wrong(f"“per” names roles: {', '.join(ROLES)}; an empty list counts all together.")
    return ActivityLimit(
        **head, counts=counts, per=per, at_most=table.integer("at_most"), years=years, overlap_hours=overlap_hours,
        stay=table.span_at("stay"), what=table.text("what", "visits" if visits else "activities"),
        then=table.word("then", OUTCOMES, "advisory" if visits and not years else "prohibited"),
    )
