"""The wheel: what is in it, and that it works where it alone is installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from environment import CHECKOUT, venv_python


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    (built,) = folder.glob("*.whl")
    return built


@dataclass(frozen=True)
class Installation:
    """An environment that holds the wheel and, by a path file, the dependencies of the one that tests."""

    folder: Path

    def run(self, command: Sequence[str], elsewhere: Path) -> subprocess.CompletedProcess[str]:
        variables = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
        variables["CBM_TRACKER_HOME"] = str(elsewhere / "home")
        return subprocess.run(command, cwd=elsewhere, env=variables, capture_output=True, text=True, check=False)

    def program(self, *arguments: str, elsewhere: Path) -> subprocess.CompletedProcess[str]:
        script = venv_python(self.folder).with_name("cbm-tracker.exe" if os.name == "nt" else "cbm-tracker")
        return self.run([str(script), *arguments], elsewhere)


@pytest.fixture(scope="module")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, with_pip=False)
    python = venv_python(folder)
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run(command, capture_output=True, text=True, check=True)
    (site_packages,) = [*folder.glob("lib/python3*/site-packages"), *folder.glob("Lib/site-packages")]
    # Path files inside a folder named by a path file are not read, so the checkout stays invisible.
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return Installation(folder)


def test_the_wheel_holds_the_package_and_every_resource_but_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    resources = {path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "resources").rglob("*") if path.is_file()}
    assert {f"cbm_tracker/{name}" for name in resources} <= names
    assert {f"cbm_tracker/{Path(name).with_suffix('.mo').as_posix()}" for name in resources if name.endswith(".po")} <= names
    assert {"cbm_tracker/cli.py", "cbm_tracker/cli/__init__.py"} & names
    assert "cbm_tracker/storage/migrations/versions/v0001_first_schema.py" in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"cbm_tracker"}
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]


def test_the_licences_of_what_it_bundles_are_in_its_metadata(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        kept = {Path(name).name for name in archive.namelist() if ".dist-info/licenses/" in name}
    assert {"LICENSE", "OFL-Inter.txt", "OFL-SourceSans3.txt", "LICENSE-lucide.txt", "LICENSE-unicode.txt"} <= kept


def test_the_installed_package_is_the_one_that_runs(installation: Installation, tmp_path: Path) -> None:
    told = installation.run([str(venv_python(installation.folder)), "-c", "import cbm_tracker; print(cbm_tracker.__file__)"], tmp_path)
    assert installation.folder in Path(told.stdout.strip()).parents


def test_doctor_finds_everything_in_the_installed_wheel(installation: Installation, tmp_path: Path) -> None:
    told = installation.program("doctor", elsewhere=tmp_path)
    assert (told.returncode, told.stderr) == (0, "")
    assert str(installation.folder) in told.stdout


def test_the_installed_wheel_makes_a_rehearsal_register(installation: Installation, tmp_path: Path) -> None:
    made = installation.program("--quiet", "demo", "rehearsal.cbm", "--year", "2027", "--records", "60", elsewhere=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    listed = installation.program("list", "rehearsal.cbm", "exercise", "--json", elsewhere=tmp_path)
    assert json.loads(listed.stdout)["total"] > 0
