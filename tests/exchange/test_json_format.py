"""Records as JSON files: round trip, and problems by the line on which their record begins."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cbm_tracker.domain.measures import Record
from cbm_tracker.errors import UnreadableFile
from cbm_tracker.exchange import json_format
from cbm_tracker.exchange.read_result import ReadResult
from tests.builders import one_of_each
from tests.exchange.known_names import codes_as_written
from tests.strategies import records


def _read(text: str) -> ReadResult:
    return json_format.read_text(text, "file.json", codes_as_written())


def _written(told: list[Record]) -> str:
    stream = io.StringIO()
    assert json_format.write(told, stream) == len(told)
    return stream.getvalue()


@settings(max_examples=60)
@given(st.lists(records(), max_size=3, unique_by=lambda record: record.id))
def test_what_is_written_reads_back(told: list[Record]) -> None:
    result = _read(_written(told))
    assert result.problems == ()
    assert [line.record for line in result.lines] == told
    assert [line.line for line in result.lines] == list(range(2, 2 + len(told)))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('{"kind": "exercise"}', [1]), ('\n\n {"kind": "exercise"}\n', [3]), ("[]", []), ('[{"kind": "exercise"}]', [1]),
        ('[\n{"kind": "exercise"},\n\n{"kind":\n"contact"},{"kind": "inspection"}]', [2, 4, 5]),
        ('{"schema": "cbm-tracker/1",\n"records": [\n{"kind": "exercise"}]}', [3]),
        ('{"records":\n[{"kind": "exercise",\n"remarks": "[\\n{"},\n{"kind": "contact"}],\n"schema": "cbm-tracker/1"}', [2, 4]),
        ('{"schema": "cbm-tracker/1", "total": 1, "next": null, "records": [{"kind": "exercise"}]}', [1]),
        ('{"total": [{"records": 1}], "schema": "cbm-tracker/1",\n"records": [{"kind": "exercise"}]}', [2]),
        ('{"schema": "cbm-tracker/1", "records": []}', []), ('\ufeff{"kind": "exercise"}'.removeprefix("\ufeff"), [1]),
    ],
)
def test_lines_are_those_on_which_records_begin(text: str, lines: list[int]) -> None:
    result = _read(text)
    assert [line.line for line in result.lines] == lines
    assert result.problems == ()


def test_problems_name_line_field_and_remedy() -> None:
    result = _read(
        '[\n{"kind": "exercise", "sorties": -9},\n{"kind": "contact"},\n{"kind": "contakt"},\n{"kind": "exercise", "desigation": "X"}\n]'
    )
    assert [(problem.line, problem.field) for problem in result.problems] == [(2, "sorties"), (4, "kind"), (5, "desigation")]
    assert all(problem.problem and problem.remedy for problem in result.problems)
    assert [line.line for line in result.lines] == [3]


def test_an_id_used_twice_is_a_problem() -> None:
    record = {"kind": "exercise", "id": "7b0e5f5e-3f0d-4a57-9a5b-0f6f3f1d2c10"}
    result = _read(json.dumps([record, record], indent=0))
    assert [problem.field for problem in result.problems] == ["id"]
    assert "line 2" in result.problems[0].problem


def test_a_record_without_id_has_the_same_id_when_it_comes_again() -> None:
    once, again = _read('{"kind": "exercise", "sorties": 1}'), _read('[{"sorties": 1, "kind": "exercise"}]')
    assert once.lines[0].record.id == again.lines[0].record.id
    assert once.lines[0].record.id != _read('{"kind": "exercise", "sorties": 2}').lines[0].record.id


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: is not JSON"), ("{", "line 1: is not JSON"), ('[\n{"kind": "exercise"},\n]', "line 3: is not JSON"),
        ("null", "neither"),
        ("7", "neither"), ('"x"', "neither"), ("[7]", "no record"), ('[\n{"kind": "exercise"},\n[]]', "line 3: holds something"),
        ('{"schema": "cbm-tracker/2", "records": []}', "cbm-tracker/2"), ('{"records": []}', "schema"),
        ('{"schema": "cbm-tracker/1", "records": [], "recrods": 1}', "recrods"), ('{"schema": "cbm-tracker/1", "records": 7}', "neither"),
        ('{"kind": "exercise", "kind": "contact"}', "“kind” stands twice"),
        ('{"kind": "notification", "content": {"a": 1, "a": 2}}', "“a” stands"),
        ('{"kind": "exercise", "sorties": NaN}', "NaN"), ('{"kind": "exercise", "sorties": -Infinity}', "Infinity"),
        ("[" * 100_000, "nested too deeply"), ('{"a":' * 100_000, "nested too deeply"),
        ('{"kind": "exercise", "sorties": ' + "9" * 5000 + "}", "figures"),
        ("[1] [2]", "is not JSON"), ("{'kind': 'exercise'}", "is not JSON"),
    ],
)
def test_what_is_no_json_of_ours_is_said_in_a_sentence(text: str, says: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        _read(text)
    assert says in refusal.value.message
    assert refusal.value.message.startswith("file.json")


def test_deep_content_is_a_problem_of_its_line() -> None:
    deep = "[" * 200 + "]" * 200
    result = _read(f'[\n{{"kind": "notification", "content": {{"a": {deep}}}}}]')
    assert [(problem.line, problem.field[:9]) for problem in result.problems] == [(2, "content.a")]


def test_signs_that_no_file_can_hold_are_a_problem_of_their_line() -> None:
    result = _read('[\n{"kind": "notification", "content": {"a": "\\ud83d"}},\n{"kind": "exercise", "designation": "a\\u0000"}]')
    assert [(problem.line, problem.field) for problem in result.problems] == [(2, "content.a"), (3, "designation")]


def test_files_are_utf8_with_or_without_mark(tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    for encoding in ("utf-8", "utf-8-sig"):
        path.write_text(_written(list(one_of_each())), encoding)
        assert len(json_format.read_file(path, codes_as_written()).lines) == len(one_of_each())
    path.write_text(_written(list(one_of_each())), "utf-16")
    with pytest.raises(UnreadableFile, match="UTF-8"):
        json_format.read_file(path, codes_as_written())
    for missing, says in ((tmp_path / "none.json", "not there"), (tmp_path, "folder")):
        with pytest.raises(UnreadableFile, match=says):
            json_format.read_file(missing, codes_as_written())


@settings(max_examples=150)
@given(st.text(st.sampled_from('[]{}",:\\ \n019.eE-+truefalsn"kidrecos'), max_size=40))
def test_no_text_crashes_the_reader(text: str) -> None:
    said = ""
    try:
        _read(text)
    except UnreadableFile as refusal:
        said = refusal.message
    assert said.startswith("file.json") or not said
