"""The contingents of an exercise as a grid: a row for each State and phase, and the sum of all States below."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from cbm_tracker.desktop.number_words import grouped
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.entry_field import EntryContext
from cbm_tracker.desktop.widgets.grid_columns import Cells, Columns
from cbm_tracker.desktop.widgets.grid_field import GridField
from cbm_tracker.desktop.widgets.layout import label
from cbm_tracker.domain.forces import COUNTED, Contingent, total
from cbm_tracker.errors import InvalidMeasure

_SHOWN = frozenset(("state", "troops", "battle_tanks", "armoured_combat_vehicles", "artillery", "helicopters"))


class ContingentsField(GridField):
    def __init__(self, context: EntryContext, name: str) -> None:
        self.sums: dict[str, QLabel] = {}
        super().__init__(context, name, Columns(context, Contingent, _SHOWN), tr("Add a State"))

    def understood(self) -> str:
        phases = any(row.get("phase", "").strip() for row in self.rows)
        return tr("Phases follow each other: the sum is that of the largest.") if phases else ""

    def _make_below(self, shown: list[str]) -> list[tuple[QWidget, int]]:
        self.sums = {key: label("", "strong") for key in shown if key in COUNTED}
        for said in self.sums.values():
            said.setContentsMargins(0, 0, self.theme.px(9), 0)
        return [(label(tr("All States"), "strong"), 0), *((said, shown.index(key)) for key, said in self.sums.items())]

    def _recount(self) -> None:
        contingents = tuple(self._readable(row) for row in self.filled())
        for key, said in self.sums.items():
            told = total(contingents, key)
            said.setText("–" if told is None else grouped(told, self.context.locale))
            words = {"what": self.columns.words(key), "sum": tr("unknown") if told is None else said.text()}
            said.setAccessibleName(tr("{what}, all States: {sum}").format(**words))

    def _readable(self, cells: Cells) -> Contingent:
        """Return a row as far as it can be read; a State that is not yet named counts all the same."""
        values: dict[str, Any] = {"state": "XXX", "phase": cells.get("phase", "").strip()}
        for key in COUNTED:
            try:
                values[key] = self.columns.read(key, cells.get(key, ""))
            except InvalidMeasure:
                values[key] = None
        return Contingent(**values)
