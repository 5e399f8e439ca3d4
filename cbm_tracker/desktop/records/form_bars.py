"""The bars above a form (what needs a correction, what is back from a draft, what stands in the way of saving) and its foot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.layout import STRETCH, Mark, button, label, line


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


class FormFoot(QFrame):
    """The buttons of a form and its keys; where there is no room, first the keys go, then what can be done another way.

    Args:
        correct: an issued record is corrected: there is one way to save it.
        judged: a judgement stands beside the form.
    """

    def __init__(self, theme: Theme, *, correct: bool, judged: bool) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.cancel = button(tr("Cancel"), theme)
        self.new = button(tr("Save and new"), theme)
        self.issue = button(tr("Save and issue"), theme)
        self.save = button(tr("Record correction") if correct else tr("Save"), theme, default=True)
        self._optional = [] if correct else [self.issue, self.new]
        for one in (self.issue, self.new):
            one.setVisible(not correct)
        self._keys = label(tr("Ctrl+S saves   F7 judgement   F8 next problem   Esc leaves") if judged
                           else tr("Ctrl+S saves   F8 next problem   Esc leaves"), "caption")
        self._gap, self._edge = theme.px(8), theme.px(24)
        self.setLayout(line(self._keys, STRETCH, self.cancel, self.new, self.issue, self.save, gap=self._gap,
                            margins=(self._edge, theme.px(10), self._edge, theme.px(12))))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # `resizeEvent` makes it fit

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        left = event.size().width() - 2 * self._edge
        left -= self.cancel.sizeHint().width() + self.save.sizeHint().width() + 2 * self._gap
        for one in self._optional:
            left -= one.sizeHint().width() + self._gap
            one.setVisible(left >= 0)
        self._keys.setVisible(left >= self._keys.sizeHint().width())
