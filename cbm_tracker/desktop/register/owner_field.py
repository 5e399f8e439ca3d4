"""The field that says which State keeps a register."""

from __future__ import annotations

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.labelled import Labelled
from cbm_tracker.desktop.widgets.state_choices import ShippedStates, StateLine
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.errors import InvalidMeasure


def owner_field(theme: Theme, names: StateNames, code: str = "") -> tuple[StateLine, Labelled]:
    line = StateLine(theme, ShippedStates(names), code)
    line.setPlaceholderText(tr("Type a name or code"))
    return line, Labelled(theme, tr("State that keeps the register"), line)


def owner_meant(line: StateLine, labelled: Labelled) -> str | None:
    """Return the State named, "" for none; None where the words name no one State, which is then said beside them."""
    try:
        return line.code()
    except InvalidMeasure as error:
        labelled.show_error(f"{error.message} {error.hint}".strip())
        line.setFocus()
        return None
