"""Work away from the window's thread ends exactly once, on the window's thread."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from cbm_tracker.desktop.tasks import TaskRunner
from cbm_tracker.errors import CbmTrackerError
from cbm_tracker.services.progress import Progress


def test_outcome_arrives_on_the_windows_thread(qtbot: QtBot, tasks: TaskRunner) -> None:
    seen: list[tuple[str, object, int]] = []
    workers: list[int] = []

    def work(progress: Progress) -> int:
        workers.append(threading.get_ident())
        progress.step(1, 1, "Counting")
        return 42

    task = tasks.new(work)
    task.progressed.connect(lambda done, total, doing: seen.append((doing, done, threading.get_ident())))
    task.succeeded.connect(lambda outcome: seen.append(("succeeded", outcome, threading.get_ident())))
    with qtbot.waitSignal(task.finished):
        task.start()
    here = threading.get_ident()
    assert seen == [("Counting", 1, here), ("succeeded", 42, here)]
    assert workers != [here]
    assert not tasks.is_busy


def test_failure_is_told_with_its_error(qtbot: QtBot, tasks: TaskRunner) -> None:
    def work(progress: Progress) -> None:
        raise CbmTrackerError("The disk is full.", "Make room.")

    task = tasks.new(work)
    with qtbot.waitSignal(task.failed) as failed:
        task.start()
    assert str(failed.args[0]) == "The disk is full. Make room."


def test_cancelling_ends_at_the_next_step(qtbot: QtBot, tasks: TaskRunner) -> None:
    begun, may_go_on = threading.Event(), threading.Event()
    steps: list[int] = []

    def work(progress: Progress) -> None:
        for number in range(1000):
            progress.step(number, 1000, "Working")
            steps.append(number)
            begun.set()
            may_go_on.wait(10)

    task = tasks.new(work)
    outcomes: list[str] = []
    task.succeeded.connect(lambda _: outcomes.append("succeeded"))
    task.failed.connect(lambda _: outcomes.append("failed"))
    task.cancelled.connect(lambda: outcomes.append("cancelled"))
    with qtbot.waitSignal(task.finished):
        task.start()
        assert begun.wait(10)
        task.cancel()
        may_go_on.set()
    assert outcomes == ["cancelled"]
    assert steps == [0]


def test_stopping_waits_for_what_runs(qtbot: QtBot, tasks: TaskRunner) -> None:
    begun, ended = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        try:
            while True:
                progress.step(0, 0, "Waiting")
                begun.set()
        finally:
            ended.set()

    tasks.new(work).start()
    assert begun.wait(10)
    tasks.stop()
    assert ended.is_set()
