"""Tables on the sheet: heavy rule, column heads, light rows, closing rule; heads again on every further page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reportlab.lib.units import mm

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
_FEW_ROWS = 30


@dataclass(frozen=True)
class _Set:
    """A row broken into lines and measured; `cut` where it is the rest of one that began on the page before."""

    row: Row
    lines: tuple[tuple[list[str], list[str]], ...]
    height: float
    cut: bool = False


def draw_table(sheet: Sheet, top: float, label: str, table: Table, new_page: Callable[[], float]) -> float:
    """Draw a table over as many pages as it needs; returns where the next thing may hang.

    Args:
        new_page: begins the next page of the section and returns its top.
    """
    sheet.bookmark(f"{label}  {table.caption}", 1)
    y = _caption(sheet, top, label, table.caption)
    y = _heads(sheet, y, table)
    open_group: Row | None = None
    fresh = True
    rows = table.rows
    for index, row in enumerate(rows):
        set_row = _set(table, row)
        after_group = index > 0 and rows[index - 1].kind == "group"
        keep = set_row.height
        if row.kind == "group" and index + 1 < len(rows):
            keep += _set(table, rows[index + 1]).height  # a group head never stands alone at the foot of a page
        while y - keep < sheet.bottom and not (fresh and row.kind == "group"):
            room = y - sheet.bottom
            if set_row.height > room and (fresh or after_group):  # higher than a page: what fits stands here, the rest follows
                first, set_row = _cut(set_row, room)
                keep = set_row.height
                y = _draw_row(sheet, y, table, first, rule=False)
            after_group = False
            y = _continued(sheet, y, label, table, new_page, open_group if row.kind == "plain" else None)
            fresh = True
        y = _draw_row(sheet, y, table, set_row, rule=not fresh and not after_group)
        fresh = False
        open_group = row if row.kind == "group" else open_group
    sheet.source = ""
    sheet.line(sheet.left, y, sheet.left + _width(table), 0.9)
    return sheet.notes(y, table.notes) if table.notes else y


def _continued(sheet: Sheet, y: float, label: str, table: Table, new_page: Callable[[], float], group: Row | None) -> float:
    """Close the page and open the next with caption, heads and the open group; returns where its first row may hang."""
    sheet.source = ""
    sheet.line(sheet.left, y, sheet.left + _width(table), 0.9)
    sheet.text(sheet.left, y - LABEL.leading, "Continued on the next page.", LABEL, colour=sheet.palette.muted)
    y = _heads(sheet, _caption(sheet, new_page(), label, f"{table.caption} (continued)"), table)
    if group:
        y = _draw_row(sheet, y, table, _set(table, Row((str(group.cells[0]), "(continued)"), "group")), rule=False)
    return y


def _cut(set_row: _Set, room: float) -> tuple[_Set, _Set]:
    """Part a row into what fits `room` and the rest; at least one line moves, so that every row comes to its end."""
    fits = max(1, int((room - ABOVE - BELOW) / CELL.leading))
    above = tuple((main[:fits], below[: max(0, fits - len(main))]) for main, below in set_row.lines)
    rest = tuple((main[fits:], below[max(0, fits - len(main)) :]) for main, below in set_row.lines)
    return _Set(set_row.row, above, _height(above)), _Set(set_row.row, rest, _height(rest), cut=True)


def _height(lines: tuple[tuple[list[str], list[str]], ...]) -> float:
    high = max(len(main) * CELL.leading + len(below) * NOTE.leading for main, below in lines)
    return max(high, CELL.leading) + ABOVE + BELOW


def height_of_opening(table: Table, page: float) -> float:
    """Return how much room must be left for a table to begin: all of it where it is short, else its first rows.

    Args:
        page: height of the text on a page; a table of up to half of it is not parted.
    """
    head = CAPTION.leading + QUARTER + 2 * COLUMN_HEAD.leading + 2 * QUARTER
    if len(table.rows) <= _FEW_ROWS:
        whole = head + sum(_set(table, row).height for row in table.rows) + len(table.notes) * NOTE.leading
        if whole <= page / 2:
            return whole
    return head + sum(_set(table, row).height for row in table.rows[:2])


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
    return _Set(row, lines, _height(lines))


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
        room = _width(table)
        title = sheet.fitted(fonts.plain(str(row.cells[0])), CELL_STRONG, room)  # whole in the table that lists it
        sheet.text(sheet.left, baseline, title, CELL_STRONG, colour=sheet.palette.blue)
        used = sheet.width(title, CELL_STRONG) + 6
        remark = sheet.fitted(fonts.plain(str(row.cells[1])), LABEL, room - used)
        sheet.text(sheet.left + used, baseline, remark, LABEL, colour=sheet.palette.muted)
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
            if set_row.cut:
                continue
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
