"""Imports are a plan first, then all or nothing; exports appear whole or not at all."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import Attachment
from cbm_tracker.domain.query import Query
from cbm_tracker.domain.record_json import to_json
from cbm_tracker.domain.vocabulary import KINDS
from cbm_tracker.errors import Cancelled, CbmTrackerError, InvalidMeasure, NotWritable, UnreadableFile
from cbm_tracker.exchange.mapping import load_mapping
from cbm_tracker.paths import resource
from cbm_tracker.services.exchange import ImportPlan
from cbm_tracker.services.progress import Silent
from tests.builders import a_contact, an_exercise, one_of_each

_SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"


class _CancelledAt:
    """Progress that is cancelled at a step."""

    def __init__(self, step: int) -> None:
        self.left = step

    def step(self, done: int, total: int, doing: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def _json(folder: Path, *records: object, name: str = "in.json") -> Path:
    return _file(folder, name, "[\n" + ",\n".join(json.dumps(record) for record in records) + "\n]")


def _count(services: Services) -> int:
    return services.records.count(Query())


def test_a_plan_tells_new_known_and_problems_and_saves_nothing(services: Services, tmp_path: Path) -> None:
    known, new = a_contact(), an_exercise()
    services.records.record(known)
    before = _count(services)
    wrong = ({"kind": "exercise", "sorties": -9}, {"kind": "exercise", "host_states": ["Congo"]})
    path = _json(tmp_path, to_json(known), to_json(new), *wrong)
    planned = services.exchange.plan_import([path], Silent())
    assert (planned.new, planned.known, planned.lines) == ((new,), 1, 4)
    told = [(found.source, found.problem.line, found.problem.field) for found in planned.problems]
    assert told == [(str(path), 4, "sorties"), (str(path), 5, "host_states[0]")]
    assert all(found.problem.remedy for found in planned.problems)
    assert _count(services) == before
    assert services.exchange.carry_out(planned, Silent()) == 1
    assert _count(services) == before + 1
    again = services.exchange.plan_import([path], Silent())
    assert (again.new, again.known) == ((), 2)
    assert services.exchange.carry_out(again, Silent()) == 0


def test_a_record_in_two_files_is_recorded_once(services: Services, tmp_path: Path) -> None:
    one, two = _json(tmp_path, {"kind": "contact", "subject": "x"}), _file(tmp_path, "in.csv", "subject,kind\nx,contact\ny,contact\n")
    planned = services.exchange.plan_import([one, two], Silent())
    assert (len(planned.new), planned.known, planned.problems) == (2, 1, ())


def test_states_are_named_in_any_language_and_doubt_is_a_problem(services: Services, tmp_path: Path) -> None:
    text = "kind,host_states,to\nexercise,Türkei;DE;Соединенные Штаты,Germany;Somebody\nexercise,Congo,\nexercise,Turkey;TUR,\n"
    planned = services.exchange.plan_import([_file(tmp_path, "in.csv", text)], Silent())
    (record,) = planned.new
    assert to_json(record)["host_states"] == ["TUR", "DEU", "USA"]
    assert record.to == ("DEU", "Somebody")
    assert [(found.problem.line, found.problem.field) for found in planned.problems] == [(3, "host_states[0]"), (4, "host_states")]


def test_a_table_without_kind_or_mapping_is_asked_about(services: Services, tmp_path: Path) -> None:
    path = _file(tmp_path, "in.csv", "designation,sorties\nARC,12\n")
    planned = services.exchange.plan_import([path], Silent())
    assert [found.problem.field for found in planned.problems] == ["kind"]
    (record,) = services.exchange.plan_import([path], Silent(), kind="exercise").new
    assert to_json(record)["sorties"] == 12


def test_a_file_that_the_record_names_must_be_kept_here(services: Services, tmp_path: Path) -> None:
    note = tmp_path / "note.pdf"
    note.write_bytes(b"kept")
    here = a_contact()
    services.records.record_with_files(here, [note])
    kept = services.records.get(here.id).record.attachments
    with_kept, without = a_contact(attachments=kept), a_contact(attachments=(Attachment(name="far.pdf", sha256="ab" * 32),))
    planned = services.exchange.plan_import([_json(tmp_path, to_json(without), to_json(with_kept))], Silent())
    assert planned.new == (with_kept,)
    assert [(found.problem.line, found.problem.field, found.problem.value) for found in planned.problems] == [(2, "attachments", "far.pdf")]


@pytest.mark.parametrize("step", range(5))
def test_a_cancelled_import_leaves_nothing(services: Services, tmp_path: Path, step: int) -> None:
    before, operations = _count(services), len(services.undo.latest())
    planned = services.exchange.plan_import([_json(tmp_path, *({"kind": "contact", "subject": str(n)} for n in range(1800)))], Silent())
    with pytest.raises(Cancelled):
        services.exchange.carry_out(planned, _CancelledAt(step))
    assert (_count(services), len(services.undo.latest())) == (before, operations)
    assert services.records.count(Query(kinds=("contact",), text="closed")) == 0
    assert services.exchange.carry_out(planned, Silent()) == 1800


def test_what_was_recorded_since_the_plan_stops_it_whole(services: Services, tmp_path: Path) -> None:
    first, second = a_contact(), a_contact()
    planned = services.exchange.plan_import([_json(tmp_path, to_json(first), to_json(second))], Silent())
    services.records.record(second)
    before = _count(services)
    with pytest.raises(InvalidMeasure, match="recorded already"):
        services.exchange.carry_out(planned, Silent())
    assert _count(services) == before


def test_adding_is_all_or_nothing_and_names_the_line(services: Services) -> None:
    before = _count(services)
    ids = services.exchange.add('[{"kind": "exercise"},\n{"kind": "contact"}]', "-")
    assert _count(services) == before + 2
    assert services.undo.undo_label() == "recording of 2 records"
    with pytest.raises(UnreadableFile, match="line 2: sorties: -9 is below zero"):
        services.exchange.add('[{"kind": "contact", "subject": "z"},\n{"kind": "exercise", "sorties": -9}]', "-")
    with pytest.raises(UnreadableFile, match="recorded already"):
        services.exchange.add(f'[{{"kind": "inspection"}}, {{"kind": "contact", "id": "{ids[1]}"}}]', "-")
    assert _count(services) == before + 2


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_is_exported_is_known_when_it_comes_back(services: Services, tmp_path: Path, form: str) -> None:
    for record in one_of_each():
        services.records.record(record)
    total = 0
    for kind in KINDS:
        path = tmp_path / f"{kind}.{form}"
        query = Query(kinds=(kind,))
        assert services.exchange.export(query, form, path, Silent()) == services.records.count(query)
        planned = services.exchange.plan_import([path], Silent())
        assert (planned.new, planned.problems) == ((), ())
        total += planned.known
    assert total == _count(services)


def test_an_export_that_fails_leaves_nothing(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("before")
    with pytest.raises(Cancelled):
        services.exchange.export(Query(kinds=("state",)), "csv", path, _CancelledAt(0))
    assert path.read_text() == "before"
    with pytest.raises(CbmTrackerError, match="one kind"):
        services.exchange.export(Query(), "csv", path, Silent())
    with pytest.raises(CbmTrackerError, match="does not write"):
        services.exchange.export(Query(kinds=("state",)), "docx", path, Silent())
    for place in (tmp_path / "none" / "out.csv", tmp_path, path / "out.csv"):
        with pytest.raises(NotWritable):
            services.exchange.export(Query(kinds=("state",)), "csv", place, Silent())
    assert sorted(file.name for file in tmp_path.iterdir() if "register" not in file.name) == ["out.csv"]


def test_a_mapping_is_saved_and_used_again(services: Services, tmp_path: Path) -> None:
    mapping = load_mapping(resource("mappings", "mme.toml"))
    services.exchange.save_mapping(mapping, tmp_path / "mine.toml")
    assert load_mapping(tmp_path / "mine.toml") == mapping


@pytest.mark.parametrize("name", ["x.xlsx", "x.xml", "x.ics"])
def test_formats_that_are_not_read_say_so(services: Services, tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableFile, match="Save it as CSV"):
        services.exchange.plan_import([_file(tmp_path, name, "x")], Silent())


# ---------------------------------------------------------------- real files, where they lie beside the project


def _samples(pattern: str) -> list[Path]:
    return sorted(_SAMPLES.glob(pattern))


@pytest.mark.parametrize("path", [*_samples("messy/*"), *_samples("contributions/*"), *_samples("states/*"), *_samples("notifications/*"),
                                  *_samples("calendars/*"), *_samples("exercises/[tv]*")], ids=lambda path: path.name)
@pytest.mark.parametrize("kind", ["", "exercise"])
def test_a_real_file_gives_a_plan_or_one_sentence(services: Services, path: Path, kind: str) -> None:
    said = ""
    try:
        planned = services.exchange.plan_import([path], Silent(), kind=kind)
    except UnreadableFile as refusal:
        said = str(refusal)
    assert said.count("\n") == 0 and path.name in said if said else planned.lines > 0


@pytest.mark.parametrize("path", _samples("exercises/mme_v7.csv"), ids=lambda path: path.name)
def test_every_row_of_the_exercise_data_set_is_recorded_once_or_told(services: Services, path: Path) -> None:
    planned = services.exchange.plan_import([path], Silent())
    with path.open(encoding="utf-8", newline="") as file:
        rows = sum(1 for _ in csv.reader(file)) - 1
    assert planned.lines == rows == 3707  # the last one ends without a line end, and is easily left uncounted
    assert all(found.problem.line > 1 and found.problem.problem and found.problem.remedy for found in planned.problems)
    reused = [found.problem.value for found in planned.problems if found.problem.field == "MMEID"]
    assert sorted(reused) == ["mme3457", "mme3458", "mme3460"]
    backward = [found for found in planned.problems if found.problem.field == "ends_on"]
    assert len(backward) == 6  # five, and one that ended in an unknown day of a month before it began
    assert len(planned.problems) == len({found.problem.line for found in planned.problems})
    assert services.exchange.carry_out(planned, Silent()) == len(planned.new)
    again = services.exchange.plan_import([path], Silent())
    assert (again.new, again.known + len(again.problems)) == ((), rows)
    assert services.undo.undo_label() == f"import of {len(planned.new)} records from mme_v7.csv"


def test_a_known_id_with_other_content_is_told_and_changes_nothing(services: Services, tmp_path: Path) -> None:
    exercise = an_exercise(designation="NORTHERN ARC 27", status="issued")
    services.records.record(exercise)
    path = tmp_path / "again.json"

    def told(**changes: Any) -> ImportPlan:
        path.write_text(json.dumps({**to_json(exercise), **changes}), "utf-8")
        return services.exchange.plan_import([path], Silent())

    assert (told().known, told().problems) == (1, ())
    assert told(status="draft").known == 1  # the status is the register's own
    other = told(designation="SOUTHERN ARC 27")
    assert (other.new, other.known) == ((), 0)
    [problem] = other.problems
    assert (problem.problem.line, problem.problem.field) == (1, "designation")
    assert "is recorded already" in problem.problem.problem
    assert services.exchange.carry_out(other, Silent()) == 0
    assert services.records.get(exercise.id).record == exercise


DOUBTFUL = (
    "kind,designation,host_states\nexercise,ONE,Congo\nexercise,TWO,Korea\nexercise,THREE,congo\nexercise,FOUR,Hungray\n"
    "exercise,FIVE,Zembla\nexercise,SIX,Austria\n"
)


def test_names_in_doubt_are_asked_once_each_with_what_they_may_mean(services: Services, tmp_path: Path) -> None:
    planned = services.exchange.plan_import([_file(tmp_path, "in.csv", DOUBTFUL)], Silent())
    asked = services.exchange.doubtful_names(planned)
    assert [(one.name, one.lines) for one in asked] == [("Congo", 2), ("Korea", 1), ("Hungray", 1), ("Zembla", 1)]
    candidates = {one.name: one.candidates for one in asked}
    assert {"COG", "COD"} <= set(candidates["Congo"])
    assert {"KOR", "PRK"} <= set(candidates["Korea"])
    assert candidates["Hungray"][0] == "HUN"
    assert candidates["Zembla"] == ()


def test_answers_decide_and_may_leave_lines_out(services: Services, tmp_path: Path) -> None:
    path = _file(tmp_path, "in.csv", DOUBTFUL)
    answers = {"Congo": "COD", "Korea": "KOR", "Hungray": "HUN", "Zembla": ""}
    planned = services.exchange.plan_import([path], Silent(), answers=answers)
    assert (len(planned.new), planned.problems, planned.left_out, planned.lines) == (5, (), 1, 6)
    assert [to_json(record)["host_states"] for record in planned.new] == [["COD"], ["KOR"], ["COD"], ["HUN"], ["AUT"]]


def test_a_mapping_of_answers_alone_is_honoured_whatever_the_file(services: Services, tmp_path: Path) -> None:
    mapping = _file(tmp_path, "answers.toml", '[states]\n"korea" = "KOR"\n"congo" = ""\n')
    table = _file(tmp_path, "in.csv", "designation,host_states\nONE,Congo\nTWO,Korea\n")
    planned = services.exchange.plan_import([table], Silent(), kind="exercise", mapping=mapping)
    assert (len(planned.new), planned.left_out, planned.problems) == (1, 1, ())
    told = _file(tmp_path, "in.json", '{"kind": "exercise", "designation": "THREE", "host_states": ["Korea"]}')
    (record,) = services.exchange.plan_import([told], Silent(), mapping=mapping).new
    assert to_json(record)["host_states"] == ["KOR"]
