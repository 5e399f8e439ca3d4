"""The report as a file, read back: text, pages, bookmarks, fonts, the same bytes; nothing where it could not be finished."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from cbm_tracker.domain.measures import Area
from cbm_tracker.errors import Cancelled, NotWritable, ReportFailed
from cbm_tracker.reports.content import Bar, Column, Prose, ReportContent, Row, Section, Table
from cbm_tracker.reports.pdf import PdfResult, write_pdf
from cbm_tracker.reports.wording import Names
from cbm_tracker.reports.words import words_of
from cbm_tracker.services.reference_data import state_names
from tests.builders import a_contact, a_contribution, a_notification, an_exercise, an_inspection
from tests.reports.kinds.test_period import ISSUER, REQUEST, report

MARKING = "FOR PARTICIPATING STATES ONLY"
Mixed = tuple[PdfResult, list[str]]


def silent(done: int, total: int, doing: str) -> None:
    return


def numbered(content: ReportContent) -> ReportContent:
    return replace(content, number="2027/014")


def mixed_report() -> ReportContent:
    return numbered(report(
        an_exercise(), an_exercise(designation="«ЛИСТВЕННИЧНЫЙ ВЕТЕР – 2027»", area=Area(name="Капустин Яр")),
        an_exercise(designation="ΠΑΡΜΕΝΙΩΝ 2027", area=Area(name="Αιγαίο")), a_notification(), an_inspection(), a_contact(),
        a_contribution(),
    ))


def with_section(*blocks: Table | Prose) -> ReportContent:
    return replace(mixed_report(), sections=(Section("Trial", "", blocks),))


def written(content: ReportContent, path: Path, paper: str = "A4", grey: bool = False) -> Mixed:
    result = write_pdf(content, path, silent, paper=paper, grey=grey)
    return result, [page.extract_text() for page in PdfReader(path, strict=True).pages]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Mixed:
    return written(mixed_report(), tmp_path_factory.mktemp("mixed") / "report.pdf")


def test_every_page_carries_its_number_marking_and_fingerprint(mixed: Mixed) -> None:
    result, pages = mixed
    fingerprint = printed_fingerprint(pages[0])
    assert result.pages == len(pages)
    for at, text in enumerate(pages, 1):
        assert f"Page {at} of {len(pages)}" in text
        assert text.count(MARKING) == 2, "top and bottom"
        assert f"Fingerprint {fingerprint[:4]} {fingerprint[4:8]}" in text
    assert "2027/014" in pages[1]


def printed_fingerprint(cover: str) -> str:
    """The sixteen groups that follow the words "(SHA-256)", joined."""
    return "".join(cover.partition("(SHA-256)")[2].split()[:16])


def test_the_cover_tells_whose_report_it_is_and_its_fingerprint(tmp_path: Path) -> None:
    content = mixed_report()
    result, pages = written(content, tmp_path / "report.pdf")
    for told in ("Austria", "Federal Ministry", "Transparency", "Hotline contacts", f"2027/014, {result.pages} pages", "Verification"):
        assert told in pages[0]
    assert printed_fingerprint(pages[0]) == content.fingerprint().upper()
    assert printed_fingerprint(pages[-1]) == content.fingerprint().upper()


def test_latin_cyrillic_and_greek_come_back_as_text(mixed: Mixed) -> None:
    text = "\n".join(mixed[1])
    for told in ("NORTHERN ARC 27", "«ЛИСТВЕННИЧНЫЙ ВЕТЕР – 2027»", "Капустин Яр", "ΠΑΡΜΕΝΙΩΝ 2027", "Αιγαίο", "Grafenwöhr"):
        assert told in text


def test_every_font_is_embedded(mixed: Mixed) -> None:
    fonts = {}
    for page in PdfReader(mixed[0].path).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            fonts[font["/BaseFont"]] = font["/FontDescriptor"]
    assert {name.partition("+")[2] for name in fonts} == {"SourceSans3-Regular", "SourceSans3-SemiBold", "SourceSerif4-Regular"}
    assert all("/FontFile2" in descriptor for descriptor in fonts.values())


def test_bookmarks_lead_to_sections_and_tables(mixed: Mixed) -> None:
    reader = PdfReader(mixed[0].path)
    top = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert [entry.title for entry in top][:3] == ["Cover", "1  Summary", "2  Exercises"]
    assert top[-1].title == "9  How to check this report"
    for entry in top[1:]:
        page = reader.get_destination_page_number(entry)
        assert page is not None
        assert str(entry.title).partition("  ")[2] in mixed[1][page]
    tables = [str(entry) for part in reader.outline if isinstance(part, list) for entry in part]
    assert any("Table 2.1  Exercises of the period" in entry for entry in tables)


def test_the_contents_name_the_pages_of_the_sections(mixed: Mixed) -> None:
    reader = PdfReader(mixed[0].path)
    listed = mixed[1][1].partition("Contents")[2]
    for entry in reader.outline:
        if not isinstance(entry, list) and entry.title != "Cover":
            number, _, title = str(entry.title).partition("  ")
            page = reader.get_destination_page_number(entry)
            assert page is not None
            assert "".join(f"{number}{title}{page + 1}".split()) in "".join(listed.split())


def test_the_properties_say_what_the_file_is(mixed: Mixed) -> None:
    told = PdfReader(mixed[0].path).metadata
    assert told is not None
    assert told.title == "Transparency report, 1 January to 30 June 2027"
    assert told.author == "Austria"
    assert told.subject == "Report 2027/014, as of 2027-07-05T10:00:00Z"
    assert told.creation_date == REQUEST.at
    assert str(told["/Keywords"]).endswith(printed_fingerprint(mixed[1][0]).lower())


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    content = mixed_report()
    first, _ = written(content, tmp_path / "first.pdf")
    second, _ = written(content, tmp_path / "second.pdf")
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.sha256 == second.sha256


def test_letter_and_grey_change_the_paper_and_not_the_words(tmp_path: Path, mixed: Mixed) -> None:
    result, pages = written(mixed_report(), tmp_path / "letter.pdf", paper="Letter", grey=True)
    box = PdfReader(result.path).pages[0].mediabox
    assert (round(float(box.width), 1), round(float(box.height), 1)) == (612.0, 792.0)
    assert "NORTHERN ARC 27" in "\n".join(pages)


def test_an_exercise_register_says_so_on_every_page(tmp_path: Path) -> None:
    content = replace(mixed_report(), exercise=True, marking="EXERCISE")
    _, pages = written(content, tmp_path / "exercise.pdf")
    assert all(text.count("EXERCISE") >= 2 for text in pages)
    assert "from a rehearsal register" in pages[-1]
    _, pages = written(replace(content, marking=ISSUER.marking), tmp_path / "both.pdf")
    assert all(text.count("EXERCISE") >= 2 and text.count(MARKING) >= 2 for text in pages)


# ---------------------------------------------------------------- tables over pages


def long_table(rows: int, groups: bool = False) -> Table:
    told: list[Row] = []
    for at in range(rows):
        if groups and at % 100 == 0:
            told.append(Row((f"Group {at // 100}", "100 rows"), "group"))
        told.append(Row((f"row {at:04d}", str(at), Bar(at / rows))))
    return Table("Long table", (Column("First head", 60), Column("Second head", 40, "right"), Column("", 68)), tuple(told), ("The note.",))


def test_a_table_repeats_its_caption_heads_and_open_group_on_every_page(tmp_path: Path) -> None:
    _, pages = written(with_section(long_table(250, groups=True)), tmp_path / "long.pdf")
    parts = [text for text in pages if "Long table" in text]
    assert len(parts) > 5
    for text in parts:
        assert "First head" in text
        assert "Second head" in text
    for text in parts[1:]:
        assert "Long table (continued)" in text
    for text in parts[:-1]:
        assert "Continued on the next page." in text
    assert any("Group 0 (continued)" in " ".join(text.split()) for text in parts)
    below = [line for text in parts for line in text.splitlines() if not line.startswith("Fingerprint")]
    assert [word for line in below for word in line.split() if len(word) == 4 and word.isdigit() and word != "2027"] == [
        f"{at:04d}" for at in range(250)
    ]
    assert "The note." in parts[-1]


def test_no_group_head_stands_alone_at_the_foot_of_a_page(tmp_path: Path) -> None:
    for rows in range(28, 40):
        table = long_table(rows)
        table = replace(table, rows=(*table.rows, Row(("Last group", ""), "group"), Row(("last row", "1", Bar(1.0)))))
        _, pages = written(with_section(table), tmp_path / "groups.pdf")
        assert any("Last group" in text and "last row" in text for text in pages), rows


def test_a_row_higher_than_a_page_goes_on_over_pages_with_every_word(tmp_path: Path) -> None:
    words = [f"w{at}." for at in range(3000)]
    rows = (Row(("before", "1", "")), Row(("The group", ""), "group"), Row(("row", "2", " ".join(words))), Row(("after", "3", "")))
    table = replace(long_table(1), rows=rows)
    _, pages = written(with_section(table), tmp_path / "tall.pdf")
    found = [word for text in pages for word in text.split() if word.startswith("w") and word.endswith(".") and word[1:-1].isdigit()]
    assert found == words
    assert any("after" in text for text in pages)


def test_a_word_longer_than_its_column_is_broken_and_kept(tmp_path: Path) -> None:
    long_word = "x" * 300
    table = replace(long_table(1), rows=(Row((long_word, "1", "")),))
    _, pages = written(with_section(table), tmp_path / "word.pdf")
    assert sum(text.count("x") for text in pages if "Long table" in text) >= 300


def test_a_long_text_flows_over_pages(tmp_path: Path) -> None:
    words = [f"w{at}." for at in range(2000)]
    _, pages = written(with_section(Prose((("Head", " ".join(words), ""),))), tmp_path / "prose.pdf")
    found = [word for text in pages for word in text.split() if word.startswith("w") and word.endswith(".") and word[1:-1].isdigit()]
    assert found == words


# ---------------------------------------------------------------- what cannot be written


def test_a_sign_no_font_has_is_an_error_that_names_the_record(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"an earlier report")
    with pytest.raises(ReportFailed) as caught:
        write_pdf(numbered(report(an_exercise(), an_exercise(designation="ประเทศ 27"))), path, silent)
    assert "in Exercise ประเทศ 27" in str(caught.value)
    assert "U+0E1B" in str(caught.value)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"an earlier report"


def test_accents_written_apart_join_their_letters_and_shapeless_signs_go(tmp_path: Path) -> None:
    exercise = an_exercise(designation="GRAFENWO\u0308HR\u200e 27\ufeff")
    _, pages = written(numbered(report(exercise)), tmp_path / "report.pdf")
    assert "GRAFENWÖHR 27" in "\n".join(pages)


@pytest.mark.parametrize("steps", [1, 2, 4])
def test_a_cancelled_report_leaves_nothing(tmp_path: Path, steps: int) -> None:
    left = steps

    def until_then(done: int, total: int, doing: str) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_pdf(mixed_report(), tmp_path / "report.pdf", until_then)
    assert list(tmp_path.iterdir()) == []



@pytest.mark.parametrize("full", [path for path in (Path("/dev/full"),) if path.exists()])
def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path, full: Path) -> None:
    (tmp_path / ".report.pdf.part").symlink_to(full)
    with pytest.raises(NotWritable, match="is full"):
        write_pdf(mixed_report(), tmp_path / "report.pdf", silent)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_or_a_place_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotWritable, match="is a folder"):
        write_pdf(mixed_report(), tmp_path, silent)
    with pytest.raises(NotWritable, match="cannot be written"):
        write_pdf(mixed_report(), tmp_path / "missing" / "report.pdf", silent)


def test_the_progress_tells_pages(tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    result = write_pdf(numbered(report(request=REQUEST)), tmp_path / "r.pdf", lambda *step: steps.append(step))
    drawing = [step for step in steps if step[2] == "Drawing pages"]
    assert drawing[-1] == (result.pages, 0, "Drawing pages")
    checking = [step for step in steps if step[2] == "Checking the file"]
    assert set(checking) == {(result.pages, 0, "Checking the file")}
    assert steps[-len(checking) :] == checking


@pytest.mark.parametrize(
    ("first", "last"),
    [("2027-06-02", "2027-06-02"), ("2026-02-01", "2027-12-31"), ("2017-06-01", "2027-06-01"), ("1800-01-01", "2999-12-31")],
)
def test_a_period_may_be_a_day_or_centuries(tmp_path: Path, first: str, last: str) -> None:
    request = replace(REQUEST, from_on=date.fromisoformat(first), to_on=date.fromisoformat(last))
    _, pages = written(numbered(report(an_exercise(), a_notification(), request=request)), tmp_path / "report.pdf")
    assert "NORTHERN ARC 27" in "\n".join(pages)


def test_a_sign_no_font_has_on_the_cover_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(ReportFailed, match="in the words of the cover"):
        write_pdf(numbered(report(request=replace(REQUEST, recipient="กระทรวง"))), tmp_path / "report.pdf", silent)


def test_a_group_head_is_whole_however_long_it_is(tmp_path: Path) -> None:
    name, remark = "Unit " + "of the long name " * 20, "remark " * 40
    rows = (Row((name, remark), "group"), Row(("a", "b")), Row(("Short", "beside"), "group"), Row(("c", "d")))
    _, pages = written(with_section(Table("Names", (Column("One", 60), Column("Two", 60)), rows)), tmp_path / "report.pdf")
    text = "".join("".join(pages).split())
    assert "".join(name.split()) in text
    assert "".join(remark.split()) in text
    assert "Shortbeside" in text


def test_notes_never_run_into_the_foot_of_the_page(tmp_path: Path) -> None:
    note = "A note of several lines. " * 30
    for rows in range(20, 60):
        table = replace(long_table(rows), notes=(note,))
        result = write_pdf(replace(mixed_report(), sections=(Section("Trial", "", (table,)),)), tmp_path / f"{rows}.pdf", silent)
        low: list[float] = []
        for page in PdfReader(result.path).pages:
            page.extract_text(visitor_text=lambda text, _cm, tm, *_rest, low=low: low.append(tm[5]) if "several lines" in text else None)
        assert low
        assert min(low) > 60, rows


@pytest.mark.parametrize(("language", "paper"), [("en", "A4"), ("fr", "A4"), ("ru", "Letter")])
def test_how_to_check_a_report_never_runs_into_the_foot_of_the_page(language: str, paper: str, tmp_path: Path) -> None:
    words = words_of(Names(state_names(), {}, language))
    for rows in range(1, 18, 2):
        content = replace(mixed_report(), language=language, words=words, sections=(Section("Trial", "", (long_table(rows),)),))
        result = write_pdf(content, tmp_path / "report.pdf", silent, paper=paper)
        low: list[float] = []
        for page in PdfReader(result.path).pages:
            page.extract_text(visitor_text=lambda text, _cm, tm, *_rest, low=low: low.append(tm[5]) if "CBM Tracker " in text else None)
        assert low
        assert min(low) > 60, rows
