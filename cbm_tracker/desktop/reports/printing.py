"""Puts the pages of a PDF on a printer at its own resolution."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from cbm_tracker.desktop.reports.pdf_pages import POINTS_PER_INCH, PdfPages
from cbm_tracker.desktop.translation import tr
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.progress import Progress

_FINEST = 300  # dots an inch a page is drawn at; finer ones only take longer


def ask_for_printer(parent: QWidget, pages: PdfPages, name: str) -> QPrinter | None:
    """Return the printer and the range of pages a person chose; None where they chose none."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    lay_out(printer, pages.sizes[0])
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(tr("Print the report"))
    dialog.setMinMax(1, len(pages))
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def lay_out(printer: QPrinter, size: QSizeF) -> None:
    """Take the paper of the report, without margins of the printer's own: the pages have theirs."""
    printer.setPageSize(QPageSize(size, QPageSize.Unit.Point))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    printer.setFullPage(True)


def print_pages(pages: PdfPages, printer: QPrinter, progress: Progress) -> int:
    """Draw the pages on a printer; returns how many. Runs on any thread.

    Raises:
        Cancelled: the user cancelled; what has not reached the printer is not printed.
        CbmTrackerError: the printer takes nothing.
    """
    first = printer.fromPage() or 1
    last = min(printer.toPage() or len(pages), len(pages))
    dots = min(printer.resolution(), _FINEST)
    painter = QPainter()
    if not painter.begin(printer):
        raise CbmTrackerError(tr("The printer does not take the report."), tr("Check that it is on, or choose another one."))
    try:
        for at in range(first - 1, last):
            progress.step(at - first + 1, last - first + 1, "Printing")
            if at >= first:
                printer.newPage()
            sheet = printer.pageLayout().fullRectPixels(printer.resolution())
            painter.drawImage(QRectF(0, 0, sheet.width(), sheet.height()), pages.picture(at, dots / POINTS_PER_INCH))
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
    return last - first + 1
