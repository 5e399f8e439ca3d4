"""Fields for one State, several States, and parties (States, organisations and names as told)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.chips_field import ChipsField
from cbm_tracker.desktop.widgets.entry_field import EntryContext, EntryField
from cbm_tracker.desktop.widgets.picker_line import Choice, PickerLine
from cbm_tracker.desktop.widgets.state_choices import is_known, offer_states, state_meant, state_words
from cbm_tracker.domain.checks import check_text


class StateField(EntryField):
    """One State; typed text is kept until it means one."""

    def __init__(self, context: EntryContext, name: str, hint: str = "") -> None:
        super().__init__(context, name, hint)
        self.editor = PickerLine(self.theme, lambda typed: offer_states(context, typed))
        self._code = ""
        self.editor.textEdited.connect(self._forget)
        self.editor.picked.connect(self._take)
        self._place(self.editor, self.editor)

    def typed(self) -> Any:
        return self._code or self.editor.text()

    def type_in(self, typed: Any) -> None:
        text = str(typed)
        known = is_known(self.context, text)
        self._code = text if known else ""
        self.editor.setText(state_words(self.context, text) if known else text)
        self.editor.setCursorPosition(0)
        self.clear_problem()

    def value(self) -> Any:
        if self._code or not self.editor.text().strip():
            return self._code
        return state_meant(self.context, self.editor.text())

    def set_value(self, value: Any) -> None:
        self.context.codes_told.update([value] if value else [])
        self.type_in(value)

    def settle(self) -> None:
        super().settle()
        if not self.has_problem() and not self._code and self.editor.text().strip():
            self.type_in(self.value())

    def _forget(self) -> None:
        self._code = ""
        self.touch()

    def _take(self, code: str) -> None:
        self.type_in(code)
        self.touch()


class StatesField(ChipsField):
    """Several States, in their order."""

    def words(self, value: str) -> str:
        return state_words(self.context, value)

    def offer(self, typed: str) -> Sequence[Choice]:
        return [choice for choice in offer_states(self.context, typed) if choice.value not in self.taken]

    def meant(self, text: str) -> str:
        return state_meant(self.context, text)


class PartiesField(StatesField):
    """States, organisations, and others by the name they are told by."""

    def offer(self, typed: str) -> Sequence[Choice]:
        offered = list(super().offer(typed))
        certain = self.context.names.resolve(typed).code
        if typed and not certain:
            offered.append(Choice(typed, tr("“{name}”, as told").format(name=typed)))
        return offered

    def meant(self, text: str) -> str:
        check_text(text, "")
        return self.context.names.resolve(text).code or text.strip()
