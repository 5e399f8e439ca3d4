"""Starts the window: first paint first, then the register. Holds what lives as long as the application."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QSystemTrayIcon, QWidget

from cbm_tracker import __version__
from cbm_tracker.desktop.look.theme import Theme, dress, recolour, system_colours
from cbm_tracker.desktop.look.tokens import DARK, LIGHT, Colours, Metrics
from cbm_tracker.desktop.main_window import MainWindow
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.desktop.translation import tr, use_language
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.paths import user_data

if TYPE_CHECKING:
    from cbm_tracker.bootstrap import Services
    from cbm_tracker.desktop.register_session import RegisterSession
    from cbm_tracker.desktop.tray import DueTray
    from cbm_tracker.services.desk import Desk

_STEP = 0.1
_REHEARSED = 400  # records that the rehearsal register is made of
_MANY = 10_000  # as many as a register of an older program may hold
SUFFIX = ".cbm"


class Application(QObject):
    """The window and what it stands on. `desk` is given by tests; otherwise it is whoever sits here."""

    def __init__(self, app: QApplication, settings: Settings, desk: Desk | None = None) -> None:
        super().__init__(app)
        from cbm_tracker.desktop.long_work import LongWork
        from cbm_tracker.desktop.tasks import TaskRunner

        self._app, self.settings, self._desk = app, settings, desk
        self.theme = Theme(self._colours(), Metrics(max(1.0, min(3.0, settings.text_size))))
        dress(app, self.theme)
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.tasks = TaskRunner(self)
        self.tasks.idle.connect(self._catch_up)
        self.work = LongWork(self.tasks, self)
        self.work.failed.connect(self._show_error)
        self._rebuild_waits = self._close_waits = False
        self._tray: DueTray | None = None
        self.window = self._make_window()

    def _colours(self) -> Colours:
        return {"light": LIGHT, "dark": DARK}.get(self.settings.scheme) or system_colours()

    def _make_window(self) -> MainWindow:
        window = MainWindow(self.theme, self.settings, self.work)
        window.wished.connect(self.carry_out)
        window.register_chosen.connect(lambda name: self.open(Path(name)))
        window.files_dropped.connect(self._take_files)
        window.closing.connect(self._leave)
        window.close_refused.connect(self._close_later)
        return window

    # -------------------------------------------------- registers

    def open(self, path: Path) -> bool:
        """Open a register; says why where it cannot be. One of an older program is brought up to date first, beside the window."""
        from cbm_tracker.bootstrap import open_register
        from cbm_tracker.services.register_file import is_older

        desk = self.desk()
        try:
            records = _MANY if is_older(path) else 1
            self.work.carry_out(tr("Bringing {name} up to date").format(name=path.name), lambda _: open_register(path, desk), self.show,
                                records=records)
        except CbmTrackerError as error:
            self._show_error(error)
            return False
        return True

    def show(self, services: Services, page: str = "") -> None:
        """Show an open register in the place of the one before."""
        from cbm_tracker.desktop.register_session import RegisterSession

        if not self.close_register():
            services.close()
            return
        session = RegisterSession(self.theme, services, self.tasks, self.work, self.settings, self.window)
        session.restored.connect(self._open_again)
        self.settings.opened(services.path)
        possible = QSystemTrayIcon.isSystemTrayAvailable()
        self.window.commands.offer_choice("tell_in_tray", possible=possible, chosen=self.settings.tell_in_tray)
        if possible and self.settings.tell_in_tray:
            self._make_tray(session)
        self.window.show_session(session, page)

    def close_register(self) -> bool:
        """Close the register that is open; False where files are still being saved into it."""
        session = self.window.session
        if session is None:
            return True
        if not session.leave():
            self.window.tell(tr("A record is still being saved with its files. Wait for it, or cancel it below."))
            return False
        self.work.forget()
        self.tasks.stop()
        self._leave_tray()
        self.window.show_session(None)
        session.let_go()
        session.deleteLater()
        return True

    def _open_again(self, path: str, said: str) -> None:
        if self.open(Path(path)):
            self.window.tell(said)

    def desk(self) -> Desk:
        from cbm_tracker.bootstrap import this_desk

        return self._desk or this_desk(officer=self.settings.officer)

    def _show_error(self, error: BaseException) -> None:
        from cbm_tracker.desktop.error_dialog import show_error

        if self.window.session is None:
            self.window.show_session(None)  # and no longer that something is being opened
        show_error(self.window, error)

    # -------------------------------------------------- commands

    def carry_out(self, key: str) -> None:
        """Carry out a command that is neither the window's own nor a register's."""
        wishes = {
            "new_register": self._new_register, "open_register": self._choose_register, "rehearse": self.rehearse,
            "close_register": self.close_register, "larger": lambda: self.resize_text(self.settings.text_size + _STEP),
            "smaller": lambda: self.resize_text(self.settings.text_size - _STEP), "normal": lambda: self.resize_text(1.0),
            "scheme_system": lambda: self._use_scheme("system"), "scheme_light": lambda: self._use_scheme("light"),
            "scheme_dark": lambda: self._use_scheme("dark"), "officer": self._name_officer,
            "tell_in_tray": self._choose_tray, "check_report": self.check_report,
        }
        wish = wishes.get(key)
        if wish is not None:
            wish()

    def _new_register(self) -> None:
        from cbm_tracker.desktop.register.new_register_dialog import NewRegisterDialog

        dialog = NewRegisterDialog(self.theme, self.tasks, self.settings, self.desk(), self.window)
        if dialog.exec() and dialog.made is not None:
            self.show(dialog.made)

    def _choose_register(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self.window, tr("Open a register"), self.settings.folder,
                                                tr("Registers (*.cbm);;All files (*)"))
        if chosen:
            self.open(Path(chosen))

    def rehearse(self) -> None:
        """Open the rehearsal register of this year; the first time it is made."""
        from cbm_tracker.bootstrap import rehearsal_register

        year = self.desk().now().year
        path = user_data() / f"rehearsal-{year}{SUFFIX}"
        if path.exists():
            self.open(path)
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._show_error(CbmTrackerError(f"{path} cannot be made ({error.strerror or error}).", "Set CBM_TRACKER_HOME."))
            return
        desk = self.desk()
        self.work.carry_out(
            tr("Making the rehearsal register"),
            lambda progress: rehearsal_register(path, desk, year=year, records=_REHEARSED, progress=progress),
            self.show, records=_REHEARSED,
        )

    def _take_files(self, names: list[str]) -> None:
        registers = [name for name in names if name.endswith(SUFFIX)]
        if registers:
            self.open(Path(registers[0]))
        elif len(names) == 1 and names[0].lower().endswith(".pdf"):
            self.check_report(Path(names[0]))
        elif self.window.session is not None:
            self.window.session.import_files(names)

    def check_report(self, path: Path | None = None) -> None:
        """Show the page that checks a report, and check one; where no register is open, none is asked."""
        from cbm_tracker.desktop.reports.check_page import CheckPage

        if self.window.session is not None and path is not None:
            self.window.session.check_report(path)
            return
        page = self.window.pages.currentWidget()
        if not isinstance(page, CheckPage):
            page = CheckPage(self.theme, None, self.tasks, self.settings)
            page.left.connect(lambda: self.window.show_session(None))
            self.window.show_alone(page)
            page.choose_button.setFocus()
        if path is not None:
            page.check(path)

    def _name_officer(self) -> None:
        name, agreed = QInputDialog.getText(self.window, tr("Officer at this desk"), tr("Your name, as history shall show it"),
                                            text=self.settings.officer or self.desk().officer)
        if agreed:
            self.settings.officer = name.strip()
            self.settings.save()
            self._rebuild()

    def resize_text(self, factor: float) -> None:
        """Show everything at another text size (1.0 to 3.0)."""
        factor = round(max(1.0, min(3.0, factor)), 2)
        if factor != self.settings.text_size:
            self.settings.text_size = factor
            self.settings.save()
            self.theme = Theme(self.theme.c, Metrics(factor))
            recolour(self._app, self.theme, self.theme.c)
            self._rebuild()

    def _use_scheme(self, scheme: str) -> None:
        self.settings.scheme = scheme
        self.settings.save()
        recolour(self._app, self.theme, self._colours())

    def _choose_tray(self) -> None:
        """Begin to tell in the system tray what becomes due, or leave it."""
        self.settings.tell_in_tray = not self.settings.tell_in_tray
        self.settings.save()
        self.window.commands.offer_choice("tell_in_tray", possible=True, chosen=self.settings.tell_in_tray)
        session = self.window.session
        if self.settings.tell_in_tray and session is not None:
            self._make_tray(session)
            session.tell_due()
        else:
            self._leave_tray()

    def _make_tray(self, session: RegisterSession) -> None:
        """Put the icon of a register into the system tray; it goes with the register."""
        from cbm_tracker.desktop.tray import DueTray

        self._tray = DueTray(self.theme, QSystemTrayIcon(), self)
        self._tray.wanted.connect(self._show_due)
        session.due_listed.connect(self._tray.take)

    def _leave_tray(self) -> None:
        tray, self._tray = self._tray, None
        if tray is not None:
            tray.leave()

    def _show_due(self) -> None:
        """Bring the window to the front, on the page Due."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self.window.go_to("due")

    def _follow_system(self) -> None:
        """Show light or dark as the system now asks for: colours alone change, whatever is open stays open."""
        if self.settings.scheme == "system":
            recolour(self._app, self.theme, self._colours())

    def _rebuild(self) -> None:
        """Make the window anew with the same register on the same page; what is half typed is kept as a draft."""
        self._rebuild_waits = self.tasks.is_busy
        if self._rebuild_waits:
            self.window.tell(tr("The window changes as soon as what is being done has ended."))
            return
        old = self.window
        session, page = old.session, old.current_page()
        path = session.services.path if session is not None else None
        self.close_register()
        old.closing.disconnect()
        self.window = self._make_window()
        self.window.setGeometry(old.geometry())
        self.window.show()
        old.close()
        old.deleteLater()
        if path is not None and self.open(path):
            self.window.carry_out(f"go:{page or 'due'}")

    def _close_later(self) -> None:
        self._close_waits = True

    def _catch_up(self) -> None:
        """Do what had to wait for the last task."""
        if self._close_waits:
            self._close_waits = False
            self.window.close()
        elif self._rebuild_waits:
            self._rebuild()

    def _leave(self) -> None:
        session, self.window.session = self.window.session, None
        self._leave_tray()
        self.work.forget()
        self.tasks.stop()
        if session is not None:
            session.let_go()

    def catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The last resort: say it, keep the window."""
        if issubclass(kind, KeyboardInterrupt):
            self._app.quit()
            return
        self._show_error(error)


def start(path: Path | None = None, settings: Settings | None = None) -> int:
    """Open the window on a register, else on the last one, else on the start page; returns the exit code."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("CBM Tracker")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("cbm-tracker")
    use_language("en")
    application = Application(app, settings or Settings.load())
    sys.excepthook = application.catch
    application.window.show()
    last = next((Path(name) for name in application.settings.recent if Path(name).exists()), None)
    wanted = path or last
    if wanted is not None:
        application.window.show_opening(wanted.name)
        after_first_paint(application.window, lambda: application.open(wanted))
    return app.exec()


def after_first_paint(window: QWidget, act: Callable[[], object]) -> None:
    """Act once the window has been painted for the first time."""
    _FirstPaint(window, act)


class _FirstPaint(QObject):
    def __init__(self, window: QWidget, act: Callable[[], object]) -> None:
        super().__init__(window)
        self._act: Callable[[], object] | None = act
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._act is not None:
            act, self._act = self._act, None
            watched.removeEventFilter(self)
            QTimer.singleShot(0, act)
        return False
