"""The icon in the system tray: how much is overdue and for today, and a message when something becomes so.

It says titles and times only. What stands there when a register is opened is not told, only what becomes due later.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from cbm_tracker.desktop.due.entries import Entry
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.translation import tr, tr_count

_SHOWN = 4  # lines of one message
_SECONDS = 12
_WORDS = {"overdue": "Overdue", "today": "Today", "reminder": "Reminder"}


class DueTray(QObject):
    """`wanted` says that the icon or a message was clicked."""

    wanted = Signal()

    def __init__(self, theme: Theme, icon: QSystemTrayIcon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icon = theme, icon
        icon.setParent(self)
        self._day: date | None = None
        self._told: set[tuple[str, str]] = set()
        icon.activated.connect(self._take_click)
        icon.messageClicked.connect(self.wanted)
        icon.setToolTip("CBM Tracker")
        self._show_icon(overdue=False)

    def take(self, entries: Sequence[Entry], now: datetime) -> None:
        """Show how much is due; tell what became overdue or due today, or is to be reminded of today, each once.

        Args:
            now: the present instant, in the zone whose date is today.
        """
        states = {(entry.key, state): entry for entry in entries if (state := state_of(entry, now))}
        overdue = sum(entry.group == "overdue" for entry in entries)
        self._show_icon(overdue=overdue > 0)
        self._icon.setToolTip(f"CBM Tracker: {in_words(overdue, sum(entry.group == 'today' for entry in entries))}")
        new = [] if self._day is None else [each for each in states if each not in self._told]
        if self._day != now.date():
            self._day, self._told = now.date(), set()
        self._told.update(states)
        if new:
            self._tell([(state, states[key, state]) for key, state in new])

    def leave(self) -> None:
        """Take the icon away for good."""
        self._icon.hide()
        self.deleteLater()

    def _tell(self, new: Sequence[tuple[str, Entry]]) -> None:
        lines = [tr("{state}: {title}, {when}").format(state=tr(_WORDS[state]), title=entry.title, when=entry.when)
                 for state, entry in new[:_SHOWN]]
        if len(new) > _SHOWN:
            lines.append(tr("and {count} more").format(count=count_in_words(len(new) - _SHOWN)))
        late = any(state == "overdue" for state, _ in new)
        kind = QSystemTrayIcon.MessageIcon.Warning if late else QSystemTrayIcon.MessageIcon.Information
        self._icon.showMessage(tr("Due"), "\n".join(lines), kind, _SECONDS * 1000)

    def _show_icon(self, *, overdue: bool) -> None:
        self._icon.setIcon(QIcon(self._theme.pixmap("calendar-clock", "overdue" if overdue else "accent", 24)))
        self._icon.show()

    def _take_click(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.wanted.emit()


def state_of(entry: Entry, now: datetime) -> str:
    """Return overdue, today or reminder; empty where there is nothing to tell of an entry now."""
    owed = entry.owed
    if entry.group not in ("overdue", "today"):
        return ""
    if entry.group == "today" and owed is not None and owed.due is not None:
        due = owed.due.astimezone(now.tzinfo).date() if isinstance(owed.due, datetime) else owed.due
        if due > now.date():  # it stands among those of today because somebody wants to be reminded
            return "reminder" if owed.remind_on == now.date() else ""
    return entry.group


def in_words(overdue: int, today: int) -> str:
    """2 overdue, 3 today."""
    parts = [tr_count("{count} overdue", "{count} overdue", overdue).format(count=count_in_words(overdue)) if overdue else "",
             tr_count("{count} today", "{count} today", today).format(count=count_in_words(today)) if today else ""]
    return ", ".join(part for part in parts if part) or tr("nothing is due today")
