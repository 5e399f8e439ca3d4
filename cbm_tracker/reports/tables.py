"""Tables on the sheet: heavy rule, column heads, light rows, closing rule; heads again on every further page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from cbm_tracker.reports.charts import bar, hatch
from cbm_tracker.reports.content import Bar, Cell, Row, Run, Stacked, Table
from cbm_tracker.reports.house_style import (
    CAPTION,
    CELL,
    CELL_STRONG,
    COLUMN_HEAD,
    LABEL,
    MEASURE,
    NOTE,
    QUARTER,
    Colour,
    TextStyle,
    mm,
)
from cbm_tracker.reports.pdfa.structure import SCOPE_COLUMN, Element, language_of, scope_spanning
from cbm_tracker.reports.sheet import Sheet

PAD = 2.2 * mm  # between neighbouring columns
ABOVE = QUARTER * 0.9
BELOW = QUARTER * 1.1
_REMARK = 6.0  # points between a group head and the remark behind it
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
    sheet.c.bookmark(f"{label}  {table.caption}", 1, top)
    with sheet.element("Table"):
        with sheet.element("Caption"):
            y = _caption(sheet, top, label, table.caption)
        with sheet.element("THead" if table.rows else "TBody"):  # a head needs a body (ISO 32000-1, 14.8.4.3.4)
            y = _heads(sheet, y, table)
        if table.rows:
            with sheet.element("TBody"):
                y = _rows(sheet, y, label, table, new_page)
    sheet.source = ""
    sheet.line(sheet.left, y, sheet.left + _width(table), 0.9)
    return sheet.notes(y, table.notes, new_page) if table.notes else y


def _rows(sheet: Sheet, y: float, label: str, table: Table, new_page: Callable[[], float]) -> float:
    open_group: Row | None = None
    fresh = True
    rows = table.rows
    count = len(rows)
    columns = _columns(sheet, table)
    following = _set(sheet, columns, rows[0]) if count else None
    after_group = False
    for index in range(count):
        assert following is not None
        set_row = following
        following = _set(sheet, columns, rows[index + 1]) if index + 1 < count else None
        row = set_row.row
        keep = set_row.height
        if row.kind == "group" and following is not None:
            keep += following.height  # a group head never stands alone at the foot of a page
        with sheet.element("TR"):
            cells = _cells(sheet, columns, row)
            while y - keep < sheet.bottom and not (fresh and row.kind == "group"):
                room = y - sheet.bottom
                if set_row.height > room and (fresh or after_group):  # higher than a page: what fits stands here, the rest follows
                    first, set_row = _cut(set_row, room)
                    keep = set_row.height
                    y = _draw_row(sheet, y, columns, first, cells, rule=False)
                after_group = False
                y = _continued(sheet, y, label, table, new_page, open_group if row.kind == "plain" else None)
                fresh = True
            y = _draw_row(sheet, y, columns, set_row, cells, rule=not fresh and not after_group)
            for cell in cells:
                cell.close()
        fresh = False
        after_group = row.kind == "group"
        open_group = row if after_group else open_group
    return y


def _cells(sheet: Sheet, columns: Sequence[_Column], row: Row) -> list[Element]:
    """Open the cells of a row; a group head is one, over all columns."""
    c = sheet.c
    if row.kind == "group":
        return [c.new_element("TH", c.current, scope_spanning("Row", len(columns)))]
    languages = (language_of(cell.language) if isinstance(cell, Run) and cell.language else b"" for cell in row.cells)
    return [c.new_element("TD", c.current, language) for language in languages]


def _continued(sheet: Sheet, y: float, label: str, table: Table, new_page: Callable[[], float], group: Row | None) -> float:
    """Close the page and open the next with caption, heads and the open group; returns where its first row may hang.

    None of it is read aloud: a table is one, over however many pages.
    """
    source, sheet.source = sheet.source, ""
    sheet.line(sheet.left, y, sheet.left + _width(table), 0.9)
    with sheet.c.artifact("Pagination"):
        sheet.text(sheet.left, y - LABEL.leading, sheet.words.continued_on_next, LABEL, colour=sheet.palette.muted)
    y = new_page()
    again = sheet.words.continued_caption
    with sheet.c.artifact("Pagination"):
        y = _heads(sheet, _caption(sheet, y, label, again.format(caption=table.caption)), table, again=True)
        if group:
            y = _draw_group(sheet, y, _width(table), Row((again.format(caption=_head_of(group)), ""), "group"))
    sheet.source = source
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


def height_of_opening(sheet: Sheet, table: Table) -> float:
    """Return how much room must be left for a table to begin: all of it where it is short, else its first rows.

    A table of up to half a page is not parted.
    """
    head = CAPTION.leading + QUARTER + 2 * COLUMN_HEAD.leading + 2 * QUARTER
    columns = _columns(sheet, table)
    if len(table.rows) <= _FEW_ROWS:
        whole = head + sum(_set(sheet, columns, row).height for row in table.rows) + len(table.notes) * NOTE.leading
        if whole <= (sheet.top - sheet.bottom) / 2:
            return whole
    return head + sum(_set(sheet, columns, row).height for row in table.rows[:2])


def _caption(sheet: Sheet, top: float, label: str, title: str) -> float:
    y = top - CAPTION.size
    sheet.text(sheet.left, y, label, CAPTION, colour=sheet.palette.blue, blank=True)
    x = sheet.left + sheet.width(label, CAPTION) + 8
    return sheet.lines(x, top, sheet.wrapped(title, CAPTION, MEASURE - (x - sheet.left)), CAPTION) - QUARTER


def _heads(sheet: Sheet, top: float, table: Table, *, again: bool = False) -> float:
    """Draw the heads of the columns, below those over several; on a further page, `again`, they are no elements."""
    sheet.line(sheet.left, top, sheet.left + _width(table), 1.4)
    columns = _columns(sheet, table)
    if table.spanners:
        with nullcontext() if again else sheet.element("TR"):
            top = _spanners(sheet, top, table, columns, again=again)
    set_heads = [sheet.wrapped(column.head, COLUMN_HEAD, column.room) for column in columns]
    most = max(len(lines) for lines in set_heads)
    y = top - QUARTER
    with nullcontext() if again else sheet.element("TR"):
        for column, lines in zip(columns, set_heads, strict=True):
            hangs = y - (most - len(lines)) * COLUMN_HEAD.leading  # heads stand on a common last line
            with nullcontext() if again else sheet.element("TH", SCOPE_COLUMN):
                _lines(sheet, hangs, column, lines, COLUMN_HEAD)
    y -= most * COLUMN_HEAD.leading + QUARTER
    sheet.line(sheet.left, y, sheet.left + _width(table), 0.6)
    return y


def _spanners(sheet: Sheet, top: float, table: Table, columns: Sequence[_Column], *, again: bool) -> float:
    """Draw heads over several columns, a rule below each; columns without one have an empty head there."""
    heads = {spanner.first: spanner for spanner in table.spanners}
    at = 0
    low = top
    while at < len(columns):
        spanner = heads.get(at)
        count = spanner.columns if spanner else 1
        with nullcontext() if again else sheet.element("TH", scope_spanning("Column", count)):
            if spanner:
                edge, end = columns[at].edge, columns[at + count - 1].edge + columns[at + count - 1].room
                hung = sheet.lines(edge, top - QUARTER, sheet.wrapped(spanner.head, COLUMN_HEAD, end - edge), COLUMN_HEAD)
                sheet.line(edge, hung - QUARTER / 2, end, 0.5)
                low = min(low, hung - QUARTER / 2)
        at += count
    return low


def _set(sheet: Sheet, columns: Sequence[_Column], row: Row) -> _Set:
    if row.kind == "group":
        return _Set(row, (), _group_height(sheet, columns[-1].edge + columns[-1].room - sheet.left, row))
    total = row.kind == "total"
    lines = tuple(_broken(sheet, column, cell, total) for column, cell in zip(columns, row.cells, strict=True))
    return _Set(row, lines, _height(lines))


def _broken(sheet: Sheet, column: _Column, cell: Cell, total: bool) -> tuple[list[str], list[str]]:
    if isinstance(cell, Bar):
        return [""], []
    style = _style(column, cell, total)
    if isinstance(cell, Stacked):
        below = sheet.wrapped(cell.below, NOTE, column.room, cell.below_language) if cell.below else []
        return sheet.wrapped(cell.main, style, column.room, cell.language), below
    if isinstance(cell, Run):
        return sheet.wrapped(cell.text, style, column.room, cell.language), []
    return sheet.wrapped(cell, style, column.room), []


def _spoken(sheet: Sheet, language: str) -> AbstractContextManager[Element | None]:
    """The element around a part of a cell that is in another language than the page."""
    return sheet.element("Span", language=language) if language and language != sheet.language else nullcontext()


def _style(column: _Column, cell: Cell, total: bool) -> TextStyle:
    return CELL_STRONG if total or (isinstance(cell, Run) and cell.strong) else column.style


def _draw_row(sheet: Sheet, y: float, columns: Sequence[_Column], set_row: _Set, cells: Sequence[Element], *, rule: bool) -> float:
    row, height = set_row.row, set_row.height
    sheet.source = row.source
    width = columns[-1].edge + columns[-1].room - sheet.left
    if row.kind == "group":
        with sheet.c.inside(cells[0]):
            return _draw_group(sheet, y, width, row)
    if row.kind == "total":
        with sheet.decoration():
            sheet.ground(sheet.left, y - height, width, height, sheet.palette.tint)
        sheet.line(sheet.left, y, sheet.left + width, 0.6)
    elif rule:
        sheet.line(sheet.left, y, sheet.left + width, 0.35, sheet.palette.rule)
    for column, cell, (main, below), element in zip(columns, row.cells, set_row.lines, cells, strict=True):
        top = y - ABOVE
        if isinstance(cell, Bar):
            if not set_row.cut:
                with sheet.decoration():  # the figure stands beside it
                    _bar(sheet, column.edge, top - CELL.size, column.room, cell)
            continue
        with sheet.c.inside(element):
            style = _style(column, cell, row.kind == "total")
            if not isinstance(cell, Stacked):
                _lines(sheet, top, column, main, style)
                continue
            if main:
                with _spoken(sheet, cell.language):
                    top = _lines(sheet, top, column, main, style, more=bool(below))
            if below:
                with _spoken(sheet, cell.below_language):
                    _lines(sheet, top, column, below, NOTE, sheet.palette.muted)
    return y - height


def _draw_group(sheet: Sheet, y: float, width: float, row: Row) -> float:
    """Draw a group head, its remark behind its last line or, where that is full, below it."""
    title, remark = _group_lines(sheet, width, row)
    top = y - QUARTER * 1.5 - ABOVE
    head = row.cells[0]
    with _spoken(sheet, head.language if isinstance(head, Run) else ""):
        low = sheet.lines(sheet.left, top, title, CELL_STRONG, sheet.palette.blue, blank=bool(remark))
    if remark:
        used = sheet.width(title[-1], CELL_STRONG) + _REMARK
        if len(remark) == 1 and used + sheet.width(remark[0], LABEL) <= width:
            sheet.text(sheet.left + used, low + CELL_STRONG.leading - CELL_STRONG.size, remark[0], LABEL, colour=sheet.palette.muted)
        else:
            low = sheet.lines(sheet.left, low, remark, LABEL, sheet.palette.muted)
    low -= BELOW
    sheet.line(sheet.left, low, sheet.left + width, 0.5, sheet.palette.blue)
    return low


def _group_lines(sheet: Sheet, width: float, row: Row) -> tuple[list[str], list[str]]:
    head, remark = row.cells[:2]
    title = sheet.wrapped(_head_of(row), CELL_STRONG, width, head.language if isinstance(head, Run) else "")
    return title, sheet.wrapped(str(remark), LABEL, width) if remark else []


def _head_of(group: Row) -> str:
    head = group.cells[0]
    return head.text if isinstance(head, Run) else str(head)


def _group_height(sheet: Sheet, width: float, row: Row) -> float:
    title, remark = _group_lines(sheet, width, row)
    beside = len(remark) == 1 and sheet.width(title[-1], CELL_STRONG) + _REMARK + sheet.width(remark[0], LABEL) <= width
    below = 0 if beside else len(remark)
    return len(title) * CELL_STRONG.leading + below * LABEL.leading + ABOVE + BELOW + QUARTER * 1.5


def _lines(
    sheet: Sheet, top: float, column: _Column, lines: Sequence[str], style: TextStyle, colour: Colour | None = None, *, more: bool = False
) -> float:
    """Draw lines of a cell that hang from `top`; `more` follows in the cell. Returns where it hangs."""
    if column.align != "right":
        return sheet.lines(column.edge, top, lines, style, colour, more)
    y = top - style.size
    final = len(lines) - 1
    for at, line in enumerate(lines):
        sheet.text(column.edge + column.room, y, line, style, "right", colour, blank=more or at < final)
        y -= style.leading
    return top - len(lines) * style.leading


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


@dataclass(frozen=True)
class _Column:
    """A column on the page: its left edge and its width without the gap to the next, in points."""

    edge: float
    room: float
    head: str
    align: str
    style: TextStyle


def _columns(sheet: Sheet, table: Table) -> tuple[_Column, ...]:
    """Figures keep twice the distance to words on their right, lest they read as one."""
    placed = []
    edge = sheet.left
    for at, column in enumerate(table.columns):
        gap = 0.0
        if at < len(table.columns) - 1:
            gap = 2 * PAD if column.align == "right" and table.columns[at + 1].align == "left" else PAD
        placed.append(_Column(edge, column.width * mm - gap, column.head, column.align, CELL_STRONG if column.strong else CELL))
        edge += column.width * mm
    return tuple(placed)
