"""The window: menus, pages, status bar. It knows pages, not measures; what needs a register is imported when one is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QMenuBar, QMessageBox, QStackedWidget, QToolButton, QWidget

from cbm_tracker import __version__
from cbm_tracker.desktop.banner import Banner
from cbm_tracker.desktop.commands import Commands
from cbm_tracker.desktop.long_work import LongWork
from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.navigation import PLACES, Navigation
from cbm_tracker.desktop.palette import Palette
from cbm_tracker.desktop.records.form_bars import FormBar
from cbm_tracker.desktop.records.found import found_records
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.start.page import StartPage
from cbm_tracker.desktop.tasks import Task
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.layout import STRETCH, box, column, label, line, rule
from cbm_tracker.desktop.widgets.progress_line import ProgressLine

if TYPE_CHECKING:
    from cbm_tracker.desktop.register_session import RegisterSession

_RAIL_BELOW = 1060  # pixels at 100 %: a narrower window shows icons only


class MainWindow(QMainWindow):
    """`wished` carries the key of a command that is not the window's own; the application carries it out.

    `close_refused` says that it was to be closed while files are being saved.
    """

    wished = Signal(str)
    register_chosen = Signal(str)
    files_dropped = Signal(object)
    closing = Signal()
    close_refused = Signal()

    def __init__(self, theme: Theme, settings: Settings, work: LongWork) -> None:
        super().__init__()
        self._theme, self._settings, self._work = theme, settings, work
        self.session: RegisterSession | None = None
        self.setWindowTitle("CBM Tracker")
        self.setAcceptDrops(True)
        self.setMinimumSize(QSize(720, 480))
        room = self.screen().availableSize() - QSize(16, 48)  # the frame that the system draws round it
        wished = settings.window if len(settings.window) == 2 else [1440, 900]
        self.resize(QSize(*wished).boundedTo(room) if settings.window == [] else QSize(*wished))

        self.commands = Commands(self, self.carry_out)
        self.addActions(list(self.commands.actions.values()))
        bar = QMenuBar()
        self.commands.fill(bar)
        self._fill_recent()
        find = QToolButton()
        find.setProperty("find", True)
        find.setText(tr("Search, or type a command") + "    Ctrl+K" if theme.m.factor < 1.6 else "Ctrl+K")
        find.setIcon(theme.icon("search", "ink3", gap=theme.px(6)))
        find.setIconSize(QSize(theme.px(14) + theme.px(6), theme.px(14)))
        find.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        find.setFixedHeight(theme.px(26))
        find.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        find.setAccessibleName(tr("Search, or type a command"))
        find.clicked.connect(lambda: self.carry_out("palette"))
        self.setMenuWidget(box(line((bar, 1), find, gap=0, margins=(0, theme.px(2), theme.px(12), theme.px(2)))))

        self.banner = Banner(theme)
        self.banner.left.connect(lambda: self.carry_out("close_register"))
        self.banner.hide()
        self.warning = FormBar(theme, "near", "soon")
        self.navigation = Navigation(theme)
        self.navigation.chosen.connect(self._go)
        self._owner, self._office = label("", "strong", wrap=True), label("", "caption", wrap=True)
        edge = theme.px(16)
        self._foot = box(column(self._owner, self._office, gap=1, margins=(theme.px(20), theme.px(10), edge, theme.px(12))))
        self._side = box(column(theme.px(10), (self.navigation, 1), self._foot))
        self._side_line = rule("v")
        self.pages = QStackedWidget()
        self.start = StartPage(theme, settings)
        self.start.wanted.connect(self.carry_out)
        self.start.register_chosen.connect(self.register_chosen)
        self.pages.addWidget(self.start)
        self._opening = label("", "quiet")
        edge = theme.px(24)
        self._opening_page = box(column(self._opening, STRETCH, margins=(edge, edge, edge, edge)), ground="surface")
        self.pages.addWidget(self._opening_page)
        body = box(line(self._side, self._side_line, (self.pages, 1), gap=0))
        self.setCentralWidget(box(column(self.banner, self.warning, (body, 1))))

        status = self.statusBar()
        status.setSizeGripEnabled(False)
        self._file, self._told, self._clock = QLabel(), QLabel(), QLabel()
        for part in (self._file, self._told, self._clock):
            part.setTextFormat(Qt.TextFormat.PlainText)
        status.addWidget(self._file)
        status.addWidget(self._told, 1)
        self.progress = ProgressLine(theme)
        self.progress.cancel_button.setFixedHeight(theme.px(24))
        kept = self.progress.sizePolicy()
        kept.setRetainSizeWhenHidden(False)
        self.progress.setSizePolicy(kept)
        status.addPermanentWidget(self.progress)
        work.begun.connect(self._show_work)
        work.ended.connect(self._enable)
        work.told.connect(self.tell)
        status.addPermanentWidget(QLabel(tr("F1 Keys of this page")))
        status.addPermanentWidget(self._clock)
        self.palette_box = Palette(theme, self._find, self)
        self.palette_box.chosen.connect(self._chosen_in_palette)
        self._show_session(None)

    # -------------------------------------------------- the register

    def show_opening(self, name: str) -> None:
        """Say that a register is being opened: what reads it is loaded after the window is there."""
        self._opening.setText(tr("Opening {name} …").format(name=name))
        self.pages.setCurrentWidget(self._opening_page)
        self._file.setText(name)

    def show_session(self, session: RegisterSession | None, page: str = "") -> None:
        """Show an open register, or the start page."""
        for old in [self.pages.widget(at) for at in range(self.pages.count())]:
            if old is not None and old is not self.start and old is not self._opening_page:
                self.pages.removeWidget(old)
                old.deleteLater()
        self._show_session(session)
        if session is not None:
            self.go_to(page or "due")

    def show_alone(self, page: QWidget) -> None:
        """Show a page that needs no register, until one is opened or the start page is shown again."""
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def _show_session(self, session: RegisterSession | None) -> None:
        self.session = session
        open_now = session is not None
        for widget in (self._side, self._side_line):
            widget.setVisible(open_now)
        self.banner.setVisible(session is not None and session.info.is_rehearsal)
        self.commands.enable(register=open_now, record=False, busy=self._work.is_busy)
        self._told.setText("")
        on_share = session is not None and session.info.network_share
        self.warning.say(tr("This register lies on a network share. Only one desk may have it open; two at once can damage it.")
                         if on_share else "")
        self.start.show_recent()
        self._fill_recent()
        if session is None:
            self.setWindowTitle("CBM Tracker")
            self._file.setText(tr("No register open"))
            self.pages.setCurrentWidget(self.start)
            self.start.begin.setFocus()
            return
        info = session.info
        said = [session.services.path.name]
        if info.marking:
            said.append(info.marking)
        self.setWindowTitle(" – ".join([*said, "CBM Tracker"]))
        self._file.setText(session.services.path.name)
        owner = session.services.names.name(info.owner) if info.owner else tr("No owner named")
        self._owner.setText(owner)
        self._office.setText(info.office or info.name)
        session.told.connect(self.tell)
        session.counts_changed.connect(self._show_counts)
        session.page_wanted.connect(self.navigation.choose)
        session.form_opened.connect(lambda _: self._enable())
        session.minute_passed.connect(self._show_clock)
        session.look_around()
        self._fold()

    def _show_counts(self, counts: object, alarms: object) -> None:
        if isinstance(counts, dict) and isinstance(alarms, list):
            self.navigation.show_counts(counts, alarms)
        self._enable()

    def _show_undo(self, undo: str, redo: str) -> None:
        for key, verb, what in (("undo", tr("&Undo"), undo), ("redo", tr("&Redo"), redo)):
            action = self.commands.actions[key]
            action.setText(f"{verb} {what}".replace("&&", "&") if what else verb)
            action.setEnabled(bool(what) and not self._work.is_busy)

    def _show_clock(self, words: str) -> None:
        self._clock.setText(words)

    def tell(self, sentence: str) -> None:
        """Say in the status bar what was done."""
        self._told.setText(sentence)

    def status_words(self) -> str:
        """What the status bar says was done last."""
        return self._told.text()

    def clock_words(self) -> str:
        return self._clock.text()

    def go_to(self, key: str) -> None:
        """Show a page, also where the navigation says that it is shown already."""
        self.navigation.choose(key)
        if self.session is not None and self.pages.currentWidget() is not self.session.page(key):
            self._go(key)

    def _go(self, key: str) -> None:
        if self.session is None:
            return
        page = self.session.page(key)
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self._told.setText("")
        self.session.look_around()

    def _enable(self) -> None:
        """Offer what can be done on this page now.

        While a form is open nothing is done to the record behind it; while something long is being written, nothing else is.
        """
        session = self.session
        record = session is not None and session.has_record(self.current_page())
        subject = session is not None and session.has_subject(self.current_page())
        self.commands.enable(register=session is not None, record=record, subject=subject, busy=self._work.is_busy)
        if session is not None:
            self._show_undo(*session.undo_labels())

    def _show_work(self, task: object, doing: str) -> None:
        assert isinstance(task, Task)
        self.progress.follow(task, doing)
        self._enable()

    def current_page(self) -> str:
        row = self.navigation.currentIndex().row()
        return PLACES[row].key if 0 <= row < len(PLACES) else ""

    # -------------------------------------------------- commands

    def carry_out(self, key: str) -> None:
        """Carry out a command: the window's own here, the register's by its session, the rest by the application."""
        own: dict[str, Callable[[], object]] = {
            "palette": self.palette_box.open, "keys": self._show_keys, "about": self._show_about, "quit": self.close,
            "full_screen": self._full_screen, "next_region": self._next_region, "cancel_work": self._work.cancel,
        }
        if key == "new" and self.session is None:
            key = "new_register"
        if key == "go:check_report" and self.session is None:
            key = "check_report"
        if key.startswith("text:"):
            self._edit_text(key[5:])
        elif key.startswith("go:"):
            self.go_to(key[3:])
            self._focus_page()
        elif key in own:
            own[key]()
        elif self.session is not None and self.session.carry_out(key, self.current_page()):
            return
        else:
            self.wished.emit(key)

    def _edit_text(self, what: str) -> None:
        """Cut, copy, paste or select all in whatever has the focus and can do so: a text, or a list."""
        act = getattr(QApplication.focusWidget(), what, None)
        if callable(act):
            act()

    def _focus_page(self) -> None:
        page = self.pages.currentWidget()
        if page is not None:
            (page.focusWidget() or page).setFocus()

    def _full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def _next_region(self) -> None:
        """Move the focus between pages, list and detail."""
        focus = QApplication.focusWidget()
        page = self.pages.currentWidget()
        regions: list[QWidget] = [self.navigation] if self.session is not None else []
        if self.session is not None:
            regions.extend(self.session.regions(self.current_page()))
        elif page is not None:
            own = getattr(page, "regions", None)
            regions.extend(own() if callable(own) else [self.start.begin, self.start.recent])
        at = next((n for n, region in enumerate(regions) if focus is region or (focus and region.isAncestorOf(focus))), -1)
        if regions:
            target = regions[(at + 1) % len(regions)]
            target.setFocus(Qt.FocusReason.TabFocusReason)
            if target.focusPolicy() == Qt.FocusPolicy.NoFocus:
                target.focusNextChild()

    def _fill_recent(self) -> None:
        menu = self.commands.menus["recent"]
        menu.clear()
        for name in self._settings.recent:
            menu.addAction(name).triggered.connect(lambda _=False, chosen=name: self.register_chosen.emit(chosen))
        menu.setEnabled(bool(self._settings.recent))
        kinds = self.commands.menus["new_kind"]
        if not kinds.actions():
            for key, words in (("notifications", tr("Notification")), ("inspections", tr("Inspection")), ("exercises", tr("Exercise")),
                               ("contacts", tr("Contact")), ("contributions", tr("Contribution")), ("cases", tr("Case")),
                               ("agreements", tr("Agreement")), ("states", tr("State or organisation")),
                               ("facts", tr("Facts of an agreement"))):
                kinds.addAction(words).triggered.connect(lambda _=False, chosen=key: self.carry_out(f"new:{chosen}"))

    def _find(self, typed: str) -> list[FactRow]:
        asked = typed.casefold()
        rows = found_records(self.session.services, typed) if self.session is not None and len(typed) > 1 else []
        for key, title, keys in self.commands.offered():
            if key != "palette" and (not asked or all(word in title.casefold() for word in asked.split())):
                rows.append(FactRow(title, tr("command"), right=keys, icon="command", key=f"command {key}", token="ink3"))
        return rows[:40]

    def _chosen_in_palette(self, key: str) -> None:
        kind, _, rest = key.partition(" ")
        if kind == "command":
            self.carry_out(rest)
        elif self.session is not None:
            self.session.open_record(kind, rest)

    def _show_keys(self) -> None:
        from cbm_tracker.desktop.keys_dialog import KeysDialog

        KeysDialog(self._theme, self).exec()

    def _show_about(self) -> None:
        text = tr("CBM Tracker {version}\nAn offline register of confidence-building measures. MIT licence.\n\n"
                  "Typefaces: Inter, Source Serif 4 and Source Sans 3 (SIL OFL 1.1). Icons: Lucide (ISC). "
                  "Names of States: Unicode CLDR.").format(version=__version__)
        QMessageBox(QMessageBox.Icon.NoIcon, tr("About"), text, QMessageBox.StandardButton.Close, self).exec()

    # -------------------------------------------------- the frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()
        if self.palette_box.isVisible():
            self.palette_box.resize(self.size())

    def _fold(self) -> None:
        rail = self.width() < self._theme.px(_RAIL_BELOW)
        self.navigation.set_rail(rail)
        self._side.setFixedWidth(self._theme.px(60) if rail else self._theme.px("nav_width"))
        self._foot.setVisible(not rail)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.session is not None and not self.session.leave():
            self.tell(tr("A record is still being saved with its files. The window closes when that is done."))
            self.close_refused.emit()
            event.ignore()
            return
        if not self.isFullScreen() and not self.isMaximized():
            self._settings.window = [self.width(), self.height()]
        self._settings.save()
        self.closing.emit()
        event.accept()

