"""Half-filled forms that survive a crash."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from cbm_tracker.services.desk import Desk
from cbm_tracker.storage.store import Draft, Store


@dataclass(frozen=True)
class FormDraft:
    """What was typed into a form: `values` by field key, as typed; `key` is a record's id or `new:KIND`."""

    key: str
    kind: str
    title: str
    values: dict[str, Any]
    saved_at: str


@dataclass(frozen=True)
class DraftService:
    store: Store
    desk: Desk

    def save(self, key: str, kind: str, title: str, values: dict[str, Any]) -> None:
        at = self.desk.operation("draft", "").at_text
        self.store.save_draft(Draft(key, kind, title, json.dumps(values, ensure_ascii=False), at))

    def drop(self, key: str) -> None:
        self.store.drop_draft(key)

    def kept(self) -> list[FormDraft]:
        """Return all drafts, oldest first."""
        with self.store.reading() as reading:
            drafts = reading.drafts()
        return [FormDraft(draft.key, draft.kind, draft.title, json.loads(draft.values), draft.saved_at) for draft in drafts]

    def find(self, key: str) -> FormDraft | None:
        return next((draft for draft in self.kept() if draft.key == key), None)
