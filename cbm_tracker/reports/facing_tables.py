"""Two sides facing each other in a table: ours, = or ≠, theirs, and the difference with its sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cbm_tracker.reports.content import Cell, Column, Row, Spanner, Stacked, Table
from cbm_tracker.reports.wording import NOT_STATED, Names

EQUAL, DIFFERENT = "=", "≠"
Figure = int | Decimal | None


@dataclass(frozen=True)
class Sides:
    """The names of two States; `ours` tells whether the first is the State that makes the report."""

    one: str
    other: str
    ours: bool

    def spanners(self, names: Names) -> tuple[Spanner, ...]:
        """“Ours” and “Theirs” above the names; nothing where both are others."""
        return (Spanner(names.say("Ours"), 1, 1), Spanner(names.say("Theirs"), 3, 1)) if self.ours else ()


def facing_table(caption: str, entry: str, rows: Sequence[Row], sides: Sides, names: Names, notes: tuple[str, ...] = ()) -> Table:
    """Return rows of five cells under their heads; what the signs mean stands below."""
    columns = (Column(entry, 44), Column(sides.one, 34), Column("", 9), Column(sides.other, 34), Column(names.say("Difference"), 47))
    signs = names.say("= both sides agree, ≠ they differ, – none or nothing to compare.")
    return Table(caption, columns, tuple(rows), (" ".join((signs, *notes)),), sides.spanners(names))


def figures_row(entry: Cell, ours: Figure, theirs: Figure, sides: Sides, names: Names, *, kind: str = "plain", source: str = "") -> Row:
    """Return two figures with their difference as a sum; one that is not stated is said, and nothing is compared with it."""
    if ours is None or theirs is None:
        silent = sides.one if ours is None else sides.other
        told: Cell = NOT_STATED if ours is theirs else names.say("not stated for {state}", state=silent)
        return Row((entry, figure_text(ours, names), NOT_STATED, figure_text(theirs, names), told), kind, source)
    one, other = figure_text(ours, names), figure_text(theirs, names)
    if ours == theirs:
        return Row((entry, one, EQUAL, other, NOT_STATED), kind, source)
    margin = Decimal(ours) - Decimal(theirs)
    signed = f"+{figure_text(margin, names)}" if margin > 0 else figure_text(margin, names)
    return Row((entry, one, DIFFERENT, other, Stacked(signed, f"{one} − {other}")), kind, source)


def figure_text(value: Figure, names: Names) -> str:
    """A figure as it was stated, – for none."""
    return NOT_STATED if value is None else names.amount(Decimal(value))


def words_row(entry: Cell, ours: Cell, theirs: Cell, difference: Cell, *, agree: bool | None, source: str = "") -> Row:
    """Return two statements; `agree` is None where there is nothing to compare."""
    sign = NOT_STATED if agree is None else EQUAL if agree else DIFFERENT
    return Row((entry, ours, sign, theirs, difference), source=source)


def compared(rows: Sequence[Row]) -> tuple[int, int]:
    """Return how many rows agree and how many differ; rows of sums are counted as well, heads of groups are not."""
    signs = [row.cells[2] for row in rows if row.kind != "group"]
    return signs.count(EQUAL), signs.count(DIFFERENT)
