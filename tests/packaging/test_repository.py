"""What no tracked file may hold, and what each bundled asset must have beside it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from environment import CHECKOUT

# Put together here, or this file would be the first to hold them.
INDEX_HOSTS = tuple(".".join(parts).encode() for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("crates", "io")))
# One letter, such as /home/a, stands for any name.
MACHINE_PATH = re.compile(rb"(?<![\w.])/(?:home|Users|root|work)/\w{2,}|\b[A-Za-z]:[\\/]+Users\b")
ASSETS = (".ttf", ".otf", ".svg", ".png")
LICENCE = re.compile(r"LICEN[CS]E|OFL", re.IGNORECASE)


def tracked_files() -> list[Path]:
    # The folder may belong to somebody else than who tests (a mounted checkout); git would refuse to look at it.
    listing = subprocess.run(
        ["git", "-c", f"safe.directory={CHECKOUT}", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout
    return [path for name in listing.split("\0") if name and (path := CHECKOUT / name).is_file()]


@pytest.fixture(scope="module")
def contents() -> dict[str, bytes]:
    return {path.relative_to(CHECKOUT).as_posix(): path.read_bytes() for path in tracked_files()}


def test_the_listing_finds_the_files_it_is_about(contents: dict[str, bytes]) -> None:
    assert {"pyproject.toml", "packaging/run.py", "packaging/requirements.lock", ".ci/run"} <= contents.keys()


def test_no_file_names_a_package_index(contents: dict[str, bytes]) -> None:
    assert [name for name, content in contents.items() if any(host in content for host in INDEX_HOSTS)] == []


def test_no_file_names_a_path_of_one_machine(contents: dict[str, bytes]) -> None:
    found = {name: match.group() for name, content in contents.items() if (match := MACHINE_PATH.search(content))}
    assert found == {}


@pytest.mark.parametrize("text", ["/ho" "me/anna/register.cbm", "C:\\Us" "ers\\Anna", "'/wo" "rk/main'"])
def test_a_path_of_one_machine_would_be_found(text: str) -> None:
    assert MACHINE_PATH.search(text.encode())


def test_packaging_stays_a_plain_folder(contents: dict[str, bytes]) -> None:
    """An `__init__.py` there would hide the library `packaging` from everything that runs in the checkout."""
    assert "packaging/__init__.py" not in contents
    assert not (CHECKOUT / "packaging" / "__init__.py").exists()


def test_each_folder_of_fonts_or_icons_has_its_licence(contents: dict[str, bytes]) -> None:
    folders = {Path(name).parent for name in contents if name.startswith("resources/") and name.endswith(ASSETS)}
    assert folders
    licensed = {Path(name).parent for name in contents if LICENCE.search(Path(name).name)}
    assert {folder.as_posix() for folder in folders if not {folder, *folder.parents[:-2]} & licensed} == set()
