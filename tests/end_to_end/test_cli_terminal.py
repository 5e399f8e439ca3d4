"""What a person at a terminal sees: progress where it takes long, silence where it was asked for."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from cbm_tracker.cli.terminal import Terminal
from tests.end_to_end.calls import Call


class Screen(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


def seen(terminal: Terminal, monkeypatch: pytest.MonkeyPatch, seconds_a_step: float) -> str:
    """Return what a terminal shows of three steps that take this long each, by the clock of the bar."""
    screen = Screen()
    times = iter(number * seconds_a_step for number in range(1000))
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr("tqdm.std.time", lambda: next(times))
    with terminal.progress() as progress:
        for done in range(3):
            progress.step(done, 3, "Recording")
    return screen.getvalue()


def test_progress_shows_for_what_takes_over_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Recording" in seen(Terminal(), monkeypatch, 5)


def test_progress_is_silent_for_what_is_quick_or_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Recording" not in seen(Terminal(), monkeypatch, 0.01)
    assert seen(Terminal(quiet=True), monkeypatch, 5) == ""


def test_progress_is_silent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with Terminal().progress() as progress:
        progress.step(1, 2, "Recording")
    assert not sys.stderr.isatty()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("words", [("--quiet", "list"), ("list", "--quiet")], ids=" ".join)
def test_quiet_may_stand_before_or_behind_the_command(words: tuple[str, ...], tmp_path: Path, call: Call) -> None:
    call("new", tmp_path / "r.cbm")
    assert call(*words, tmp_path / "r.cbm", "exercise").out == "Nothing is found.\n"


@pytest.mark.parametrize("words", [("--debug", "list"), ("list", "--debug")], ids=" ".join)
def test_debug_shows_where_an_error_arose(words: tuple[str, ...], tmp_path: Path, call: Call) -> None:
    said = call(*words, tmp_path / "r.cbm", "exercise")
    assert said.code == 3
    assert "Traceback" in said.err
    assert said.err.splitlines()[-1].endswith("a new register is made with `new`.")
    assert "Traceback" not in call("list", tmp_path / "r.cbm", "exercise").err


def test_check_says_what_a_file_is_that_is_neither_register_nor_report(tmp_path: Path, call: Call) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n" + bytes(200))
    said = call("check", picture)
    assert said.code == 3
    assert "is a picture (PNG), neither a register nor a report of CBM Tracker" in said.err
