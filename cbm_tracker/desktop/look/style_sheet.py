"""The only style sheet of the window: roles are properties, never object names."""

from __future__ import annotations

from collections.abc import Callable

from cbm_tracker.desktop.look.tokens import Colours
from cbm_tracker.paths import resource


def style_sheet(c: Colours, px: Callable[[str | float], int]) -> str:
    """Return the style sheet for a scheme; `px` turns a token or a number of pixels at 100 % into pixels."""
    tick = resource("icons", "check-mark-white.svg").as_posix()
    pad = px(30) // 2 - px("body") // 2 - px(3)
    return f"""
    QMainWindow, QDialog {{ background: {c.window}; }}
    QWidget[ground="surface"] {{ background: {c.surface}; }}
    QWidget[ground="raised"] {{ background: {c.raised}; }}
    QFrame[line="h"] {{ background: {c.line}; border: 0; max-height: 1px; min-height: 1px; }}
    QFrame[line="v"] {{ background: {c.line}; border: 0; max-width: 1px; min-width: 1px; }}
    QFrame[panel="plain"] {{ background: {c.raised}; border: 1px solid {c.line}; border-radius: {px("radius_panel")}px; }}
    QFrame[block="true"] {{ border: 2px solid transparent; border-radius: {px("radius")}px; background: transparent; }}
    QFrame[block="true"]:focus {{ border-color: {c.accent}; }}
    QFrame[panel="inset"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {px("radius_panel")}px; }}
    QFrame[panel="overdue"] {{ background: {c.overdue_soft}; border: 0; border-radius: {px("radius")}px; }}
    QFrame[panel="soon"] {{ background: {c.soon_soft}; border: 0; border-radius: {px("radius")}px; }}

    QLabel {{ color: {c.ink}; background: transparent; }}
    QLabel[role="display"] {{ font-size: {px("display")}px; font-weight: 600; }}
    QLabel[role="heading"] {{ font-size: {px("heading")}px; font-weight: 600; }}
    QLabel[role="lead"] {{ font-size: {px("lead")}px; font-weight: 600; }}
    QLabel[role="strong"] {{ font-weight: 600; }}
    QLabel[role="quiet"] {{ color: {c.ink2}; }}
    QLabel[role="small"] {{ color: {c.ink2}; font-size: {px("small")}px; }}
    QLabel[role="caption"] {{ color: {c.ink3}; font-size: {px("small")}px; }}
    QLabel[role="section"] {{ color: {c.ink2}; font-size: {px("small")}px; font-weight: 600; }}
    QLabel[role="label"] {{ color: {c.ink2}; font-size: {px("small")}px; font-weight: 500; }}
    QLabel[role="error"] {{ color: {c.overdue}; font-size: {px("small")}px; }}
    QLabel[role="key"] {{ color: {c.ink3}; font-size: {px("caption")}px; }}
    QLabel[role="word"] {{ color: {c.ink2}; font-size: {px("small")}px; font-weight: 500; }}
    QLabel[role="soon"] {{ color: {c.soon}; font-size: {px("small")}px; font-weight: 500; }}
    QLabel[role="overdue"] {{ color: {c.overdue}; font-size: {px("small")}px; font-weight: 500; }}
    QLabel[role="clock"] {{ font-size: {px("clock")}px; font-weight: 500; }}

    QPushButton, QToolButton, QComboBox, QLineEdit, QDateEdit, QPlainTextEdit {{
        font-size: {px("body")}px; color: {c.ink}; background: {c.surface};
        border: 1px solid {c.edge}; border-radius: {px("radius")}px; padding: {pad}px {px(10)}px; }}
    QPushButton {{ font-weight: 500; padding: {pad}px {px(12)}px; border-color: {c.edge}; }}
    QPushButton:hover, QToolButton:hover {{ background: {c.hover}; }}
    QPushButton:pressed {{ background: {c.chosen}; }}
    QPushButton:default {{ background: {c.accent_fill}; color: {c.on_accent}; border-color: {c.accent_fill}; font-weight: 600; }}
    QPushButton:disabled {{ color: {c.ink3}; border-color: {c.line}; }}
    QPushButton:default:disabled {{ color: {c.ink3}; background: {c.line}; border-color: {c.line}; }}
    QPushButton:focus, QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus {{
        border: 2px solid {c.accent}; padding: {pad - 1}px {px(9)}px; }}
    QPushButton:focus {{ padding: {pad - 1}px {px(11)}px; }}
    QPushButton:default:focus {{ border: 2px solid {c.ink}; }}
    QComboBox, QPlainTextEdit {{ padding-left: {px(12)}px; }}
    QComboBox:focus, QPlainTextEdit:focus {{ padding-left: {px(11)}px; }}
    QComboBox {{ combobox-popup: 0; }}
    QLineEdit[chip="true"] {{ padding: {pad - 2}px {px(8)}px; }}
    QLineEdit[chip="true"]:focus {{ padding: {pad - 3}px {px(7)}px; }}
    QComboBox[chip="true"] {{ border-color: {c.line}; color: {c.ink2}; font-size: {px("small")}px; padding: {pad - 2}px {px(10)}px; }}
    QComboBox[chip="true"]:focus {{ border: 2px solid {c.accent}; padding: {pad - 3}px {px(9)}px; }}
    QComboBox[chip="true"][chosen="true"] {{ background: {c.chosen}; border-color: {c.accent}; color: {c.ink}; font-weight: 600; }}
    QLineEdit[invalid="true"], QComboBox[invalid="true"], QPlainTextEdit[invalid="true"] {{
        border: 2px solid {c.overdue}; padding: {pad - 1}px {px(9)}px; }}
    QComboBox[invalid="true"], QPlainTextEdit[invalid="true"] {{ padding-left: {px(11)}px; }}
    QLineEdit[size="large"] {{ font-size: {px("lead")}px; padding: {px(9)}px {px(12)}px; }}
    QLineEdit[cell="true"] {{ padding: {max(1, pad - 2)}px {px(8)}px; }}
    QToolButton {{ border: 1px solid transparent; background: transparent; color: {c.ink2}; padding: {pad - 2}px {px(8)}px; }}
    QToolButton:focus {{ border: 2px solid {c.accent}; padding: {pad - 3}px {px(7)}px; }}
    QToolButton[chip="true"] {{ border-color: {c.line}; color: {c.ink2}; font-size: {px("small")}px; background: {c.surface}; }}
    QToolButton[chip="true"]:checked {{ background: {c.chosen}; border-color: {c.accent}; color: {c.ink}; font-weight: 600; }}
    QToolButton[chip="true"]:focus {{ border: 2px solid {c.accent}; padding: {pad - 3}px {px(7)}px; }}
    QToolButton[find="true"] {{ border: 1px solid {c.edge}; background: {c.surface}; color: {c.ink3}; text-align: left;
        padding: {px(3)}px {px(10)}px; }}
    QToolButton::menu-indicator {{ image: none; }}
    QComboBox::drop-down {{ border: 0; width: {px(22)}px; }}

    QListView, QTableView, QTreeView {{ background: {c.surface}; border: 0; outline: 0; }}
    QListView[popup="true"], QComboBox QAbstractItemView {{ background: {c.surface}; border: 1px solid {c.edge}; padding: 0 {px(4)}px; }}
    QListView[popup="true"]::item, QComboBox QAbstractItemView::item {{ padding: {px(5)}px {px(8)}px; border-radius: {px(4)}px; }}
    QListView[popup="true"]::item:selected, QListView[popup="true"]::item:hover, QComboBox QAbstractItemView::item:selected,
    QComboBox QAbstractItemView::item:hover {{ background: {c.chosen}; color: {c.ink}; }}
    QListView[checks="true"]::item {{ color: {c.ink}; padding: {px(4)}px {px(6)}px; border: 2px solid transparent;
        border-radius: {px(4)}px; }}
    QListView[checks="true"]::item:selected {{ background: {c.chosen}; }}
    QListView[checks="true"]:focus::item:selected {{ border-color: {c.accent}; }}
    QListView[ground="window"] {{ background: {c.window}; }}
    QListView[ground="raised"] {{ background: {c.raised}; }}
    QHeaderView {{ background: {c.surface}; border: 0; }}
    QHeaderView::section {{ background: {c.surface}; color: {c.ink3}; border: 0; border-bottom: 1px solid {c.line};
        padding: {px(6)}px {px(10)}px; font-size: {px("small")}px; font-weight: 500; }}
    QHeaderView::section:first {{ padding-left: {px(24)}px; }}
    QScrollArea {{ border: 0; background: transparent; }}
    QScrollArea[ring="true"] {{ border: 2px solid transparent; border-radius: {px("radius")}px; }}
    QScrollArea[ring="true"]:focus {{ border-color: {c.accent}; }}
    QScrollBar:vertical {{ background: transparent; width: {px(10)}px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {c.scroll}; border-radius: 3px; min-height: {px(28)}px; margin: 2px; }}
    QScrollBar::handle:vertical:hover {{ background: {c.edge}; }}
    QScrollBar:horizontal {{ background: transparent; height: {px(10)}px; margin: 0; }}
    QScrollBar::handle:horizontal {{ background: {c.scroll}; border-radius: 3px; min-width: {px(28)}px; margin: 2px; }}
    QScrollBar::handle:horizontal:hover {{ background: {c.edge}; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
        background: transparent; height: 0; width: 0; }}

    QTableView[plain="true"] {{ selection-background-color: {c.chosen}; selection-color: {c.ink}; }}
    QTableView[plain="true"]::item {{ padding: 0 {px(10)}px; border-bottom: 1px solid {c.line}; }}
    QTableView[plain="true"] QHeaderView::section, QTableView[plain="true"] QHeaderView::section:first {{
        padding: {px(6)}px {px(10)}px; }}
    QTableView[plain="true"]:focus {{ border: 2px solid {c.accent}; }}
    QProgressBar {{ background: {c.line}; border: 0; border-radius: {px(3)}px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: {px(3)}px; }}

    QMenuBar {{ background: {c.window}; color: {c.ink2}; padding: {px(3)}px {px(8)}px; }}
    QMenuBar::item {{ padding: {px(5)}px {px(9)}px; border-radius: {px(4)}px; background: transparent; }}
    QMenuBar::item:selected {{ background: {c.chosen}; color: {c.ink}; }}
    QFrame[panel="palette"] {{ background: {c.surface}; border: 1px solid {c.edge}; border-radius: {px("radius_panel")}px; }}
    QFrame[panel="scrim"] {{ background: {'rgba(20, 26, 33, 90)' if c.name == 'light' else 'rgba(0, 0, 0, 130)'}; border: 0; }}
    QStatusBar {{ background: {c.window}; border-top: 1px solid {c.line}; }}
    QStatusBar::item {{ border: 0; }}
    QStatusBar QLabel {{ color: {c.ink3}; font-size: {px("small")}px; padding: 0 {px(8)}px; }}
    QSplitter::handle {{ background: {c.line}; }}
    QCheckBox::indicator, QListView[checks="true"]::indicator {{ width: {px(14)}px; height: {px(14)}px; border: 1px solid {c.edge};
        border-radius: {px(3)}px; background: {c.surface}; }}
    QCheckBox::indicator:focus {{ border: 2px solid {c.accent}; }}
    QCheckBox::indicator:checked, QListView[checks="true"]::indicator:checked {{ background: {c.accent_fill};
        border-color: {c.accent_fill}; image: url("{tick}"); }}
    QCheckBox:focus {{ color: {c.accent}; }}
    QCheckBox {{ color: {c.ink}; spacing: {px(8)}px; background: transparent; }}
    QToolTip {{ background: {c.ink}; color: {c.surface}; border: 0; padding: {px(6)}px; }}
    """
