"""Every command of the window, in its menu, with its key: menus, palette and key list are made from this one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from cbm_tracker.desktop.translation import tr


@dataclass(frozen=True)
class Command:
    """`needs`: "" always, "register" an open one, "record" a chosen record, "subject" one that a report can be about, "work"
    something long that is being done.

    `keys` may hold several, parted by “; ”. `is_choice`: it is on or off, and not offered until it is known to be possible.
    """

    key: str
    title: str
    keys: str = ""
    needs: str = ""
    is_choice: bool = False


SEPARATOR = Command("-", "")
MENUS: tuple[tuple[str, tuple[Command, ...]], ...] = (
    ("&File", (
        Command("new_register", "&New register…", "Ctrl+Shift+N"), Command("open_register", "&Open register…", "Ctrl+O"),
        Command("recent", "Open &recent"), Command("rehearse", "&Rehearsal", "Ctrl+Shift+E"), SEPARATOR,
        Command("import", "&Import…", "Ctrl+I", "register"), Command("export", "&Export this list…", "Ctrl+Shift+S", "register"), SEPARATOR,
        Command("save_copy", "&Save a copy…", "", "register"), Command("print", "&Print a report…", "Ctrl+P", "register"),
        Command("properties", "Register &properties…", "", "register"),
        SEPARATOR, Command("close_register", "&Close register", "Ctrl+W", "register"), Command("quit", "&Quit", "Ctrl+Q"),
    )),
    ("&Edit", (
        Command("undo", "&Undo", "Ctrl+Z", "register"), Command("redo", "&Redo", "Ctrl+Y; Ctrl+Shift+Z", "register"), SEPARATOR,
        Command("cancel_work", "Cancel what is being &done", "Ctrl+.", "work"), SEPARATOR,
        Command("text:cut", "Cu&t", "Ctrl+X"), Command("text:copy", "Cop&y", "Ctrl+C"), Command("text:paste", "&Paste", "Ctrl+V"),
        Command("text:selectAll", "Select &all", "Ctrl+A"), Command("copy", "&Copy record as text", "Ctrl+Shift+C", "record"), SEPARATOR,
        Command("find", "&Find in this list", "Ctrl+F", "register"), Command("palette", "Find anywhere, or a &command…", "Ctrl+K; F3"),
        SEPARATOR, Command("history", "&History of the register…", "Ctrl+H", "register"),
        Command("empty_bin", "Empty the &bin…", "", "register"),
    )),
    ("&View", (
        Command("larger", "&Larger text", "Ctrl++; Ctrl+="), Command("smaller", "&Smaller text", "Ctrl+-"),
        Command("normal", "&Normal text", "Ctrl+0"), SEPARATOR,
        Command("scheme_system", "Colours of the s&ystem"), Command("scheme_light", "L&ight"), Command("scheme_dark", "&Dark"), SEPARATOR,
        Command("tell_in_tray", "Tell me in the system &tray", "", "register", is_choice=True), SEPARATOR,
        Command("columns", "&Columns…", "", "register"), Command("refresh", "&Refresh", "F5", "register"),
        Command("full_screen", "F&ull screen", "F11"),
    )),
    ("&Record", (
        Command("new", "&New on this page", "Ctrl+N"), Command("new_kind", "New …", "", "register"),
        Command("contact_now", "New &hotline contact", "F9", "register"), SEPARATOR,
        Command("edit", "&Edit or correct", "Ctrl+E", "record"), Command("duplicate", "&Duplicate", "Ctrl+Shift+D", "record"),
        Command("issue", "&Issue", "Ctrl+Shift+I", "record"), SEPARATOR,
        Command("notify", "New notification about &this", "", "record"), Command("contact", "&Log a contact about this", "", "record"),
        Command("report_on", "Report &on this…", "Ctrl+R", "subject"),
        SEPARATOR, Command("record_history", "Hi&story of this record…", "Ctrl+Shift+H", "record"), SEPARATOR,
        Command("delete", "Move to the &bin", "Ctrl+D", "record"), Command("restore", "&Restore from the bin", "", "record"),
    )),
    ("&Go", (
        Command("go:due", "&Due", "Ctrl+1", "register"), Command("go:hotline", "&Hotline desk", "Ctrl+2", "register"),
        Command("go:notifications", "&Notifications", "Ctrl+3", "register"),
        Command("go:inspections", "&Inspections", "Ctrl+4", "register"), Command("go:quotas", "&Quotas", "Ctrl+Shift+L", "register"),
        Command("go:exercises", "&Exercises", "Ctrl+5", "register"), Command("go:contacts", "&Contacts", "Ctrl+6", "register"),
        Command("go:contributions", "C&ontributions", "Ctrl+7", "register"), Command("go:cases", "C&ases", "Ctrl+8", "register"),
        Command("go:rules", "R&ules", "Ctrl+Shift+R", "register"),
        Command("go:agreements", "A&greements", "Ctrl+9", "register"), Command("go:states", "&States", "", "register"),
        Command("go:facts", "&Facts of agreements", "", "register"),
        Command("go:reports", "&Reports", "Ctrl+Shift+P", "register"), SEPARATOR,
        Command("previous", "&Previous record", "Alt+Left; Ctrl+PgUp", "register"),
        Command("next", "Ne&xt record", "Alt+Right; Ctrl+PgDown", "register"),
        Command("next_region", "Next re&gion of the window", "F6"),
    )),
    ("&Tools", (
        Command("check", "&Check register…", "", "register"), Command("go:check_report", "Check a &report", "Ctrl+Shift+K"),
        Command("backups", "&Backups…", "Ctrl+B", "register"), SEPARATOR,
        Command("officer", "&Officer at this desk…", "", ""),
    )),
    ("&Help", (Command("keys", "&Keys of this page", "F1"), Command("about", "&About CBM Tracker"))),
)

WAITING = frozenset((
    "new_register", "open_register", "recent", "rehearse", "import", "properties", "close_register", "undo", "redo", "empty_bin", "new",
    "save_copy", "new_kind", "edit", "duplicate", "issue", "notify", "contact", "delete", "restore", "backups", "officer",
))
"""What waits while something long is being written."""


class Commands:
    """The actions of a window by key."""

    def __init__(self, window: QWidget, carry_out: Callable[[str], None]) -> None:
        self.actions: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        self._table = {command.key: command for _, commands in MENUS for command in commands if command is not SEPARATOR}
        for command in self._table.values():
            action = QAction(tr(command.title), window)
            action.setShortcuts([QKeySequence(keys) for keys in command.keys.split("; ")] if command.keys else [])
            action.setCheckable(command.is_choice)
            action.setVisible(not command.is_choice)
            action.triggered.connect(lambda _=False, key=command.key: carry_out(key))
            self.actions[command.key] = action

    def fill(self, bar: QMenuBar) -> None:
        for title, commands in MENUS:
            menu = bar.addMenu(tr(title))
            for command in commands:
                if command is SEPARATOR:
                    menu.addSeparator()
                elif command.key in ("recent", "new_kind"):
                    self.menus[command.key] = menu.addMenu(tr(command.title))
                else:
                    menu.addAction(self.actions[command.key])

    def enable(self, *, register: bool, record: bool, subject: bool = False, busy: bool = False) -> None:
        """Enable what can be done now; `busy` while something long is being written."""
        there = {"": True, "register": register, "record": register and record, "subject": register and subject, "work": busy}
        for key, command in self._table.items():
            self.actions[key].setEnabled(there[command.needs] and not (busy and key in WAITING))
        for key, menu in self.menus.items():
            menu.setEnabled(self.actions[key].isEnabled())

    def offer_choice(self, key: str, *, possible: bool, chosen: bool) -> None:
        """Offer something that is on or off where it is possible here."""
        self.actions[key].setVisible(possible)
        self.actions[key].setChecked(chosen)

    def offered(self) -> Iterator[tuple[str, str, str]]:
        """Yield (key, title without &, shortcut) of what can be done now."""
        for key, action in self.actions.items():
            if action.isEnabled() and action.isVisible() and key not in self.menus:
                yield key, action.text().replace("&", ""), action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
