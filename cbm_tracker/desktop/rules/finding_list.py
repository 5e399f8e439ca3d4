"""Findings below each other in the order of reading; those that say nothing is owed wait behind a line that opens."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.rules.finding_widgets import FindingBlock
from cbm_tracker.desktop.rules.finding_words import FindingWords, Voice, finding_in_words, reading_order, says_nothing_is_owed
from cbm_tracker.desktop.translation import tr_count
from cbm_tracker.desktop.widgets.layout import STRETCH, box, chip, column, line, rule
from cbm_tracker.domain.measures import Record
from cbm_tracker.regimes.findings import Finding


class FindingList(QWidget):
    """`told` are the findings that are shown, `waiting` those behind the line; `folded` is what blocks are made with."""

    def __init__(self, theme: Theme, *, folded: bool | None) -> None:
        super().__init__()
        self.told: list[FindingWords] = []
        self.waiting: list[FindingWords] = []
        self._told, self._waiting = _Blocks(theme, folded=folded), _Blocks(theme, folded=True)
        self.fold = chip("", theme)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.fold.hide()
        self.fold.toggled.connect(self._show_waiting)
        self._waiting.hide()
        self.setLayout(column(self._told, line(self.fold, STRETCH), self._waiting, gap=theme.px(10)))

    def show_findings(self, findings: Sequence[Finding], voice: Voice, record: Record | None) -> None:
        ordered = reading_order(findings)
        self.told = [finding_in_words(finding, voice, record) for finding in ordered if not says_nothing_is_owed(finding)]
        self.waiting = [finding_in_words(finding, voice, record) for finding in ordered if says_nothing_is_owed(finding)]
        self._told.show_words(self.told)
        self._told.setVisible(bool(self.told))
        count = len(self.waiting)
        self.fold.setText(tr_count("{count} rule says nothing is owed", "{count} rules say nothing is owed", count).format(count=count))
        self.fold.setVisible(bool(count))
        self._show_waiting(self.fold.isChecked())

    def spoken(self) -> str:
        """Return everything that is shown as sentences."""
        said = [words.spoken() for words in self.told]
        return " ".join([*said, f"{self.fold.text()}."] if self.waiting else said)

    def _show_waiting(self, wished: bool) -> None:
        self._waiting.show_words(self.waiting if wished else [])
        self._waiting.setVisible(wished and bool(self.waiting))
        for before, after in pairwise([*self._told.focusable(), self.fold, *self._waiting.focusable()]):
            QWidget.setTabOrder(before, after)


class _Blocks(QWidget):
    """Blocks below each other with hairlines between; one whose finding only changed its words stays and is told anew."""

    def __init__(self, theme: Theme, *, folded: bool | None) -> None:
        super().__init__()
        self._theme, self._fold = theme, folded
        self._blocks: list[tuple[FindingBlock, QWidget]] = []  # each with the ground it stands on, with its hairline
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(8))

    def focusable(self) -> list[FindingBlock]:
        """Return the blocks that take the focus, in the order of reading."""
        return [block for block, _ in self._blocks if block.foldable]

    def show_words(self, told: Sequence[FindingWords]) -> None:
        if [block.words for block, _ in self._blocks] == list(told):
            return
        spare, self._blocks = self._blocks, []
        for at, words in enumerate(told):
            kept = next((pair for pair in spare if pair[0].words == words), None) or next(
                (pair for pair in spare if pair[0].words not in told and pair[0].retell(words)), None)
            if kept is not None:
                spare.remove(kept)
            else:
                block = FindingBlock(self._theme, words, folded=self._fold)
                kept = (block, box(column(block, rule(), gap=self._theme.px(8))))
            self._blocks.append(kept)
            if self._layout.indexOf(kept[1]) != at:
                self._layout.insertWidget(at, kept[1])
                kept[1].show()
        for _, gone in spare:
            self._layout.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
