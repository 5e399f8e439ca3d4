"""Renew the two locks from pyproject.toml: exact versions with the SHA-256 of every platform's wheels, and no index address.

    .venv/bin/python -m pip install uv        (once)
    .venv/bin/python packaging/lock.py        renews within the ranges of pyproject.toml; add --upgrade for the newest versions
"""

from __future__ import annotations

import subprocess
import sys

from environment import CHECKOUT, LOCKS


def main(arguments: list[str]) -> int:
    compile_lock = [
        sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--generate-hashes",
        "--only-binary", ":all:", "--no-emit-index-url", "--no-header", "--no-annotate", "--quiet", *arguments,
    ]  # fmt: skip
    # The test lock is compiled under the run lock, so that what is tested is what is run.
    for purpose, more in (("run", []), ("test", ["--extra", "dev", "--constraint", str(LOCKS["run"])])):
        outcome = subprocess.run([*compile_lock, *more, "--output-file", str(LOCKS[purpose])], cwd=CHECKOUT, check=False)
        if outcome.returncode:
            return outcome.returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
