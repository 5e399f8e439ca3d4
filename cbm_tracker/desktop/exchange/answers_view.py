"""Asks what doubtful names of States mean: a line for each name, with the States it may mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.flow_layout import FlowLayout
from cbm_tracker.desktop.widgets.labelled import Labelled
from cbm_tracker.desktop.widgets.layout import STRETCH, box, chip, column, scrolled
from cbm_tracker.desktop.widgets.picker_line import Choice
from cbm_tracker.desktop.widgets.state_choices import KnownStates, StateLine, offer_states, state_words
from cbm_tracker.errors import InvalidMeasure
from cbm_tracker.services.exchange import LEAVE_OUT, DoubtfulName


class AnswerLine(StateLine):
    """Takes one State or “leave these lines out”: with nothing typed it offers what the name may mean."""

    def __init__(self, theme: Theme, known: KnownStates, asked: DoubtfulName) -> None:
        super().__init__(theme, known, find=self._look)
        self._asked = asked
        self._leave_out = tr_count("Leave this line out", "Leave these lines out", asked.lines)
        self.setPlaceholderText(tr("Choose below, or type the name or code of a State"))

    def answer(self) -> str | None:
        """Return the code, or LEAVE_OUT; None where nothing is said yet. Raises InvalidMeasure: the words name no one State."""
        words = self.text().strip()
        if not words:
            return None
        return LEAVE_OUT if words == self._leave_out else self.code()

    def show_answer(self, answer: str) -> None:
        self.show_words(state_words(self._known, answer) if answer else self._leave_out)

    def choices(self) -> list[Choice]:
        """Return what is near at hand: the candidates, the nearest first, and leaving the lines out."""
        near = [Choice(code, state_words(self._known, code)) for code in self._asked.candidates]
        return [*near, Choice(LEAVE_OUT, self._leave_out)]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.text():
            self.offer("")

    def _look(self, typed: str) -> list[Choice]:
        if not typed:
            return self.choices()
        near = [choice for choice in self.choices() if choice.words.casefold().startswith(typed.casefold())]
        return [*near, *(choice for choice in offer_states(self._known, typed) if choice not in near)]


class AnswersView(QWidget):
    """`changed` tells that an answer was given, changed or taken back."""

    changed = Signal()

    def __init__(self, theme: Theme, known: KnownStates) -> None:
        super().__init__()
        self._theme, self._known = theme, known
        self.lines: dict[str, AnswerLine] = {}
        self._labelled: dict[str, Labelled] = {}
        self._used: dict[str, str] = {}
        self.controls: list[QWidget] = []  # in reading order
        self._area = scrolled(box(column()), "surface")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # many names scroll, the dialog stays as it is
        self.setMinimumHeight(theme.px(150))
        self._whole = column((self._area, 1))
        self.setLayout(self._whole)

    def ask(self, names: Sequence[DoubtfulName], answers: Mapping[str, str]) -> None:
        """Show a line for each name, with the answer given before."""
        theme = self._theme
        self.lines, self._labelled, self.controls = {}, {}, []
        rows: list[QWidget] = []
        for one in names:
            line = AnswerLine(theme, self._known, one)
            words = tr_count("“{name}”, in {count} line, means", "“{name}”, in {count} lines, means", one.lines)
            labelled = Labelled(theme, words.format(name=one.name, count=count_in_words(one.lines)), line)
            self.controls.append(line)
            self.lines[one.name], self._labelled[one.name] = line, labelled
            if one.name in answers:
                line.show_answer(answers[one.name])
            line.textChanged.connect(self.changed)
            line.picked.connect(lambda *_, labelled=labelled: labelled.show_error(""))
            rows.append(box(column(labelled, self._near(line, labelled), gap=theme.px(6))))
        self._used = self._typed()
        edge = theme.px(14)
        inner = box(column(*rows, STRETCH, gap=theme.px(16), margins=(edge, theme.px(10), edge, edge)), ground="surface")
        before = self._area
        self._area = scrolled(inner, "surface")
        self._whole.replaceWidget(before, self._area)
        before.hide()
        before.setParent(None)  # out of the window at once: a list that closes late must not give the keyboard back to an old line
        before.deleteLater()
        self._area.show()  # at once, so that a line of it can take the keyboard

    def _near(self, line: AnswerLine, labelled: Labelled) -> QWidget:
        """Return buttons for what is near at hand, so that a hand at the mouse needs one click."""
        flow = FlowLayout(self._theme.px(6))
        flow.setContentsMargins(0, 0, 0, 0)
        for choice in line.choices():
            made = chip(choice.words, self._theme, checkable=False)
            made.setAccessibleName(tr("{question}: {answer}").format(question=line.accessibleName(), answer=choice.words))
            made.clicked.connect(lambda _=False, choice=choice: line.picked.emit(*choice))
            flow.addWidget(made)
            self.controls.append(made)
        return box(flow)

    def answers(self) -> dict[str, str] | None:
        """Return what is answered, by name; None where words name no one State, which is then said beside them."""
        found: dict[str, str] = {}
        for name, line in self.lines.items():
            try:
                answer = line.answer()
            except InvalidMeasure as error:
                self._labelled[name].show_error(f"{error.message} {error.hint}".strip())
                line.setFocus()
                return None
            if answer is not None:
                found[name] = answer
        return found

    def _typed(self) -> dict[str, str]:
        return {name: line.text().strip() for name, line in self.lines.items() if line.text().strip()}

    def has_answers(self) -> bool:
        return bool(self._typed())

    def has_new_answers(self) -> bool:
        """Whether something else is answered than what was asked with."""
        return self._typed() != self._used

    def begin(self) -> None:
        """Set the keyboard to the first name that waits for an answer."""
        waiting = next((line for line in self.lines.values() if not line.text()), None)
        if waiting is not None:
            waiting.setFocus()
