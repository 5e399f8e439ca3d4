"""The preview: the PDF itself, which page is read, and how large."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QToolButton, QVBoxLayout, QWidget

from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.reports.pdf_pages import PdfPages
from cbm_tracker.desktop.reports.pdf_view import PdfView
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.flow_layout import FlowLayout
from cbm_tracker.desktop.widgets.layout import STRETCH, box, button, column, label, line, picture, rule


class PreviewPane(QWidget):
    """Empty until there is a document; `print_wished` asks for it on paper, `left` for the form that it took the place of."""

    print_wished = Signal()
    preview_wished = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.view = PdfView(theme)
        self._title = label("", "strong")
        self._about = label("", "small", wrap=True)
        self._page = label("", "small")
        self._zoom = label("", "small")
        self._zoom_out = self._tool(tr("Smaller"), "−", "Ctrl+-")
        self._zoom_in = self._tool(tr("Larger"), "+", "Ctrl++")
        self._fit = self._tool(tr("Fit width"), tr("Fit width"), "Ctrl+0")
        self.print_button = button(tr("Print…"), theme, "printer")
        self.back_button = self._tool(tr("Back to the form"), tr("Back"), "Esc")
        self.back_button.hide()
        self.back_button.clicked.connect(self.left)
        self._zoom_out.clicked.connect(self.view.zoom_out)
        self._zoom_in.clicked.connect(self.view.zoom_in)
        self._fit.clicked.connect(self.view.fit_width)
        self.print_button.clicked.connect(self.print_wished)
        self.view.page_shown.connect(self._tell_page)
        self.view.zoomed.connect(self._tell_zoom)
        edge = theme.px(16)
        tools = FlowLayout(theme.px(4))
        tools.setContentsMargins(0, 0, 0, 0)
        for tool in (self.back_button, self._page, self._zoom_out, self._zoom, self._zoom_in, self._fit, self.print_button):
            tools.addWidget(tool)
        head = column(self._title, self._about, theme.px(4), tools, gap=theme.px(2), margins=(edge, theme.px(10), edge, theme.px(8)))
        shown = QWidget()
        shown.setLayout(column(head, rule(), (self.view, 1)))
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty(theme))
        self._stack.addWidget(shown)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self._stack)
        self.setLayout(whole)

    def show_document(self, data: bytes, title: str, about: str) -> None:
        self.view.show_pages(PdfPages(data))
        self._title.setText(title)
        self._about.setText(about)
        self._stack.setCurrentIndex(1)

    def title(self) -> str:
        return self._title.text()

    def about(self) -> str:
        return self._about.text()

    def show_about(self, about: str) -> None:
        self._about.setText(about)

    def _empty(self, theme: Theme) -> QWidget:
        words = label(
            tr("The report is drawn here as it will stand on paper. A preview is not noted among the reports issued."), "quiet", wrap=True
        )
        words.setMinimumWidth(theme.px(280))
        wish = button(tr("Preview"), theme)
        wish.clicked.connect(self.preview_wished)
        inner = column(
            picture(theme, "printer", size=28), theme.px(12), label(tr("No preview yet"), "lead"), theme.px(4), words, theme.px(12),
            line(wish, label(tr("F5 draws it"), "key"), STRETCH, gap=theme.px(12)),
        )
        edge = theme.px(24)
        return box(line(STRETCH, column(STRETCH, inner, STRETCH, STRETCH), STRETCH, margins=(edge, 0, edge, 0)), ground="window")

    def _tool(self, name: str, words: str, keys: str) -> QToolButton:
        made = QToolButton()
        made.setText(words)
        made.setAccessibleName(name)
        made.setToolTip(f"{name}  {keys}")
        return made

    def _tell_page(self, number: int, count: int) -> None:
        self._page.setText(tr("Page {number} of {count}").format(number=number, count=count) if count else "")

    def _tell_zoom(self, zoom: float) -> None:
        self._zoom.setText(f"{round(zoom * 100)} %")
