"""Shows a PDF as paper: pages are drawn when they come into sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QRect, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.reports.pdf_pages import PdfPages
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.own_keys import OwnKeys

_KEPT = 12  # pictures of pages kept, about 40 MB at 200 %
_ZOOM_STEP = 1.2
_LEAST, _MOST = 0.25, 5.0


class PdfView(QAbstractScrollArea):
    """`page_shown` carries (number from 1, of how many). Zoom 1.0 is the size of the paper at 96 dots an inch."""

    page_shown = Signal(int, int)
    zoomed = Signal(float)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.pages: PdfPages | None = None
        self._zoom = 1.0
        self._fits = True
        self._page = -1
        self._pictures: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._places: list[QRect] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Report as it stands on paper"))
        self.verticalScrollBar().valueChanged.connect(self._tell_page)
        OwnKeys(self, self._wish_of)

    def show_pages(self, pages: PdfPages | None) -> None:
        """Show another document from its first page; None shows none."""
        self.pages = pages
        self._pictures.clear()
        self._page = -1
        self.verticalScrollBar().setValue(0)
        self._lay_out()
        self._tell_page()

    @property
    def page(self) -> int:
        """The page read now, from 1; 0 where there is none."""
        return self._page + 1

    @property
    def zoom(self) -> float:
        return self._zoom

    def zoom_to(self, zoom: float) -> None:
        self._fits = False
        self._set_zoom(zoom)

    def zoom_in(self) -> None:
        self.zoom_to(self._zoom * _ZOOM_STEP)

    def zoom_out(self) -> None:
        self.zoom_to(self._zoom / _ZOOM_STEP)

    def fit_width(self) -> None:
        self._fits = True
        self._set_zoom(self._zoom)

    def go_to(self, number: int) -> None:
        """Bring a page (from 1) to the top."""
        if self._places:
            at = max(1, min(number, len(self._places))) - 1
            self.verticalScrollBar().setValue(self._places[at].top() - self._gap)
            self._say(at)

    # -------------------------------------------------- laying out

    @property
    def _gap(self) -> int:
        return self._theme.px(16)

    def _set_zoom(self, zoom: float) -> None:
        at = self._page
        self._zoom = max(_LEAST, min(_MOST, zoom))
        self._lay_out()
        if at >= 0:
            self.go_to(at + 1)

    def _lay_out(self) -> None:
        sizes: tuple[QSizeF, ...] = self.pages.sizes if self.pages else ()
        room = self.viewport().width() - 2 * self._gap
        widest = max((size.width() for size in sizes), default=1.0)
        if self._fits and sizes:
            self._zoom = max(_LEAST, min(_MOST, room / widest / self._dots))
        self.zoomed.emit(self._zoom)
        self._places = []
        top = self._gap
        whole = max(self.viewport().width(), round(widest * self._scale) + 2 * self._gap) if sizes else 0
        for size in sizes:
            wide, high = round(size.width() * self._scale), round(size.height() * self._scale)
            self._places.append(QRect((whole - wide) // 2, top, wide, high))
            top += high + self._gap
        for bar, needed, given in ((self.verticalScrollBar(), top, self.viewport().height()),
                                   (self.horizontalScrollBar(), whole, self.viewport().width())):
            bar.setRange(0, max(0, needed - given))
            bar.setPageStep(given)
            bar.setSingleStep(self._theme.px(40))
        self.viewport().update()

    @property
    def _dots(self) -> float:
        """Pixels a point at zoom 1."""
        return 96 / 72

    @property
    def _scale(self) -> float:
        return self._zoom * self._dots

    # -------------------------------------------------- what is seen

    def _tell_page(self) -> None:
        if not self._places:
            self.setAccessibleDescription("")
            self.page_shown.emit(0, 0)
            return
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        self._say(next((at for at, place in enumerate(self._places) if middle <= place.bottom()), len(self._places) - 1))

    def _say(self, at: int) -> None:
        if at != self._page and self.pages is not None:
            self._page = at
            self.setAccessibleDescription(self.pages.words(at))
        self.page_shown.emit(self._page + 1, len(self._places))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("window"))
        shift = -self.horizontalScrollBar().value(), -self.verticalScrollBar().value()
        for at, place in enumerate(self._places):
            seen = place.translated(*shift)
            if seen.intersects(event.rect()):
                painter.drawImage(seen, self._picture(at))
                painter.setPen(QPen(self._theme.colour("line"), 1))
                painter.drawRect(seen.adjusted(0, 0, -1, -1))
        if self.hasFocus() and self._places:
            painter.setPen(QPen(self._theme.colour("accent"), self._theme.px(2)))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _picture(self, at: int) -> QImage:
        assert self.pages is not None
        scale = self._scale * self.devicePixelRatioF()
        key = (at, round(scale * 1000))
        found = self._pictures.get(key)
        if found is None:
            found = self._pictures[key] = self.pages.picture(at, scale)
            while len(self._pictures) > _KEPT:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(key)
        return found

    # -------------------------------------------------- hands

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _wish_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        plain: dict[int, Callable[[], None]] = {
            Qt.Key.Key_PageDown: lambda: self.go_to(self.page + 1), Qt.Key.Key_PageUp: lambda: self.go_to(self.page - 1),
            Qt.Key.Key_Home: lambda: self.go_to(1), Qt.Key.Key_End: lambda: self.go_to(len(self._places)),
        }
        with_control: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Plus: self.zoom_in, Qt.Key.Key_Equal: self.zoom_in, Qt.Key.Key_Minus: self.zoom_out, Qt.Key.Key_0: self.fit_width,
        }
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held & Qt.KeyboardModifier.ControlModifier:
            return with_control.get(event.key())
        return plain.get(event.key()) if held == Qt.KeyboardModifier.NoModifier else None

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_in() if event.angleDelta().y() > 0 else self.zoom_out()
            event.accept()
        else:
            super().wheelEvent(event)
