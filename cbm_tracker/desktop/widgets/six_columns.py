"""The grid of forms: six columns of one width, fewer where the window is narrow or the text large."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayoutItem, QSizePolicy, QWidget

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.widgets.placed_items import PlacedItems


class SixColumns(QWidget):
    """Sets widgets side by side in their order, breaking where the six columns are full; what is hidden leaves no gap."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widgets: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._columns = _SixColumnsLayout(theme)
        self.setLayout(self._columns)

    def add(self, widget: QWidget, span: int) -> None:
        """Set a widget in as the last; it takes `span` of the six columns."""
        self._widgets.append(widget)
        self._columns.spans.append(span)
        self._columns.addWidget(widget)

    def show_only(self, shown: set[QWidget]) -> None:
        """Leave out the widgets that are not among `shown`."""
        for widget in self._widgets:
            widget.setVisible(widget in shown)


class _SixColumnsLayout(PlacedItems):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.spans: list[int] = []
        self._beside, self._below = theme.px(16), theme.px(12)
        self._two_columns, self._one_column = theme.px(520), theme.px(320)
        self.setContentsMargins(0, 0, 0, 0)

    def takeAt(self, index: int) -> QLayoutItem | None:
        taken = super().takeAt(index)
        if taken is not None:
            del self.spans[index]
        return taken

    def heightForWidth(self, width: int) -> int:
        return max((place.bottom() + 1 for _, place in self._arranged(width)), default=0)

    def sizeHint(self) -> QSize:
        return QSize(self._two_columns, self.heightForWidth(self._two_columns))

    def minimumSize(self) -> QSize:
        return QSize(0, 0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for item, place in self._arranged(rect.width()):
            item.setGeometry(place.translated(rect.topLeft()))

    def _arranged(self, width: int) -> Iterator[tuple[QLayoutItem, QRect]]:
        """Yield each item and its place, counted from the corner; each is as high as it wants to be."""
        column = (width - 5 * self._beside) / 6
        top = used = tallest = 0
        for item, told in zip(self._items, self.spans, strict=True):
            if item.isEmpty():
                continue
            span = self._span(told, width)
            if used + span > 6:
                top, used, tallest = top + tallest + self._below, 0, 0
            left = round(used * (column + self._beside))
            right = round((used + span) * (column + self._beside)) - self._beside
            height = item.heightForWidth(right - left) if item.hasHeightForWidth() else item.sizeHint().height()
            yield item, QRect(left, top, right - left, height)
            used, tallest = used + span, max(tallest, height)

    def _span(self, told: int, width: int) -> int:
        """Return the columns taken: in a narrow form a half or the whole, in a very narrow one the whole."""
        if width >= self._two_columns:
            return told
        return 6 if width < self._one_column or told > 3 else 3
