"""Quotas in words: whose they are, how they stand, and what each entry does to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cbm_tracker.desktop.date_words import day_in_words
from cbm_tracker.desktop.number_words import count_in_words
from cbm_tracker.desktop.rules.agreement_words import short_name, source_in_words
from cbm_tracker.desktop.rules.finding_words import CERTAINTY_WORDS, quota_in_words
from cbm_tracker.desktop.rules.measure_words import field_in_words, with_state_names
from cbm_tracker.desktop.translation import tr, tr_count
from cbm_tracker.domain.state_names import StateNames
from cbm_tracker.regimes.findings import QuotaEntry, QuotaUse
from cbm_tracker.regimes.kinds.quota import Quota
from cbm_tracker.regimes.packs import Pack

EFFECT_MARKS = {"used": "met", "reserved": "planned", "not_consumed": "none"}
EFFECT_WORDS = {"used": "Used", "reserved": "Planned", "not_consumed": "Not charged"}


@dataclass(frozen=True)
class QuotaLine:
    """One quota as it is listed. `receiving` and `inspecting` are its two sides as States; one is empty where it is not counted by pair."""

    use: QuotaUse
    whose: str
    receiving: tuple[str, ...]
    inspecting: tuple[str, ...]
    passive: bool

    @property
    def key(self) -> str:
        use = self.use
        return "|".join((use.agreement, use.rule, str(use.year), use.state, use.of))

    @property
    def title(self) -> str:
        return tr(self.use.title)

    @property
    def figures(self) -> str:
        return quota_in_words(self.use)

    @property
    def source(self) -> str:
        return source_in_words(self.use.agreement, self.use.paragraph)

    @property
    def certainty(self) -> str:
        return tr(CERTAINTY_WORDS[self.use.certainty])

    @property
    def warning(self) -> str:
        """What needs attention: that it is full or exceeded; a pair that made the visits it may is nothing unusual."""
        if self.use.gate or self.use.limit is None:
            return ""
        if self.use.over:
            return tr("{count} over").format(count=count_in_words(self.use.over))
        return tr("Full") if self.use.left == 0 and not self.use.of else ""

    def spoken(self) -> str:
        parts = (self.whose, self.title, self.figures, self.warning, self.certainty, self.source)
        return ", ".join(part for part in parts if part)


def quota_lines(uses: Iterable[QuotaUse], packs: Mapping[str, Pack], names: StateNames) -> list[QuotaLine]:
    """Say quotas in the order of their agreements by name and of the rules in them; those that are counted by pair come after."""
    lines = [_line(use, packs[use.agreement], names) for use in uses if use.agreement in packs]
    places = {(pack.id, rule.id): at for pack in packs.values() for at, rule in enumerate(pack.rules)}
    return sorted(lines, key=lambda line: (
        short_name(line.use.agreement).casefold(), line.use.agreement, bool(line.use.of), places[line.use.agreement, line.use.rule],
        line.whose.casefold(),
    ))


def _line(use: QuotaUse, pack: Pack, names: StateNames) -> QuotaLine:
    rule = pack.by_id[use.rule]
    passive = not isinstance(rule, Quota) or rule.holder == "receiving"
    holder, other = _name(use.state, pack, names), _name(use.of, pack, names)
    receiving, inspecting = (use.state, use.of) if passive else (use.of, use.state)
    whose = holder
    if other:
        pair = (other, holder) if passive else (holder, other)
        whose = tr("{inspecting} in {receiving}").format(inspecting=pair[0], receiving=pair[1])
    return QuotaLine(use, whose, _members(receiving, pack), _members(inspecting, pack), passive)


def _name(holder: str, pack: Pack, names: StateNames) -> str:
    group = next((group for group in pack.groups if group.id == holder), None)
    return tr(group.name) if group else names.name(holder) if holder else ""


def _members(holder: str, pack: Pack) -> tuple[str, ...]:
    group = next((group for group in pack.groups if group.id == holder), None)
    return (*group.members, holder) if group else (holder,) if holder else ()


@dataclass(frozen=True)
class QuotaFilter:
    """Which quotas are shown; what is empty restricts nothing. `side` is passive or active, seen from the State where one is chosen."""

    state: str = ""
    agreement: str = ""
    side: str = ""
    in_use: bool = False

    def shows(self, line: QuotaLine) -> bool:
        if self.agreement and line.use.agreement != self.agreement:
            return False
        if self.in_use and not line.use.entries:
            return False
        if not self.state:
            return not self.side or line.passive == (self.side == "passive")
        as_host, as_guest = self.state in line.receiving, self.state in line.inspecting
        return {"passive": as_host, "active": as_guest}.get(self.side, as_host or as_guest)


def sum_in_words(use: QuotaUse) -> tuple[str, ...]:
    """Return the lines of the sum: how large the quota is where that is worked out, and what is left."""
    return tuple(part.replace(" - ", " − ") for part in use.sum.split("; "))


def missing_in_words(use: QuotaUse, whose: str) -> str:
    """Say what would make the limit known."""
    if not use.missing:
        return ""
    fields = ", ".join(field_in_words(path, "agreement_facts") for path in use.missing)
    said = tr("The limit is not known: {fields} of {whose} for {year} not recorded. Record the facts and it is worked out.")
    return said.format(fields=fields, whose=whose, year=use.year)


def entry_in_words(entry: QuotaEntry, names: StateNames) -> tuple[str, str]:
    """Return title and facts of an entry: “Kazakhstan, 18 Jan 2027” and “Not charged: force majeure”."""
    by = with_state_names(entry.by, names) if entry.by else tr("Not named")
    when = day_in_words(entry.on) if entry.on else tr("no date")
    effect = tr(EFFECT_WORDS[entry.effect])
    note = tr(entry.note.rstrip("."))
    said = tr("{effect}: {note}").format(effect=effect, note=note[:1].lower() + note[1:]) if note else effect
    return tr("{by}, {when}").format(by=by, when=when), said


def entries_in_words(entries: Sequence[QuotaEntry], names: StateNames) -> str:
    """Say the entries of a quota in one line: “Used: Kazakhstan, 18 Jan. Planned: Finland, 22 Apr.”"""
    parts = []
    for effect, word in EFFECT_WORDS.items():
        told = [entry_in_words(entry, names)[0] for entry in entries if entry.effect == effect]
        if told:
            shown = "; ".join(told[:6])
            more = len(told) - 6
            if more > 0:
                shown += tr_count(" and {count} more", " and {count} more", more).format(count=count_in_words(more))
            parts.append(tr("{effect}: {entries}.").format(effect=tr(word), entries=shown))
    return " ".join(parts)
