"""Fields with a few answers: a word of a vocabulary, yes or no."""

from __future__ import annotations

from typing import Any

from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.entry_field import EntryContext, EntryField, nothing_stated
from cbm_tracker.desktop.widgets.layout import Chooser
from cbm_tracker.domain.vocabulary import VOCABULARIES, spoken


class ChoiceField(EntryField):
    """Answers in a list; the first is that nothing is stated."""

    def __init__(self, context: EntryContext, name: str, choices: list[tuple[str, str]], hint: str = "") -> None:
        super().__init__(context, name, hint)
        self.editor = Chooser(self.theme, [("", nothing_stated()), *choices])
        self.editor.setMinimumContentsLength(8)
        self.editor.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.editor.activated.connect(self.touch)
        self._place(self.editor, self.editor)

    def typed(self) -> Any:
        return self.editor.value()

    def type_in(self, typed: Any) -> None:
        self.editor.choose(str(typed))
        self.clear_problem()

    def value(self) -> Any:
        return self.editor.value()

    def set_value(self, value: Any) -> None:
        self.type_in(value)


class WordField(ChoiceField):
    """A word of a vocabulary; long vocabularies stand in alphabetical order."""

    def __init__(self, context: EntryContext, name: str, vocabulary: str, hint: str = "") -> None:
        choices = [(word, tr(spoken(word))) for word in VOCABULARIES[vocabulary]]
        if len(choices) > 16:
            choices.sort(key=lambda choice: choice[1].casefold())
        super().__init__(context, name, choices, hint)


class FlagField(ChoiceField):
    def __init__(self, context: EntryContext, name: str, hint: str = "") -> None:
        super().__init__(context, name, [("yes", tr("yes")), ("no", tr("no"))], hint)

    def value(self) -> Any:
        return {"yes": True, "no": False}.get(self.editor.value())

    def set_value(self, value: Any) -> None:
        self.type_in("" if value is None else "yes" if value else "no")


