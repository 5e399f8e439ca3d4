"""Set up what is missing, then run every check and every test: `python3 packaging/test.py [ARGS]`; ARGS go to pytest."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from environment import CHECKOUT, MACHINE_LACKS_SOMETHING, NotReady, prepare, say

NO_TESTS_COLLECTED = 5


def pytest_arguments(arguments: list[str]) -> list[str]:
    """Add two worker processes unless the caller says how many."""
    says_how_many = any(word.startswith(("-n", "--numprocesses")) for word in arguments)
    return arguments if says_how_many else ["-n", "2", *arguments]


def checks(python: Path, arguments: list[str]) -> dict[str, list[str]]:
    """Return each check and its command; strictness, contracts and warnings as errors stand in pyproject.toml."""
    lint_imports = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command(['--no-cache']))"
    return {
        "ruff": [str(python), "-m", "ruff", "check", "."],
        "mypy": [str(python), "-m", "mypy"],
        "import contracts": [str(python), "-c", lint_imports],
        "pytest": [str(python), "-m", "pytest", *pytest_arguments(arguments)],
    }


def verdict(codes: dict[str, int]) -> tuple[int, str]:
    """Return the exit code, pytest's own if it has one to pass on, and the sentence that names what did not pass."""
    failed = [name for name, code in codes.items() if code]
    if not failed:
        return 0, "All checks passed: " + ", ".join(codes) + "."
    sentence = "Did not pass: " + ", ".join(failed) + "."
    if codes["pytest"] == NO_TESTS_COLLECTED:
        sentence += " No test answers to the arguments given to pytest; check the path or the name."
    return codes["pytest"] or codes[failed[0]], sentence


def main(arguments: list[str]) -> int:
    try:
        python = prepare("test", needs_qt=True)
    except NotReady as lack:
        say(str(lack))
        return MACHINE_LACKS_SOMETHING
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    codes = {}
    for name, command in checks(python, arguments).items():
        started = time.monotonic()
        say(f"== {name}")
        codes[name] = subprocess.run(command, cwd=CHECKOUT, env=variables, check=False).returncode
        say(f"== {name}: {'passed' if codes[name] == 0 else 'did not pass'} ({time.monotonic() - started:.0f} s)")
    code, sentence = verdict(codes)
    say(sentence)
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
