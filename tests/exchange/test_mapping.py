"""Mappings: saved and read again, refused with the key that is wrong, and tables read by them."""

from __future__ import annotations

import csv
from collections.abc import Mapping as MappingType
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cbm_tracker.domain.measures import JointExercise
from cbm_tracker.errors import UnreadableFile
from cbm_tracker.exchange.csv_format import Table, read_table
from cbm_tracker.exchange.mapped_table import read_mapped
from cbm_tracker.exchange.mapping import FieldMapping, Mapping, dump_mapping, load_mapping, parse_mapping
from cbm_tracker.exchange.read_result import ReadResult
from cbm_tracker.paths import resource
from tests.builders import day
from tests.exchange.known_names import known_names

MME = resource("mappings", "mme.toml")
PARTICIPANTS = ["State" + letters for letters in (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", *("A" + letter for letter in "ABCDEFGHIJKLM"))]
COLUMNS = [
    "MMEID", "Ex_Name", "Series_Name", "Location", "lat", "lon", "s.year", "s.month", "s.day", "e.year", "e.month", "e.day", "CPX",
    "Amphibious", "Land", "Sea", "Air", "Cyber", "Warfighting", "Peacekeeping", "Humanitarian", "FocusDescription",
    "AdditionalParticipantInfo", *PARTICIPANTS,
]


def _mme(folder: Path, *rows: MappingType[str, str]) -> ReadResult:
    """Read a table of the shape of the Multinational Military Exercises data set; what a row does not say is -9."""
    usual = {
        "MMEID": "mme1", "Ex_Name": "COPE NORTH", "Location": "Misawa", "lat": "40.7", "lon": "141.4", "s.year": "1980", "s.month": "1",
        "s.day": "14", "e.year": "1980", "e.month": "1", "e.day": "20", "Air": "1", "StateA": "United States", "StateB": "Japan",
    }
    path = folder / "mme.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="-9", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({**usual, **row} for row in rows)
    return read_mapped(read_table(path), load_mapping(MME), "mme.csv", known_names())


def _only(result: ReadResult) -> JointExercise:
    assert result.problems == ()
    (line,) = result.lines
    assert isinstance(line.record, JointExercise)
    return line.record


def test_a_row_becomes_an_exercise(tmp_path: Path) -> None:
    record = _only(_mme(tmp_path, {}))
    assert (record.reference, record.designation, record.activity_type, record.tags) == ("mme1", "COPE NORTH", "air_exercise", ("air",))
    assert (record.starts_on, record.ends_on) == (day("1980-01-14"), day("1980-01-20"))
    assert [contingent.state for contingent in record.contingents] == ["USA", "JPN"]
    assert all(contingent.troops is None for contingent in record.contingents)
    assert record.area is not None
    assert record.area.points == ((40.7, 141.4),)
    assert record.sources


def test_what_is_not_known_stays_unknown(tmp_path: Path) -> None:
    row = {"Ex_Name": "-9", "s.day": "xx", "e.month": "xx", "e.day": "xx", "lat": "-9", "lon": "-9", "Location": ""}
    record = _only(_mme(tmp_path, row))
    assert (record.designation, record.starts_on, record.ends_on, record.area) == ("", day("1980-01"), day("1980"), None)


def test_former_states_and_organisations_are_told_apart(tmp_path: Path) -> None:
    record = _only(_mme(tmp_path, {"StateA": "USSR", "StateB": "NATO", "StateC": "Baltic States", "StateD": "USSR"}))
    assert [contingent.state for contingent in record.contingents] == ["SUN"]
    assert record.other_participants == ("NATO", "Baltic States")


@pytest.mark.parametrize(
    ("row", "field", "says"),
    [
        ({"StateB": "Ruritania"}, "StateB", "“Ruritania” does not name one State"), ({"e.year": "1979"}, "ends_on", "before the first day"),
        ({"s.month": "13"}, "s.year", "no month 13"), ({"s.day": "31", "s.month": "2"}, "s.year", "no day 31"),
        ({"s.year": "²"}, "s.year", "not a date"), ({"s.year": "19x0"}, "s.year", "not a date"),
        ({"s.year": "9" * 5000}, "s.year", "not a date"),
        ({"lat": "north"}, "lat", "not a place"), ({"lat": "140.7"}, "area.points[0]", "not on the globe"),
        ({"lat": "nan"}, "area.points[0]", "not on the globe"),
    ],
)
def test_a_doubtful_row_is_told_by_line_and_column(tmp_path: Path, row: dict[str, str], field: str, says: str) -> None:
    result = _mme(tmp_path, {"MMEID": "mme0"}, row, {"MMEID": "mme2", "Ex_Name": "OTHER"})
    assert [(problem.line, problem.field) for problem in result.problems] == [(3, field)]
    assert says in result.problems[0].problem
    assert result.problems[0].remedy
    assert [line.line for line in result.lines] == [2, 4]


def test_an_id_used_for_two_exercises_is_told_and_one_said_twice_is_counted(tmp_path: Path) -> None:
    result = _mme(tmp_path, {}, {"Ex_Name": "OTHER"}, {}, {"MMEID": "mme2"})
    assert [(problem.line, problem.field, problem.value) for problem in result.problems] == [(3, "MMEID", "mme1")]
    assert "line 2" in result.problems[0].problem
    assert result.repeated == 1
    assert [line.line for line in result.lines] == [2, 5]


def test_the_same_row_has_the_same_id_each_time(tmp_path: Path) -> None:
    assert _only(_mme(tmp_path, {})).id == _only(_mme(tmp_path, {})).id


def _table(folder: Path, text: str, mapping: dict[str, Any]) -> ReadResult:
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    return read_mapped(read_table(path), parse_mapping(mapping, "map.toml"), "table.csv", known_names())


@pytest.mark.parametrize(
    ("told", "order", "read"),
    [("1/14/80", "mdy", "1980-01-14"), ("14.1.80", "dmy", "1980-01-14"), ("2020/1/16", "", "2020-01-16"), ("1980-01-xx", "mdy", "1980-01"),
     ("2/3/69", "dmy", "2069-03-02"), ("2/3/70", "dmy", "1970-03-02")],
)
def test_dates_are_read_in_the_order_that_is_told(tmp_path: Path, told: str, order: str, read: str) -> None:
    part = {"to": "starts_on", "from": "Date", "as": "date", "unknown": ["xx"], **({"order": order} if order else {})}
    record = _only(_table(tmp_path, f"Date\n{told}\n", {"kind": "exercise", "field": [part]}))
    assert str(record.starts_on) == read


def test_a_date_in_no_told_order_is_asked_not_guessed(tmp_path: Path) -> None:
    result = _table(tmp_path, "Date\n2/3/80\n", {"kind": "exercise", "field": [{"to": "starts_on", "from": "Date", "as": "date"}]})
    assert "more than one order" in result.problems[0].problem


def test_a_missing_column_is_told(tmp_path: Path) -> None:
    result = _table(tmp_path, "A\n1\n", {"kind": "exercise", "field": [{"to": "designation", "from": "B"}]})
    assert [(problem.line, problem.field) for problem in result.problems] == [(1, "B")]


def test_constants_are_the_same_in_every_record(tmp_path: Path) -> None:
    mapping = {
        "kind": "exercise", "constants": {"other_participants": ["ICRC"], "area": {"name": "Sea"}},
        "field": [{"to": "contingents", "from": ["Who"], "as": "states", "others_to": "other_participants"},
                  {"to": "area.points", "from": ["lat", "lon"], "as": "point"}, {"to": "designation", "from": "Name"}],
    }
    result = _table(tmp_path, "Who,lat,lon,Name\nNATO,1,2,A\nPoland,,,B\n", mapping)
    first, second = (line.record for line in result.lines)
    assert isinstance(first, JointExercise)
    assert isinstance(second, JointExercise)
    assert (first.other_participants, second.other_participants) == (("ICRC", "NATO"), ("ICRC",))
    assert second.area is not None
    assert (second.area.name, second.area.points) == ("Sea", ())


# ---------------------------------------------------------------- mapping files

texts = st.text(st.characters(codec="utf-8"), max_size=12)
field_mappings = st.builds(
    FieldMapping, to=st.sampled_from(("designation", "area.name", "remarks")), columns=st.lists(texts, min_size=1, max_size=3).map(tuple),
    missing=st.lists(texts, max_size=2).map(tuple), table=st.dictionaries(texts, texts, max_size=2),
)
mappings = st.builds(
    Mapping, name=texts, kind=st.just("exercise"), fields=st.lists(field_mappings, max_size=3).map(tuple),
    recognise=st.lists(texts, max_size=2).map(tuple), key=texts, missing=st.lists(texts, max_size=2).map(tuple),
    constants=st.dictionaries(st.sampled_from(("remarks", "marking")), texts, max_size=2),
)


@settings(max_examples=100)
@given(mappings)
def test_a_saved_mapping_reads_back(tmp_path_factory: pytest.TempPathFactory, mapping: Mapping) -> None:
    path = tmp_path_factory.getbasetemp() / "mapping.toml"
    path.write_text(dump_mapping(mapping), "utf-8", newline="")
    assert load_mapping(path) == mapping


def test_the_shipped_mapping_reads_back(tmp_path: Path) -> None:
    mapping = load_mapping(MME)
    path = tmp_path / "mapping.toml"
    path.write_text(dump_mapping(mapping), "utf-8")
    assert load_mapping(path) == mapping
    assert mapping.fits(COLUMNS)
    assert not mapping.fits(COLUMNS[1:])


_FIELD = {"to": "designation", "from": "A"}


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({}, "kind"), ({"kind": "war"}, "kind"), ({"kind": 5}, "kind"), ({"kind": "exercise", "fields": []}, "fields"),
        ({"kind": "exercise", "recognise": "MMEID"}, "recognise"), ({"kind": "exercise", "missing": [5]}, "missing"),
        ({"kind": "exercise", "constants": 5}, "constants"), ({"kind": "exercise", "constants": {"troops": 5}}, "constants.troops"),
                    ({"states": {}}, "kind"), ({"states": {"korea": "Korea"}}, "states.korea"), ({"states": {"korea": 5}}, "states"),
            ({"states": {" ": "KOR"}}, "states"), ({"states": {"korea": "KOR"}, "constants": {"troops": 5}}, "kind"),
            ({"kind": "exercise", "field": {}}, "field"), ({"kind": "exercise", "field": [5]}, "field[0]"),
        *(({"kind": "exercise", "field": [{**_FIELD, **part}]}, f"field[0].{key}") for key, part in (
            ("to", {"to": "desigation"}), ("to", {"to": "designation.x"}), ("to", {"to": 5}), ("from", {"from": []}), ("from", {"from": 5}),
            ("form", {"form": "text"}), ("as", {"as": "magic"}), ("order", {"order": "myd", "as": "date"}), ("from", {"as": "point"}),
            ("from", {"as": "date", "from": ["A", "B"]}), ("from", {"as": "count", "from": ["A", "B"]}), ("table", {"as": "tags"}),
            ("table", {"table": {"A": 5}}), ("others_to", {"others_to": "designation"}), ("to", {"as": "states"}),
        )),
    ],
)
def test_a_wrong_mapping_names_its_key(data: dict[str, Any], key: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        parse_mapping(data, "map.toml")
    assert refusal.value.message.startswith(f"map.toml: {key} ")


@pytest.mark.parametrize("content", [b"kind = ", b"\xff\xfe", b"kind = 'exercise'\nkind = 'contact'"])
def test_what_is_no_mapping_is_said_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "map.toml"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        load_mapping(path)
    for missing in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(UnreadableFile):
            load_mapping(missing)


_ODD_CELLS = ("", "-9", "xx", "1", "13", "1980", "²", "٣", "nan", "1e400", "NATO", "Japan", "=x", "\ud83d", "a\nb", "\x00")


@settings(max_examples=150)
@given(st.lists(st.sampled_from(_ODD_CELLS) | texts, min_size=12, max_size=12))
def test_no_cells_crash_a_mapping(cells: list[str]) -> None:
    """Whatever stands in a table, each row becomes a record or a problem."""
    table = Table(tuple(COLUMNS), ((2, tuple((*cells, *cells, *cells, *cells, *cells, *cells)[: len(COLUMNS)])),), (), "utf-8", ",")
    result = read_mapped(table, load_mapping(MME), "mme.csv", known_names())
    assert len(result.lines) + len(result.problems) == 1
