"""Fields of typed text: one line, several lines, texts, figures, dates, hours and places."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import figures, grouped
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.entry_field import EntryContext, EntryField
from cbm_tracker.domain.checks import check_count, check_text
from cbm_tracker.domain.coordinate_entry import read_points, say_point, write_points
from cbm_tracker.domain.moment_entry import read_date, read_instant, say_date, say_instant, write_instant
from cbm_tracker.domain.moments import Instant, PartialDate
from cbm_tracker.errors import InvalidMeasure

_BAR, _NO_BAR = Qt.ScrollBarPolicy.ScrollBarAsNeeded, Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def read_count(text: str, locale: QLocale) -> int | None:
    """Read a count; None where nothing is typed. Raises InvalidMeasure, its `field` empty."""
    if not text.strip():
        return None
    plain = figures(text, locale)
    if plain is None or "." in plain:
        hint = tr("Write figures such as {example}; 0 means none, empty means unknown.").format(example=grouped(12450, locale))
        raise InvalidMeasure("", tr("“{text}” is not a whole number.").format(text=text.strip()), hint)
    number = int(plain)
    check_count(number, "")
    return number


class LineField(EntryField):
    """A line of text, read when the field is left; what was set and not changed is given back as it was."""

    def __init__(self, context: EntryContext, name: str, hint: str = "") -> None:
        super().__init__(context, name, hint)
        self.editor = QLineEdit()
        self.editor.setMinimumHeight(self.theme.px("control"))
        self.editor.textEdited.connect(self.touch)
        self._set: tuple[str, Any] | None = None
        self._place(self.editor, self.editor)

    def read(self, text: str) -> Any:
        """Turn typed text, stripped and never empty, into the value. Raises InvalidMeasure."""
        return text

    def write(self, value: Any) -> str:
        return str(value)

    def say(self, value: Any) -> str:
        """Say what was understood."""
        return ""

    nothing: Any = ""

    def typed(self) -> Any:
        return self.editor.text()

    def type_in(self, typed: Any) -> None:
        self.editor.setText(str(typed))
        self.editor.setCursorPosition(0)
        self.clear_problem()

    def value(self) -> Any:
        text = str(self.typed())
        if self._set and text == self._set[0]:
            return self._set[1]
        return self.read(text.strip()) if text.strip() else self.nothing

    def set_value(self, value: Any) -> None:
        text = self.write(value) if value not in (None, "", ()) else ""
        self._set = (text, value)
        self.type_in(text)

    def understood(self) -> str:
        try:
            value = self.value()
        except InvalidMeasure:
            return ""
        return self.say(value) if value not in (None, "", ()) else ""


class TextField(LineField):
    def read(self, text: str) -> str:
        check_text(text, "")
        return text


class CountField(LineField):
    """A whole number; empty is unknown, 0 is none."""

    nothing = None

    def __init__(self, context: EntryContext, name: str, hint: str = "") -> None:
        super().__init__(context, name, hint)
        self.editor.setAlignment(Qt.AlignmentFlag.AlignRight)

    _ungrouped = ("", "")  # as shown while the focus is here, and as written before

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            written = self.editor.text()
            self._ungrouped = (ungroup(self.editor, self.context.locale), written)
        return super().eventFilter(watched, event)

    def typed(self) -> Any:
        text = self.editor.text()
        return self._ungrouped[1] if text == self._ungrouped[0] else text

    def type_in(self, typed: Any) -> None:
        self._ungrouped = ("", "")
        super().type_in(typed)

    def read(self, text: str) -> int | None:
        return read_count(text, self.context.locale)

    def write(self, value: Any) -> str:
        return grouped(value, self.context.locale)

    def settle(self) -> None:
        super().settle()
        if not self.has_problem():
            regroup(self.editor, self.value(), self.context.locale)


class YearField(LineField):
    """A year in four figures, never grouped."""

    nothing = None

    def read(self, text: str) -> int | None:
        return read_count(text, self.context.locale)


class AmountField(CountField):
    """A number with or without a fraction."""

    def read(self, text: str) -> Any:
        plain = figures(text, self.context.locale)
        if plain is None:
            example = grouped(Decimal("12450.50"), self.context.locale)
            hint = tr("Write figures such as {example}; empty means unknown.").format(example=example)
            raise InvalidMeasure("", tr("“{text}” is not an amount.").format(text=text), hint)
        amount = Decimal(plain)
        if amount < 0:
            raise InvalidMeasure("", tr("{text} is below zero.").format(text=text), tr("Enter 0 or more."))
        if len(plain.replace(".", "")) > 15:
            raise InvalidMeasure("", tr("{text} is not an amount that can be kept.").format(text=text), tr("Use up to 15 figures."))
        return amount


def regroup(editor: QLineEdit, value: int | Decimal | None, locale: QLocale) -> None:
    """Show a number with its separators; the editor's own undo takes it back."""
    if value is not None and editor.text() != grouped(value, locale):
        editor.selectAll()
        editor.insert(grouped(value, locale))


def ungroup(editor: QLineEdit, locale: QLocale) -> str:
    """Show a number without separators, so that figures can be put in anywhere; returns what is shown."""
    plain = figures(editor.text(), locale)
    if plain is not None:
        shown = plain.replace(".", locale.decimalPoint())
        if shown != editor.text():
            editor.setText(shown)
    return editor.text()


class DateField(LineField):
    """A calendar date, of which day and month may be unknown."""

    nothing = None

    def read(self, text: str) -> PartialDate:
        return read_date(text, self.context.today())

    def say(self, value: Any) -> str:
        return say_date(value)


class InstantField(LineField):
    """A moment; without a zone it is meant in that of the office."""

    nothing = None

    def read(self, text: str) -> Instant:
        return read_instant(text, self.context.now(), self.context.zone)

    def write(self, value: Any) -> str:
        return write_instant(value)

    def say(self, value: Any) -> str:
        return say_instant(value, self.context.places)


class GrowingText(QPlainTextEdit):
    """Several lines, as high as its text between two limits; Tab leaves it."""

    edited = Signal()

    def __init__(self, theme: Theme, least: int, most: int) -> None:
        super().__init__()
        self._theme, self._least, self._most = theme, least, most
        self._by_hand = True
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._changed)
        self._fit()

    def show_text(self, text: str) -> None:
        self._by_hand = False
        self.setPlainText(text)
        self._by_hand = True

    def _changed(self) -> None:
        self._fit()
        if self._by_hand:
            self.edited.emit()

    def _fit(self) -> None:
        lines = max(self._least, min(self._most, round(self.document().size().height())))
        around = self._theme.px("control") - self._theme.px("body") - self._theme.px(1)
        height = QFontMetrics(self._theme.font()).lineSpacing() * lines + around
        over = self.document().size().height() > self._most
        self.setVerticalScrollBarPolicy(_BAR if over else _NO_BAR)
        if self.height() != height:
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class LongTextField(EntryField):
    """Text of several lines."""

    lines = (3, 12)

    def __init__(self, context: EntryContext, name: str, hint: str = "") -> None:
        super().__init__(context, name, hint)
        self.editor = GrowingText(self.theme, *self.lines)
        self.editor.edited.connect(self.touch)
        self._place(self.editor, self.editor)

    def typed(self) -> Any:
        return self.editor.toPlainText()

    def type_in(self, typed: Any) -> None:
        self.editor.show_text(str(typed))
        self.clear_problem()

    def value(self) -> Any:
        text = self.typed()
        check_text(text, "")
        return text.strip()

    def set_value(self, value: Any) -> None:
        self.type_in(value)


class TextsField(LongTextField):
    """Several short texts, one a line, or separated by semicolons."""

    lines = (1, 8)

    def __init__(self, context: EntryContext, name: str, hint: str = "") -> None:
        super().__init__(context, name, hint or tr("One a line, or separated by ;"))

    def value(self) -> Any:
        texts = tuple(part.strip() for part in re.split(r"[;\n]", self.typed()) if part.strip())
        for at, text in enumerate(texts):
            check_text(text, f"[{at}]")
        return self._set if self._set and self.typed() == "\n".join(self._set) else texts

    _set: tuple[str, ...] = ()

    def set_value(self, value: Any) -> None:
        self._set = tuple(value)
        self.type_in("\n".join(value))


class PointsField(LongTextField):
    """One point or the corners of an area."""

    lines = (1, 6)
    _set: tuple[str, Any] = ("", ())

    def value(self) -> Any:
        return self._set[1] if self.typed() == self._set[0] else read_points(self.typed())

    def set_value(self, value: Any) -> None:
        self._set = (write_points(tuple(value)).replace("; ", "\n"), tuple(value))
        self.type_in(self._set[0])

    def understood(self) -> str:
        try:
            points = self.value()
        except InvalidMeasure:
            return ""
        return "; ".join(say_point(point) for point in points[:3]) + (f"; … {len(points)}" if len(points) > 3 else "")
