"""Turns tokens into a palette, one style sheet, fonts and tinted icons."""

from __future__ import annotations

import gc
from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from cbm_tracker.desktop.look.style_sheet import style_sheet
from cbm_tracker.desktop.look.tokens import DARK, LIGHT, Colours, Metrics
from cbm_tracker.paths import resource

FAMILIES = ["Inter", "Noto Sans", "DejaVu Sans"]  # Inter for Latin, Greek, Cyrillic; the system's own for other scripts


class Theme:
    """What everything painted asks for colours, sizes, fonts and icons. The scheme may change while the window is open."""

    def __init__(self, colours: Colours = LIGHT, metrics: Metrics | None = None) -> None:
        self.c = colours
        self.m = metrics or Metrics()
        self._fonts: dict[tuple[str | float, int], QFont] = {}

    def px(self, token: str | float) -> int:
        return self.m.px(getattr(self.m, token) if isinstance(token, str) else token)

    def font(self, size: str | float = "body", weight: int = 400) -> QFont:
        known = self._fonts.get((size, weight))
        if known is None:
            known = self._fonts[size, weight] = self._make_font(size, weight)
        return known

    def _make_font(self, size: str | float, weight: int) -> QFont:
        font = QFont()
        font.setFamilies(FAMILIES)
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight(weight))
        font.setFeature(QFont.Tag("tnum"), 1)  # figures of one width: sums and clocks line up
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def colour(self, token: str) -> QColor:
        return QColor(getattr(self.c, token))

    def icon(self, name: str, token: str = "ink2", gap: int = 0) -> QIcon:
        """Return an icon that takes its colour when it is painted; `gap` is clear space on its right."""
        return QIcon(_TintedIcon(self, name, token, gap))

    def pixmap(self, name: str, token: str, size: float) -> QPixmap:
        ratio = QGuiApplication.primaryScreen().devicePixelRatio() if QGuiApplication.primaryScreen() else 1.0
        side = self.px(size)
        pixmap = QPixmap(round(side * ratio), round(side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.draw_icon(painter, QRectF(0, 0, side, side), name, token)
        painter.end()
        return pixmap

    def draw_icon(self, painter: QPainter, where: QRectF, name: str, token: str) -> None:
        _renderer(name, getattr(self.c, token)).render(painter, where)


class _TintedIcon(QIconEngine):
    def __init__(self, theme: Theme, name: str, token: str, gap: int) -> None:
        super().__init__()
        self._theme, self._name, self._token, self._gap = theme, name, token, gap

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        token = "ink3" if mode == QIcon.Mode.Disabled else self._token
        side = min(rect.width() - self._gap, rect.height())
        where = QRectF(rect.left(), rect.top() + (rect.height() - side) / 2, side, side)
        self._theme.draw_icon(painter, where, self._name, token)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _TintedIcon(self._theme, self._name, self._token, self._gap)


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    svg = resource("icons", f"{name}.svg").read_text("utf-8")
    svg = svg.replace("currentColor", colour).replace('stroke-width="2"', 'stroke-width="1.75"')
    return QSvgRenderer(QByteArray(svg.encode()))


@cache
def load_fonts() -> None:
    """Make the shipped faces known to Qt, once a process."""
    for path in sorted(resource("fonts", "window").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def system_colours() -> Colours:
    """Return the scheme the system asks for."""
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def palette(c: Colours) -> QPalette:
    made = QPalette()
    roles = QPalette.ColorRole
    for role, value in {
        roles.Window: c.window, roles.WindowText: c.ink, roles.Base: c.surface, roles.AlternateBase: c.raised,
        roles.Text: c.ink, roles.Button: c.surface, roles.ButtonText: c.ink, roles.PlaceholderText: c.ink3,
        roles.Highlight: c.accent_fill, roles.HighlightedText: c.on_accent, roles.Link: c.accent,
        roles.ToolTipBase: c.ink, roles.ToolTipText: c.surface, roles.Mid: c.line, roles.Accent: c.accent,
        roles.Light: c.surface, roles.Dark: c.edge, roles.Shadow: c.line, roles.Midlight: c.hover,
    }.items():
        made.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.ink3))
    return made


def dress(app: QApplication, theme: Theme) -> None:
    """Give the application its look."""
    load_fonts()
    app.setStyle("Fusion")
    _apply(app, theme)


def recolour(app: QApplication, theme: Theme, colours: Colours) -> None:
    """Show another scheme at once, in every window that is open: what is painted asks the theme while it paints."""
    theme.c = colours
    _apply(app, theme)
    for widget in app.allWidgets():
        widget.update()


def _apply(app: QApplication, theme: Theme) -> None:
    """Set font, palette and style sheet; Qt walks through every widget for each of them.

    Their handlers run Python, and a collection in between would take away widgets that nobody holds any more while Qt still has
    them on its list: it goes before, and not during that.
    """
    gc.collect()
    collecting = gc.isenabled()
    gc.disable()
    try:
        app.setFont(theme.font())
        app.setPalette(palette(theme.c))
        app.setStyleSheet(style_sheet(theme.c, theme.px))
    finally:
        if collecting:
            gc.enable()
