"""Tables on the sheet: heavy rule, column heads, light rows, closing rule; heads again on every further page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reportlab.lib.units import mm

from cbm_tracker.errors import ReportFailed
from cbm_tracker.reports import fonts
from cbm_tracker.reports.charts import bar, hatch
from cbm_tracker.reports.content import Bar, Cell, Column, Row, Stacked, Table
from cbm_tracker.reports.house_style import (
    CAPTION,
    CELL,
    CELL_STRONG,
    COLUMN_HEAD,
    LABEL,
    MEASURE,
    NOTE,
    QUARTER,
    TextStyle,
)
from cbm_tracker.reports.sheet import Sheet

PAD = 2.2 * mm  # between neighbouring columns
ABOVE = QUARTER * 0.9
BELOW = QUARTER * 1.1


@dataclass(frozen=True)
class _Set:
    """A row broken into lines and measured."""

    row: Row
    lines: tuple[tuple[list[str], list[str]], ...]
    height: float


def draw_table(sheet: Sheet, top: float, label: str, table: Table, new_page: Callable[[], float]) -> float:
    """Draw a table over as many pages as it needs; returns where the next thing may hang.

    Args:
        new_page: begins the next page of the section and returns its top.
    Raises:
        ReportFailed: one row is higher than a page.
    """
    sheet.bookmark(f"{label}  {table.caption}", 1)
    y = _caption(sheet, top, label, table.caption)
    y = _heads(sheet, y, table)
    open_group: Row | None = None
    fresh = True
    rows = table.rows
    for index, row in enumerate(rows):
        set_row = _set(table, row)
        keep = set_row.height
        if row.kind == "group" and index + 1 < len(rows):
            keep += _set(table, rows[index + 1]).height  # a group head never stands alone at the foot of a page
        if y - keep < sheet.bottom:
            if fresh:
                raise ReportFailed(f"A row of {label} is higher than a page: {row.source or table.caption}.", "Shorten its texts.")
            sheet.line(sheet.left, y, sheet.left + _width(table), 0.9)
            sheet.text(sheet.left, y - LABEL.leading, "Continued on the next page.", LABEL, colour=sheet.palette.muted)
            y = _caption(sheet, new_page(), label, f"{table.caption} (continued)")
            y = _heads(sheet, y, table)
            fresh = True
            if open_group and row.kind == "plain":
                again = _set(table, Row((str(open_group.cells[0]), "(continued)"), "group"))
                y = _draw_row(sheet, y, table, again, rule=False)
        y = _draw_row(sheet, y, table, set_row, rule=not fresh and rows[index - 1].kind != "group")
        fresh = False
        open_group = row if row.kind == "group" else open_group
    sheet.source = ""
    sheet.line(sheet.left, y, sheet.left + _width(table), 0.9)
    return sheet.notes(y, table.notes) if table.notes else y


def height_of_opening(table: Table) -> float:
    """Return how much room caption, heads and the first rows need, so that no caption stands alone."""
    first = sum(_set(table, row).height for row in table.rows[:2])
    return CAPTION.leading + QUARTER + 2 * COLUMN_HEAD.leading + 2 * QUARTER + first


def _caption(sheet: Sheet, top: float, label: str, title: str) -> float:
    y = top - CAPTION.size
    sheet.text(sheet.left, y, label, CAPTION, colour=sheet.palette.blue)
    x = sheet.left + sheet.width(label, CAPTION) + 8
    lines = fonts.wrap(title, CAPTION, MEASURE - (x - sheet.left))
    return sheet.lines(x, top, lines, CAPTION) - QUARTER


def _heads(sheet: Sheet, top: float, table: Table) -> float:
    sheet.line(sheet.left, top, sheet.left + _width(table), 1.4)
    set_heads = [fonts.wrap(column.head, COLUMN_HEAD, _room(table, at)) for at, column in enumerate(table.columns)]
    most = max(len(lines) for lines in set_heads)
    y = top - QUARTER
    for at, (column, lines) in enumerate(zip(table.columns, set_heads, strict=True)):
        baseline = y - (most - len(lines)) * COLUMN_HEAD.leading - COLUMN_HEAD.size
        for line in lines:  # heads stand on a common last line
            _line(sheet, table, at, column, line, baseline, COLUMN_HEAD)
            baseline -= COLUMN_HEAD.leading
    y -= most * COLUMN_HEAD.leading + QUARTER
    sheet.line(sheet.left, y, sheet.left + _width(table), 0.6)
    return y


def _set(table: Table, row: Row) -> _Set:
    if row.kind == "group":
        return _Set(row, (), CELL.leading + ABOVE + BELOW + QUARTER * 1.5)
    lines = tuple(_broken(table, at, cell, row) for at, cell in enumerate(row.cells))
    height = max(max(len(main) * CELL.leading + len(below) * NOTE.leading for main, below in lines), CELL.leading)
    return _Set(row, lines, height + ABOVE + BELOW)


def _broken(table: Table, at: int, cell: Cell, row: Row) -> tuple[list[str], list[str]]:
    if isinstance(cell, Bar):
        return [""], []
    room = _room(table, at)
    style = CELL_STRONG if table.columns[at].strong or row.kind == "total" else CELL
    if isinstance(cell, Stacked):
        return fonts.wrap(cell.main, style, room), fonts.wrap(cell.below, NOTE, room) if cell.below else []
    return fonts.wrap(cell, style, room), []


def _draw_row(sheet: Sheet, y: float, table: Table, set_row: _Set, *, rule: bool) -> float:
    row, height = set_row.row, set_row.height
    sheet.source = row.source
    if row.kind == "group":
        baseline = y - height + BELOW + 2.2
        title, remark = str(row.cells[0]), str(row.cells[1])
        sheet.text(sheet.left, baseline, title, CELL_STRONG, colour=sheet.palette.blue)
        sheet.text(sheet.left + sheet.width(title, CELL_STRONG) + 6, baseline, remark, LABEL, colour=sheet.palette.muted)
        sheet.line(sheet.left, y - height, sheet.left + _width(table), 0.5, sheet.palette.blue)
        return y - height
    if row.kind == "total":
        sheet.ground(sheet.left, y - height, _width(table), height, sheet.palette.tint)
        sheet.line(sheet.left, y, sheet.left + _width(table), 0.6)
    elif rule:
        sheet.line(sheet.left, y, sheet.left + _width(table), 0.35, sheet.palette.rule)
    for at, (cell, (main, below)) in enumerate(zip(row.cells, set_row.lines, strict=True)):
        column = table.columns[at]
        baseline = y - ABOVE - CELL.size
        if isinstance(cell, Bar):
            _bar(sheet, _edge(sheet, table, at), baseline, _room(table, at), cell)
            continue
        style = CELL_STRONG if column.strong or row.kind == "total" else CELL
        for line in main:
            _line(sheet, table, at, column, line, baseline, style)
            baseline -= CELL.leading
        for line in below:
            _line(sheet, table, at, column, line, baseline, NOTE, muted=True)
            baseline -= NOTE.leading
    return y - height


def _line(
    sheet: Sheet, table: Table, at: int, column: Column, line: str, baseline: float, style: TextStyle, *, muted: bool = False
) -> None:
    x = _edge(sheet, table, at)
    colour = sheet.palette.muted if muted else None
    if column.align == "right":
        sheet.text(x + _room(table, at), baseline, line, style, "right", colour)
    else:
        sheet.text(x, baseline, line, style, colour=colour)


def _bar(sheet: Sheet, x: float, baseline: float, room: float, cell: Bar) -> None:
    length = room * min(1.0, cell.share)
    if length <= 0:
        return
    if cell.hatched:
        hatch(sheet, x, baseline - 0.8, length, 7.6)
    else:
        bar(sheet, x, baseline - 0.8, length, 7.6)


def _width(table: Table) -> float:
    return sum(column.width for column in table.columns) * mm


def _edge(sheet: Sheet, table: Table, at: int) -> float:
    return sheet.left + sum(column.width for column in table.columns[:at]) * mm


def _room(table: Table, at: int) -> float:
    """Width of a column without its gap; figures keep twice the distance to words on their right, lest they read as one."""
    if at == len(table.columns) - 1:
        gap = 0.0
    else:
        wide = table.columns[at].align == "right" and table.columns[at + 1].align == "left"
        gap = 2 * PAD if wide else PAD
    return table.columns[at].width * mm - gap
