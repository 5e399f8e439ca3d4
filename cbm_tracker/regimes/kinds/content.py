"""Rules about what a notification says: the items it must hold, some of them only where the activity calls for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cbm_tracker.domain.measures import Notification, Record
from cbm_tracker.regimes.conditions import Condition, Verdict
from cbm_tracker.regimes.evidence import done_at
from cbm_tracker.regimes.findings import Finding, Obligation
from cbm_tracker.regimes.owing import resolve
from cbm_tracker.regimes.rules import Case, Rule
from cbm_tracker.regimes.table import Table
from cbm_tracker.regimes.timeliness import before_or_at


@dataclass(frozen=True)
class Item:
    """One item of content: what it is, the number of its paragraph, and for which activities it is asked.

    It stands in a notification under its paragraph (`43.1`) or its name (`designation`).
    """

    item: str
    paragraph: str
    when: Condition

    def stands_in(self, notification: Notification) -> bool:
        stated = notification.content
        return any(key and stated.get(key) not in (None, "", [], {}) for key in (self.paragraph, self.item))

    @property
    def key(self) -> str:
        return self.paragraph or self.item

    def __str__(self) -> str:
        return f"{self.paragraph} {self.item}".strip()


@dataclass(frozen=True, kw_only=True)
class Content(Rule):
    """What a notification holds. Conditions of items are asked of the record that it notifies.

    Args:
        required, optional: items in the order of the form.
    """

    required: tuple[Item, ...]
    optional: tuple[Item, ...] = ()
    by: tuple[str, ...] = ("from",)

    def asks(self) -> Iterator[str]:
        for item in self.required:
            yield from item.when.rules()

    def judge(self, case: Case) -> Iterator[Finding]:
        notification = case.record
        assert isinstance(notification, Notification)
        notified = self._notified(case)
        verdicts = [(item, _asked(item, notified, case)) for item in self.required]
        wanted = [item for item, verdict in verdicts if verdict.holds]
        unsure = [(item, verdict) for item, verdict in verdicts if verdict.holds is None and not item.stands_in(notification)]
        lacking = [item for item in wanted if not item.stands_in(notification)]
        by, notes = resolve(case, self.by), []
        if unsure:
            notes.append(f"Whether these are asked for is not known: {'; '.join(str(item) for item, _ in unsure)}.")
        told: dict[str, Any] = {"record": notification.id, "gate": case.gate(by)}
        if not notification.content:
            notes.insert(0, f"No content is recorded; {_items(len(wanted))} asked for: {_list(wanted)}.")
            if self.optional:
                notes.append(f"May be told as well: {_list(self.optional)}.")
            yield case.view.finding(self, "undetermined", missing=("content",), notes=tuple(notes), **told)
        elif lacking:
            notes.insert(0, f"lacks {len(lacking)} of {_items(len(wanted), '')}: {_list(lacking)}.")
            missing = tuple(f"content.{item.key}" for item in lacking)
            yield case.view.finding(self, "advisory", missing=missing, notes=tuple(notes), **told)
        elif wanted:
            missing = tuple(dict.fromkeys(name for _, verdict in unsure for name in verdict.missing))
            yield case.view.finding(self, "required", missing=missing, notes=tuple(notes), obligation=self._met(case, by), **told)

    def _met(self, case: Case, by: tuple[str, ...]) -> Obligation | None:
        at = done_at(case.record)
        if at is None or not before_or_at(at, case.situation.at, case.zone()):
            return None
        owed = Obligation(self.title, by, None, "met", case.record.id, at)
        return owed.informing() if case.gate(by) else owed

    def _notified(self, case: Case) -> Case | None:
        """Return the record that the notification notifies, under the same pack."""
        targets = (link.target for link in case.record.links if link.relation == "notifies")
        found: Record | None = next((each for target in targets if (each := case.situation.records.get(target)) is not None), None)
        return None if found is None else Case(case.view, found)


def _asked(item: Item, notified: Case | None, case: Case) -> Verdict:
    """Tell whether an item is asked for; without a record that is notified only what is asked for always is known."""
    if notified is not None:
        return item.when.judge(notified)
    names = tuple(dict.fromkeys(item.when.facts()))
    rules = tuple(item.when.rules())
    return Verdict(None, missing=names or ("links",)) if names or rules else item.when.judge(case)


def _items(count: int, verb: str = " are") -> str:
    return f"{count} item{'s' if count != 1 else ''}{(' is' if count == 1 else verb) if verb else ''}"


def _list(items: Iterable[Item]) -> str:
    return "; ".join(str(item) for item in items)


def read(table: Table, head: dict[str, Any]) -> Content:
    """Read a rule of the kind content: `required = [{ item = "designation", paragraph = "43.1", when = … }]`. Raises InvalidRule."""
    if head["subjects"] != ("notification",):
        raise table.wrong("a rule of the kind content has the subject “notification”.")
    required, optional = _read_items(table, "required"), _read_items(table, "optional")
    if not required:
        raise table.wrong("“required” holds at least one item.")
    return Content(**head, required=required, optional=optional, by=table.role("by", ("from",)))


def _read_items(table: Table, key: str) -> tuple[Item, ...]:
    items: list[Item] = []
    for entry in table.tables(key):
        items.append(Item(entry.text("item"), entry.text("paragraph", ""), entry.condition("when")))
        entry.done()
    keys = [item.key for item in items]
    twice = next((each for each in keys if keys.count(each) > 1), "")
    if twice:
        raise table.wrong(f"“{key}” names {twice} twice.")
    return tuple(items)
