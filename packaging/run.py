"""Set up what is missing, then run CBM Tracker: `python3 packaging/run.py [ARGS]` is `cbm-tracker ARGS`.

Without arguments it does the main job. With a display: the window on the rehearsal register. Without one: that register's
report, and where both are.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from environment import MACHINE_LACKS_SOMETHING, NotReady, prepare, run_program, say


def has_display(platform: str, variables: Mapping[str, str]) -> bool:
    """Tell whether a window can be shown; on Windows and macOS there is always a screen to ask for."""
    return not platform.startswith("linux") or bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def opens_window(arguments: list[str], display: bool) -> bool:
    words = [word for word in arguments if not word.startswith("-")]
    return words[0] == "open" if words else not arguments and display


def rehearsal_paths(user_data: Path, year: int) -> tuple[Path, Path]:
    """Return where this year's rehearsal register and its report lie."""
    return user_data / f"rehearsal-{year}.cbm", user_data / f"rehearsal-{year}.pdf"


def do_main_job(python: Path, display: bool, year: int) -> int:
    asked = subprocess.run(
        [str(python), "-c", "from cbm_tracker.paths import user_data; print(user_data())"], capture_output=True, text=True, check=True
    )
    register, report = rehearsal_paths(Path(asked.stdout.strip()), year)
    register.parent.mkdir(parents=True, exist_ok=True)
    if not register.exists():
        say(f"Making the rehearsal register of {year} ...")
        code = run_program(python, ["demo", str(register), "--year", str(year)], answers=False)
        if code:
            return code
    if display:
        return run_program(python, ["open", str(register)])
    say("There is no display, so no window: issuing the report of the rehearsal register instead ...")
    period = ["--from", f"{year}-01-01", "--to", f"{year}-12-31"]
    code = run_program(python, ["report", str(register), "--kind", "period", *period, "--output", str(report)], answers=False)
    if code == 0:
        print(f"Register: {register}\nReport:   {report}")
    return code


def main(arguments: list[str]) -> int:
    display = has_display(sys.platform, os.environ)
    try:
        python = prepare("run", needs_qt=opens_window(arguments, display))
    except NotReady as lack:
        say(str(lack))
        return MACHINE_LACKS_SOMETHING
    if arguments:
        return run_program(python, arguments)
    return do_main_job(python, display, datetime.datetime.now().astimezone().year)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
