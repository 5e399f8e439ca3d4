"""Names of States in doubt: all of a line are told at once, and an answer decides them in tables and JSON alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from cbm_tracker.domain.measures import JointExercise
from cbm_tracker.domain.record_json import to_json
from cbm_tracker.exchange import json_format
from cbm_tracker.exchange.csv_format import read_own, read_table
from cbm_tracker.exchange.mapped_table import read_mapped
from cbm_tracker.exchange.mapping import Mapping, dump_mapping, load_mapping, parse_mapping
from cbm_tracker.exchange.own_records import read_objects
from cbm_tracker.exchange.read_result import ReadResult, standing_at
from tests.exchange.known_names import known_names

BY_MAPPING = {
    "kind": "exercise", "field": [{"to": "designation", "from": "What"}, {"to": "contingents", "from": ["A", "B"], "as": "states"}],
}


def _mapped(folder: Path, text: str, answers: dict[str, str]) -> ReadResult:
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    return read_mapped(read_table(path), parse_mapping(BY_MAPPING, "map.toml"), "table.csv", known_names(answers))


def _own(folder: Path, text: str, answers: dict[str, str]) -> ReadResult:
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    table = read_table(path)
    return read_objects(read_own(table, "exercise"), "table.csv", known_names(answers), table.problems)


def _states(result: ReadResult) -> list[list[str]]:
    assert result.problems == ()
    found = []
    for line in result.lines:
        assert isinstance(line.record, JointExercise)
        found.append([contingent.state for contingent in line.record.contingents])
    return found


TABLE = "What,A,B\nONE,Ruritania,Korea\nTWO,Japan,ruritania\nTHREE,Japan,USA\n"


def test_all_names_of_a_line_are_told_at_once(tmp_path: Path) -> None:
    result = _mapped(tmp_path, TABLE, {})
    first, second = result.problems
    assert (first.line, first.field, first.value, first.doubts) == (2, "A", "Ruritania", ("Ruritania", "Korea"))
    assert first.remedy == "Who is Ruritania?"
    assert second.doubts == ("ruritania",)
    assert len(result.lines) == 1


def test_an_answer_decides_a_name_in_whatever_letters(tmp_path: Path) -> None:
    assert _states(_mapped(tmp_path, TABLE, {"Ruritania": "POL", "korea": "KOR"})) == [["POL", "KOR"], ["JPN", "POL"], ["JPN", "USA"]]


def test_an_answer_may_leave_the_lines_out(tmp_path: Path) -> None:
    result = _mapped(tmp_path, TABLE, {"Ruritania": ""})
    assert _states(result) == [["JPN", "USA"]]
    assert result.left_out == 2


def test_an_answer_to_exactly_what_is_written_counts_before_what_is_certain(tmp_path: Path) -> None:
    text = "What,A,B\nONE,USA,Japan\nTWO,usa,Japan\n"
    (first,) = _mapped(tmp_path, text, {"USA": "AUS"}).lines[:1]
    assert isinstance(first.record, JointExercise)
    assert first.record.contingents[0].state == "AUS"
    assert _states(_mapped(tmp_path, "What,A,B\nONE,USA,Japan\n", {"usa": "AUS"})) == [["USA", "JPN"]]
    assert _states(_mapped(tmp_path, "What,A,B\nONE,United States,Japan\n", {"USA": "AUS"})) == [["USA", "JPN"]]


def test_a_table_of_our_own_is_answered_too(tmp_path: Path) -> None:
    text = 'designation,contingents\nONE,"[{""state"": ""Ruritania""}, {""state"": ""Korea""}]"\n'
    (problem,) = _own(tmp_path, text, {}).problems
    assert (problem.field, problem.value, problem.kind) == ("contingents[0].state", "Ruritania", "exercise")
    assert problem.doubts == ("Ruritania", "Korea")
    assert _states(_own(tmp_path, text, {"ruritania": "POL", "Korea": "KOR"})) == [["POL", "KOR"]]


def test_json_is_answered_too() -> None:
    text = '[{"kind": "inspection", "inspecting_states": ["Ruritania"], "receiving_state": "Poland"}]'
    result = json_format.read_text(text, "file.json", known_names())
    assert [problem.doubts for problem in result.problems] == [("Ruritania",)]
    answered = json_format.read_text(text, "file.json", known_names({"Ruritania": "JPN"}))
    assert answered.problems == ()
    assert to_json(answered.lines[0].record)["inspecting_states"] == ["JPN"]
    assert json_format.read_text(text, "file.json", known_names({"Ruritania": ""})).left_out == 1


def test_participants_stay_as_told_and_are_never_asked() -> None:
    text = '[{"kind": "exercise", "designation": "ONE", "other_participants": ["Ruritania", "NATO"]}]'
    for answers in ({}, {"Ruritania": ""}):
        (line,) = json_format.read_text(text, "file.json", known_names(answers)).lines
        assert to_json(line.record)["other_participants"] == ["Ruritania", "NATO"]


def test_answers_are_kept_with_a_mapping_or_alone(tmp_path: Path) -> None:
    answers = {"st. christopher": "KNA", "“Zenda” = \"x\"": ""}
    for mapping in (parse_mapping({**BY_MAPPING, "states": answers}, "map.toml"), Mapping("Answers", "", (), ("What",), states=answers)):
        path = tmp_path / "kept.toml"
        path.write_text(dump_mapping(mapping), "utf-8")
        assert load_mapping(path) == mapping
        assert load_mapping(path).states == answers


@pytest.mark.parametrize(
    ("path", "stands"),
    [("a", "one"), ("b[1].c", "[1, 2]"), ("b[0].c", ""), ("b[7]", ""), ("z.y", ""), ("a.b", ""), ("n", "5")],
)
def test_what_stands_at_a_path_is_told(path: str, stands: str) -> None:
    assert standing_at({"a": "one", "b": [{"c": None}, {"c": [1, 2]}], "n": 5}, path) == stands
