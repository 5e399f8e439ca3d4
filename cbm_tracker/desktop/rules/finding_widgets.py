"""How findings look: the sum, how sure the rule is, and the block of a finding with its mark, reasons and sum."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from cbm_tracker.desktop.look.marks import certainty_mark
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.rules.finding_words import CERTAINTY_WORDS, FindingWords, certain_rule, sum_lines, sum_spoken
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.layout import STRETCH, Item, Mark, box, column, label, line, rule
from cbm_tracker.regimes.findings import Sum

_RIGHT = Qt.AlignmentFlag.AlignRight
_STACKED = 250  # pixels at 100 %: a sum that is narrower says what a term is below it


class _Bars(QWidget):
    def __init__(self, theme: Theme, certainty: str) -> None:
        super().__init__()
        self._theme, self._certainty = theme, certainty
        self.setFixedSize(theme.px(13), theme.px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        certainty_mark(painter, QRectF(0, 0, self.width(), self.height()), self._certainty, self._theme)
        painter.end()


class CertaintyMark(QFrame):
    """Three bars and a word; `short` says “Verified”, else “Verified rule”. What is further said stands behind it."""

    def __init__(self, theme: Theme, certainty: str, *, short: bool = False, further: str = "") -> None:
        super().__init__()
        word = tr(CERTAINTY_WORDS[certainty]) if short else certain_rule(certainty)
        said = tr("{certainty}, {place}").format(certainty=word, place=further) if further else word
        shown = label(said, "soon" if certainty == "provisional" else "word", wrap=True)
        bars = box(column(theme.px(2), _Bars(theme, certainty), STRETCH))
        self.setLayout(line(bars, (shown, 1), gap=theme.px(7)))
        self.setAccessibleName(said)
        self.setToolTip(_certainty_tip(certainty))


def _certainty_tip(certainty: str) -> str:
    return {
        "verified": tr("Checked against the text of the agreement"),
        "established": tr("Taken from established descriptions of the agreement, not from its text"),
        "provisional": tr("Doubtful: check the text of the agreement before relying on it"),
    }[certainty]


class SumPanel(QFrame):
    """How a date or number comes about: signs, right-aligned terms, what each is, the result in bold, and the source."""

    def __init__(self, theme: Theme, total: Sum, source: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("panel", "inset")
        self._source = source
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(10))
        self._grid.setVerticalSpacing(theme.px(4))
        self._rows: list[tuple[QLabel, QLabel, QLabel]] = []
        lines = sum_lines(total)
        for at, term in enumerate(lines):
            last = at == len(lines) - 1
            quantity, meaning = label("", "lead" if last else "", select=True), label("", "strong" if last else "small", wrap=True)
            self._rows.append((label(term.sign, "lead" if last else "quiet"), quantity, meaning))
        self._line = rule()
        self._is_stacked: bool | None = None
        items: list[Item] = [self._grid]
        if source:
            items.append(label(source, "small", wrap=True, select=True))
        pad = theme.px(14)
        self.setLayout(column(*items, gap=theme.px(8), margins=(pad, theme.px(10), pad, theme.px(10))))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.retell(total)
        self._arrange(stacked=False)

    def retell(self, total: Sum) -> None:
        """Show another sum of as many terms."""
        for (sign, quantity, meaning), term in zip(self._rows, sum_lines(total), strict=True):
            sign.setText(term.sign)
            quantity.setText(term.quantity)
            meaning.setText(term.label)
        self.setAccessibleName(tr("Sum: {sum}. {source}").format(sum=sum_spoken(total), source=self._source).strip())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = max(quantity.sizeHint().width() for _, quantity, _ in self._rows)
        self._arrange(stacked=event.size().width() < max(self._theme.px(_STACKED), wide + self._theme.px(150)))

    def _arrange(self, *, stacked: bool) -> None:
        """Put what a term is beside it, or below it where there is no room."""
        if stacked == self._is_stacked:
            return
        self._is_stacked = stacked
        at = 0
        for row, (sign, quantity, meaning) in enumerate(self._rows):
            if row == len(self._rows) - 1:
                self._grid.addWidget(self._line, at, 0, 1, 3)
                at += 1
            self._grid.addWidget(sign, at, 0, Qt.AlignmentFlag.AlignVCenter)
            side = Qt.AlignmentFlag.AlignLeft if stacked else _RIGHT
            self._grid.addWidget(quantity, at, 1, side | Qt.AlignmentFlag.AlignVCenter)
            if stacked:
                at += 1
                self._grid.addWidget(meaning, at, 1, 1, 2)
            else:
                self._grid.addWidget(meaning, at, 2)
            meaning.setVisible(bool(meaning.text()))
            at += 1
        self._grid.setColumnStretch(2, 1)


class FindingBlock(QFrame):
    """A finding with its mark: headline, by when, reasons, how sure the rule is, and its sum.

    A `folded` block shows headline, date and source only; Enter, Space or a click opens the rest. `toggled` says that it did.
    """

    toggled = Signal(bool)

    def __init__(self, theme: Theme, words: FindingWords, *, folded: bool | None = None) -> None:
        """`folded` is None for a block that is always open; it takes no focus then."""
        super().__init__()
        self._theme, self.words, self._folded = theme, words, bool(folded)
        self.foldable = folded is not None
        self.setProperty("block", self.foldable)
        self._rest: QWidget | None = None
        self._panel: SumPanel | None = None
        self._further: list[QLabel] = []  # reasons, what would be late, notes: the labels in the order of `_said`
        self.setAccessibleName(words.spoken())
        top = theme.px(1)
        mark = box(column(top, Mark(theme, words.status), STRETCH))
        self._headline = label(words.headline, "strong" if self.foldable else "lead", wrap=True)
        late = words.status in ("overdue", "missed")
        self._standing = label(words.standing, "overdue" if late else "word", wrap=True, select=True)
        said: list[Item] = [self._headline]
        if words.standing:
            said.append(self._standing)
        elif self.foldable and words.title not in words.headline:
            said.append(label(words.title, "small", wrap=True))
        self._body = column(*said, gap=theme.px(4))
        if self.foldable:
            self._body.addWidget(CertaintyMark(theme, words.certainty, short=True, further=words.source))
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setToolTip(tr("Enter shows why, and the sum"))
            if not self._folded:
                self._open()
        else:
            self._open()
        gap = theme.px(4) if self.foldable else 0
        self.setLayout(line(mark, (box(self._body), 1), gap=theme.px(10), margins=(gap, gap, gap, gap)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def is_open(self) -> bool:
        return self._rest is not None and not self._rest.isHidden()

    def _open(self) -> None:
        if self._rest is None:
            self._rest = self._whole()
            self._body.addWidget(self._rest)
        self._folded = False

    def _whole(self) -> QWidget:
        theme, words = self._theme, self.words
        reasons = [label(reason, "small", wrap=True, select=True) for reason in words.reasons]
        late = [label(words.late, "small", wrap=True)] if words.late else []
        notes = [label(note, "caption", wrap=True) for note in words.notes]
        self._further = [*reasons, *late, *notes]
        items: list[Item] = [*reasons]
        if words.sum is not None:
            self._panel = SumPanel(theme, words.sum, words.source)
            items.append(self._panel)
        items.extend([*late, *notes])
        if not self.foldable:
            items.append(CertaintyMark(theme, words.certainty, further="" if words.sum is not None else words.source))
        elif words.text:
            items.append(label(words.text, "small", wrap=True, select=True))
        return box(column(*items, gap=theme.px(6)))

    def retell(self, words: FindingWords) -> bool:
        """Show other words in the same labels; returns False where they are not of the same shape, and nothing is changed."""
        if _shape(words) != _shape(self.words):
            return False
        self.words = words
        self.setAccessibleName(words.spoken())
        self._headline.setText(words.headline)
        self._standing.setText(words.standing)
        if self._panel is not None and words.sum is not None:
            self._panel.retell(words.sum)
        for shown, said in zip(self._further, _said(words), strict=False):  # none while it was never opened
            shown.setText(said)
        return True

    def toggle(self) -> None:
        """Open the block, or fold it."""
        if not self.foldable:
            return
        if self.is_open:
            assert self._rest is not None
            self._rest.setVisible(False)
            self._folded = True
        else:
            self._open()
            assert self._rest is not None
            self._rest.show()
        self.toggled.emit(self.is_open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.foldable and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.toggle()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.foldable and event.button() == Qt.MouseButton.LeftButton:
            self.toggle()
        super().mouseReleaseEvent(event)


def _said(words: FindingWords) -> list[str]:
    return [*words.reasons, *([words.late] if words.late else []), *words.notes]


def _shape(words: FindingWords) -> tuple[object, ...]:
    """Return what two findings must have alike to be shown in the same labels."""
    terms = [bool(term.label) for term in sum_lines(words.sum)] if words.sum is not None else []
    return (words.title, words.source, words.status, words.certainty, words.text, words.title in words.headline, bool(words.standing),
            len(words.reasons), bool(words.late), len(words.notes), terms)
