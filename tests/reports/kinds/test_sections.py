"""The sections that can be chosen of each kind, without a report being composed."""

from __future__ import annotations

import pytest

from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.content import Section
from cbm_tracker.reports.kinds.catalogue import KINDS
from cbm_tracker.reports.kinds.sections import SECTIONS, chosen

TOLD = (Section("Contacts", "", (), "contacts"), Section("Promises", "", (), "promises"), Section("How", "", (), "method"))


def ids_of(sections: tuple[Section, ...]) -> list[str]:
    return [section.id for section in sections]


def test_sections_come_in_the_order_they_are_asked_for() -> None:
    assert ids_of(chosen("hotline", TOLD, ("method", "contacts"))) == ["method", "contacts"]


def test_a_section_of_the_kind_that_has_nothing_to_say_is_left_out() -> None:
    assert ids_of(chosen("hotline", TOLD, ("promises", "answers"))) == ["promises"]


def test_a_section_that_no_report_of_the_kind_has_is_named() -> None:
    with pytest.raises(CbmTrackerError, match="no section “weather”") as told:
        chosen("hotline", TOLD, ("contacts", "weather"))
    assert "promises" in told.value.hint


def test_a_report_never_becomes_empty_by_choosing() -> None:
    with pytest.raises(CbmTrackerError, match="has anything to say"):
        chosen("hotline", TOLD, ("answers",))


def test_every_kind_lists_its_sections() -> None:
    assert set(SECTIONS) == set(KINDS)


@pytest.mark.parametrize("kind", SECTIONS)
def test_the_sections_listed_are_told_apart(kind: str) -> None:
    ids = [section for section, _ in SECTIONS[kind]]
    assert len(set(ids)) == len(ids)
    assert all(name for _, name in SECTIONS[kind])
