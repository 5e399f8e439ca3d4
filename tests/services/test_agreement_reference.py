"""The agreements and States that ship: complete, of known States, the same in every register."""

from __future__ import annotations

from datetime import date

from cbm_tracker.domain.measures import Agreement
from cbm_tracker.services.agreement_reference import agreement_records
from cbm_tracker.services.reference_data import state_names, state_records
from cbm_tracker.services.shipped_packs import shipped_packs

NAMED_IN_THE_INTERFACE = {
    "vd11", "vd99", "open-skies", "cfe", "dayton-iv", "gemi", "hcoc", "bwc-cbm", "unroca", "unmilex", "att", "in-pk-1988",
    "in-pk-1991-exercises", "in-pk-1991-airspace", "in-pk-2005-missiles", "in-cn-lac", "shanghai-1996", "kr-cma-2018", "montreux",
    "citaac", "osce-cyber",
}


def shipped() -> dict[str, Agreement]:
    return {record.agreement: record for record in agreement_records() if isinstance(record, Agreement)}


def test_every_agreement_of_the_interface_ships() -> None:
    assert set(shipped()) >= NAMED_IN_THE_INTERFACE


def test_what_ships_is_issued_and_has_the_same_ids_each_time() -> None:
    records = [*state_records(), *agreement_records()]
    assert {record.status for record in records} == {"issued"}
    assert len({record.id for record in records}) == len(records)
    assert [record.id for record in records] == [record.id for record in [*state_records(), *agreement_records()]]


def test_each_participant_is_a_state_that_ships() -> None:
    known = {entry.code for entry in state_names().entries}
    for agreement in shipped().values():
        assert {part.state for part in agreement.participations} <= known, agreement.agreement


def test_the_periods_of_a_state_in_an_agreement_follow_each_other() -> None:
    for agreement in shipped().values():
        if agreement.agreement.startswith("in-pk-"):
            continue  # a claim of abeyance stands beside what is in force
        last: dict[str, date] = {}
        for part in agreement.participations:
            if part.state in last:
                assert part.from_on is not None
                assert part.from_on.first_day >= last[part.state], (agreement.agreement, part)
            last[part.state] = part.to_on.first_day if part.to_on else date.max


def test_57_states_take_part_in_the_vienna_document() -> None:
    assert len({part.state for part in shipped()["vd11"].participations}) == 57


def test_withdrawals_have_their_dates() -> None:
    withdrawn = {
        (name, part.state): str(part.from_on)
        for name, agreement in shipped().items() for part in agreement.participations if part.status == "withdrawn"
    }
    assert withdrawn["open-skies", "USA"] == "2020-11-22"
    assert withdrawn["open-skies", "RUS"] == "2021-12-18"
    assert withdrawn["cfe", "RUS"] == "2023-11-07"


def test_a_claim_of_abeyance_does_not_end_an_agreement() -> None:
    agreement = shipped()["in-pk-1988"]
    pakistan = [(part.status, str(part.from_on)) for part in agreement.participations if part.state == "PAK"]
    assert pakistan == [("in_force", "1991-01-27"), ("in_abeyance_claimed", "2025-04-24")]
    assert agreement.agreement_status == "in_force"
    assert agreement.ended_on is None


def test_what_is_doubtful_says_so() -> None:
    doubtful = {agreement.agreement: agreement for agreement in shipped().values() if "provisional" in agreement.tags}
    assert "hu-ro-open-skies" in doubtful
    assert all(agreement.remarks for agreement in doubtful.values())


def test_each_agreement_is_the_head_of_its_rule_pack() -> None:
    packs = shipped_packs()
    assert list(shipped()) == list(packs)
    for agreement in shipped().values():
        pack = packs[agreement.agreement]
        assert (agreement.name, agreement.agreement_status, agreement.participations) == (pack.name, pack.status, pack.parties)
