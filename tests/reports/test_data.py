"""The data that lies in a report: the same as on its pages, and counted again by its fingerprint."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json

from cbm_tracker.reports.content import Bar, Column, Figure, Picture, Row, Section, Stacked, Table
from cbm_tracker.reports.data import JSON_NAME, DataFile, data_files, numbered_tables
from tests.reports.test_pdf import with_section

TABLE = Table(
    "Counts", (Column("What", 80), Column("Number", 40, "right"), Column("", 48)),
    (Row(("Exercises", "", ""), "group"), Row((Stacked("=1+1", "below"), "13\u202f200", Bar(0.25)), source="Exercise A"),
     Row(("Together", "13\u202f200", ""), "total")),
)
PLACE = Figure("Where", Picture(168, 20), "A map.", TABLE)


def bytes_of(file: DataFile) -> bytes:
    return b"".join(file.parts())


def test_the_fingerprint_is_that_of_the_json_file() -> None:
    content = with_section(TABLE)
    (whole, *_) = data_files(content)
    assert whole.name == JSON_NAME
    assert hashlib.sha256(bytes_of(whole)).hexdigest() == content.fingerprint()
    assert bytes_of(whole) == bytes_of(whole)
    numbered = dataclasses.replace(content, number="2027/014")
    assert bytes_of(data_files(numbered)[0]) == bytes_of(whole)


def test_the_json_says_what_each_part_is() -> None:
    told = json.loads(bytes_of(data_files(with_section(TABLE))[0]))
    assert told["is"] == "reportcontent"
    block = told["sections"][0]["blocks"][0]
    assert block["is"] == "table"
    assert [row["kind"] for row in block["rows"]] == ["group", "plain", "total"]
    assert block["rows"][1]["cells"] == [
        {"below": "below", "is": "stacked", "main": "=1+1"}, "13\u202f200", {"hatched": False, "is": "bar", "share": 0.25},
    ]


def test_each_table_is_a_file_of_its_number() -> None:
    content = with_section(TABLE)
    content = dataclasses.replace(content, sections=(*content.sections, Section("Place", "", (PLACE, TABLE))))
    assert [label for label, _ in numbered_tables(content)] == ["1.1", "2.1", "2.2"]
    files = data_files(content)
    assert [file.name for file in files] == [JSON_NAME, "table-1-1.csv", "table-2-1.csv", "table-2-2.csv"]
    assert files[1].says == "Table 1.1: Counts"


def test_a_table_reads_back_and_none_of_its_cells_is_a_formula() -> None:
    written = bytes_of(data_files(with_section(TABLE))[1]).decode("utf-8")
    assert list(csv.reader(io.StringIO(written, newline=""))) == [
        ["Row", "What", "Number", ""], ["group", "Exercises", "", ""], ["plain", "'=1+1\nbelow", "13\u202f200", "0.2500"],
        ["total", "Together", "13\u202f200", ""],
    ]
