"""How long from the start of the process to the first painted window, against an empty PySide6 window.

    .venv/bin/python -m tests.benchmarks.bench_start [--times 7]

Set QT_QPA_PLATFORM=offscreen where there is no display.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.ratio import Ratio

# Says "painted" at the first paint of a main window, and "shown" at the first one that has a register in it, then quits.
WATCH = """
import sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

class Watch(QObject):
    said = ()

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and isinstance(watched.window(), QMainWindow):
            for word, true in (("painted", True), ("shown", getattr(watched.window(), "session", self) is not None)):
                if true and word not in self.said:
                    self.said += (word,)
                    print(word, flush=True)
                    if word == "shown":
                        QTimer.singleShot(0, QApplication.quit)
        return False

app = QApplication([])
watch = Watch()
app.installEventFilter(watch)
"""
EMPTY = WATCH + "window = QMainWindow()\nwindow.resize(1280, 800)\nwindow.show()\napp.exec()\n"
OURS = WATCH + "from pathlib import Path\nfrom cbm_tracker.desktop.app import start\nstart(Path(sys.argv[1]))\n"


def start_times(program: str, register: Path) -> dict[str, float]:
    """Return the seconds from the start of a process to each word it says."""
    said = {}
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", program, str(register)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said[line.strip()] = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError(f"the measured window ended with {process.returncode}")
    return said


def measure(register: Path, times: int) -> Iterator[Ratio]:
    for program in (EMPTY, OURS):
        start_times(program, register)  # the first start reads everything from the disk
    empty, ours = [], []
    for _ in range(times):
        empty.append(start_times(EMPTY, register))
        ours.append(start_times(OURS, register))
    blank = statistics.median(said["painted"] for said in empty)
    for word, what in (("painted", "first painted window"), ("shown", "window with the register in it")):
        yield Ratio(f"process start to {what}", statistics.median(said[word] for said in ours), "an empty PySide6 window", blank)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--records", type=int, default=400)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CBM_TRACKER_HOME"] = folder
        register = Path(folder) / "rehearsal.cbm"
        demo = [sys.executable, "-m", "cbm_tracker", "demo", str(register), "--year", "2027", "--records", str(chosen.records)]
        subprocess.run(demo, capture_output=True, check=True)
        for ratio in measure(register, chosen.times):
            print(ratio, flush=True)


if __name__ == "__main__":
    main()
