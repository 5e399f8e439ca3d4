"""What the rules say of a recorded record, as its detail shows it: the next step of an inspection, and the findings."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cbm_tracker.bootstrap import Services
from cbm_tracker.desktop.date_words import instant_in_words
from cbm_tracker.desktop.look.theme import Theme
from cbm_tracker.desktop.rules.finding_list import FindingList
from cbm_tracker.desktop.rules.finding_words import STATE_MARKS, step_in_words, voice_of
from cbm_tracker.desktop.translation import tr
from cbm_tracker.desktop.widgets.layout import STRETCH, Mark, box, column, label, line
from cbm_tracker.domain.measures import Inspection, Record
from cbm_tracker.domain.open_matters import open_matters
from cbm_tracker.errors import CbmTrackerError


def next_step(theme: Theme, services: Services, record: Record) -> QWidget | None:
    """Return the line with the next legal step of an inspection and its clock; None where nothing is to follow."""
    if not isinstance(record, Inspection):
        return None
    try:
        found = services.obligations.next_step(record, services.desk.now())
    except CbmTrackerError:  # `rules_section` says it
        return None
    if found is not None:
        state = found.obligation.state if found.obligation else "upcoming"
        said = step_in_words(found, voice_of(services))
    elif record.entry_planned_at is not None and "entry" in open_matters(record):
        state, said = "upcoming", tr("Entry planned {when}").format(when=instant_in_words(record.entry_planned_at.utc))
    else:
        return None
    shown = label(tr("Next step: {step}").format(step=said), "overdue" if state == "overdue" else "word", wrap=True, select=True)
    made = box(line(box(column(Mark(theme, STATE_MARKS[state]), STRETCH)), (shown, 1), gap=theme.px(8)))
    made.setAccessibleName(shown.text())
    return made


def rules_section(theme: Theme, services: Services, record: Record) -> QWidget | None:
    """Return the section “What the rules say”, each finding in its short form; None where no rule is about the record."""
    heading = label(tr("What the rules say"), "section")
    try:
        findings = services.obligations.of_record(record, services.desk.now())
    except CbmTrackerError as error:
        return box(column(heading, label(str(error), "small", wrap=True, select=True), gap=theme.px(4)))
    if not findings:
        return None
    shown = FindingList(theme, folded=True)
    shown.show_findings(findings, voice_of(services), record)
    return box(column(heading, shown, gap=theme.px(4)))
