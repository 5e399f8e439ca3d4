"""TOML files to rule packs. A pack that is wrong is refused with its file, the rule and the reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cbm_tracker.domain.measures import RECORD_CLASSES, Participation
from cbm_tracker.domain.moments import PartialDate
from cbm_tracker.domain.vocabulary import VOCABULARIES
from cbm_tracker.errors import InvalidMeasure, InvalidRule, UnreadableFile
from cbm_tracker.regimes.facts import knows
from cbm_tracker.regimes.findings import CERTAINTIES
from cbm_tracker.regimes.kinds import READERS
from cbm_tracker.regimes.kinds.head import read_head
from cbm_tracker.regimes.packs import OTHERS, Group, Pack, is_code
from cbm_tracker.regimes.recurrence import WEEKDAY_NAMES
from cbm_tracker.regimes.rules import Rule
from cbm_tracker.regimes.spans import WorkCalendar
from cbm_tracker.regimes.table import Table

LARGEST = 2_000_000  # bytes; the largest shipped pack has a fiftieth of it
_LONGEST_CHAIN = 30  # of rules that ask each other; of the shipped packs the longest has two
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def read_pack(path: Path) -> Pack:
    """Read one pack from its file, whose name is its id.

    Raises:
        UnreadableFile: it cannot be read, is too large, or is not TOML; names the line.
        InvalidRule: it contradicts itself; names the rule and the reason.
    """
    pack = parse_pack(read_pack_text(path), path.name)
    if path.stem != pack.id:
        raise InvalidRule(path.name, "(head)", f"its id is “{pack.id}”; a pack stands in a file named by its id, {pack.id}.toml.")
    return pack


def read_pack_text(path: Path) -> str:
    """Return what stands in the file of a pack. Raises UnreadableFile."""
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableFile(path, f"is larger than {LARGEST:,} bytes, too large for a rule pack.")
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, f"is not UTF-8 text (byte {error.start}).") from error
    except OSError as error:
        raise UnreadableFile(path, f"cannot be read ({error.strerror or error}).") from error


def parse_pack(text: str, file: str) -> Pack:
    """Read a pack from TOML text. Raises UnreadableFile, InvalidRule."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise UnreadableFile(file, f"is not TOML ({error}).", int(line[1]) if line else text.count("\n") + 1) from error
    return _pack(data, file)


def _pack(data: Mapping[str, Any], file: str) -> Pack:
    head = Table(data, file, "")
    pack_id = head.text("id")
    if not _ID.match(pack_id):
        raise head.wrong(f"“{pack_id}” is not an id: lower case letters, figures and single hyphens.")
    if head.integer("schema") != 1:
        raise head.wrong("“schema” is 1; a pack of another schema needs a newer program.")
    valid_from, valid_until = head.days("valid_from", "valid_until")
    rules = tuple(_rule(entry, file, at) for at, entry in enumerate(head.tables("rule")))
    pack = Pack(
        id=pack_id, name=head.text("name"), version=head.text("version"), file=file,
        agreement_kind=head.word("agreement_kind", VOCABULARIES["agreement_kind"]),
        status=head.word("status", VOCABULARIES["participation_status"]), certainty=head.word("certainty", CERTAINTIES, "verified"),
        text_reference=head.text("text_reference", ""), remarks=head.text("remarks", ""), sources=head.texts("sources"),
        place=head.text("place", ""), signed_on=_partial(head, "signed_on"), in_force_on=_partial(head, "in_force_on"),
        ended_on=_partial(head, "ended_on"), valid_from=valid_from, valid_until=valid_until,
        continues=head.text("continues", ""),
        open=head.flag("open"), bilateral=head.flag("bilateral"), parties=_parties(head), places=_places(head),
        groups=_groups(head), calendars=_calendars(head),
        rules=rules,
    )
    head.done()
    _check_rules(pack)
    return pack


def _rule(entry: Table, file: str, at: int) -> Rule:
    rule_id = entry.text("id")
    if not _ID.match(rule_id):
        raise entry.wrong(f"“{rule_id}” is not an id: lower case letters, figures and single hyphens.")
    entry.rule = rule_id
    kind = entry.word("kind", tuple(READERS))
    head = read_head(entry)
    rule = READERS[kind](entry, head)
    entry.done()
    return rule


def _check_rules(pack: Pack) -> None:
    """Raise InvalidRule for an id that stands twice, a rule that is not there, or rules that wait for each other."""
    seen: set[str] = set()
    for rule in pack.rules:
        if rule.id in seen:
            raise InvalidRule(pack.file, rule.id, "stands twice.")
        seen.add(rule.id)
    for rule in pack.rules:
        classes = [RECORD_CLASSES[subject] for subject in rule.subjects if subject != "year"]
        for name in rule.asks_facts():
            if not any(knows(each, name) for each in classes):
                raise InvalidRule(pack.file, rule.id, f"asks for “{name}”, which no {' or '.join(rule.subjects)} record says.")
    asked = {rule.id: tuple(dict.fromkeys(rule.asks())) for rule in pack.rules}
    for rule_id, others in asked.items():
        for other in others:
            if other not in seen:
                raise InvalidRule(pack.file, rule_id, f"asks the rule “{other}”, which is not in the pack.")
            if not pack.by_id[other].answers:
                raise InvalidRule(pack.file, rule_id, f"asks the rule “{other}”, which has no condition that holds or does not.")
    _check_order(pack.file, asked)
    for rule in pack.rules:
        unknown = next((name for name in rule.work_calendars() if name and name not in pack.calendars), "")
        if unknown:
            raise InvalidRule(pack.file, rule.id, f"counts working days by the calendar “{unknown}”, which the pack does not have.")
        wrong = rule.wrong_in(pack)
        if wrong:
            raise InvalidRule(pack.file, rule.id, wrong)


def _check_order(file: str, asked: Mapping[str, tuple[str, ...]]) -> None:
    """Raise InvalidRule for rules that wait for each other, and for one that waits for too many one after the other."""
    settled: set[str] = set()
    for _ in range(_LONGEST_CHAIN):
        free = [rule_id for rule_id, others in asked.items() if rule_id not in settled and settled.issuperset(others)]
        settled.update(free)
        if len(settled) == len(asked):
            return
        if not free:
            circle = sorted(set(asked) - settled)
            raise InvalidRule(file, circle[0], f"waits for itself: {', '.join(circle)} ask each other in a circle.")
    last = min(set(asked) - settled)
    raise InvalidRule(file, last, f"waits for more than {_LONGEST_CHAIN} rules that ask each other one after the other.")


def _partial(head: Table, key: str) -> str:
    text = head.text(key, "")
    if text:
        try:
            PartialDate.parse(text)
        except InvalidMeasure as error:
            raise head.wrong(f"“{key}”: {error}") from error
    return text


def _parties(head: Table) -> tuple[Participation, ...]:
    """Read `[[parties]]`: States of one status and date together, each group a table."""
    found: list[Participation] = []
    for table in head.tables("parties"):
        states = table.texts("states")
        status, role, note = table.word("status", VOCABULARIES["participation_status"]), table.text("role", ""), table.text("note", "")
        from_on, to_on = _moment(table, "from_on"), _moment(table, "to_on")
        table.done()
        for state in states:
            if not is_code(state):
                raise table.wrong(f"“{state}” is not the code of a State (ISO 3166-1 alpha-3).")
            try:
                found.append(Participation(state=state, status=status, role=role, note=note, from_on=from_on, to_on=to_on))
            except InvalidMeasure as error:
                raise table.wrong(str(error)) from error
    return tuple(found)


def _moment(table: Table, key: str) -> PartialDate | None:
    text = _partial(table, key)
    return PartialDate.parse(text) if text else None


def _places(head: Table) -> dict[str, str]:
    table = head.table("places", None)
    found: dict[str, str] = {}
    if table is not None:
        for place in ("in", "partly", "out"):
            found.update(dict.fromkeys(table.texts(place), place))
        for state in found:
            if state != OTHERS and not is_code(state):
                raise table.wrong(f"“{state}” is not the code of a State (ISO 3166-1 alpha-3), nor “{OTHERS}”.")
        table.done()
    return found


def _groups(head: Table) -> tuple[Group, ...]:
    groups: list[Group] = []
    for table in head.tables("groups"):
        group = Group(table.text("id"), table.text("name"), table.texts("members"))
        wrong = next((state for state in group.members if not is_code(state)), "")
        if wrong:
            raise table.wrong(f"“{wrong}” is not the code of a State (ISO 3166-1 alpha-3).")
        held = {member for other in groups for member in other.members} & set(group.members)
        if held or any(other.id == group.id for other in groups):
            raise table.wrong(f"{min(held) if held else group.id} stands in two groups.")
        groups.append(group)
        table.done()
    return tuple(groups)


def _calendars(head: Table) -> dict[str, WorkCalendar]:
    """Read `[[calendars]]`: the days of the week that are not worked, and holidays, each a date."""
    found: dict[str, WorkCalendar] = {}
    for table in head.tables("calendars"):
        name, rest = table.text("id"), table.texts("rest", ["saturday", "sunday"])
        wrong = next((day for day in rest if day not in WEEKDAY_NAMES), "")
        if wrong or len(set(rest)) == len(WEEKDAY_NAMES):
            raise table.wrong(f"“rest” names “{wrong}”, which is no day of the week." if wrong else "“rest” leaves no day for work.")
        if name in found:
            raise table.wrong(f"“{name}” stands twice.")
        holidays = frozenset(table.dates("holidays"))
        found[name] = WorkCalendar(table.text("name"), frozenset(WEEKDAY_NAMES.index(day) for day in rest), holidays)
        table.done()
    return found
