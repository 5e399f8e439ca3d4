"""What an import would do: counts, names in doubt, the problems by line, and a sample of what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from cbm_tracker.desktop.date_words import period_in_words
from cbm_tracker.desktop.exchange.answers_view import AnswersView
from cbm_tracker.desktop.look.rows import FactRow
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.desktop.widgets.entry_field import split_path
from cbm_tracker.desktop.widgets.layout import STRETCH, box, button, chip, column, label, line, rule
from cbm_tracker.desktop.widgets.listing import FactList
from cbm_tracker.desktop.widgets.plain_table import FindLine, Heading, PlainTable
from cbm_tracker.desktop.widgets.state_choices import KnownStates
from cbm_tracker.domain.fields import field_specs
from cbm_tracker.domain.measures import RECORD_CLASSES, Record
from cbm_tracker.domain.summary import KIND_NAMES, states_of, summarise
from cbm_tracker.services.exchange import DoubtfulName, FileProblem, ImportPlan
from cbm_tracker.services.import_problems import HEADINGS, problem_rows, save_problems

_SAMPLE = 100
_NAMED_STATES = 5
_WIDTHS = (110, 64, 100, 120, 240, 170)


class PlanView(QWidget):
    """Shows a plan, a question in its place, or how it ended."""

    save_wished = Signal()

    def __init__(self, theme: Theme, known: KnownStates) -> None:
        super().__init__()
        self._names = known.names
        self._problems: tuple[FileProblem, ...] = ()
        self.headline = label("", "lead", wrap=True)
        self.below = label("", "quiet", wrap=True)
        self.new_chip = chip(tr("New"), theme)
        self.problem_chip = chip(tr("Problems"), theme)
        self.doubt_chip = chip(tr("Names to decide"), theme)
        group = QButtonGroup(self)
        group.setExclusive(True)
        for number, one in enumerate((self.new_chip, self.problem_chip, self.doubt_chip)):
            group.addButton(one, number)
        group.idClicked.connect(self._turn_to)
        self.copy_button = button(tr("Copy"), theme, "copy", tip=tr("Copies the chosen lines, or all"))
        self.save_button = button(tr("Save list…"), theme, "save")
        self.use_button = button(tr("Use these answers"), theme)
        self.keep_button = button(tr("Keep these answers in a mapping…"), theme, "save")
        self.answers = AnswersView(theme, known)
        self.sample = FactList(theme, tr("What is new"))
        self.sample.setMinimumHeight(theme.px(120))
        self.sample_note = label("", "small")
        self.problems = PlainTable(theme, tr("Problems by line"), [
            Heading(tr(words), width, figures=words == "Line") for words, width in zip(HEADINGS, _WIDTHS, strict=True)
        ], two_lines=True)
        self.find_line = FindLine(theme, tr("Find in problems"), self.problems)
        self.find_line.setMaximumWidth(theme.px(220))
        self._stack = QStackedWidget()
        sheet, foot = theme.px(1), theme.px(8)
        self._stack.addWidget(box(column((self.sample, 1), self.sample_note, gap=theme.px(4), margins=(sheet, sheet, sheet, sheet)),
                                  panel="inset"))
        self._stack.addWidget(box(column((self.problems, 1), margins=(sheet, sheet, sheet, sheet)), panel="inset"))
        self._stack.addWidget(box(column(
            (self.answers, 1), rule(), line(STRETCH, self.keep_button, self.use_button, margins=(foot, foot, foot, foot)),
            margins=(sheet, sheet, sheet, sheet),
        ), panel="inset"))
        self._parts = box(column(
            line(
                self.doubt_chip, self.new_chip, self.problem_chip, STRETCH, self.find_line, self.copy_button, self.save_button,
                gap=theme.px(6),
            ),
            (self._stack, 1), gap=theme.px(8),
        ))
        self.setLayout(column(self.headline, self.below, (self._parts, 1), gap=theme.px(8)))
        kept = self._parts.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self._parts.setSizePolicy(kept)
        self.setMinimumHeight(theme.px(230))
        self.copy_button.clicked.connect(self.problems.copy)
        self.save_button.clicked.connect(self.save_wished)
        self.clear()

    def clear(self) -> None:
        self.ask("", "")

    def ask(self, what: str, then: str) -> None:
        """Show a sentence and the next step instead of a plan."""
        self.headline.setText(what)
        self.below.setText(then)
        self.below.setVisible(bool(then))
        self._parts.hide()

    def show_plan(self, plan: ImportPlan, asked: Sequence[DoubtfulName] = (), answers: Mapping[str, str] | None = None) -> None:
        """Show a plan, and ask what the names in doubt mean; names answered already stay to be changed."""
        new, problems = len(plan.new), len(plan.problems)
        self._problems = plan.problems
        self.headline.setText(said_of(plan))
        already = tr_count(
            "{count} line is recorded already and stays as it is.", "{count} lines are recorded already and stay as they are.", plan.known
        )
        left_out = tr_count("{count} line is left out, as you answered.", "{count} lines are left out, as you answered.", plan.left_out)
        self.below.setText(" ".join(
            words.format(count=count_in_words(count)) for words, count in ((already, plan.known), (left_out, plan.left_out)) if count
        ))
        self.below.setVisible(bool(self.below.text()))
        waiting = sum(1 for one in asked if one.name not in (answers or {}))
        names = tr_count("{count} name to decide", "{count} names to decide", waiting).format(count=count_in_words(waiting))
        self.doubt_chip.setText(names if waiting else tr("Names decided"))
        self.doubt_chip.setVisible(bool(asked))
        self.answers.ask(asked, answers or {})
        for before, after in pairwise((self.save_button, *self.answers.controls, self.keep_button, self.use_button)):
            QWidget.setTabOrder(before, after)
        self.new_chip.setText(tr("{count} new").format(count=count_in_words(new)))
        self.problem_chip.setText(tr_count("{count} problem", "{count} problems", problems).format(count=count_in_words(problems)))
        self.problem_chip.setEnabled(bool(problems))
        self.sample.show_rows([self._row(record) for record in plan.new[:_SAMPLE]])
        self.sample_note.setText(tr("  The first {count} are shown.").format(count=_SAMPLE) if new > _SAMPLE else "")
        self.sample_note.setVisible(new > _SAMPLE)
        self.find_line.clear()
        self.problems.show_rows(_rows_in_words(plan.problems))
        self.problems.setColumnHidden(0, len(plan.sources) < 2)
        self._parts.show()
        first = 2 if waiting else 1 if problems else 0
        (self.new_chip, self.problem_chip, self.doubt_chip)[first].setChecked(True)
        self._turn_to(first)

    def close_with(self, what: str, then: str) -> None:
        """Say how it ended; the list of problems stays to be read and saved."""
        self.headline.setText(what)
        self.below.setText(then)
        self.below.show()
        self.new_chip.hide()
        self.doubt_chip.hide()
        if self._problems:
            self.problem_chip.setChecked(True)
            self._turn_to(1)
        else:
            self._parts.hide()

    def save_problems(self, path: Path) -> None:
        """Raises NotWritable."""
        save_problems(self._problems, path)

    def _turn_to(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        for control in (self.find_line, self.copy_button, self.save_button):
            control.setVisible(number == 1)

    def _row(self, record: Record) -> FactRow:
        told = summarise(record)
        codes = list(dict.fromkeys(code for code, _ in states_of(record)))
        states = ", ".join(self._names.name(code) for code in codes[:_NAMED_STATES])
        more = len(codes) - _NAMED_STATES
        facts = ", ".join(part for part in (tr(KIND_NAMES[record.kind]), states) if part)
        return FactRow(
            title=told.title, facts=facts + (tr(" and {count} more").format(count=more) if more > 0 else ""),
            right=period_in_words(told.begins, told.ends, told.when), room=190, key=record.id,
        )


def _rows_in_words(problems: Sequence[FileProblem]) -> list[tuple[str, ...]]:
    rows = problem_rows(problems)
    return [
        (*row[:2], field_in_words(found.problem.kind, found.problem.field), *row[3:]) for row, found in zip(rows, problems, strict=True)
    ]


def field_in_words(kind: str, path: str) -> str:
    """Say a path by the labels of its fields, such as “Contingents 3, State”; the name of a column stands as it is."""
    cls, words = RECORD_CLASSES.get(kind), ""
    rest = path
    while cls is not None and rest:
        step, rest = split_path(rest)
        if isinstance(step, int):
            words += f" {step + 1}"
            continue
        spec = next((one for one in field_specs(cls) if one.key == step), None)
        if spec is None:
            return words or path
        words += f", {tr(spec.label)}" if words else tr(spec.label)
        if spec.of is not None:
            cls = spec.of
    return words or path


def said_of(plan: ImportPlan) -> str:
    """Say in a sentence or two what a plan would do."""
    new, problems = len(plan.new), len(plan.problems)
    if not plan.lines:
        return tr("The file holds no lines.")
    if not new and not problems:
        return tr("Nothing is new.")
    if not problems:
        return tr_count("{count} line can be recorded.", "{count} lines can be recorded.", new).format(count=count_in_words(new))
    able = tr("{new} of {lines} lines can be recorded.").format(new=count_in_words(new), lines=count_in_words(plan.lines))
    need = tr_count("{count} needs a decision.", "{count} need a decision.", problems).format(count=count_in_words(problems))
    return f"{able} {need}"
