"""The pages of the window, on the left: icon, name, how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyleOptionViewItem

from cbm_tracker.desktop.look.marks import RIGHT, status_mark, write
from cbm_tracker.desktop.look.rows import ROW, Index, RowDelegate
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.translation import tr

_ROOT = QModelIndex()


@dataclass(frozen=True)
class Place:
    """A page, or a heading where `icon` is empty."""

    key: str
    title: str
    icon: str = ""


PLACES = (
    Place("due", "Due", "calendar-clock"), Place("hotline", "Hotline desk", "phone"),
    Place("", "Register"),
    Place("notifications", "Notifications", "file-text"), Place("inspections", "Inspections", "shield-check"),
    Place("quotas", "Quotas", "gauge"),
    Place("exercises", "Exercises", "flag"), Place("contacts", "Contacts", "radio"),
    Place("contributions", "Contributions", "layers"), Place("cases", "Cases", "briefcase"),
    Place("", "Reference"),
    Place("rules", "Rules", "book-open"),
    Place("agreements", "Agreements", "handshake"), Place("states", "States", "globe"),
    Place("facts", "Facts", "list"),
    Place("", "Out"),
    Place("reports", "Reports", "printer"), Place("check_report", "Check a report", "check"),
)


class _Places(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[str, str] = {}
        self.alarms: dict[str, bool] = {}

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(PLACES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place = PLACES[index.row()]
        if role == ROW:
            return place
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr(place.title) if place.icon else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            count = self.counts.get(place.key, "")
            return f"{tr(place.title)}, {count}" if count else tr(place.title)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        enabled = Qt.ItemFlag.ItemIsEnabled
        return enabled | Qt.ItemFlag.ItemIsSelectable if PLACES[index.row()].icon else Qt.ItemFlag.NoItemFlags


class _PlaceDelegate(RowDelegate):
    """`rail` paints icons only: where large text or a narrow window leaves no room for words."""

    rail = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        place: Place = index.data(ROW)
        if self.rail and not place.icon:
            return QSize(0, self.theme.px(12))
        return QSize(0, self.theme.px("nav_row" if place.icon else 34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self.theme, option.rect
        place: Place = index.data(ROW)
        if not place.icon:
            if not self.rail:
                where = rect.adjusted(theme.px(20), theme.px(8), -theme.px(16), 0)
                write(painter, where, tr(place.title), theme.font("caption", 600), theme.colour("ink3"))
            return
        box = self.backdrop(painter, option, theme.px(8))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        side = theme.px(16)
        spot = QRectF(box.left() + theme.px(12), box.center().y() - side / 2 + 0.5, side, side)
        theme.draw_icon(painter, spot, place.icon, "accent" if chosen else "ink3")
        model = index.model()
        assert isinstance(model, _Places)
        alarm = model.alarms.get(place.key, False)
        if self.rail:
            if alarm:
                status_mark(painter, QRectF(box.left() + theme.px(22), box.top() + theme.px(2), theme.px(11), theme.px(11)),
                            "overdue", theme)
            return
        right = box.right() - theme.px(10)
        count = model.counts.get(place.key, "")
        if count:
            room = QRectF(box.left(), box.top(), right - box.left(), box.height())
            used = write(painter, room, count, theme.font("small"), theme.colour("ink2" if chosen else "ink3"), RIGHT)
            if alarm:
                mark = theme.px(12)
                status_mark(painter, QRectF(right - used - mark - theme.px(6), box.center().y() - mark / 2 + 0.5, mark, mark),
                            "overdue", theme)
        name = box.adjusted(theme.px(38), 0, -theme.px(58), 0)
        write(painter, name, tr(place.title), theme.font("body", 600 if chosen else 400), theme.colour("ink" if chosen else "ink2"))


class Navigation(QListView):
    """`chosen` carries the key of a page."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._places = _Places()
        self._delegate = _PlaceDelegate(theme, self)
        self.setModel(self._places)
        self.setItemDelegate(self._delegate)
        self.setProperty("ground", "window")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Pages"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(lambda now, _: self._tell(now.row()))

    def choose(self, key: str) -> None:
        for at, place in enumerate(PLACES):
            if place.key == key and place.icon:
                self.setCurrentIndex(self._places.index(at, 0))

    def show_counts(self, counts: Mapping[str, int], alarms: Sequence[str] = ()) -> None:
        self._places.counts = {key: count_in_words(count) for key, count in counts.items() if count}
        self._places.alarms = dict.fromkeys(alarms, True)
        self.viewport().update()

    def set_rail(self, rail: bool) -> None:
        """Show icons only, or icons and words."""
        if rail != self._delegate.rail:
            self._delegate.rail = rail
            self._places.layoutChanged.emit()

    def _tell(self, number: int) -> None:
        if 0 <= number < len(PLACES) and PLACES[number].icon:
            self.chosen.emit(PLACES[number].key)
