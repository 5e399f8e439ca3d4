"""What two States owe each other in a period: counted for each of them, and listed with sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cbm_tracker.domain.summary import states_of
from cbm_tracker.reports.content import Block, Cell, Column, Row, Section, Table
from cbm_tracker.reports.obligation_tables import (
    ANSWERS,
    LATE,
    MET,
    OPEN,
    OVERDUE,
    SETTLED,
    UNDETERMINED,
    Judged,
    ObligationLine,
    lines_of_period,
    obligation_table,
)
from cbm_tracker.reports.wording import NOT_STATED, Names


@dataclass(frozen=True)
class MutualObligations:
    """What falls due in a period and is owed by `one` to `other`, and the other way round; `one` may be "", for everybody else."""

    one: str
    other: str
    of_one: tuple[ObligationLine, ...]
    of_other: tuple[ObligationLine, ...]

    def count(self, state: str, *answers: str) -> int:
        lines = self.of_one if state == self.one else self.of_other
        return sum(line.answer in answers for line in lines)


def owed_between(judged: Iterable[Judged], one: str, other: str, from_on: date, to_on: date) -> MutualObligations:
    """Return obligations of one of two States that are owed to the other by name, or arise from a record that names the other."""
    of_period = lines_of_period(judged, from_on, to_on)
    of_one = tuple(line for line in of_period if _owes(line, one, other))
    return MutualObligations(one, other, of_one, tuple(line for line in of_period if _owes(line, other, one)))


def _owes(line: ObligationLine, debtor: str, creditor: str) -> bool:
    """Tell whether one owes it to the other; an empty code stands for everybody but the other of the two."""
    by = set(line.obligation.by)
    named = set(line.obligation.to)
    if line.judged.record is not None:
        named.update(code for code, _ in states_of(line.judged.record))
    return (debtor in by if debtor else creditor not in by) and (creditor in named or not creditor)


def mutual_section(owed: MutualObligations, names: Names, on: date) -> Section:
    """Return the count for each side, and every obligation of each that is certain; a sentence where there is none."""
    head, other = names.say("Obligations towards each other"), names.state(owed.other, on)
    one = names.state(owed.one, on) if owed.one else names.say("Others")
    everything = (*owed.of_one, *owed.of_other)
    if not everything:
        lead = names.say("No obligation of {debtor} and {creditor} towards each other has a due date in the period.",
                         debtor=one, creditor=other)
        return Section(head, lead, (), "obligations")
    tally = Counter(line.answer for line in everything)
    lead = names.count(
        "{count} obligation of {debtor} and {creditor} towards each other is due in the period; met or settled: {met}, late: {late}, "
        "open: {open}.",
        "{count} obligations of {debtor} and {creditor} towards each other are due in the period; met or settled: {met}, late: {late}, "
        "open: {open}.", len(everything) - tally[UNDETERMINED], debtor=one, creditor=other, met=names.number(tally[MET] + tally[SETTLED]),
        late=names.number(tally[LATE]), open=names.number(tally[OPEN] + tally[OVERDUE]),
    )
    blocks: list[Block] = [_counts(owed, (one, other), names)]
    for name, lines in ((one, owed.of_one), (other, owed.of_other)):
        certain = [line for line in lines if line.answer != UNDETERMINED]
        if certain:
            blocks.append(obligation_table(names.say("Owed by {state}", state=name), certain, names))
    return Section(head, lead, tuple(blocks), "obligations")


def _counts(owed: MutualObligations, heads: tuple[str, str], names: Names) -> Table:
    sides = (owed.of_one, owed.of_other)
    rows = [Row((head, *_counted(Counter(line.answer for line in lines), names))) for head, lines in zip(heads, sides, strict=True)]
    rows.append(Row((names.say("Both"), *_counted(Counter(line.answer for lines in sides for line in lines), names)), "total"))
    columns = (
        Column(names.say("Owed by"), 48), Column(names.say("Met"), 15, "right"), Column(names.say("Met late"), 17, "right"),
        Column(names.say("Overdue"), 18, "right"), Column(names.say("Open"), 15, "right"), Column(names.say("Waived, nil"), 21, "right"),
        Column(names.say("Undetermined"), 22, "right"), Column(names.say("All"), 12, "right", strong=True),
    )
    return Table(names.say("What each owes the other, with a due date in the period"), columns, tuple(rows), (names.say(
        "– = none. All = the sum of the row. Owed to the other by name, or because of a record that names it. Undetermined: facts are "
        "missing that decide whether anything is owed; it is not listed below."
    ),))


def _counted(tally: Counter[str], names: Names) -> list[Cell]:
    return [*(names.number(tally[answer]) if tally[answer] else NOT_STATED for answer in ANSWERS), names.number(tally.total())]
