"""A line that takes one State, by any name or code, before there is a register to ask."""

from __future__ import annotations

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.picker_line import Choice, PickerLine
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.errors import InvalidMeasure


class OwnerLine(PickerLine):
    """Empty means that no owner is named."""

    def __init__(self, theme: Theme, names: StateNames, code: str = "") -> None:
        super().__init__(theme, self._look)
        self._names = names
        self.picked.connect(self._show)
        if code:
            self._show(code, self._named(code))

    def code(self) -> str:
        """Return the State named; "" for none. Raises InvalidMeasure: the words do not name one State."""
        text = self.text().strip()
        if not text:
            return ""
        offered = {choice.words: choice.value for choice in self._look(text.rpartition("  ")[2])}
        code = offered.get(text) or self._names.code(text)
        if code is None:
            near = self._names.search(text, limit=3)
            hint = tr("Did you mean {names}?").format(names=", ".join(entry.name() for entry in near)) if near else tr(
                "Write its name, or its code such as AUT."
            )
            raise InvalidMeasure("owner", tr("“{words}” does not name one State.").format(words=text), hint)
        return code

    def _named(self, code: str) -> str:
        return f"{self._names.name(code)}  {code}"

    def _look(self, typed: str) -> list[Choice]:
        return [Choice(entry.code, self._named(entry.code)) for entry in self._names.search(typed, limit=12)]

    def _show(self, code: str, words: str) -> None:
        self.setText(words)
        self.setCursorPosition(0)
