"""The command as a process of its own: streams, pipes, and what it loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cbm_tracker import __version__
from cbm_tracker.domain.record_json import to_json
from tests.builders import an_exercise
from tests.end_to_end.calls import Call

ROOT = Path(__file__).resolve().parents[2]


def command(*words: object, given: bytes = b"", stdout: int | None = None) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "cbm_tracker", *map(str, words)], input=given, stdout=stdout or subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment, cwd="/" if os.name == "posix" else None, check=False, timeout=120,
    )


def test_version() -> None:
    told = command("--version")
    assert (told.returncode, told.stdout.decode().strip()) == (0, f"cbm-tracker {__version__}")


def test_records_by_standard_input_and_back_through_a_pipe(tmp_path: Path) -> None:
    register = tmp_path / "r.cbm"
    assert command("new", register).returncode == 0
    added = command("add", register, "-", given=json.dumps(to_json(an_exercise(designation="ТИХИЙ БРОД 27"))).encode())
    assert (added.returncode, added.stderr) == (0, b"")
    listed = command("list", register, "exercise", "--json")
    assert json.loads(listed.stdout)["records"][0]["designation"] == "ТИХИЙ БРОД 27"
    exported = command("export", register, "--format", "json", "--kind", "exercise", "--output", tmp_path / "e.json")
    assert (exported.returncode, exported.stderr) == (0, b"")


def test_standard_input_that_is_no_text(tmp_path: Path) -> None:
    register = tmp_path / "r.cbm"
    command("new", register)
    told = command("add", register, "-", given=b"\xff\xfe\xfa")
    assert told.returncode == 3
    assert told.stderr.decode().startswith("standard input:")
    assert told.stderr.count(b"\n") == 1


def test_a_reader_that_stops_early_is_no_failure(tmp_path: Path) -> None:
    register = tmp_path / "r.cbm"
    command("new", register)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        told = command("list", register, "state", "--limit", "500", stdout=writing)
    finally:
        os.close(writing)
    assert (told.returncode, told.stderr) == (0, b"")


@pytest.mark.parametrize("device", [device for device in (Path("/dev/full"),) if device.is_char_device()], ids=str)
def test_standard_output_on_a_full_disk(device: Path, tmp_path: Path) -> None:
    register = tmp_path / "r.cbm"
    command("new", register)
    with device.open("wb") as full:
        told = command("list", register, "state", "--json", stdout=full.fileno())
    assert told.returncode == 3
    assert told.stderr.decode().startswith("Standard output cannot be used")
    assert b"Traceback" not in told.stderr
    assert b"Exception ignored" not in told.stderr


COMMANDS = ("open", "new", "demo", "check", "backup", "restore", "doctor", "add", "import", "list", "show", "export", "report")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_its_help(name: str, call: Call) -> None:
    said = call(name, "--help")
    assert said.code == 0
    assert said.out.startswith(f"usage: cbm-tracker {name} ")


def test_help_loads_nothing_heavy() -> None:
    probe = (
        "import sys; from cbm_tracker import cli; cli.main(['--help']); "
        "sys.exit(sorted({'sqlalchemy', 'reportlab', 'PySide6', 'tqdm', 'babel'} & set(sys.modules)) or 0)"
    )
    told = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, timeout=60
    )
    assert told.returncode == 0, told.stderr
    assert all(name in told.stdout.decode() for name in COMMANDS)


def test_without_a_display_the_window_says_so(tmp_path: Path) -> None:
    register = tmp_path / "r.cbm"
    command("new", register)
    bare = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    told = subprocess.run(
        [sys.executable, "-c", "import sys; sys.platform = 'linux'; from cbm_tracker import cli; sys.exit(cli.main(sys.argv[1:]))",
         "open", str(register)],
        capture_output=True, env={**bare, "PYTHONPATH": str(ROOT)}, check=False, timeout=60,
    )
    assert told.returncode == 3
    assert told.stderr.decode().startswith("There is no display")


def test_progress_is_silent_where_nobody_sees_it(tmp_path: Path) -> None:
    told = command("demo", tmp_path / "d.cbm", "--records", "300")
    assert (told.returncode, told.stderr) == (0, b"")
