"""What a planned visit would use and meet: quotas with what is left, collisions, and when it may be asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.rules.agreement_words import source_in_words
from cbm_tracker.desktop.rules.finding_widgets import CertaintyMark, FindingBlock, SumPanel
from cbm_tracker.desktop.rules.finding_words import (
    FindingWords,
    Voice,
    finding_in_words,
    moment_in_words,
    reading_order,
    sum_spoken,
    voice_of,
)
from cbm_tracker.desktop.rules.measure_words import with_state_names
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.layout import STRETCH, Item, Mark, box, column, label, line, rule
from cbm_tracker.desktop.widgets.page_frame import PageFrame
from cbm_tracker.domain.measures import Inspection
from cbm_tracker.regimes.findings import Finding
from cbm_tracker.regimes.kinds.quota import Quota
from cbm_tracker.regimes.request_times import RequestTime

_COUNTED = ("quota", "unit_limit", "count_limit")
_ASKED = "requested_at"


class VisitFindings(PageFrame):
    """`headlines` is what is said, section by section, in the order of reading."""

    def __init__(self, theme: Theme, services: Services) -> None:
        super().__init__()
        self._theme, self._services = theme, services
        self.headlines: list[str] = []

    def show_trouble(self, sentence: str) -> None:
        self.headlines = [sentence]
        self.put(box(column(label(sentence, "quiet", wrap=True))))

    def show_plan(self, planned: Inspection) -> None:
        """Show what a planned inspection would use and meet, and when it may be asked for."""
        services, now = self._services, self._services.desk.now()
        findings, voice = services.obligations.what_if(planned, now), voice_of(services)
        times = services.obligations.request_times(planned, now)
        packs = services.rules.packs()
        kinds = {finding.key: packs[finding.agreement].by_id[finding.rule].kind if finding.agreement in packs
                 and finding.rule in packs[finding.agreement].by_id else "" for finding in findings}
        quotas = [finding for finding in findings if kinds[finding.key] in _COUNTED]
        notices = [finding for finding in findings if finding.outcome == "required" and _asks_for_the_request(finding)]
        apart = {finding.key for finding in (*quotas, *notices)}
        met = [finding for finding in findings if finding.key not in apart and finding.outcome in ("prohibited", "breach", "advisory")]
        self.headlines = []
        self.put(box(column(
            self._section(tr("Whose quota it takes"), [self._quota(finding, planned, voice) for finding in reading_order(quotas)],
                          tr("No rule of the agreement counts such a visit yet. Enter the States and the planned entry.")),
            self._section(tr("What it would meet"), [self._block(finding, planned, voice) for finding in reading_order(met)],
                          _nothing_met(planned)),
            self._section(tr("When to ask"), [*(self._time(each, now) for each in times),
                                              *(self._block(finding, planned, voice) for finding in notices)],
                          _no_time(planned)),
            gap=self._theme.px(16),
        )))

    def _section(self, title: str, parts: Sequence[QWidget], nothing: str) -> QWidget:
        gap = self._theme.px(10)
        items: list[Item] = [label(title, "section"), rule()]
        items.extend(parts or [label(nothing, "small", wrap=True)])
        if not parts:
            self.headlines.append(nothing)
        return box(column(*items, gap=gap))

    def _quota(self, finding: Finding, planned: Inspection, voice: Voice) -> QWidget:
        """Show a quota with the name of its holder, and how it would stand."""
        words = finding_in_words(finding, voice, planned)
        whose = self._holder(finding, planned)
        title = tr(finding.title)
        headline = words.headline if title in words.headline else tr("{headline}. {title}").format(headline=words.headline, title=title)
        return self._told(replace(words, headline=tr("{whose}: {headline}").format(whose=whose, headline=headline) if whose else headline))

    def _holder(self, finding: Finding, planned: Inspection) -> str:
        """Return whose quota a finding is about: a State or group, or a pair."""
        pack = self._services.rules.packs()[finding.agreement]
        rule_ = pack.by_id[finding.rule]
        grouped = isinstance(rule_, Quota) and rule_.groups

        def name(state: str) -> str:
            group = pack.group_of(state) if grouped else None
            return tr(group.name) if group is not None and group.id != state else self._services.names.name(state) if state else ""

        receiving, inspecting = name(planned.receiving_state), name(next(iter(planned.inspecting_states), ""))
        if not isinstance(rule_, Quota):
            return receiving
        if rule_.pair and receiving and inspecting:
            return tr("{inspecting} in {receiving}").format(inspecting=inspecting, receiving=receiving)
        return receiving if rule_.holder == "receiving" else inspecting

    def _block(self, finding: Finding, planned: Inspection, voice: Voice) -> QWidget:
        return self._told(finding_in_words(finding, voice, planned))

    def _told(self, words: FindingWords) -> QWidget:
        self.headlines.append(words.headline)
        return FindingBlock(self._theme, words, folded=False)  # takes the focus, and scrolls into view with it

    def _time(self, told: RequestTime, now: datetime) -> QWidget:
        """Show the earliest or latest moment of a request, with its sum; one that is past says so."""
        theme, when = self._theme, moment_in_words(told.moment, weekday=True)
        headline = (tr("At the latest {when}") if told.is_latest else tr("Not before {when}")).format(when=when)
        past = told.moment < now if isinstance(told.moment, datetime) else told.moment < now.date()
        late = told.is_latest and past
        self.headlines.append(tr("{headline}. It is past.").format(headline=headline) if late else headline)
        items: list[Item] = [label(headline, "lead", wrap=True)]
        if late:
            items.append(label(tr("That moment is past: the planned entry is too near."), "overdue", wrap=True))
        if told.gate:
            gate = with_state_names(told.gate, self._services.names)
            items.append(label(tr("For information: {gate}").format(gate=gate), "soon", wrap=True))
        items.append(SumPanel(theme, told.sum, source_in_words(told.agreement, told.paragraph)))
        items.extend(label(with_state_names(note, self._services.names), "caption", wrap=True) for note in told.notes)
        items.append(CertaintyMark(theme, told.certainty))
        mark, gap = box(column(theme.px(1), Mark(theme, "missed" if late else "later"), STRETCH)), theme.px(4)
        made = box(line(mark, (box(column(*items, gap=gap)), 1), gap=theme.px(10), margins=(gap, gap, gap, gap)))
        made.setProperty("block", True)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setAccessibleName(f"{self.headlines[-1]}. {sum_spoken(told.sum)}. {source_in_words(told.agreement, told.paragraph)}")
        return made


def _asks_for_the_request(finding: Finding) -> bool:
    remedy = finding.obligation.remedy if finding.obligation else None
    return remedy is not None and remedy.field == _ASKED


def _nothing_met(planned: Inspection) -> str:
    if planned.entry_planned_at is None:
        return tr("Enter the planned entry: it says what else takes place then.")
    return tr("No other visit and no limit stands against it, as far as is recorded.")


def _no_time(planned: Inspection) -> str:
    if planned.entry_planned_at is None:
        return tr("Enter the planned entry: the time of the request is counted from it.")
    return tr("No rule of the agreement says when such a visit is asked for.")
