"""Reports in every language that is offered: nothing of ours is left in English, and the pages name the language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import extract_messages
import pytest
from pypdf import PdfReader

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.reports.editions import LANGUAGES
from cbm_tracker.reports.language import Language
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import KINDS, ReportRequest
from tests.builders import fixed_desk
from tests.services.report_subjects import with_subject

YEAR = 2027
ALL = ReportRequest("period", date(YEAR, 1, 1), date(YEAR, 6, 30), datetime(YEAR, 12, 31, 12, tzinfo=UTC))


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    made = bootstrap.rehearsal_register(tmp_path_factory.mktemp("demo") / "demo.cbm", fixed_desk(), year=YEAR, seed=1, records=200)
    yield made
    made.close()


def _request(services: Services, kind: str, language: str) -> ReportRequest:
    return with_subject(services, replace(ALL, kind=kind, language=language))


@cache
def _sentences() -> tuple[str, ...]:
    """Sentences of ours without places."""
    return tuple(sorted({each.text for each in extract_messages.collected() if each.text.endswith(".") and "{" not in each.text}))


def _left_in_english(told: str, language: str) -> list[str]:
    """Those that a catalogue says otherwise, and that stand in a report all the same."""
    tongue = Language(language)
    return [sentence for sentence in _sentences() if tongue.say(sentence) != sentence and sentence in told]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_says_nothing_of_ours_in_another_language(language: str, rehearsal: Services) -> None:
    for kind in KINDS:
        content = rehearsal.reports.content(_request(rehearsal, kind, language), Silent())
        assert content.language == language
        assert Language(language).own_name in dict(content.cover.facts).values()
        told = b"".join(content.canonical_json()).decode("utf-8")
        assert _left_in_english(told, language) == [], kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_numbered_in_the_language_of_the_edition(language: str, rehearsal: Services, tmp_path: Path) -> None:
    issued = rehearsal.reports.preview(_request(rehearsal, "gaps", language), tmp_path / "gaps.pdf", Silent())
    page = PdfReader(issued.path, strict=True).pages[1]
    assert Language(language).say("Page {page} of {pages}", page=2, pages=issued.pages) in " ".join(page.extract_text().split())
