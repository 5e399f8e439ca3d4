"""The base of every entry field: label above, editor, and below it one line: what is wrong, what was understood, or a hint."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.layout import column, label, line, picture, restyle
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.errors import InvalidMeasure

_MOST = 2000  # more States or agreements than any register holds
_STEP = re.compile(r"\.?([^.\[]+)|\[(\d+)\]")


@dataclass(frozen=True)
class EntryContext:
    """What entry fields ask: the register's services, the zone of the office, places whose time is told, and the locale."""

    theme: Theme
    services: Services
    zone: str
    places: tuple[tuple[str, str], ...]
    locale: QLocale
    own_states: tuple[tuple[str, str], ...] = ()  # (code, name) of States recorded here and not shipped
    agreements: tuple[tuple[str, str], ...] = ()  # (short id, name)
    language: str = "en"
    codes_told: set[str] = field(default_factory=set)  # stand in the record already, and are taken as they stand

    @property
    def names(self) -> StateNames:
        return self.services.names

    def now(self) -> datetime:
        return self.services.desk.now()

    def today(self) -> date:
        return self.services.today()


def entry_context(theme: Theme, services: Services, locale: QLocale | None = None) -> EntryContext:
    """Return the context of an office: the zone is that of the owner's capital, UTC where it is not known."""
    owner = services.names.get(services.register.info().owner)
    name = services.zone
    place = owner.capital if owner and owner.capital else name.rpartition("/")[2].replace("_", " ")
    chosen = locale or QLocale()
    if chosen.language() == QLocale.Language.C:
        chosen = QLocale(QLocale.Language.English)
    return EntryContext(theme, services, name, ((place, name),), chosen, _own_states(services), _agreements(services))


def _own_states(services: Services) -> tuple[tuple[str, str], ...]:
    rows = services.records.page(Query(kinds=("state",)), limit=_MOST).rows
    return tuple((row.word, row.title) for row in rows if services.names.get(row.word) is None)


def _agreements(services: Services) -> tuple[tuple[str, str], ...]:
    rows = services.records.page(Query(kinds=("agreement",), sort="title", descending=False), limit=_MOST).rows
    return tuple({row.word: row.title for row in rows if row.status != "superseded"}.items())


def split_path(path: str) -> tuple[str | int, str]:
    """Split `contingents[2].troops` into its first step and the rest; a step in brackets is a number. ("", "") at the end."""
    match = _STEP.match(path)
    if not match:
        return "", ""
    return (int(match[2]) if match[2] is not None else match[1]), path[match.end() :]


def say_problem(error: InvalidMeasure, name: str) -> str:
    """Say what is wrong and the next step as one or two whole sentences."""
    message = error.message
    if re.match(r"(is|was|says|has|holds|needs)\b", message):
        message = f"{name} {message}"
    if re.match(r"[^\W\d_]+\s", message):  # a word, not the name of a file
        message = message[:1].upper() + message[1:]
    return f"{message} {error.hint}".strip()


class EntryField(QWidget):
    """One field of a form.

    `edited` tells that what is typed changed by the user's hand, `left` that the focus went elsewhere. Subclasses give
    `typed`, `type_in`, `value`, `set_value` and call `_place` with their editor.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, context: EntryContext, name: str, hint: str = "") -> None:
        super().__init__()
        self.context, self.theme, self.name = context, context.theme, name
        self._hint = hint
        self._caption = label(name, "label", wrap=True)
        self._icon = picture(self.theme, "circle-x", "overdue", 14)
        self._message = label("", "caption", wrap=True)
        self._icon.hide()
        self._message.hide()
        self._controls: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    # -------------------------------------------------- what a field must give

    def typed(self) -> Any:
        """Return what is typed, as a JSON value, for drafts."""
        raise NotImplementedError

    def type_in(self, typed: Any) -> None:
        """Put back what `typed` returned."""
        raise NotImplementedError

    def value(self) -> Any:
        """Return the domain value. Raises InvalidMeasure, its `field` the path below this field."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        raise NotImplementedError

    def understood(self) -> str:
        """What was understood, "" where there is nothing to say."""
        return ""

    # -------------------------------------------------- problems

    def problems(self) -> list[InvalidMeasure]:
        """Return everything that is wrong within this field."""
        try:
            self.value()
        except InvalidMeasure as error:
            return [error]
        return []

    def settle(self) -> None:
        """Say what was understood, or what is wrong: on leaving the field."""
        found = self.problems()
        self.clear_problem()
        for error in found:
            self.show_problem(error.field, error)

    def show_problem(self, path: str, error: InvalidMeasure) -> None:
        """Say what is wrong below the field; `path` leads to the part within it."""
        self._say(say_problem(error, self.name), wrong=True)

    def clear_problem(self) -> None:
        self._say(self.understood() or self._hint, wrong=False)

    def has_problem(self) -> bool:
        return bool(self._message.property("role") == "error")

    def _say(self, text: str, *, wrong: bool) -> None:
        role = "error" if wrong else "caption"
        self._message.setText(text)
        self._message.setVisible(bool(text))
        self._icon.setVisible(wrong)
        if self._message.property("role") != role:
            self._message.setProperty("role", role)
            restyle(self._message)
        for control in self._controls:
            control.setAccessibleDescription(text)
            mark_invalid(control, wrong)

    # -------------------------------------------------- building

    def _place(self, editor: QWidget, *controls: QWidget) -> None:
        """Put the editor in; `controls` are what takes the focus in it, the first one labelled; none where it holds fields of its own."""
        self._controls = list(controls)
        if controls:
            self._caption.setBuddy(controls[0])
        for control in self._controls:
            if not control.accessibleName():
                control.setAccessibleName(self.name)
            control.installEventFilter(self)
        top = Qt.AlignmentFlag.AlignTop
        below = line((self._message, 1), gap=self.theme.px(6))
        below.insertWidget(0, self._icon, 0, top)
        self.setLayout(column(self._caption, editor, below, gap=self.theme.px(4)))
        if not self.name:
            self._caption.hide()
        self.clear_problem()

    def hide_name(self) -> None:
        """Leave the label out: a heading above says it."""
        self._caption.hide()

    def controls(self) -> list[QWidget]:
        """Return what takes the focus, in the order of reading."""
        return self._controls

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            popup = QApplication.activePopupWidget()
            if event.reason() != Qt.FocusReason.PopupFocusReason and popup is None and watched in self._controls:
                self.leave()
        return False

    def leave(self) -> None:
        self.settle()
        self.left.emit()

    def touch(self) -> None:
        """A hand changed what is typed: an error goes, the form hears of it."""
        if self.has_problem():
            self.clear_problem()
        self.edited.emit()


def mark_invalid(control: QWidget, wrong: bool) -> None:
    """Give a control the border of a problem, or take it away."""
    if bool(control.property("invalid")) != wrong:
        control.setProperty("invalid", wrong)
        restyle(control)


def put_before(anchor: QWidget, controls: Iterable[QWidget]) -> None:
    """Let Tab visit new controls, in their order, before it comes to `anchor`."""
    previous = anchor.previousInFocusChain()
    while previous is not None and previous is not anchor and not previous.focusPolicy() & Qt.FocusPolicy.TabFocus:
        previous = previous.previousInFocusChain()  # Qt orders only what takes the focus
    for control in controls:
        if previous is not None:
            QWidget.setTabOrder(previous, control)
        previous = control


def nothing_stated() -> str:
    return tr("not stated")
