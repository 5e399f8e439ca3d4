"""Every kind of report, made from the register of a whole rehearsed year, from an empty one, and read back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import Link
from cbm_tracker.domain.summary import title
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.reports.content import Stacked, Table
from cbm_tracker.reports.emblem import emblem_text
from cbm_tracker.reports.kinds.sections import SECTIONS
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.reports import KINDS, ReportRequest
from tests.builders import a_case, a_contact, a_notification, an_agreement, an_exercise, fixed_desk
from tests.services.report_subjects import with_subject

YEAR = 2027
ALL = ReportRequest("period", date(YEAR, 1, 1), date(YEAR, 6, 30), datetime(YEAR, 12, 31, 12, tzinfo=UTC), language="en")
ABOUT_A_PERIOD = [kind.id for kind in KINDS.values() if not kind.record]
ABOUT_A_STATE = [kind.id for kind in KINDS.values() if kind.states]
ABOUT_A_RECORD = [kind.id for kind in KINDS.values() if kind.record]


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    made = bootstrap.rehearsal_register(tmp_path_factory.mktemp("demo") / "demo.cbm", fixed_desk(), year=YEAR, seed=1, records=400)
    yield made
    made.close()


def request_for(services: Services, kind: str) -> ReportRequest:
    """Ask for a report of a kind, about whatever the register offers first."""
    return with_subject(services, replace(ALL, kind=kind))


def pages_of(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path, strict=True).pages]


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_of_each_kind_reads_back(kind: str, rehearsal: Services, tmp_path: Path) -> None:
    request = request_for(rehearsal, kind)
    content = rehearsal.reports.content(request, Silent())
    issued = rehearsal.reports.preview(request, tmp_path / f"{kind}.pdf", Silent())
    pages = pages_of(issued.path)
    assert len(pages) == issued.pages
    assert content.title in pages[0]
    for page in pages:
        assert "EXERCISE" in page
    whole = " ".join(pages)
    for section in content.sections:
        assert " ".join(section.title.split()) in whole
        assert " ".join(section.lead.replace("\u00a0", " ").split()) in whole.replace("\u00a0", " ")


@pytest.mark.parametrize("kind", KINDS)
def test_the_data_in_the_file_stand_on_its_pages(kind: str, rehearsal: Services, tmp_path: Path) -> None:
    issued = rehearsal.reports.preview(request_for(rehearsal, kind), tmp_path / f"{kind}.pdf", Silent())
    reader = PdfReader(issued.path)
    data = reader.attachments["report.json"][0]
    assert hashlib.sha256(data).hexdigest() == issued.fingerprint
    printed = "".join("".join(page.extract_text().split()) for page in reader.pages)
    told = list(texts_of(json.loads(data)["sections"]))
    assert len(told) > 10
    assert [text for text in told if not stands("".join(text.split()), printed)] == []


def stands(text: str, printed: str) -> bool:
    """Tell whether a text is printed, whole or as the end of a page and the beginning of the next."""
    return text in printed or any(text[:at] in printed and text[at:] in printed for at in range(20, len(text) - 20))


def texts_of(part: Any) -> Iterator[str]:
    """Yield what the data say in words and figures, but for what is no text of the pages: ids, kinds of rows, drawings."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for each in part:
            yield from texts_of(each)
    elif isinstance(part, dict) and part["is"] in ("table", "section", "row", "stacked", "run", "column", "prose", "keyfigures"):
        for name in ("title", "lead", "caption", "columns", "head", "rows", "cells", "main", "below", "notes", "text", "blocks"):
            yield from texts_of(part.get(name, ""))
        if part["is"] == "keyfigures":
            yield from texts_of(part["items"])
        elif part["is"] == "prose":
            yield from (text for head, text, _ in part["items"] for text in (head, *texts_of(text)))


@pytest.mark.parametrize("kind", ABOUT_A_STATE)
@pytest.mark.parametrize("states", [("CHE",), ("FRA",), ("ZMB",)])
def test_what_a_report_says_of_a_state_stands_on_its_pages(
    kind: str, states: tuple[str, ...], rehearsal: Services, tmp_path: Path
) -> None:
    request = replace(request_for(rehearsal, kind), states=states, to_on=date(YEAR, 12, 31))
    content = rehearsal.reports.content(request, Silent())
    issued = rehearsal.reports.preview(request, tmp_path / f"{kind}.pdf", Silent())
    printed = "".join("".join(pages_of(issued.path)).split())
    tables = [block for section in content.sections for block in section.blocks if isinstance(block, Table)]
    assert bool(tables) is (states != ("ZMB",))
    for table in tables:
        for cell in (cell for row in table.rows for cell in row.cells):
            told = (cell.main, cell.below) if isinstance(cell, Stacked) else (cell,) if isinstance(cell, str) else ()
            assert all("".join(part.split()) in printed for part in told), f"{table.caption}: {cell}"


def test_two_states_that_are_not_ours_are_compared_as_well(rehearsal: Services) -> None:
    content = rehearsal.reports.content(replace(request_for(rehearsal, "bilateral"), states=("CHE", "HUN")), Silent())
    assert content.cover.scope == "Switzerland and Hungary, side by side"


@pytest.mark.parametrize("kind", ABOUT_A_STATE)
def test_a_report_about_a_state_must_be_told_which(kind: str, rehearsal: Services) -> None:
    with pytest.raises(CbmTrackerError, match="is about a State, and none is named"):
        rehearsal.reports.content(replace(request_for(rehearsal, kind), states=()), Silent())


@pytest.mark.parametrize("kind", ABOUT_A_RECORD)
def test_a_report_about_a_record_names_it_and_must_be_told_which(kind: str, rehearsal: Services) -> None:
    request = request_for(rehearsal, kind)
    content = rehearsal.reports.content(request, Silent())
    assert title(rehearsal.records.get(request.record).record) in str(content)
    with pytest.raises(CbmTrackerError, match="none is named"):
        rehearsal.reports.content(replace(request, record=""), Silent())


@pytest.mark.parametrize("kind", ABOUT_A_PERIOD)
def test_an_empty_register_yields_a_report_that_says_so(kind: str, services: Services, tmp_path: Path) -> None:
    issued = services.reports.preview(request_for(services, kind), tmp_path / f"{kind}.pdf", Silent())
    assert issued.pages >= 2
    assert "no " in " ".join(pages_of(issued.path)).casefold()


def test_sections_are_chosen_and_ordered(rehearsal: Services) -> None:
    request = request_for(rehearsal, "gaps")
    ids = [section.id for section in rehearsal.reports.content(request, Silent()).sections]
    assert len(ids) > 1
    chosen = replace(request, sections=tuple(reversed(ids)))
    assert [section.id for section in rehearsal.reports.content(chosen, Silent()).sections] == ids[::-1]
    with pytest.raises(CbmTrackerError, match="no section “weather”"):
        rehearsal.reports.content(replace(request, sections=("weather",)), Silent())


def test_every_kind_lets_its_sections_be_chosen(rehearsal: Services) -> None:
    for kind in KINDS:
        request = request_for(rehearsal, kind)
        ids = [section.id for section in rehearsal.reports.content(request, Silent()).sections]
        assert all(ids), kind
        assert len(set(ids)) == len(ids)
        (last,) = rehearsal.reports.content(replace(request, sections=(ids[-1],)), Silent()).sections
        assert last.id == ids[-1]


def test_a_correction_takes_the_place_of_what_a_report_is_about_and_keeps_what_was_told_of_it(services: Services) -> None:
    original = services.records.record(an_exercise(status="issued"))
    services.records.record(a_notification(reference="EX/27/0001", links=(Link(relation="notifies", target=original),)))
    corrected = services.records.correct(original, an_exercise(designation="NORTHERN ARC 28"), "Name.")
    services.records.record(a_case(members=(original,)))
    for asked in (original, corrected):
        content = services.reports.content(replace(ALL, kind="exercise", record=asked), Silent())
        assert "NORTHERN ARC 28" in content.cover.scope
        assert "EX/27/0001" in str(next(section for section in content.sections if section.id == "notifications"))
    story = services.reports.content(request_for(services, "case"), Silent())
    assert "NORTHERN ARC 28" in str(story)
    assert "NORTHERN ARC 27" not in str(story)


@pytest.mark.parametrize(("recipient", "told"), [("", True), ("Poland", True), ("France", False)])
def test_what_a_recipient_may_not_have_is_in_no_report(recipient: str, told: bool, services: Services) -> None:
    services.records.record(an_agreement(agreement="secret-1", name="Secret Annex", releasable_to=("POL",)))
    services.records.record(a_contact(subject="Hidden matter", agreements=("secret-1",), releasable_to=("POL",)))
    for kind in ABOUT_A_PERIOD:
        content = services.reports.content(replace(request_for(services, kind), recipient=recipient), Silent())
        assert ("Hidden matter" in str(content)) <= told, kind
        assert ("Secret Annex" in str(content)) <= told, kind
    hotline = str(services.reports.content(replace(ALL, kind="hotline", recipient=recipient), Silent()))
    assert ("Hidden matter" in hotline) is told
    assert ("1\u00a0contact is not releasable" in hotline or "1 contact is not releasable" in hotline) is not told


@pytest.mark.parametrize("kind", SECTIONS)
def test_the_sections_offered_are_those_of_the_report_in_its_order(kind: str, rehearsal: Services) -> None:
    content = rehearsal.reports.content(request_for(rehearsal, kind), Silent())
    offered = [section for section, _ in SECTIONS[kind]]
    told = [section.id for section in content.sections]
    assert set(told) <= set(offered)
    assert told == [section for section in offered if section in told]


def test_header_footer_and_emblem_reach_the_report(rehearsal: Services) -> None:
    plain = request_for(rehearsal, "gaps")
    emblem = emblem_text(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="9" height="9"/></svg>')
    dressed = rehearsal.reports.content(replace(plain, header="Annual exchange", footer="Verification Centre", emblem=emblem), Silent())
    assert (dressed.header, dressed.footer, dressed.emblem) == ("Annual exchange", "Verification Centre", emblem)
    assert dressed.fingerprint() != rehearsal.reports.content(plain, Silent()).fingerprint()


def test_the_shares_of_every_sum_of_the_rehearsal_come_to_100(rehearsal: Services) -> None:
    request = replace(request_for(rehearsal, "contributions"), from_on=date(YEAR, 1, 1), to_on=date(YEAR, 12, 31))
    shares = next(section for section in rehearsal.reports.content(request, Silent()).sections if section.id == "shares")
    tables = [block for block in shares.blocks if isinstance(block, Table)]
    sums: list[list[Decimal]] = []
    for table in tables:
        for at in (place for place, column in enumerate(table.columns) if column.head == "Share, %"):
            sums.append([])
            for row in table.rows:
                if row.kind == "total":
                    assert sum(sums[-1]) == Decimal(str(row.cells[at])) == 100
                    sums.append([])
                elif row.kind == "plain" and row.cells[at] != "–":
                    sums[-1].append(Decimal(str(row.cells[at])))
    assert {table.caption for table in tables} >= {"Troops and cost by State, in order of troops", "Troops by State", "Funds by State"}
    assert len(sums) > 8


def test_a_handover_begins_with_what_is_due_first_and_names_officers_to_nobody_outside(rehearsal: Services) -> None:
    request = replace(request_for(rehearsal, "handover"), at=datetime(YEAR, 6, 15, 9, tzinfo=UTC), to_on=date(YEAR, 12, 31))
    content = rehearsal.reports.content(request, Silent())
    clocks = next(section for section in content.sections if section.id == "clocks")
    first = next(owed for owed in rehearsal.obligations.due(request.at) if owed.own)
    told = clocks.blocks[0]
    assert isinstance(told, Table)
    assert str(first.due) in str(told.rows[0])
    people = next(section for section in content.sections if section.id == "people").blocks[0]
    assert isinstance(people, Table)
    officer = str(people.rows[0].cells[0])
    assert officer not in str(rehearsal.reports.content(replace(request, recipient="Poland"), Silent()))
