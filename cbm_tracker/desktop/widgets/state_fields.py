"""Fields for one State, several States, and parties (States, organisations and names as told)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.chips_field import ChipsField
from cbm_tracker.desktop.widgets.entry_field import EntryContext, EntryField
from cbm_tracker.desktop.widgets.picker_line import Choice, PickerLine
from cbm_tracker.domain.checks import check_text
from cbm_tracker.errors import InvalidMeasure

_MOST_OFFERED = 12


def state_words(context: EntryContext, code: str) -> str:
    """“Türkiye  TUR”; the code alone where no name is known."""
    name = dict(context.own_states).get(code) or context.names.name(code, context.language)
    return code if name == code else f"{name}  {code}"


def is_known(context: EntryContext, code: str) -> bool:
    return context.names.get(code) is not None or code in dict(context.own_states) or code in context.codes_told


def offer_states(context: EntryContext, typed: str) -> list[Choice]:
    """Return the States typed text may begin to name; after a former State those that succeeded it."""
    key = typed.casefold()
    own = [code for code, name in context.own_states if key and (code.casefold() == key or name.casefold().startswith(key))]
    codes = dict.fromkeys(own)
    for entry in context.names.search(typed, context.language, _MOST_OFFERED):
        codes.update(dict.fromkeys((entry.code, *(entry.successors if len(typed) > 3 else ()))))
    return [Choice(code, state_words(context, code)) for code in list(codes)[:_MOST_OFFERED]]


def state_meant(context: EntryContext, text: str) -> str:
    """Return the code that a text means with certainty.

    Raises:
        InvalidMeasure: it names none, or may name several.
    """
    text = text.strip()
    if text in context.codes_told:
        return text
    for code, name in context.own_states:
        if text in (code, name, state_words(context, code)):
            return code
    head, _, tail = text.rpartition("  ")
    if head and context.names.get(tail) and text == state_words(context, tail):
        return tail
    found = context.names.resolve(text)
    if found.code:
        return found.code
    offered = [choice.value for choice in offer_states(context, text)]
    if len(offered) == 1:
        return offered[0]
    candidates = [context.names.name(code, context.language) for code in (*offered, *found.candidates)]
    near = list(dict.fromkeys(candidates))[:3]
    hint = tr("Choose one, such as {names}.").format(names=", ".join(near)) if near else tr("Write its name, or its code such as AUT.")
    raise InvalidMeasure("", tr("“{text}” does not name one State.").format(text=text), hint)


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
