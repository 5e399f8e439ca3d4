"""Files appear whole or not at all, and what stands in the way is said in a sentence."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from cbm_tracker.errors import NotWritable
from cbm_tracker.whole_file import appearing, appearing_from_nowhere


def test_a_file_appears_at_the_end_in_the_place_of_what_stood_there(tmp_path: Path) -> None:
    place = tmp_path / "report.pdf"
    place.write_text("before")
    with appearing(place) as part:
        part.write_text("after")
        assert place.read_text() == "before"
    assert place.read_text() == "after"
    assert list(tmp_path.iterdir()) == [place]


def test_what_fails_half_way_leaves_what_stood_there(tmp_path: Path) -> None:
    place = tmp_path / "report.pdf"
    place.write_text("before")

    def half_way() -> None:
        with appearing(place) as part:
            part.write_text("half")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        half_way()
    assert place.read_text() == "before"
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize(
    ("number", "says", "hint"),
    [(errno.ENOSPC, "disk .* is full", "Make room"), (errno.EDQUOT, "disk .* is full", "Make room"),
     (errno.EROFS, "cannot be written", "Choose another place")],
)
def test_a_full_disk_and_a_read_only_folder_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str, hint: str
) -> None:
    def fsync(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    place = tmp_path / "report.pdf"
    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(NotWritable, match=says) as refusal, appearing(place) as part:
        part.write_text("whole")
    assert refusal.value.hint.startswith(hint)
    assert list(tmp_path.iterdir()) == []


def test_folders_devices_and_folders_that_are_none_are_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    os.mkfifo(tmp_path / "pipe")
    for place, says in ((tmp_path, "is a folder"), (tmp_path / "pipe", "is a device"), (tmp_path / "file" / "deeper", "cannot be written"),
                        (tmp_path / "none" / "deeper", "cannot be written")):
        with pytest.raises(NotWritable, match=says), appearing(place) as part:
            part.write_text("x")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "pipe"]


@pytest.fixture(params=["with nameless files", "without"])
def from_nowhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], AbstractContextManager[Path]]:
    """What a report is written with, on systems that know files without a name and on others."""
    if request.param == "without":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    return appearing_from_nowhere


def test_what_comes_from_nowhere_takes_the_place_of_what_stood_there(
    tmp_path: Path, from_nowhere: Callable[[Path], AbstractContextManager[Path]]
) -> None:
    place = tmp_path / "report.pdf"
    place.write_text("before")
    (tmp_path / ".report.pdf.part").write_text("left by a program that was killed")
    with from_nowhere(place) as part:
        with appearing(part) as inner:  # a writer that sees to it by itself may be given the place
            inner.write_text("after")
        with part.open("r+b") as file:
            file.write(b"A")
        assert part.read_text() == "After"
        assert place.read_text() == "before"
        assert (len(list(tmp_path.iterdir())) == 2) or not hasattr(os, "O_TMPFILE")  # what stood there, and what a killed program left
    assert place.read_text() == "After"
    assert list(tmp_path.iterdir()) == [place]


def test_what_comes_from_nowhere_leaves_nothing_where_it_fails(
    tmp_path: Path, from_nowhere: Callable[[Path], AbstractContextManager[Path]]
) -> None:
    place = tmp_path / "report.pdf"

    def half_way() -> None:
        with from_nowhere(place) as part:
            part.write_text("half")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(NotWritable, match=r"The disk of .*/report\.pdf is full"):
        half_way()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NotWritable, match="is a folder"), from_nowhere(tmp_path):
        place.write_text("never")
    with pytest.raises(NotWritable, match="cannot be written"), from_nowhere(tmp_path / "none" / "report.pdf") as part:
        part.write_text("never")


def test_who_stops_the_program_while_a_file_takes_its_name_leaves_none_behind(
    tmp_path: Path, from_nowhere: Callable[[Path], AbstractContextManager[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt), from_nowhere(tmp_path / "report.pdf") as part:
        part.write_text("whole")
    assert list(tmp_path.iterdir()) == []
