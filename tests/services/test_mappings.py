"""What a person's choices of columns become, and which mapping is used unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from cbm_tracker.bootstrap import Services
from cbm_tracker.domain.measures import RECORD_CLASSES, JointExercise
from cbm_tracker.exchange.mapping import load_mapping
from cbm_tracker.services.import_problems import HEADINGS, save_problems
from cbm_tracker.services.mappings import fitting, known_mappings, likely_targets, look_at, mapping_of, parts_missing, targets
from cbm_tracker.services.progress import Silent

TABLE = (
    "Name;Year;Month;Day;Ends;Lat;Lon;Host;Guest;Men\n"
    "QUIET RIVER 19;2019;6;3;14/06/2019;48.6;15.3;Austria;Hungary;4200\n"
    "GREY HERON 20;2020;7;n/a;2/8/2020;n/a;n/a;Sweden;Finland;-9\n"
)
CHOSEN = (
    ("Name", "designation"), ("Year", "starts_on:year"), ("Month", "starts_on:month"), ("Day", "starts_on:day"), ("Ends", "ends_on"),
    ("Lat", "area.points:latitude"), ("Lon", "area.points:longitude"), ("Host", "contingents"), ("Guest", "contingents"),
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "visits.csv"
    path.write_text(TABLE, "utf-8")
    return path


def test_the_head_of_a_table_is_seen(table: Path) -> None:
    look = look_at(table)
    assert look is not None
    assert look.columns[:3] == ("Name", "Year", "Month")
    assert look.separator == ";"
    assert look.examples("Host") == ["Austria", "Sweden"]
    assert not look.names_kind


def test_json_is_no_table(tmp_path: Path) -> None:
    assert look_at(tmp_path / "records.json") is None


def test_choices_become_records(table: Path, tmp_path: Path, services: Services) -> None:
    look = look_at(table)
    assert look is not None
    made = mapping_of("Visits", "exercise", CHOSEN, missing=("n/a", "-9"), order="dmy", header=look.columns)
    services.exchange.save_mapping(made, tmp_path / "visits.toml")
    plan = services.exchange.plan_import([table], Silent(), mapping=tmp_path / "visits.toml")
    assert plan.problems == ()
    first, second = plan.new
    assert isinstance(first, JointExercise)
    assert isinstance(second, JointExercise)
    assert (first.designation, str(first.starts_on), str(first.ends_on)) == ("QUIET RIVER 19", "2019-06-03", "2019-06-14")
    assert [contingent.state for contingent in first.contingents] == ["AUT", "HUN"]
    assert first.area is not None
    assert first.area.points == ((48.6, 15.3),)
    assert (str(second.starts_on), str(second.ends_on), second.area) == ("2020-07", "2020-08-02", None)


def test_dates_without_an_order_are_asked_about(table: Path, tmp_path: Path, services: Services) -> None:
    made = mapping_of("Visits", "exercise", CHOSEN, missing=("n/a", "-9"))
    services.exchange.save_mapping(made, tmp_path / "visits.toml")
    plan = services.exchange.plan_import([table], Silent(), mapping=tmp_path / "visits.toml")
    assert plan.new == ()
    assert {found.problem.field for found in plan.problems} == {"Ends"}


def test_a_part_of_a_date_alone_is_left_out_and_the_others_named() -> None:
    chosen = [("Name", "designation"), ("Year", "starts_on:year"), ("Lat", "area.points:latitude"), ("Lon", "area.points:longitude")]
    made = mapping_of("Visits", "exercise", chosen)
    assert [field.to for field in made.fields] == ["designation", "area.points"]
    assert [target.key for target in parts_missing("exercise", chosen)] == ["starts_on:month", "starts_on:day"]


@pytest.mark.parametrize("kind", sorted(RECORD_CLASSES))
def test_every_target_makes_a_mapping_that_reads_back(kind: str, tmp_path: Path, services: Services) -> None:
    chosen = [(f"column {at}", target.key) for at, target in enumerate(targets(kind))]
    made = mapping_of("All", kind, chosen, order="dmy")
    services.exchange.save_mapping(made, tmp_path / "all.toml")
    assert load_mapping(tmp_path / "all.toml") == made


def test_columns_named_like_fields_are_proposed() -> None:
    likely = likely_targets(["Designation", "starts_on", "Troops of all", "Purpose"], "exercise")
    assert likely["Designation"] == "designation"
    assert likely["starts_on"] == "starts_on"
    assert "Troops of all" not in likely


def test_a_kept_mapping_is_used_for_the_same_columns_before_a_shipped_one(table: Path, tmp_path: Path, services: Services) -> None:
    own = tmp_path / "mappings"
    own.mkdir()
    (own / "broken.toml").write_text("kind = 3", "utf-8")
    look = look_at(table)
    assert look is not None
    assert fitting(look.columns, known_mappings(own)) is None
    services.exchange.save_mapping(mapping_of("Visits", "exercise", CHOSEN, header=look.columns), own / "visits.toml")
    known = known_mappings(own)
    assert [one.shipped for one in known][:2] == [False, True]
    found = fitting(look.columns, known)
    assert found is not None
    assert found.mapping.name == "Visits"
    assert fitting(look.columns[1:], known) is None


def test_problems_are_kept_as_a_table_no_spreadsheet_runs(tmp_path: Path, services: Services) -> None:
    source = tmp_path / "visits.csv"
    source.write_text("kind,designation,starts_on,activity_type\nexercise,A,2027-13-01,\nexercise,B,2027-01-01,=1+1\n", "utf-8")
    plan = services.exchange.plan_import([source], Silent())
    target = tmp_path / "problems.csv"
    assert save_problems(plan.problems, target) == 2
    lines = target.read_text("utf-8").splitlines()
    assert lines[0] == ",".join(HEADINGS)
    assert lines[1].startswith("visits.csv,2,starts_on")
    assert ",=1+1" not in lines[2]
