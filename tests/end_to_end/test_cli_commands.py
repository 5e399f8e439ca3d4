"""Each command does what the interface says, with the keys and exit codes it says."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from cbm_tracker.domain.record_json import to_json
from cbm_tracker.storage import database
from tests.builders import a_contact, an_exercise, facts, obligation_note, one_of_each
from tests.end_to_end.calls import Call

MEASURES = ("notification", "inspection", "contact", "exercise", "contribution", "case")


@pytest.fixture
def register(tmp_path: Path, call: Call) -> Path:
    path = tmp_path / "register.cbm"
    assert call("new", path, "--owner", "Deutschland").code == 0
    return path


def written(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def test_new_says_where_it_is_and_whose(tmp_path: Path, call: Call) -> None:
    said = call("new", tmp_path / "r.cbm", "--owner", "Österreich", "--json")
    assert said.code == 0
    assert said.json == {"file": str(tmp_path / "r.cbm"), "owner": "AUT"}


def test_add_answers_with_the_ids_in_their_order(register: Path, tmp_path: Path, call: Call) -> None:
    records = one_of_each()
    said = call("add", register, written(tmp_path / "all.json", [to_json(record) for record in records]))
    assert said.code == 0
    assert said.json == {"added": [record.id for record in records]}
    assert said.err == ""


def test_add_reads_standard_input_and_names_of_states(register: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '{"kind": "exercise", "designation": "ΗΣΥΧΗ ΑΚΤΗ 27", "host_states": ["Греция"], "starts_on": "2027-09"}'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    added = call("add", register, "-").json["added"]
    shown = call("show", register, added[0], "--json").json
    assert shown["host_states"] == ["GRC"]
    assert shown["starts_on"] == "2027-09"
    assert {finding["outcome"] for finding in shown["findings"]} == {"undetermined"}


def test_facts_and_notes_are_added_listed_and_come_back_from_csv(register: Path, tmp_path: Path, call: Call) -> None:
    told = [to_json(facts(holdings={"battle_tanks": 56}, shares={"AUT": 12.5})), to_json(obligation_note())]
    assert call("add", register, written(tmp_path / "facts.json", told)).code == 0
    assert call("list", register, "agreement_facts", "--agreement", "vd11", "--json").json["records"] == told[:1]
    assert call("list", register, "obligation_note", "--state", "AUT", "--json").json["records"] == told[1:]
    assert "  vd11  Facts of AUT 2027, vd11  " in call("list", register, "agreement_facts").out
    call("export", register, "--format", "csv", "--kind", "agreement_facts", "--output", tmp_path / "facts.csv")
    assert call("import", register, tmp_path / "facts.csv", "--json").json["known"] == 1
    refused = call("add", register, written(tmp_path / "wrong.json", {**told[0], "id": None, "units": -1}))
    assert refused.code == 3
    assert "units: -1 is below zero." in refused.err


def test_show_has_the_record_whole_and_its_history(register: Path, tmp_path: Path, call: Call) -> None:
    exercise = an_exercise()
    call("add", register, written(tmp_path / "e.json", to_json(exercise)))
    shown = call("show", register, exercise.id[:8], "--history", "--json").json
    revisions = shown.pop("revisions")
    assert "prior-notification" in {finding["rule"] for finding in shown.pop("findings")}
    assert shown == to_json(exercise)
    assert [revision["change"] for revision in revisions] == ["recorded"]
    assert {"number", "at", "officer", "workstation", "reason", "fields"} <= set(revisions[0])
    text = call("show", register, exercise.reference, "--history").out
    assert "NORTHERN ARC 27" in text
    assert "1. recorded" in text


def test_list_filters_and_goes_on_by_cursor(register: Path, tmp_path: Path, call: Call) -> None:
    exercises = [an_exercise(designation=f"ARC {n}", starts_on=None, ends_on=None, contingents=()) for n in range(5)]
    dated = an_exercise(host_states=("FRA",), agreements=("dayton-iv",), contingents=())
    call("add", register, written(tmp_path / "e.json", [to_json(record) for record in [*exercises, dated]]))
    first = call("list", register, "exercise", "--limit", "4", "--json").json
    assert first["schema"] == "cbm-tracker/records/1"
    assert (first["total"], len(first["records"])) == (6, 4)
    rest = call("list", register, "exercise", "--limit", "4", "--after", first["next"], "--json").json
    assert rest["next"] is None
    ids = {record["id"] for record in [*first["records"], *rest["records"]]}
    assert ids == {record.id for record in [*exercises, dated]}
    for asked in (["--state", "Frankreich"], ["--agreement", "dayton-iv"], ["--from", "2027-06-14", "--to", "2027-06-14"],
                  ["--from", "2027", "--to", "2027-06"]):
        assert [record["id"] for record in call("list", register, "exercise", *asked, "--json").json["records"]] == [dated.id], asked
    assert call("list", register, "exercise", "--from", "2027-06-15", "--json").json["total"] == 0
    assert call("list", register, "exercise", "--text", "arc 3", "--json").json["total"] == 1
    assert call("list", register, "exercise", "--to", "1999").out == "Nothing is found.\n"


def test_list_as_text_has_a_line_for_each_record(register: Path, tmp_path: Path, call: Call) -> None:
    call("add", register, written(tmp_path / "c.json", [to_json(a_contact()), to_json(a_contact(subject="Second call"))]))
    lines = call("list", register, "contact").out.splitlines()
    assert len(lines) == 2
    assert "Second call" in "".join(lines)
    assert call("list", register, "contact", "--limit", "1").out.splitlines()[1].startswith("1 of 2")


@pytest.mark.parametrize("kind", MEASURES)
def test_what_is_exported_is_imported_elsewhere_and_known_the_second_time(
    kind: str, register: Path, tmp_path: Path, call: Call
) -> None:
    call("add", register, written(tmp_path / "all.json", [to_json(record) for record in one_of_each()]))
    other = tmp_path / "other.cbm"
    call("new", other)
    for form in ("csv", "json"):
        out = tmp_path / f"{kind}.{form}"
        assert call("export", register, "--format", form, "--kind", kind, "--output", out, "--json").json["records"] == 1
        known = form == "json"  # it came by CSV before
        said = call("import", other, out, "--json")
        assert said.code == 0, said.out
        assert said.json == {"applied": True, "new": int(not known), "known": int(known), "problems": []}
    here, there = (call("list", path, kind, "--json").json["records"] for path in (register, other))
    assert here == there


def test_export_stops_at_its_limit(register: Path, tmp_path: Path, call: Call) -> None:
    assert call("export", register, "--format", "json", "--kind", "state", "--limit", "7", "--output", tmp_path / "s.json").code == 0
    assert len(json.loads((tmp_path / "s.json").read_text("utf-8"))["records"]) == 7


def test_import_tells_problems_by_line_and_records_the_rest(register: Path, tmp_path: Path, call: Call) -> None:
    table = tmp_path / "exercises.csv"
    table.write_text(
        "designation,host_states,starts_on,ends_on\nARC ONE,Germany,2027-06-01,2027-06-02\nARC TWO,Congo,2027-06-01,\n"
        "ARC THREE,France,2027-06-05,2027-06-01\n", "utf-8",
    )
    dry = call("import", register, table, "--kind", "exercise", "--dry-run", "--json")
    assert (dry.code, dry.json["applied"], dry.json["new"]) == (1, False, 1)
    assert call("list", register, "exercise", "--json").json["total"] == 0
    said = call("import", register, table, "--kind", "exercise", "--json")
    assert (said.code, said.json["applied"], said.json["new"], said.json["known"]) == (1, True, 1, 0)
    told = [(problem["line"], problem["field"]) for problem in said.json["problems"]]
    assert told == [(3, "host_states[0]"), (4, "ends_on")]
    assert all(problem["problem"] and problem["remedy"] for problem in said.json["problems"])
    assert call("list", register, "exercise", "--json").json["records"][0]["designation"] == "ARC ONE"
    assert "line 3, host_states[0]" in call("import", register, table, "--kind", "exercise").out


def test_a_mapping_answers_what_names_of_states_mean(register: Path, tmp_path: Path, call: Call) -> None:
    table, mapping = tmp_path / "exercises.csv", tmp_path / "answers.toml"
    table.write_text("designation,host_states\nARC ONE,Congo\nARC TWO,Korea\nARC THREE,Guine\n", "utf-8")
    mapping.write_text('[states]\n"congo" = "COD"\n"korea" = ""\n', "utf-8")
    said = call("import", register, table, "--kind", "exercise", "--mapping", mapping, "--dry-run", "--json")
    assert set(said.json) == {"applied", "new", "known", "problems"}
    (problem,) = said.json["problems"]
    assert problem.keys() == {"file", "line", "field", "value", "problem", "remedy"}
    assert (problem["line"], problem["value"], said.json["new"], said.code) == (4, "Guine", 1, 1)
    assert "Guinea (GIN)" in problem["remedy"]
    assert "1 left out, as the mapping says" in call("import", register, table, "--kind", "exercise", "--mapping", mapping).out
    (record,) = call("list", register, "exercise", "--json").json["records"]
    assert record["host_states"] == ["COD"]


def test_backup_check_and_restore(register: Path, tmp_path: Path, call: Call) -> None:
    call("add", register, written(tmp_path / "e.json", to_json(an_exercise())))
    copy = Path(call("backup", register, tmp_path / "copies", "--json").json["copy"])
    checked = call("check", copy, "--json")
    assert (checked.code, checked.json) == (0, {"file": str(copy), "is": "register", "holds": True, "problems": []})
    call("add", register, written(tmp_path / "c.json", to_json(a_contact())))
    kept = Path(call("restore", copy, register, "--json").json["kept"])
    assert call("list", register, "contact", "--json").json["total"] == 0
    assert call("list", register, "exercise", "--json").json["total"] == 1
    assert call("list", kept, "contact", "--json").json["total"] == 1


def test_demo_then_report(tmp_path: Path, call: Call) -> None:
    register, pdf = tmp_path / "d.cbm", tmp_path / "d.pdf"
    made = call("demo", register, "--year", "2026", "--seed", "3", "--records", "40", "--json")
    assert made.json == {"file": str(register), "year": 2026, "seed": 3, "records": 40}
    total = sum(call("list", register, kind, "--json").json["total"] for kind in (*MEASURES, "agreement_facts", "obligation_note"))
    assert total == 40
    words = ("report", register, "--kind", "period", "--from", "2026-01-01", "--to", "2026-12-31", "--at", "2027-01-05T09:00:00Z")
    issued = call(*words, "--output", pdf).json
    assert issued["file"] == str(pdf)
    assert issued["number"] == "2027/001"
    assert issued["pages"] > 1
    assert pdf.read_bytes().startswith(b"%PDF-")
    again = call(*words, "--output", tmp_path / "again.pdf").json
    assert (again["sha256"], again["number"]) == (issued["sha256"], issued["number"])


def test_report_without_a_period_takes_what_is_recorded(register: Path, tmp_path: Path, call: Call) -> None:
    nothing = call("report", register, "--kind", "period", "--output", tmp_path / "r.pdf")
    assert nothing.code == 2
    assert "--from" in nothing.err
    call("add", register, written(tmp_path / "e.json", to_json(an_exercise())))
    assert call("report", register, "--kind", "period", "--output", tmp_path / "r.pdf").code == 0


def test_report_kinds_need_no_register(call: Call) -> None:
    said = call("report", "--kind", "help")
    assert said.code == 0
    assert said.out.startswith("period ")


def test_doctor_names_the_schema_and_what_is_there(call: Call) -> None:
    said = call("doctor", "--json")
    assert (said.code, said.json["missing"]) == (0, [])
    assert Path(said.json["schema"]).is_file()
    assert {"cbm-tracker", "Python", "SQLite", "SQLCipher", "SQLAlchemy", "reportlab", "PySide6-Essentials"} <= set(said.json["versions"])
    assert said.json["schema"] in call("doctor").out


def test_doctor_tells_what_is_missing(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cbm_tracker.paths.resources", lambda: tmp_path)
    said = call("doctor", "--json")
    assert said.code == 1
    assert any(lack.startswith("schema:") for lack in said.json["missing"])
    assert any(lack.startswith("The font") for lack in said.json["missing"])


def test_a_network_share_is_warned_of_beside_the_answer(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register = tmp_path / "register.cbm"
    monkeypatch.setattr(database, "on_network_share", lambda path: True)
    warning = f"{register} lies on a network share. Only one desk may have it open; two at once can damage it.\n"
    assert call("new", register, "--owner", "Austria").err == warning
    listed = call("list", register, "exercise", "--json")
    assert (listed.code, listed.err) == (0, warning)
    assert listed.json["total"] == 0
    monkeypatch.undo()
    assert call("list", register, "exercise").err == ""
