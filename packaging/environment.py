"""What run.py and test.py share: the `.venv` of the checkout with the locked dependencies, and what the machine lacks for it.

Standard library only, and plain enough for an older Python to read: it has to run before anything is set up, to say what to do.
The locks are renewed by packaging/lock.py.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from system_libraries import QT_LIBRARIES, install_line, missing_libraries

CHECKOUT = Path(__file__).resolve().parent.parent
VENV = CHECKOUT / ".venv"
LOCKS = {"run": CHECKOUT / "packaging" / "requirements.lock", "test": CHECKOUT / "packaging" / "requirements-dev.lock"}
OLDEST_PYTHON = (3, 11)
NEWEST_PYTHON = (3, 14)
# EX_UNAVAILABLE of sysexits.h: apart from the exit codes 0 to 4 of cbm-tracker and 0 to 5 of pytest.
MACHINE_LACKS_SOMETHING = 69


class NotReady(Exception):
    """The machine lacks something that only its user can give; the message says what, and the line to run."""


def say(sentence: str) -> None:
    """Tell the progress on standard error: standard output belongs to the command that is run."""
    print(sentence, file=sys.stderr, flush=True)


def venv_python(venv: Path = VENV) -> Path:
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def prepare(purpose: str, needs_qt: bool) -> Path:
    """Set up what is missing and return the Python of `.venv`; with nothing to do it takes well under a second and no network.

    Args:
        purpose: `run` or `test`, the lock to install.
        needs_qt: whether Qt's system libraries must be there; otherwise they are installed where that may be done, or mentioned.
    Raises:
        NotReady: something is missing that cannot be set up from here.
    """
    provide_qt_libraries(needs_qt)
    python = venv_python()
    digest = hashlib.sha256(LOCKS[purpose].read_bytes()).hexdigest()
    if read_marker().get(purpose) != digest or not starts(python):
        if not starts(python):
            make_venv()
        install_lock(python, purpose)
        # The test lock holds the run lock with the same versions, so it serves both.
        served = ("run", "test") if purpose == "test" else ("run",)
        write_marker({name: hashlib.sha256(LOCKS[name].read_bytes()).hexdigest() for name in served})
    make_importable()
    return python


def provide_qt_libraries(needed: bool) -> None:
    missing = missing_libraries()
    if missing and may_use_apt():
        say("Installing the system libraries of Qt: " + " ".join(missing))
        apt_install([QT_LIBRARIES[name] for name in missing])
        missing = missing_libraries()
    if not missing:
        return
    line = install_line(missing)
    if needed:
        raise NotReady(f"Qt needs system libraries that this machine lacks. Run this line, then the same command again:\n  {line}")
    say(f"The window will need system libraries that this machine lacks; this command does not. To install them:\n  {line}")


def may_use_apt() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages without a question; False if apt could not, having told why on standard error."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # The lists of a fresh machine are empty or old; a failing renewal still leaves the chance that they suffice.
    commands = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages])
    codes = [subprocess.run(c, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=environment, check=False).returncode for c in commands]
    return codes[-1] == 0


def read_marker() -> dict[str, str]:
    """Return the digest of the lock last installed for each purpose; nothing if that cannot be told."""
    try:
        marker = json.loads(marker_path().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return marker if isinstance(marker, dict) else {}


def write_marker(digests: dict[str, str]) -> None:
    marker_path().write_text(json.dumps(digests, indent=1, sort_keys=True) + "\n", "utf-8")


def marker_path() -> Path:
    return VENV / "installed-locks.json"


def starts(python: Path) -> bool:
    """Tell whether this Python exists and runs: a `.venv` is dead once the Python it was made from has been removed."""
    try:
        return subprocess.run([str(python), "-c", ""], stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    if not OLDEST_PYTHON <= sys.version_info[:2] <= NEWEST_PYTHON:
        oldest, newest, present = (".".join(map(str, version[:2])) for version in (OLDEST_PYTHON, NEWEST_PYTHON, sys.version_info))
        line = " ".join([f"python{oldest}", *sys.argv])
        raise NotReady(f"CBM Tracker needs Python {oldest} to {newest}; this is {present}. Run it with one of those, such as:\n  {line}")
    provide_ensurepip()
    say(f"Making the virtual environment {VENV.name} ...")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    if made.returncode:
        raise NotReady(f"The virtual environment {VENV} could not be made. See the lines above; check that the folder can be written to.")


def provide_ensurepip() -> None:
    """See to it that this Python can make a virtual environment: Debian's leaves that to a package of its own."""
    if have_modules():
        return
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    if may_use_apt():
        say(f"Installing {package} ...")
        apt_install([package])
        importlib.invalidate_caches()
    if not have_modules():
        line = f"sudo apt-get install {package}"
        raise NotReady(f"This Python cannot make a virtual environment. Run this line, then the same command again:\n  {line}")


def have_modules() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def install_lock(python: Path, purpose: str) -> None:
    started = time.monotonic()
    say(f"Installing the locked dependencies of {LOCKS[purpose].name} (the first time fetches them; a minute or two) ...")
    command = [
        str(python), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--no-deps",
        "--require-hashes", "--only-binary", ":all:", "--requirement", str(LOCKS[purpose]),
    ]  # fmt: skip
    if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False).returncode:
        remedy = "See the lines above; run the same command again where the package index can be reached."
        raise NotReady(f"The dependencies could not be installed. {remedy}")
    say(f"Installed in {time.monotonic() - started:.0f} s.")


def make_importable() -> None:
    """Let `.venv` import the package from the checkout by a path file: at once, and without a build."""
    # Windows has Lib/site-packages, the others lib/python3.x/site-packages.
    for folder in [*VENV.glob("Lib/site-packages"), *VENV.glob("lib/python3*/site-packages")]:
        path_file = folder / "cbm_tracker_checkout.pth"
        wanted = f"{CHECKOUT}\n"
        if not path_file.is_file() or path_file.read_text("utf-8") != wanted:
            path_file.write_text(wanted, "utf-8")


def run_program(python: Path, arguments: list[str], *, answers: bool = True) -> int:
    """Run `cbm-tracker ARGUMENTS` with this process's input and outputs, and return its exit code; its answer may be left out."""
    output = None if answers else subprocess.DEVNULL
    return subprocess.run([str(python), "-m", "cbm_tracker", *arguments], stdout=output, check=False).returncode
