"""Separated values: what is written reads back, whatever stands in the cells; what is odd is told by its line."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cbm_tracker.domain.measures import RECORD_CLASSES, Record
from cbm_tracker.domain.record_json import from_json
from cbm_tracker.domain.spreadsheet_text import guard, unguard
from cbm_tracker.errors import UnreadableFile
from cbm_tracker.exchange import csv_format
from cbm_tracker.exchange.csv_format import Table, read_own, read_table
from tests.builders import a_contact, an_exercise, one_of_each
from tests.strategies import records_of, texts


def _file(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def _written(records: list[Record], kind: str) -> bytes:
    stream = io.StringIO(newline="")
    assert csv_format.write(records, kind, stream) == len(records)
    return stream.getvalue().encode("utf-8")


def _read_back(table: Table, kind: str = "") -> list[Record]:
    assert table.problems == ()
    return [from_json(data) for _, data in read_own(table, kind)]


@pytest.mark.parametrize("kind", sorted(RECORD_CLASSES))
def test_what_is_written_reads_back(tmp_path: Path, kind: str) -> None:
    @settings(max_examples=40)
    @given(st.lists(records_of(kind), max_size=3))
    def reads_back(records: list[Record]) -> None:
        assert _read_back(read_table(_file(tmp_path, _written(records, kind)))) == records

    reads_back()


@pytest.mark.parametrize("record", one_of_each(), ids=lambda record: record.kind)
@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8-sig"), (";", "utf-8"), ("\t", "utf-16"), ("|", "utf-8")])
def test_what_a_spreadsheet_saves_again_reads_back(tmp_path: Path, record: Record, separator: str, encoding: str) -> None:
    import csv

    rows = list(csv.reader(io.StringIO(_written([record], record.kind).decode("utf-8"), newline="")))
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator).writerows(rows)
    assert _read_back(read_table(_file(tmp_path, stream.getvalue(), encoding))) == [record]


def test_the_kind_may_be_named_beside_the_file(tmp_path: Path) -> None:
    """A table without a `kind` column reads each field by its own kind all the same."""
    header = "sorties,in_zone,starts_on,contingents,area.points,tags"
    text = header + '\n12,true,1980-01,"[{""state"": ""DEU"", ""troops"": 5}]","[[49.6, 7.3]]",a;b\n'
    (record,) = _read_back(read_table(_file(tmp_path, text)), "exercise")
    told: Any = record
    assert (told.sorties, told.in_zone, str(told.starts_on), told.contingents[0].troops, told.area.points, told.tags) == (
        12, True, "1980-01", 5, ((49.6, 7.3),), ("a", "b"),
    )


def test_the_kind_column_may_stand_last(tmp_path: Path) -> None:
    (record,) = _read_back(read_table(_file(tmp_path, "sorties,kind\n12,exercise\n")))
    told: Any = record
    assert told.sorties == 12


@given(texts)
def test_marked_cells_are_unmarked(text: str) -> None:
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-9", "@SUM(A1)", "\tx", "\rx", "'=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert guard(text).startswith("'")
    written = _written([an_exercise(designation=text, tags=(text, "b"), to=(text,))], "exercise").decode("utf-8")
    import csv

    header, row = csv.reader(io.StringIO(written, newline=""))
    assert len(header) == len(row)
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252", "utf-32"],
)
@pytest.mark.parametrize("word", ["Größe", "Übung Größe in der Nähe von Köln", "Côte d’Ivoire", "é", "plain"])
def test_texts_are_read_in_their_encoding(tmp_path: Path, encoding: str, word: str) -> None:
    if encoding == "latin-1":
        word = word.replace("’", "'")
    table = read_table(_file(tmp_path, f"id,name\n1,{word}\n", encoding))
    assert table.header == ("id", "name")
    assert table.rows == ((2, ("1", word)),)


def test_other_scripts_are_read_in_their_encoding(tmp_path: Path) -> None:
    for encoding, words in (("cp1251", "Учения Запад и Восток на полигоне"), ("cp1250", "Zażółć gęślą jaźń ćwiczenie wojskowe w Łodzi"),
                            ("cp1253", "Άσκηση στην Ελλάδα"), ("koi8-r", "Учения Запад и Восток на полигоне")):
        assert read_table(_file(tmp_path, f"id,name\n1,{words}\n", encoding)).rows[0][1][1] == words


@pytest.mark.parametrize(
    ("text", "separator"),
    [("a,b\n1,2\n", ","), ("a;b\n1,5;2\n", ";"), ("a\tb\n1,5\t2;3\n", "\t"), ("a|b\n1|2\n", "|"), ("a\n1\n", ","), ('"a;x",b\n1,2\n', ","),
     ("a,b\r1,2\r", ","), ("a,b\r\n1,2", ",")],
)
def test_separators_are_found(tmp_path: Path, text: str, separator: str) -> None:
    table = read_table(_file(tmp_path, text))
    assert table.separator == separator
    assert len(table.rows) == 1
    assert len({len(row) for _, row in table.rows} | {len(table.header)}) == 1


def test_wrong_numbers_of_cells_are_told_by_line(tmp_path: Path) -> None:
    text = 'a,b,c\n1,2\n"x\ny",2,3\n1,2,3,4\n\n1,2,3,,\n,,\n7,8,9\n'
    table = read_table(_file(tmp_path, text))
    assert [(problem.line, problem.problem) for problem in table.problems] == [
        (2, "has 2 cells; the header names 3."), (5, "has 4 cells; the header names 3."),
    ]
    assert [line for line, _ in table.rows] == [3, 7, 9]
    assert all(problem.remedy for problem in table.problems)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"), (b"\n\n", "is empty"), (b"\xef\xbb\xbf", "is empty"), (b"a,b,a\n1,2,3\n", "“a” twice"),
        (b"a,b\n1,\x00\n", "line 2: holds a NUL"), (b"PK\x03\x04rest", "workbook"), (b"%PDF-1.7", "PDF"), (b"\xd0\xcf\x11\xe0", "Excel"),
        (b'a,b\n1,"open\n2,3\n', "line 2: is not a table"), (b'a,b\n1,"x"y\n', "line 2: is not a table"), (b"a\x00b\x00", "NUL"),
    ],
)
def test_what_is_no_table_is_said_in_a_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        read_table(_file(tmp_path, content))


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="not there"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(UnreadableFile, match="folder"):
        read_table(tmp_path)


def test_blank_headers_are_left_out(tmp_path: Path) -> None:
    table = read_table(_file(tmp_path, "kind,,designation\nexercise,x,ARC\n"))
    ((line, data),) = read_own(table)
    assert (line, data) == (2, {"kind": "exercise", "designation": "ARC"})


def test_a_huge_number_is_no_number_and_no_crash(tmp_path: Path) -> None:
    ((_, data),) = read_own(read_table(_file(tmp_path, f"kind,sorties\nexercise,{'9' * 5000}\n")))
    assert data["sorties"] == "9" * 5000


@settings(max_examples=150)
@given(st.binary(max_size=60))
def test_no_bytes_crash_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = _file(tmp_path_factory.getbasetemp(), content)
    refused = False
    try:
        table = read_table(path)
    except UnreadableFile:
        refused = True
    assert refused or table.header


def test_zones_of_instants_are_written_in_a_column_of_their_own(tmp_path: Path) -> None:
    from tests.builders import at

    record = a_contact(opened_at=at("2027-02-11T10:01:00+05:30", "Asia/Kolkata"), answered_at=None, closed_at=None)
    assert _read_back(read_table(_file(tmp_path, _written([record], "contact")))) == [record]
