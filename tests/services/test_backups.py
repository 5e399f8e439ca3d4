"""Which backups of a register lie in a folder, and that one cut short is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.errors import Cancelled
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Silent
from cbm_tracker.services.register import restore
from tests.builders import SettableClock, an_exercise


def test_backups_are_listed_the_newest_first_with_what_they_hold(services: Services, clock: SettableClock, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    first = services.register.back_up(folder, Silent())
    clock.forward(hours=3)
    services.records.record(an_exercise())
    second = services.register.back_up(folder, Silent())
    found = services.register.backups(folder)
    assert [backup.path for backup in found] == [second, first]
    assert found[0].records == found[1].records + 1
    assert (found[0].made_at, found[0].size) == (clock.shows, second.stat().st_size)


def test_looking_at_backups_does_not_touch_them(services: Services, tmp_path: Path) -> None:
    made = services.register.back_up(tmp_path / "backups", Silent())
    before = made.read_bytes()
    services.register.backups(tmp_path / "backups")
    assert made.read_bytes() == before
    assert list((tmp_path / "backups").iterdir()) == [made]


def test_only_copies_of_this_register_are_listed(services: Services, desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    bootstrap.new_register(folder / "other.cbm", desk).close()
    (folder / "note.cbm").write_text("no register", "utf-8")
    assert services.register.backups(folder) == []
    assert services.register.backups(tmp_path / "nowhere") == []
    assert services.register.backups(services.path.parent) == []


def test_a_damaged_backup_says_so(services: Services, tmp_path: Path) -> None:
    made = services.register.back_up(tmp_path / "backups", Silent())
    data = made.read_bytes()
    made.write_bytes(data[: len(data) // 2])
    (found,) = services.register.backups(tmp_path / "backups")
    assert "cut off" in found.problem


def test_what_a_restore_replaced_is_listed_as_such(services: Services, desk: Desk, clock: SettableClock, tmp_path: Path) -> None:
    made = services.register.back_up(tmp_path / "backups", Silent())
    clock.forward(minutes=1)
    services.close()
    kept = restore(made, services.path, desk, Silent())
    (found,) = services.register.backups(services.path.parent)
    assert (found.path, found.replaced) == (kept, True)


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_backup_that_was_cancelled_is_none(services: Services, tmp_path: Path, step: int) -> None:
    class Enough:
        steps = 0

        def step(self, done: int, total: int, doing: str) -> None:
            self.steps += 1
            if self.steps == step:
                raise Cancelled

    with pytest.raises(Cancelled):
        services.register.back_up(tmp_path / "backups", Enough())
    assert list((tmp_path / "backups").iterdir()) == []
