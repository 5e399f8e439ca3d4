"""The bars above a form: how many fields need a correction, what is back from a draft, what stands in the way of saving."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QPushButton

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.widgets.layout import Mark, button, label, line


class FormBar(QFrame):
    """One sentence on a soft ground; hidden until it has something to say.

    Args:
        status: whose mark stands before it, such as "missed"; `panel` names the ground.
        key: the key that acts on it, shown at its right.
    """

    def __init__(self, theme: Theme, status: str, panel: str, key: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("panel", panel)
        self._words = label("", wrap=True)
        self._buttons: list[QPushButton] = []
        pad = theme.px(12)
        self._line = line(Mark(theme, status), (self._words, 1), gap=theme.px(10), margins=(pad, theme.px(7), pad, theme.px(7)))
        if key:
            self._line.addWidget(label(key, "key"))
        self.setLayout(self._line)
        self.hide()

    def say(self, sentence: str, *choices: tuple[str, Callable[[], None]]) -> None:
        """Show a sentence and a button for each choice."""
        for gone in self._buttons:
            self._line.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._buttons = []
        for words, act in choices:
            made = button(words, self._theme)
            made.clicked.connect(act)
            self._line.addWidget(made)
            self._buttons.append(made)
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))

    def sentence(self) -> str:
        return "" if self.isHidden() else self._words.text()

    def choice(self, words: str) -> QPushButton | None:
        """Return the button of a choice by its words."""
        return next((one for one in self._buttons if one.text() == words), None)
