"""Which State is meant: what is offered while a name is typed, and what the typed text says at the end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.picker_line import Choice, Find, PickerLine
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.errors import InvalidMeasure

_MOST_OFFERED = 12


class KnownStates(Protocol):
    """The names that ship, and what the register at hand adds to them."""

    @property
    def names(self) -> StateNames: ...
    @property
    def language(self) -> str: ...
    @property
    def own_states(self) -> Sequence[tuple[str, str]]: ...
    @property
    def codes_told(self) -> Collection[str]: ...


@dataclass(frozen=True)
class ShippedStates:
    """The names that ship, where no register is open yet."""

    names: StateNames
    language: str = "en"
    own_states: tuple[tuple[str, str], ...] = ()
    codes_told: frozenset[str] = frozenset()


def state_words(known: KnownStates, code: str) -> str:
    """“Türkiye  TUR”; the code alone where no name is known."""
    name = dict(known.own_states).get(code) or known.names.name(code, known.language)
    return code if name == code else f"{name}  {code}"


def is_known(known: KnownStates, code: str) -> bool:
    return known.names.get(code) is not None or code in dict(known.own_states) or code in known.codes_told


def offer_states(known: KnownStates, typed: str) -> list[Choice]:
    """Return the States typed text may begin to name; after a former State those that succeeded it."""
    key = typed.casefold()
    own = [code for code, name in known.own_states if key and (code.casefold() == key or name.casefold().startswith(key))]
    codes = dict.fromkeys(own)
    for entry in known.names.search(typed, known.language, _MOST_OFFERED):
        codes.update(dict.fromkeys((entry.code, *(entry.successors if len(typed) > 3 else ()))))
    return [Choice(code, state_words(known, code)) for code in list(codes)[:_MOST_OFFERED]]


def state_meant(known: KnownStates, text: str) -> str:
    """Return the code that a text means with certainty.

    Raises:
        InvalidMeasure: it names none, or may name several.
    """
    text = text.strip()
    if text in known.codes_told:
        return text
    for code, name in known.own_states:
        if text in (code, name, state_words(known, code)):
            return code
    head, _, tail = text.rpartition("  ")
    if head and known.names.get(tail) and text == state_words(known, tail):
        return tail
    found = known.names.resolve(text)
    if found.code:
        return found.code
    offered = [choice.value for choice in offer_states(known, text)]
    if len(offered) == 1:
        return offered[0]
    candidates = [known.names.name(code, known.language) for code in (*offered, *found.candidates)]
    near = list(dict.fromkeys(candidates))[:3]
    hint = tr("Choose one, such as {names}.").format(names=", ".join(near)) if near else tr("Write its name, or its code such as AUT.")
    raise InvalidMeasure("", tr("“{text}” does not name one State.").format(text=text), hint)


class StateLine(PickerLine):
    """A line that takes one State, by any name or code; it needs no register."""

    def __init__(self, theme: Theme, known: KnownStates, code: str = "", find: Find | None = None) -> None:
        super().__init__(theme, find or (lambda typed: offer_states(known, typed)))
        self._known = known
        self.picked.connect(lambda _, words: self.show_words(words))
        if code:
            self.show_words(state_words(known, code))

    def code(self) -> str:
        """Return the State named; "" for none. Raises InvalidMeasure: the words do not name one State."""
        return state_meant(self._known, self.text()) if self.text().strip() else ""

    def show_words(self, words: str) -> None:
        self.setText(words)
        self.setCursorPosition(0)
