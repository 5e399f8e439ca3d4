"""Rule packs of a register: those that ship, and those an officer adds after looking at what changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from cbm_tracker import bootstrap
from cbm_tracker.bootstrap import Services
from cbm_tracker.errors import InvalidRule, NotFound, UnreadableFile
from cbm_tracker.paths import resource
from cbm_tracker.services.desk import Desk
from cbm_tracker.services.shipped_packs import packs_named, shipped_ids, shipped_packs
from tests.builders import an_exercise
from tests.services.test_obligations import NOW, nine_thousand

HEAD = """id = "river-2001"
schema = 1
version = "1"
name = "Agreement on the River Line"
agreement_kind = "treaty"
status = "in_force"
open = true
"""
RULE = """
[[rule]]
id = "river-notice"
kind = "lead_time"
subject = "exercise"
paragraph = "3"
certainty = "verified"
title = "Notice along the river"
text = "An exercise along the river is notified 30 days before it begins."
by = "hosts"
due = { before = "starts_on", days = 30 }
met_by = { notification = ["exercise_advance"], relation = "notifies" }
"""


def written(folder: Path, text: str, name: str = "river-2001.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_shipped_packs_are_read_once_and_named_by_their_files() -> None:
    assert shipped_packs() is shipped_packs()
    assert tuple(shipped_packs()) == shipped_ids()
    assert packs_named(["vd11"])["vd11"] is shipped_packs()["vd11"]


def test_a_new_pack_judges_from_now_on_and_on_every_desk(services: Services, desk: Desk, tmp_path: Path, register_path: Path) -> None:
    exercise = an_exercise(agreements=("river-2001",))
    services.records.record(exercise)
    preview = services.rules.add(written(tmp_path, HEAD + RULE), lambda packs: services.obligations.open_findings(packs, NOW))
    assert (preview.is_new, preview.old_version, preview.new_version) == (True, "", "1")
    assert (preview.added, preview.changed, preview.removed) == (("river-notice",), (), ())
    (change,) = preview.obligations
    assert change.before is None
    assert change.after is not None
    assert str(change.after.sum) == "2027-06-01 - 30 days = 2027-05-02"
    assert "river-2001" not in services.rules.packs()
    services.rules.carry_out(preview)
    assert [owed.finding.rule for owed in services.obligations.due(NOW, 90) if owed.agreement == "river-2001"] == ["river-notice"]
    again = bootstrap.open_register(register_path, desk)
    try:
        assert again.rules.packs()["river-2001"].version == "1"
        assert again.rules.added() == {"river-2001": "2027-03-01T08:00:00.000Z"}
    finally:
        again.close()


def test_a_pack_in_place_of_a_shipped_one_tells_what_it_changes(services: Services, tmp_path: Path) -> None:
    services.records.record(nine_thousand())
    text = resource("regimes", "vd11.toml").read_text("utf-8")
    rule = text.index('id = "prior-notification"')
    changed = text[:rule] + text[rule:].replace("days = 42", "days = 49", 1)
    changed = changed.replace('version = "', 'version = "office ', 1)
    preview = services.rules.add(
        written(tmp_path, changed, "vd11.toml"), lambda packs: services.obligations.open_findings(packs, NOW)
    )
    assert preview.old_version == services.rules.packs()["vd11"].version
    assert (preview.added, preview.changed, preview.removed) == ((), ("prior-notification",), ())
    (change,) = [each for each in preview.obligations if each.after and each.after.rule == "prior-notification"]
    assert str(change.after and change.after.sum) == "2027-06-01 - 49 days = 2027-04-13"
    services.rules.carry_out(preview)
    (finding,) = [each for each in services.obligations.due(NOW) if each.finding.rule == "prior-notification"]
    assert finding.finding.pack_version == preview.new_version
    services.rules.remove("vd11")
    assert services.rules.packs()["vd11"] is shipped_packs()["vd11"]
    with pytest.raises(NotFound):
        services.rules.remove("vd11")


def test_adding_and_removing_stand_in_the_journal(services: Services, tmp_path: Path) -> None:
    services.rules.carry_out(services.rules.add(written(tmp_path, HEAD + RULE)))
    assert services.undo.latest(1)[0].label == "adding of the rule pack river-2001 1"
    assert services.undo.next_undo() is None


def test_a_bad_pack_is_refused_with_file_rule_and_reason(services: Services, tmp_path: Path) -> None:
    with pytest.raises(InvalidRule, match=r"river-2001.toml, rule river-notice: .*dayz"):
        services.rules.add(written(tmp_path, HEAD + RULE.replace("days = 30", "dayz = 30, days = 30")))
    with pytest.raises(UnreadableFile, match="is not TOML"):
        services.rules.add(written(tmp_path, HEAD + "[[rule"))
    assert services.rules.added() == {}
