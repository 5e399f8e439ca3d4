"""What a State brings to an activity, by phase."""

from __future__ import annotations

from dataclasses import dataclass

from cbm_tracker.domain.checks import check_fields
from cbm_tracker.domain.fields import FieldKind, described
from cbm_tracker.domain.moments import PartialDate
from cbm_tracker.errors import InvalidMeasure

COUNTED = (
    "troops", "battle_tanks", "armoured_combat_vehicles", "artillery", "anti_tank_launchers", "combat_aircraft",
    "attack_helicopters", "helicopters", "ships",
)


@dataclass(frozen=True, kw_only=True)
class Contingent:
    """The forces of one State in one phase; a count of None is not stated, 0 is none.

    Artillery counts pieces, mortars and multiple rocket launchers of 100 mm calibre and above (VD 2011, ch. V).
    """

    state: str = described(FieldKind.STATE, "State")
    phase: str = described(FieldKind.TEXT, "Phase")
    role: str = described(FieldKind.WORD, "Role", vocabulary="participation_role")
    troops: int | None = described(FieldKind.COUNT, "Troops")
    battle_tanks: int | None = described(FieldKind.COUNT, "Battle tanks")
    armoured_combat_vehicles: int | None = described(FieldKind.COUNT, "Armoured combat vehicles")
    artillery: int | None = described(FieldKind.COUNT, "Artillery 100 mm+")
    anti_tank_launchers: int | None = described(FieldKind.COUNT, "Anti-tank launchers")
    combat_aircraft: int | None = described(FieldKind.COUNT, "Combat aircraft")
    attack_helicopters: int | None = described(FieldKind.COUNT, "Attack helicopters")
    helicopters: int | None = described(FieldKind.COUNT, "Helicopters")
    ships: int | None = described(FieldKind.COUNT, "Ships")
    from_on: PartialDate | None = described(FieldKind.DATE, "From")
    to_on: PartialDate | None = described(FieldKind.DATE, "To")
    remarks: str = described(FieldKind.TEXT, "Remarks")

    def __post_init__(self) -> None:
        if not self.state:
            raise InvalidMeasure("state", "is empty.", "Name the State of this contingent.")
        check_fields(self)


def total(contingents: tuple[Contingent, ...], counted: str) -> int | None:
    """Return the sum of one count over all contingents, phase by phase the largest; None where no State states it.

    Phases follow each other, so the forces of an activity are those of its largest phase; contingents without a phase
    are there in all of them.
    """
    always: int | None = None
    by_phase: dict[str, int] = {}
    for contingent in contingents:
        count: int | None = getattr(contingent, counted)
        if count is None:
            continue
        if contingent.phase:
            by_phase[contingent.phase] = by_phase.get(contingent.phase, 0) + count
        else:
            always = (always or 0) + count
    if not by_phase:
        return always
    return (always or 0) + max(by_phase.values())
