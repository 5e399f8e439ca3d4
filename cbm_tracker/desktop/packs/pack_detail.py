"""One rule pack: how it stands, who takes part, its sources, and each rule with its paragraph and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from cbm_tracker.desktop.date_words import instant_in_words
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.packs.pack_words import (
    certainty_summary,
    dates_in_words,
    pack_facts,
    rule_place,
    rule_validity,
    rules_in_words,
    standings,
    status_mark_of,
)
from cbm_tracker.desktop.rules.finding_widgets import CertaintyMark
from cbm_tracker.desktop.rules.measure_words import with_state_names
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.layout import STRETCH, Badge, Item, box, button, column, label, line, rule
from cbm_tracker.desktop.widgets.page_frame import PageFrame, reading_page
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.domain.vocabulary import spoken
from cbm_tracker.regimes.packs import Pack
from cbm_tracker.regimes.rules import Rule


class PackDetail(PageFrame):
    """`removal_wanted` carries the id of a pack that was added here and shall go."""

    removal_wanted = Signal(str)

    def __init__(self, theme: Theme, names: StateNames) -> None:
        super().__init__("raised")
        self._theme, self._names = theme, names
        self._shown: tuple[object, ...] = ()
        self.rules: tuple[Rule, ...] = ()
        self.setAccessibleName(tr("The chosen agreement"))

    def show_nothing(self) -> None:
        self._shown, self.rules = (), ()
        self.put_nothing()

    def show_pack(self, pack: Pack, rules: Sequence[Rule], added_at: str = "") -> None:
        """Show a pack with some of its rules.

        Args:
            added_at: when an officer added it to this register; empty for one that ships.
        """
        shown = (id(pack), tuple(rules), added_at)
        if shown != self._shown:
            self._shown, self.rules = shown, tuple(rules)
            self.put(self._build(pack, rules, added_at))

    def _build(self, pack: Pack, rules: Sequence[Rule], added_at: str) -> QWidget:
        theme = self._theme
        edge = theme.px(28)
        items: list[Item] = [
            label(pack.name, "heading", wrap=True, select=True),
            label(pack_facts(pack), "quiet", wrap=True, select=True), theme.px(2),
            line(Badge(theme, status_mark_of(pack), tr(spoken(pack.status))), STRETCH), theme.px(2),
            CertaintyMark(theme, pack.certainty, short=True, further=tr("facts of the agreement")),
        ]
        told = (dates_in_words(pack), pack.text_reference, tr(pack.remarks))
        items.extend(label(said, "small", wrap=True, select=True) for said in told if said)
        if added_at:
            items.append(self._added(pack, added_at))
        items.extend([theme.px(8), self._parties(pack), theme.px(8), self._rules(pack, rules), theme.px(8), self._sources(pack), STRETCH])
        page = column(*items, gap=theme.px(6), margins=(edge, theme.px(20), edge, theme.px(16)))
        said = tr("{name}: {facts}. {rules}").format(name=pack.name, facts=pack_facts(pack), rules=rules_in_words(pack))
        return reading_page(page, said)

    def _added(self, pack: Pack, added_at: str) -> QWidget:
        said = tr("Added to this register {when}. It takes the place of one that ships, where there is one.")
        away = button(tr("Take it away…"), self._theme, "undo-2")
        away.clicked.connect(lambda: self.removal_wanted.emit(pack.id))
        told = label(said.format(when=instant_in_words(added_at)), "small", wrap=True)
        return box(column(told, line(away, STRETCH), gap=self._theme.px(6)))

    def _parties(self, pack: Pack) -> QWidget:
        theme = self._theme
        told = standings(pack.parties, self._names)
        heading = label(tr("Who takes part"), "section")
        if not told:
            said = tr("No list of States is known; every State is taken to take part.") if pack.open else tr("No list of States is known.")
            return box(column(heading, label(said, "small", wrap=True), gap=theme.px(4)))
        items: list[Item] = [heading]
        for standing in told:
            counted = tr("{status} ({count})").format(status=standing.status, count=count_in_words(standing.count))
            names = f"{standing.states}. {with_state_names(tr(standing.note), self._names)}" if standing.note else standing.states
            items.append(box(column(label(counted, "strong", wrap=True), label(names, "small", wrap=True, select=True), gap=theme.px(2))))
        if pack.open:
            items.append(label(tr("Others are taken to take part."), "small", wrap=True))
        return box(column(*items, gap=theme.px(6)))

    def _sources(self, pack: Pack) -> QWidget:
        theme = self._theme
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(3))
        for at, source in enumerate(pack.sources):
            grid.addWidget(label(f"{at + 1}.", "caption"), at, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label(_breakable(source), "small", wrap=True, select=True), at, 1)
        grid.setColumnStretch(1, 1)
        body: Item = grid if pack.sources else label(tr("None is named."), "small")
        return box(column(label(tr("Sources"), "section"), body, gap=theme.px(4)))

    def _rules(self, pack: Pack, rules: Sequence[Rule]) -> QWidget:
        theme = self._theme
        heading = label(tr("Rules"), "section")
        if not pack.rules:
            said = tr("It has no rules: its records are kept, and nothing is computed.")
            return box(column(heading, label(said, "small", wrap=True), gap=theme.px(4)))
        counted = certainty_summary(pack)
        if len(rules) < len(pack.rules):
            shown = tr("{shown} of {all} match the search").format(shown=count_in_words(len(rules)), all=count_in_words(len(pack.rules)))
            counted = f"{shown}; {counted}"
        items: list[Item] = [heading, label(counted, "small", wrap=True)]
        for each in rules:
            items.extend([rule(), self._rule(each)])
        return box(column(*items, gap=theme.px(8)))

    def _rule(self, told: Rule) -> QWidget:
        theme = self._theme
        items: list[Item] = [label(tr(told.title), "strong", wrap=True, select=True),
                             CertaintyMark(theme, told.certainty, short=True, further=rule_place(told))]
        validity = rule_validity(told)
        if validity:
            items.append(label(validity, "word", wrap=True))
        items.append(label(tr(told.text), "small", wrap=True, select=True))
        items.extend(label(with_state_names(tr(note), self._names), "caption", wrap=True) for note in told.notes)
        return box(column(*items, gap=theme.px(3)))


def _breakable(source: str) -> str:
    """Let a long address break after its strokes."""
    return source.replace("/", "/\u200b")
