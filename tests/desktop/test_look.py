"""The tokens keep their contrast, marks differ in shape, and the toolkit leaves the interpreter alone."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import cbm_tracker
from cbm_tracker.desktop.look.marks import STATUS_TOKENS, status_mark
from cbm_tracker.desktop.look.style_sheet import style_sheet
from cbm_tracker.desktop.look.theme import Theme, recolour
from cbm_tracker.desktop.look.tokens import DARK, LIGHT, Colours, Metrics, contrast, measured
from cbm_tracker.paths import resource


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda colours: colours.name)
def test_every_pair_the_design_uses_has_its_contrast(colours: Colours) -> None:
    short = [(text, ground, round(ratio, 2)) for text, ground, ratio, need in measured(colours) if ratio < need]
    assert short == []


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_text_size_scales_every_distance() -> None:
    assert (Metrics(1.0).px(30), Metrics(1.5).px(30), Metrics(3.0).px(30)) == (30, 45, 90)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda colours: colours.name)
def test_style_sheet_holds_no_unfilled_token(colours: Colours) -> None:
    text = style_sheet(colours, Theme(colours).px)
    assert "{c." not in text
    assert text.count("{") == text.count("}")


def _drawn(status: str, theme: Theme) -> bytes:
    """Return the mark of a status as a mask: which pixels are inked, whatever their colour."""
    image = QImage(32, 32, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    status_mark(painter, QRectF(2, 2, 28, 28), status, theme, 0.3)
    painter.end()
    surface = theme.colour("surface").rgb()
    return bytes(
        0 if image.pixelColor(x, y).alpha() < 128 or image.pixelColor(x, y).rgb() == surface else 1
        for y in range(32) for x in range(32)
    )


def test_each_mark_differs_in_shape_alone(theme: Theme) -> None:
    same = {frozenset({"overdue", "missed"}), frozenset({"open", "later"})}  # one meaning, one shape
    masks = {status: _drawn(status, theme) for status in STATUS_TOKENS}
    alike = {frozenset({a, b}) for a in masks for b in masks if a < b and masks[a] == masks[b]}
    assert alike <= same


def test_toolkit_keeps_the_count_of_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 drops a reference to None with every void call on Python 3.11, until the interpreter aborts."""
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(1000):
        widget.update()
    assert sys.getrefcount(None) > before - 500


def test_every_icon_that_ships_is_used() -> None:
    package = Path(cbm_tracker.__file__).parent
    code = "\n".join(path.read_text("utf-8") for path in package.rglob("*.py"))
    unused = [path.stem for path in resource("icons").glob("*.svg") if f'"{path.stem}"' not in code and f"{path.name}" not in code]
    assert unused == []


def test_no_widget_is_collected_while_qt_walks_through_all_of_them(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    collecting: list[bool] = []

    def watched(colours: Colours, px: Callable[[str | float], int]) -> str:
        collecting.append(gc.isenabled())
        return style_sheet(colours, px)

    monkeypatch.setattr("cbm_tracker.desktop.look.theme.style_sheet", watched)
    recolour(app, Theme(), DARK)
    app.setStyleSheet("")
    assert collecting == [False]
    assert gc.isenabled()
