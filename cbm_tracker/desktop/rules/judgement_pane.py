"""The judgement beside a form: what the rules say of what is typed, worked out anew with each change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from cbm_tracker.desktop.date_words import day_in_words
from cbm_tracker.desktop.look.marks import RIGHT, status_mark, write
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.rules.finding_list import FindingList
from cbm_tracker.desktop.rules.finding_words import FindingWords, Voice
from cbm_tracker.desktop.rules.measure_words import field_in_words
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.layout import STRETCH, box, column, label, scrolled
from cbm_tracker.domain.measures import Record
from cbm_tracker.regimes.facts import begins
from cbm_tracker.regimes.findings import Finding


class JudgementPane(QFrame):
    """Shows the findings about a record that is being typed.

    `judged` carries the status and the words of the first finding, for a strip where there is no room for the pane.
    """

    judged = Signal(str, str)

    def __init__(self, theme: Theme, voice: Callable[[], Voice]) -> None:
        super().__init__()
        self._theme, self._voice = theme, voice
        self.setProperty("ground", "raised")
        edge = theme.px(24)
        self._note = label(tr("Worked out as you type."), "small", wrap=True)
        self._unread = label("", "soon", wrap=True)
        self._unread.hide()
        self._nothing = label("", "quiet", wrap=True)
        self.findings = FindingList(theme, folded=None)
        page = column(self._unread, self._nothing, self.findings, STRETCH, gap=theme.px(10),
                      margins=(edge - 2, theme.px(4), edge - 2, edge))
        self.area = scrolled(box(page, ground="raised"), "raised")
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setProperty("ring", True)
        self.area.setAccessibleName(tr("Judgement"))
        top = theme.px(16)
        stored = label(tr("Nothing here is stored. Change a figure and the judgement changes with it."), "small", wrap=True)
        self._head = box(column(label(tr("Judgement"), "heading"), self._note, gap=theme.px(4), margins=(edge, top, edge, theme.px(8))))
        self._foot = box(column(stored, margins=(edge, theme.px(8), edge, theme.px(14))))
        self.setLayout(column(self._head, (self.area, 1), self._foot))

    def chain(self) -> list[QWidget]:
        """Return what takes the focus, in the order of reading."""
        return [self.area, self.findings.fold]

    def set_beside(self, beside: bool) -> None:
        """Say with head and foot what this is, or leave it to the strip above."""
        self._head.setVisible(beside)
        self._foot.setVisible(beside)

    def show_findings(self, record: Record | None, findings: Sequence[Finding], unread: Sequence[str] = ()) -> None:
        """Show what the rules find of a record.

        Args:
            unread: keys of the fields whose text cannot be read; the record has what they told before.
        """
        self.findings.show_findings(findings, self._voice(), record)
        fields = ", ".join(field_in_words(key, record.kind) for key in unread) if record is not None else ""
        self._unread.setText(tr("Judged without what is typed in: {fields}.").format(fields=fields) if fields else "")
        self._unread.setVisible(bool(fields))
        self._note.setText(_note(record))
        self._nothing.setText(tr("No rule has a say about this yet. Enter the States, the dates and the figures."))
        self._nothing.setVisible(not findings)
        self.area.setAccessibleDescription(f"{self._unread.text()} {self.findings.spoken()}".strip())
        self.judged.emit(*_strip_words(self.findings.told, len(self.findings.waiting)))

    def show_trouble(self, sentence: str) -> None:
        """Say why nothing can be judged."""
        self.findings.show_findings([], self._voice(), None)
        self._unread.hide()
        self._nothing.setText(sentence)
        self._nothing.show()
        self.area.setAccessibleDescription(sentence)
        self.judged.emit("undecided", sentence)


def _note(record: Record | None) -> str:
    moment = begins(record) if record is not None else None
    if moment is None:
        return tr("Worked out as you type.")
    return tr("Worked out as you type, with the rules in force on {day}.").format(day=day_in_words(moment))


def _strip_words(told: Sequence[FindingWords], folded: int) -> tuple[str, str]:
    """Return the status and the words of the strip: the first finding, and how many more there are."""
    if not told:
        return "none", tr("Nothing is owed") if folded else tr("No rule has a say about this yet")
    first = told[0]
    words = f"{first.headline}. {first.standing}" if first.standing else first.headline
    return first.status, words if len(told) == 1 else tr("{finding} (and {count} more)").format(finding=words, count=len(told) - 1)


class JudgementStrip(QAbstractButton):
    """One line with the first finding, where there is no room for the pane; it opens the pane."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._status = theme, "none"
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.say("none", "")

    def say(self, status: str, words: str) -> None:
        self._status = status
        self.setText(words)
        self.setAccessibleName(tr("Judgement: {finding}").format(finding=words))
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(38))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect())
        painter.fillRect(ground, theme.colour("raised"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(ground.topLeft(), ground.topRight())
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), theme.px("radius"), theme.px("radius"))
        edge, side = theme.px(24), theme.px(16)
        status_mark(painter, QRectF(edge, ground.center().y() - side / 2, side, side), self._status, theme)
        chevron = theme.px(14)
        where = QRectF(ground.right() - edge - chevron, ground.center().y() - chevron / 2, chevron, chevron)
        painter.save()
        painter.translate(where.center())
        painter.rotate(0 if self.isChecked() else 180)
        theme.draw_icon(painter, QRectF(-chevron / 2, -chevron / 2, chevron, chevron), "chevron-down", "ink2")
        painter.restore()
        left = edge + side + theme.px(10)
        key = QRectF(left, 0, where.left() - theme.px(8) - left, ground.height())
        used = write(painter, key, "F7", theme.font("caption"), theme.colour("ink3"), RIGHT)
        write(painter, key.adjusted(0, 0, -used - theme.px(10), 0), self.text(), theme.font("body", 600), theme.colour("ink"))
        painter.end()
