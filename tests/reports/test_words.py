"""The fixed words of every page, as the renderer is given them."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime

from cbm_tracker.reports.content import Cover, ReportContent
from cbm_tracker.reports.wording import Names
from cbm_tracker.reports.words import Words, messages, words_of
from cbm_tracker.services.reference_data import state_names


def test_an_english_edition_has_the_words_as_they_are_written_here() -> None:
    assert words_of(Names(state_names(), {})) == Words()


def test_months_are_those_of_the_language() -> None:
    months = words_of(Names(state_names(), {}, "it")).months
    assert months[:3] == ("gen", "feb", "mar")


def test_every_word_but_the_months_is_collected_for_the_catalogues() -> None:
    told = messages()
    assert "Page {page} of {pages}" in told
    assert "Jan" not in told
    assert len(told) == len(dataclasses.fields(Words)) - 1 + len(Words().check_steps) - 1


def test_the_fixed_words_do_not_change_the_fingerprint() -> None:
    cover = Cover("", "", "Report", "2027", "", (), date(2027, 1, 1), date(2027, 12, 31))
    content = ReportContent("2027/001", "Report", "Report", "", False, "en", datetime(2027, 7, 5, tzinfo=UTC), cover)
    assert dataclasses.replace(content, words=Words(cover="Titelblatt")).fingerprint() == content.fingerprint()
