"""Work that waits until a test lets it begin: so that a test can cancel it first, whatever the machine's speed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QThread

from cbm_tracker.desktop.tasks import TaskRunner


@contextmanager
def held(tasks: TaskRunner) -> Iterator[None]:
    """Keep every thread of the runner busy until the block ends."""
    go = threading.Event()
    begun = threading.Semaphore(0)
    threads = QThread.idealThreadCount()

    def wait(_: object) -> None:
        begun.release()
        go.wait(30)

    for _ in range(threads):
        tasks.new(wait).start()
    for _ in range(threads):
        begun.acquire(timeout=30)
    try:
        yield
    finally:
        go.set()
