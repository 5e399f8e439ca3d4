"""Whether the cells of a table, spans counted, fill a rectangle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_WIDEST = 1_000


class TableGrid:
    """Rows as they come; kept are the cells that reach down from rows above, never the rows."""

    def __init__(self) -> None:
        self.width = 0
        self.rows = 0
        self._reaching: list[int] = []  # for each column: how many more rows a cell from above takes
        self._wrong: tuple[int, int] | None = None
        self._collided = 0

    def add_plain(self, count: int) -> None:
        """Take a row of cells without spans; most rows are, and none reaches down into them."""
        if self.rows and count == self.width and not any(self._reaching):
            self.rows += 1
        else:
            self.add([(1, 1)] * count)

    def add(self, cells: Iterable[tuple[int, int]]) -> None:
        """Take a row: for each of its cells, how many columns and rows it takes."""
        self.rows += 1
        reaching = [left - 1 if left else 0 for left in self._reaching]
        taken = [bool(left) for left in self._reaching]
        column = 0
        for columns, rows in cells:
            while column < len(taken) and taken[column]:
                column += 1
            columns = min(max(columns, 1), _WIDEST)
            for at in range(column, column + columns):
                if at >= len(taken):
                    taken.append(False)
                    reaching.append(0)
                if taken[at]:
                    self._collided = self._collided or self.rows
                taken[at] = True
                reaching[at] = max(reaching[at], rows - 1)
            column += columns
        filled = sum(taken)
        if self.rows == 1:
            self.width = filled
        if (filled != self.width or not all(taken[: self.width])) and self._wrong is None:
            self._wrong = (self.rows, filled)
        self._reaching = reaching

    def faults(self) -> Iterator[str]:
        if not self.rows:
            yield "it has no row"
        if self._wrong is not None:
            yield f"row {self._wrong[0]} takes {self._wrong[1]} columns, the first takes {self.width}"
        if self._collided:
            yield f"cells of row {self._collided} lie on one another"
        if any(self._reaching):
            yield "a cell reaches below the last row"
