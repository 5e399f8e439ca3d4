"""How long work tells where it is, and learns that it is no longer wanted."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    def step(self, done: int, total: int, doing: str) -> None:
        """Tell that `done` of `total` is done; `total` 0 where it is not known.

        Raises:
            Cancelled: the user wants no more of it.
        """


class Silent:
    """A Progress that tells nobody and is never cancelled."""

    def step(self, done: int, total: int, doing: str) -> None:
        return
