"""Takes the pictures of the README, by hand and on any display: `python -m tests.end_to_end.screenshots FOLDER`.

The rehearsal register of 2027 is walked through at a fixed hour, so that the same program gives the same pictures.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
from PIL import Image
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cbm_tracker.bootstrap import Services, rehearsal_register
from cbm_tracker.desktop.app import Application
from cbm_tracker.desktop.due.page import DuePage
from cbm_tracker.desktop.hotline.page import HotlinePage
from cbm_tracker.desktop.register_session import RegisterSession
from cbm_tracker.desktop.settings import Settings
from cbm_tracker.domain.query import Query
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Silent
from tests.end_to_end.every_report import request_for

NOW = datetime(2027, 4, 20, 9, 40, tzinfo=UTC)
SIZE = [1440, 900]
_SETTLED = 2.5  # seconds in which everything asked for has been painted


def main(words: list[str]) -> int:
    if len(words) != 1:
        print("Say where the pictures shall lie: python -m tests.end_to_end.screenshots docs/screenshots", file=sys.stderr)
        return 2
    folder = Path(words[0])
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    with tempfile.TemporaryDirectory() as home:
        os.environ["CBM_TRACKER_HOME"] = home
        settings = Settings(Path(home) / "settings.json", scheme="light", window=SIZE)
        desk = Desk("M. Lindner", "desk-1", lambda: NOW)
        register = Path(home) / "rehearsal-2027.cbm"
        rehearsal_register(register, desk, year=2027).close()
        application = Application(app, settings, desk)
        application.window.show()
        application.open(register)
        session = application.window.session
        assert session is not None

        def settle() -> None:
            until = time.monotonic() + _SETTLED
            while time.monotonic() < until:
                app.processEvents()

        def take(name: str) -> None:
            settle()
            application.window.grab().save(str(folder / f"{name}.png"))
            print(folder / f"{name}.png")

        settle()
        exercise = show_due(session)
        take("due")
        show_judgement(session, exercise)
        take("judgement")
        session.leave()
        show_exercises(application, session)
        take("exercises")
        show_hotline(application, session)
        take("hotline")
        draw_report(session.services, folder / "report.png")
        print(folder / "report.png")
        application.window.close()
    return 0


def show_due(session: RegisterSession) -> str:
    """What is due, with the card of a notification; returns the id of its exercise."""
    page = session.page("due")
    assert isinstance(page, DuePage)
    entry = next(each for each in page.list.entries if each.owed and each.owed.own and each.owed.finding.rule == "prior-notification")
    lines = page.list.model()
    page.list.setCurrentIndex(next(index for row in range(lines.rowCount()) if (index := lines.index(row, 0)).data() == entry.spoken()))
    page.list.setFocus()
    return entry.record[1]


def show_judgement(session: RegisterSession, exercise: str) -> None:
    """The form of an exercise with the judgement beside it."""
    session.open_record("exercise", exercise)
    page = session.records_page("exercises")
    assert page is not None
    page.edit()


def show_exercises(application: Application, session: RegisterSession) -> None:
    """The exercises of three months, one of them chosen."""
    application.window.carry_out("go:exercises")
    page = session.records_page("exercises")
    assert page is not None
    page.filters.restrict(Query(from_on=date(2027, 5, 1), to_on=date(2027, 7, 31)))
    page.table.horizontalHeader().sectionClicked.emit(1)
    page.table.choose_row(7)
    page.table.setFocus()


def show_hotline(application: Application, session: RegisterSession) -> None:
    """The desk with Kyiv, where two promises are open; a contact half typed."""
    application.window.carry_out("go:hotline")
    page = session.page("hotline")
    assert isinstance(page, HotlinePage)
    page.choose_state("UKR")
    page.begin_contact()
    QTest.keyClicks(page.entry, '0938 in voice "Dates of the evaluation visit confirmed" they promise map by 24apr')


def draw_report(services: Services, picture: Path) -> None:
    """Three pages of the report on an inspection, side by side."""
    path = picture.with_suffix(".pdf")
    services.reports.preview(request_for(services, "inspection"), path, Silent())
    document = pypdfium2.PdfDocument(path)
    pages = [document[at].render(scale=0.8).to_pil() for at in range(3)]
    document.close()
    path.unlink()
    gap, (width, height) = 12, pages[0].size
    sheet = Image.new("RGB", (len(pages) * (width + gap) + gap, height + 2 * gap), "#8B959E")
    for at, page in enumerate(pages):
        sheet.paste(page, (gap + at * (width + gap), gap))
    sheet.save(picture)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
