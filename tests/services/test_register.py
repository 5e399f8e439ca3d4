"""The register as a whole: made, described, backed up, restored, checked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.query import Query
from cbm_tracker.errors import CbmTrackerError, NotWritable, RecordDamaged, RecordUnavailable, UnreadableFile
from cbm_tracker.services import register as registers
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.progress import Silent
from tests.builders import SettableClock, a_contact, change_raw


def _count(path: Path, desk: Desk) -> int:
    opened = bootstrap.open_register(path, desk)
    try:
        return opened.records.count(Query(kinds=("contact",)))
    finally:
        opened.close()


def test_a_new_register_knows_whose_it_is_and_all_states(services: Services, register_path: Path) -> None:
    info = services.register.info()
    assert (info.name, info.owner, info.office) == ("Test register", "DEU", "Verification Centre")
    assert (info.marking, info.is_rehearsal) == ("", False)
    assert info.created_at == "2027-03-01T08:00:00.000Z"
    assert services.records.count(Query(kinds=("state",))) > 240
    assert services.records.count(Query(kinds=("agreement",))) > 20
    assert services.undo.undo_label() == ""
    assert services.path == register_path
    assert services.register.check(Silent()) == []


def test_a_rehearsal_is_marked(tmp_path: Path, desk: Desk) -> None:
    made = bootstrap.new_register(tmp_path / "rehearsal.cbm", desk, rehearsal=True)
    try:
        info = made.register.info()
        assert (info.marking, info.is_rehearsal, info.name) == ("EXERCISE", True, "rehearsal")
    finally:
        made.close()


def test_what_a_register_says_of_itself_can_be_changed(services: Services) -> None:
    before = services.register.info()
    services.register.describe(owner="FRA", office="CFE cell", marking="RESTRICTED")
    info = services.register.info()
    assert (info.owner, info.office, info.marking) == ("FRA", "CFE cell", "RESTRICTED")
    assert (info.id, info.name, info.created_at) == (before.id, before.name, before.created_at)


def test_nothing_is_overwritten_and_nothing_is_left_of_what_failed(services: Services, register_path: Path, desk: Desk) -> None:
    with pytest.raises(NotWritable):
        bootstrap.new_register(register_path, desk)
    assert services.records.count(Query(kinds=("state",))) > 240
    twice = a_contact()
    with pytest.raises(CbmTrackerError):
        registers.make(register_path.with_name("other.cbm"), desk, lambda _: (), seed=[twice, twice])
    assert not [file for file in register_path.parent.iterdir() if file.name.startswith("other")]


def test_a_backup_holds_what_was_recorded_and_restores_it(
    services: Services, register_path: Path, desk: Desk, clock: SettableClock, tmp_path: Path
) -> None:
    services.records.record(a_contact())
    backup = services.register.back_up(tmp_path / "copies", Silent())
    assert backup.name == "register-20270301T080000Z.cbm"
    with pytest.raises(NotWritable, match="there already"):
        services.register.back_up(tmp_path / "copies", Silent())
    services.records.record(a_contact())
    services.close()
    clock.forward(hours=1)
    kept = registers.restore(backup, register_path, desk, Silent())
    assert kept == register_path.with_name("register-replaced-20270301T090000Z.cbm")
    assert (_count(register_path, desk), _count(kept, desk), _count(backup, desk)) == (1, 2, 1)
    elsewhere = tmp_path / "elsewhere.cbm"
    assert registers.restore(backup, elsewhere, desk, Silent()) is None
    assert _count(elsewhere, desk) == 1


def test_a_backup_that_does_not_hold_replaces_nothing(services: Services, register_path: Path, desk: Desk, tmp_path: Path) -> None:
    services.records.record(a_contact())
    backup = services.register.back_up(tmp_path / "copies", Silent())
    services.close()
    before = register_path.read_bytes()
    change_raw(backup, "UPDATE record SET body = replace(body, 'Helicopter', 'helicopter')")
    with pytest.raises(RecordUnavailable, match="does not hold"):
        registers.restore(backup, register_path, desk, Silent())
    backup.write_bytes(backup.read_bytes()[:9000])
    with pytest.raises(RecordUnavailable, match="damaged"):
        registers.restore(backup, register_path, desk, Silent())
    with pytest.raises(UnreadableFile, match="not there"):
        registers.restore(tmp_path / "none.cbm", register_path, desk, Silent())
    with pytest.raises(UnreadableFile, match="backup itself"):
        registers.restore(register_path, register_path, desk, Silent())
    with pytest.raises(NotWritable, match="folder"):
        registers.restore(register_path, tmp_path, desk, Silent())
    assert register_path.read_bytes() == before


def test_a_register_that_somebody_has_open_is_not_replaced(services: Services, register_path: Path, desk: Desk, tmp_path: Path) -> None:
    backup = services.register.back_up(tmp_path / "copies", Silent())
    services.records.record(a_contact())
    with pytest.raises(RecordUnavailable, match="open in another program"):
        registers.restore(backup, register_path, desk, Silent())
    services.records.record(a_contact())
    assert not [file for file in tmp_path.iterdir() if "replaced" in file.name]
    services.close()
    assert _count(register_path, desk) == 2
    assert registers.restore(backup, register_path, desk, Silent()) is not None


def test_a_damaged_register_is_kept_when_it_is_replaced(services: Services, register_path: Path, desk: Desk, tmp_path: Path) -> None:
    backup = services.register.back_up(tmp_path / "copies", Silent())
    services.close()
    register_path.write_bytes(b"SQLite format 3\x00" + b"\xaa" * 5000)
    kept = registers.restore(backup, register_path, desk, Silent())
    assert kept is not None
    assert kept.read_bytes() == b"SQLite format 3\x00" + b"\xaa" * 5000
    assert registers.check(register_path, Silent()) == []


def test_a_backup_of_a_damaged_register_is_refused_and_removed(services: Services, register_path: Path, desk: Desk, tmp_path: Path) -> None:
    services.records.record(a_contact())
    services.close()
    change_raw(register_path, "DELETE FROM record WHERE kind = 'contact'")
    with pytest.raises(RecordUnavailable, match="does not hold"):
        registers.back_up(register_path, tmp_path / "copies", desk, Silent())
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_folder_for_copies_that_is_none_is_said(services: Services, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", tmp_path / "file" / "deeper"):
        with pytest.raises(NotWritable):
            services.register.back_up(folder, Silent())


def test_a_check_names_what_does_not_hold(services: Services, register_path: Path) -> None:
    contact = a_contact()
    services.records.record(contact)
    services.close()
    change_raw(register_path, f"UPDATE record SET reference = 'X' WHERE uuid = '{contact.id}'")
    (finding,) = registers.check(register_path, Silent())
    assert (finding.where, finding.problem) == (f"record {contact.id}", "is listed as something else than it says.")


def test_a_file_copied_alone_while_the_register_is_open_is_a_register(services: Services, register_path: Path, desk: Desk) -> None:
    """What a new register holds does not stand in the write-ahead log beside it alone."""
    alone = register_path.with_name("alone.cbm")
    alone.write_bytes(register_path.read_bytes())
    opened = bootstrap.open_register(alone, desk)
    try:
        assert opened.register.info().id == services.register.info().id
        assert opened.records.count(Query(kinds=("state",))) > 240
    finally:
        opened.close()


def test_a_register_without_its_own_name_is_not_taken_for_an_empty_one(services: Services, register_path: Path, desk: Desk) -> None:
    services.close()
    change_raw(register_path, "DELETE FROM info")
    with pytest.raises(RecordDamaged, match="not even its own name") as refusal:
        bootstrap.open_register(register_path, desk)
    assert "register.cbm-wal" in refusal.value.hint
    assert [finding.where for finding in registers.check(register_path, Silent())] == ["register"]


@pytest.mark.parametrize(("owner", "zone", "today"), [("DEU", "Europe/Berlin", "2027-03-02"), ("", "UTC", "2027-03-01")])
def test_today_is_the_day_at_the_capital_of_the_owner(
    services: Services, clock: SettableClock, owner: str, zone: str, today: str
) -> None:
    clock.shows = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)
    services.register.describe(owner=owner, office="", marking="")
    assert (services.zone, services.today().isoformat()) == (zone, today)


def test_restoring_on_a_network_share_says_what_cannot_be_seen_there(
    services: Services, register_path: Path, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = services.register.back_up(tmp_path / "copies", Silent())
    services.close()
    told: list[str] = []

    class Told(Silent):
        def step(self, done: int, total: int, doing: str) -> None:
            told.append(doing)

    monkeypatch.setattr(registers, "on_network_share", lambda path: True)
    registers.restore(backup, register_path, desk, Told())
    assert told[-1] == "Restoring (on a network share it cannot be seen whether somebody has it open)"
