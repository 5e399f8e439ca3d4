"""Bad input gets one clear sentence and its exit code, and nothing is changed."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver

from cbm_tracker import cli
from cbm_tracker.domain.record_json import to_json
from cbm_tracker.storage import database
from tests.builders import an_exercise, one_of_each
from tests.end_to_end.calls import Call, Said, fingerprints

UNREADABLE, UNAVAILABLE = 3, 4


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with a record of each kind, and those records as JSON beside it, made once."""
    folder = tmp_path_factory.mktemp("template")
    records = folder / "records.json"
    records.write_text(json.dumps([to_json(record) for record in one_of_each()]), "utf-8")
    assert cli.main(["new", str(folder / "register.cbm")]) == 0
    assert cli.main(["add", str(folder / "register.cbm"), str(records)]) == 0
    return folder


@pytest.fixture
def register(template: Path, tmp_path: Path) -> Path:
    """A register with a record of each kind, in a folder of its own; its records lie beside that folder."""
    (tmp_path / "kept").mkdir()
    shutil.copy(template / "records.json", tmp_path)
    return Path(shutil.copy(template / "register.cbm", tmp_path / "kept"))


@pytest.fixture
def refused(call: Call, tmp_path: Path) -> Callable[..., Said]:
    """Call, expect this exit code and one line on standard error, and that every file is as it was."""

    def refuse(code: int, *words: object) -> Said:
        before = fingerprints(tmp_path)
        said = call(*words)
        assert said.code == code, said
        assert said.out == ""
        assert len(said.err.splitlines()) == 1, said.err
        assert said.err[0] != " "
        assert said.err.rstrip().endswith((".", "?")), said.err
        assert "Traceback" not in said.err
        assert fingerprints(tmp_path) == before
        return said

    return refuse


Refused = Callable[..., Said]
ON_A_REGISTER: tuple[tuple[str, ...], ...] = (
    ("list", "{}", "exercise"), ("show", "{}", "abcdef"), ("export", "{}", "--format", "json", "--output", "{}.json"),
    ("add", "{}", "records.json"), ("import", "{}", "records.json"), ("backup", "{}", "copies"), ("check", "{}"),
    ("report", "{}", "--kind", "period", "--output", "{}.pdf"), ("open", "{}"),
)


@pytest.mark.parametrize("words", ON_A_REGISTER, ids=lambda words: words[0])
def test_a_register_that_is_missing(words: tuple[str, ...], tmp_path: Path, refused: Refused) -> None:
    missing = tmp_path / "missing.cbm"
    said = refused(UNREADABLE, *(word.format(missing) for word in words))
    assert "is not there" in said.err


@pytest.mark.parametrize("words", ON_A_REGISTER, ids=lambda words: words[0])
def test_a_folder_as_register(words: tuple[str, ...], tmp_path: Path, refused: Refused) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    assert "is a folder" in refused(UNREADABLE, *(word.format(folder) for word in words)).err


@pytest.mark.parametrize("words", ON_A_REGISTER, ids=lambda words: words[0])
def test_a_text_file_as_register(words: tuple[str, ...], tmp_path: Path, refused: Refused) -> None:
    text = tmp_path / "letter.cbm"
    text.write_text("Excellency,\n" * 30, "utf-8")
    assert "register" in refused(UNREADABLE, *(word.format(text) for word in words)).err


@pytest.mark.parametrize("words", [words for words in ON_A_REGISTER if words[0] != "check"], ids=lambda words: words[0])
@pytest.mark.parametrize("kept_bytes", [60, 4096, 100_000])
def test_a_truncated_register(words: tuple[str, ...], kept_bytes: int, register: Path, tmp_path: Path, refused: Refused) -> None:
    cut = tmp_path / "cut.cbm"
    cut.write_bytes(register.read_bytes()[:kept_bytes])
    said = refused(UNAVAILABLE, *(word.format(cut) for word in words))
    assert "damaged" in said.err


def test_check_finds_a_truncated_register_damaged(register: Path, tmp_path: Path, call: Call) -> None:
    cut = tmp_path / "cut.cbm"
    cut.write_bytes(register.read_bytes()[:100_000])
    before = cut.read_bytes()
    said = call("check", cut, "--json")
    assert said.code == 1
    assert (said.json["is"], said.json["holds"], len(said.json["problems"])) == ("register", False, 1)
    assert cut.read_bytes() == before


def test_check_finds_what_was_changed_behind_the_program(register: Path, call: Call) -> None:
    with sqlite3.connect(register) as connection:
        connection.execute("UPDATE record SET body = replace(body, 'NORTHERN ARC 27', 'SOUTHERN ARC 27') WHERE kind = 'exercise'")
    connection.close()
    said = call("check", register, "--json")
    assert (said.code, said.json["holds"]) == (1, False)
    assert said.json["problems"][0]["where"].startswith("record ")
    assert "does not hold" in call("check", register).out


def test_a_register_of_a_newer_program(register: Path, refused: Refused) -> None:
    with sqlite3.connect(register) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    assert "newer program" in refused(UNAVAILABLE, "list", register, "exercise").err


def test_a_register_that_another_program_holds(register: Path, call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    impatient = [statement.replace("5000", "1") for statement in database.pragmas(False)]
    monkeypatch.setattr(database, "pragmas", lambda share: impatient)
    record = tmp_path / "one.json"
    record.write_text(json.dumps(to_json(an_exercise())), "utf-8")
    other = driver.connect(str(register), isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        said = call("add", register, record)
    finally:
        other.close()
    assert said.code == UNAVAILABLE
    assert "locked" in said.err


NOT_TABLES: dict[str, bytes] = {
    "nul.csv": b"designation,starts_on\nARC\x00,2027-06-01\n",
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    "old-workbook.csv": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    "book.xlsx": b"PK\x03\x04" + bytes(64),
    "empty.csv": b"",
    "quote.csv": b'designation,starts_on\n"ARC,2027-06-01\n',
    "twice.csv": b"designation,designation\nARC,ARC\n",
    "broken.json": b'{"kind": "exercise", "designation": ',
    "list.json": b"[1, 2]",
    "latin.json": b'{"kind": "exercise", "designation": "\xe4"}',
    "other.json": b'{"schema": "cbm-tracker/9", "records": []}',
}


@pytest.mark.parametrize("name", NOT_TABLES)
def test_files_that_cannot_be_imported(name: str, register: Path, tmp_path: Path, refused: Refused) -> None:
    file = tmp_path / name
    file.write_bytes(NOT_TABLES[name])
    assert name in refused(UNREADABLE, "import", register, file, "--kind", "exercise").err


@pytest.mark.parametrize("command", ["add", "import"])
def test_files_that_are_not_there(command: str, register: Path, tmp_path: Path, refused: Refused) -> None:
    assert "nothing.json" in refused(UNREADABLE, command, register, tmp_path / "nothing.json").err
    assert "is a folder" in refused(UNREADABLE, command, register, tmp_path).err


WRONG_RECORDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("desgination", {"kind": "exercise", "desgination": "ARC"}),
    ("kind", {"kind": "parade"}),
    ("contingents[1].troops", {"kind": "exercise", "contingents": [{"state": "DEU"}, {"state": "FRA", "troops": -1}]}),
    ("host_states[0]", {"kind": "exercise", "host_states": ["Congo"]}),
    ("starts_on", {"kind": "exercise", "starts_on": "2027-02-30"}),
    ("ends_on", {"kind": "exercise", "starts_on": "2027-06-02", "ends_on": "2027-06-01"}),
    ("sent_at", {"kind": "notification", "sent_at": "2027-06-01T12:00:00"}),
    ("links[0].target", {"kind": "exercise", "links": [{"relation": "notifies", "target": "it"}]}),
    ("title", {"kind": "case"}),
)


@pytest.mark.parametrize(("field", "data"), WRONG_RECORDS, ids=[field for field, _ in WRONG_RECORDS])
def test_add_names_the_line_and_the_key_that_is_wrong(
    field: str, data: dict[str, Any], register: Path, tmp_path: Path, refused: Refused
) -> None:
    file = tmp_path / "wrong.json"
    good = json.dumps(to_json(an_exercise()))
    file.write_text(f"[\n{good},\n{json.dumps(data)}\n]", "utf-8")
    said = refused(UNREADABLE, "add", register, file)
    assert "line 3" in said.err
    assert f"{field}:" in said.err


def test_import_of_a_wrong_key_is_a_problem_and_records_nothing(register: Path, tmp_path: Path, call: Call) -> None:
    file = tmp_path / "wrong.json"
    file.write_text('{"kind": "exercise", "desgination": "ARC"}', "utf-8")
    said = call("import", register, file, "--json")
    assert said.code == 1
    assert (said.json["new"], said.json["problems"][0]["field"]) == (0, "desgination")
    assert call("list", register, "exercise", "--json").json["total"] == 1


def test_add_of_what_is_recorded_already(register: Path, tmp_path: Path, refused: Refused) -> None:
    assert "recorded already" in refused(UNREADABLE, "add", register, tmp_path / "records.json").err


def test_new_and_demo_overwrite_nothing(register: Path, refused: Refused) -> None:
    for command in ("new", "demo"):
        assert "is there already" in refused(UNREADABLE, command, register).err


@pytest.mark.parametrize("command", ["new", "demo"])
def test_a_register_in_a_folder_that_is_missing(command: str, tmp_path: Path, refused: Refused) -> None:
    assert "is not there" in refused(UNREADABLE, command, tmp_path / "no" / "register.cbm").err


# /proc takes no new file, from nobody: a read-only folder for root too.
READ_ONLY = [folder for folder in (Path("/proc"),) if folder.is_dir()]


@pytest.mark.parametrize("folder", READ_ONLY, ids=str)
def test_a_read_only_folder(folder: Path, register: Path, refused: Refused) -> None:
    for words in (
        ("new", folder / "r.cbm"), ("demo", folder / "r.cbm"), ("backup", register, folder / "copies"),
        ("backup", register, folder), ("restore", register, folder / "r.cbm"),
        ("export", register, "--format", "json", "--output", folder / "r.json"),
        ("report", register, "--kind", "period", "--output", folder / "r.pdf"),
    ):
        assert str(folder) in refused(UNREADABLE, *words).err


def test_a_disk_that_is_full_while_recording(register: Path, tmp_path: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's own limit of pages stands for the size of the disk: the same error, at the same place."""
    many = tmp_path / "many.json"
    many.write_text(json.dumps([to_json(an_exercise(remarks="x" * 2000)) for _ in range(300)]), "utf-8")
    pages = register.stat().st_size // 4096
    settings = (*database.pragmas(False), f"PRAGMA max_page_count = {pages}")
    monkeypatch.setattr(database, "pragmas", lambda share: settings)
    for command in ("add", "import"):
        assert "disk" in refused(UNREADABLE, command, register, many).err


FULL = [device for device in (Path("/dev/full"),) if device.is_char_device()]


@pytest.mark.parametrize("device", FULL, ids=str)
def test_a_full_disk_for_an_export(device: Path, register: Path, refused: Refused) -> None:
    assert str(device) in refused(UNREADABLE, "export", register, "--format", "json", "--output", device).err
    assert device.is_char_device()


def test_a_report_never_takes_the_place_of_a_device(register: Path, tmp_path: Path, call: Call) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    said = call("report", register, "--kind", "period", "--output", pipe)
    assert said.code == UNREADABLE
    assert pipe.is_fifo()


def test_a_failure_with_json_is_one_document(tmp_path: Path, call: Call) -> None:
    said = call("list", tmp_path / "missing.cbm", "exercise", "--json")
    assert said.json == {"error": said.err.strip(), "exit": UNREADABLE}


WRONG_CALLS: tuple[tuple[str, ...], ...] = (
    ("frobnicate",), ("list",), ("list", "r.cbm", "parade"), ("list", "r.cbm", "exercise", "--limit", "0"),
    ("list", "r.cbm", "exercise", "--from", "yesterday"), ("list", "r.cbm", "exercise", "--from", "2027-02", "--to", "2027-01"),
    ("list", "r.cbm", "exercise", "--state", "Congo"), ("list", "r.cbm", "exercise", "--agreement", "VD 11"),
    ("new", "r.cbm", "--owner", "Atlantis"), ("export", "r.cbm", "--format", "xlsx", "--output", "x"),
    ("export", "r.cbm", "--format", "csv", "--output", "x"), ("demo", "r.cbm", "--records", "none"), ("demo", "r.cbm", "--year", "12"),
    ("report", "r.cbm", "--kind", "period"), ("due", "r.cbm", "--within", "soon"), ("due", "r.cbm", "--fail-on", "all"),
    ("quotas", "r.cbm"),
    ("quotas", "r.cbm", "--year", "12"), ("assess", "x.json", "--agreement", "vd12"), ("regimes", "vd-12"), ("due",),
    ("list", "r.cbm", "exercise", "--lim", "5"),
)


@pytest.mark.parametrize("words", WRONG_CALLS, ids=" ".join)
def test_wrong_words_are_exit_code_2(words: tuple[str, ...], tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = call(*words)
    assert (said.code, said.out) == (2, "")
    assert said.err
    assert "Traceback" not in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "option", [("--kind", "annual"), ("--language", "tlh"), ("--paper", "A0"), ("--language", "en", "--language", "en")], ids=" ".join
)
def test_a_report_that_there_is_not(option: tuple[str, ...], register: Path, tmp_path: Path, refused: Refused) -> None:
    refused(2, "report", register, "--kind", "period", "--output", tmp_path / "r.pdf", *option)


def test_a_defect_is_told_as_one(register: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr("cbm_tracker.services.records.RecordService.find", break_down)
    said = call("list", register, "exercise")
    assert said.code == 70
    assert said.err.startswith("This is a defect of the program (ZeroDivisionError: a defect).")
    assert "--debug" in said.err
    assert "Traceback" not in said.err
    assert "Traceback" in call("list", register, "exercise", "--debug").err


def test_stopping_from_the_keyboard_is_tidy(register: Path, refused: Refused, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = tmp_path / "one.json"
    record.write_text(json.dumps(to_json(an_exercise())), "utf-8")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cbm_tracker.storage.revisions.RecordWriter._project", interrupt)
    refused(130, "add", register, record)
