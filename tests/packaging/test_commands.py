"""run.py and test.py: what they decide and in which order they act; the processes they start stand outside."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import environment
import pytest
import run
import system_libraries
import test as checking

PYTHON = Path("python")


class Program:
    """Stands for `cbm-tracker`: notes how it is called, makes the register that `demo` makes, answers with a code."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        self.calls: list[list[str]] = []

    def __call__(self, python: Path, arguments: list[str], *, answers: bool = True) -> int:
        self.calls.append(arguments)
        if arguments[0] == "demo" and self.code == 0:
            Path(arguments[1]).touch()
        return self.code


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Program:
    """The program, with a user's folder of its own and an environment that is ready."""
    made = Program()
    monkeypatch.setattr(run, "run_program", made)
    monkeypatch.setattr(run, "prepare", lambda purpose, needs_qt: Path(sys.executable))
    monkeypatch.setenv("CBM_TRACKER_HOME", str(tmp_path / "home"))
    return made


@pytest.mark.parametrize(
    ("platform", "variables", "display"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_display_is_looked_for_on_linux_alone(platform: str, variables: dict[str, str], display: bool) -> None:
    assert run.has_display(platform, variables) is display


@pytest.mark.parametrize(
    ("arguments", "display", "window"),
    [
        ([], True, True), ([], False, False), (["open", "r.cbm"], True, True), (["list", "r.cbm", "exercise"], True, False),
        (["--version"], True, False), (["--debug", "open", "r.cbm"], True, True),
    ],
)  # fmt: skip
def test_only_the_window_needs_the_libraries_of_qt(arguments: list[str], display: bool, window: bool) -> None:
    assert run.opens_window(arguments, display) is window


def test_arguments_go_to_the_program_and_its_code_comes_back(program: Program) -> None:
    program.code = 4
    assert run.main(["list", "r.cbm", "exercise", "--json"]) == 4
    assert program.calls == [["list", "r.cbm", "exercise", "--json"]]


def test_without_a_display_the_rehearsal_register_and_its_report_are_made(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.do_main_job(Path(sys.executable), display=False, year=2027) == 0
    register, report = tmp_path / "home" / "rehearsal-2027.cbm", tmp_path / "home" / "rehearsal-2027.pdf"
    assert [call[0] for call in program.calls] == ["demo", "report"]
    assert program.calls[1][1:] == [
        str(register), "--kind", "period", "--from", "2027-01-01", "--to", "2027-12-31", "--output", str(report),
    ]  # fmt: skip
    assert str(register) in capsys.readouterr().out


def test_the_second_time_the_rehearsal_register_is_taken_as_it_is(program: Program) -> None:
    run.do_main_job(Path(sys.executable), display=False, year=2027)
    run.do_main_job(Path(sys.executable), display=True, year=2027)
    assert [call[0] for call in program.calls] == ["demo", "report", "open"]


def test_a_rehearsal_that_could_not_be_made_ends_there(program: Program) -> None:
    program.code = 3
    assert run.do_main_job(Path(sys.executable), display=True, year=2027) == 3
    assert [call[0] for call in program.calls] == ["demo"]


def test_what_is_lacking_is_said_with_the_line_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "missing_libraries", lambda: ["libEGL.so.1"])
    monkeypatch.setattr(environment, "may_use_apt", lambda: False)
    monkeypatch.setattr(environment, "install_line", lambda names: "install " + " ".join(names))
    assert run.main(["open", "r.cbm"]) == environment.MACHINE_LACKS_SOMETHING
    told = capsys.readouterr()
    assert "install libEGL.so.1" in told.err
    assert told.out == ""


def test_missing_libraries_are_those_the_loader_does_not_find(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert system_libraries.missing_libraries(lambda name: name != "libxcb-cursor.so.0") == ["libxcb-cursor.so.0"]
    monkeypatch.setattr(sys, "platform", "win32")
    assert system_libraries.missing_libraries(lambda name: False) == []


@pytest.mark.parametrize(
    ("manager", "line"),
    [
        ("apt-get", "sudo apt-get install --no-install-recommends libgl1 libdbus-1-3"),
        ("dnf", "sudo dnf install 'libGL.so.1()(64bit)' 'libdbus-1.so.3()(64bit)'"),
        ("", "(by this system's package manager, the packages that hold) libGL.so.1 libdbus-1.so.3"),
    ],
)
def test_the_line_fits_the_package_manager(manager: str, line: str) -> None:
    assert system_libraries.install_line(["libGL.so.1", "libdbus-1.so.3"], lambda name: name == manager) == line


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """An environment in a folder of its own; returns the purposes that were installed, as they happen."""
    done: list[str] = []
    locks = {"run": tmp_path / "run.lock", "test": tmp_path / "test.lock"}
    for name, path in locks.items():
        path.write_text(name, "utf-8")
    (tmp_path / "venv" / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    monkeypatch.setattr(environment, "VENV", tmp_path / "venv")
    monkeypatch.setattr(environment, "LOCKS", locks)
    monkeypatch.setattr(environment, "missing_libraries", lambda: [])
    monkeypatch.setattr(environment, "starts", lambda python: True)
    monkeypatch.setattr(environment, "install_lock", lambda python, purpose: done.append(purpose))
    return done


def test_the_second_time_nothing_is_installed(installed: list[str]) -> None:
    environment.prepare("run", needs_qt=True)
    environment.prepare("run", needs_qt=True)
    assert installed == ["run"]


def test_what_is_set_up_for_tests_serves_to_run(installed: list[str]) -> None:
    environment.prepare("test", needs_qt=True)
    environment.prepare("run", needs_qt=True)
    assert installed == ["test"]


def test_setting_up_tests_after_running_installs_more(installed: list[str]) -> None:
    environment.prepare("run", needs_qt=True)
    environment.prepare("test", needs_qt=True)
    assert installed == ["run", "test"]


def test_a_renewed_lock_is_installed(installed: list[str]) -> None:
    environment.prepare("run", needs_qt=True)
    environment.LOCKS["run"].write_text("renewed", "utf-8")
    environment.prepare("run", needs_qt=True)
    assert installed == ["run", "run"]


def test_a_damaged_marker_counts_as_none(installed: list[str]) -> None:
    environment.prepare("run", needs_qt=True)
    environment.marker_path().write_text("{", "utf-8")
    environment.prepare("run", needs_qt=True)
    assert installed == ["run", "run"]
    assert json.loads(environment.marker_path().read_text("utf-8")).keys() == {"run"}


def test_the_package_is_found_from_the_checkout(installed: list[str], tmp_path: Path) -> None:
    environment.prepare("run", needs_qt=True)
    (path_file,) = (tmp_path / "venv").rglob("*.pth")
    assert (Path(path_file.read_text("utf-8").strip()) / "cbm_tracker" / "__init__.py").is_file()


def test_workers_are_added_unless_the_caller_says_how_many() -> None:
    assert checking.pytest_arguments(["tests/domain"]) == ["-n", "2", "tests/domain"]
    assert checking.pytest_arguments(["-n0"]) == ["-n0"]
    assert checking.pytest_arguments(["-n", "4", "-k", "quota"]) == ["-n", "4", "-k", "quota"]


@pytest.mark.parametrize(
    ("codes", "code", "told"),
    [
        ({"ruff": 0, "mypy": 0, "pytest": 0}, 0, "All checks passed: ruff, mypy, pytest."),
        ({"ruff": 0, "mypy": 2, "pytest": 0}, 2, "Did not pass: mypy."),
        ({"ruff": 1, "mypy": 2, "pytest": 3}, 3, "Did not pass: ruff, mypy, pytest."),
    ],
)
def test_the_verdict_names_what_did_not_pass(codes: dict[str, int], code: int, told: str) -> None:
    assert checking.verdict(codes) == (code, told)


def test_arguments_that_choose_no_test_do_not_pass() -> None:
    code, told = checking.verdict({"ruff": 0, "pytest": 5})
    assert code == 5
    assert "No test answers to the arguments" in told
