"""What a call says: answers on standard output, sentences and progress on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from cbm_tracker.errors import UnreadableFile

if TYPE_CHECKING:
    from tqdm import tqdm

    from cbm_tracker.bootstrap import Services


@dataclass
class Terminal:
    """`as_json`: standard output is one JSON document and nothing else. `quiet` silences progress."""

    as_json: bool = False
    quiet: bool = False

    def answer(self, data: dict[str, Any], text: str) -> None:
        """Give the answer in the form that was asked for."""
        if self.as_json:
            self.document(data)
        elif text:
            print(text)

    def document(self, data: dict[str, Any]) -> None:
        readable = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
        print(json.dumps(data, ensure_ascii=not readable))

    def fail(self, sentence: str, code: int) -> int:
        """Say why a call came to nothing; returns its exit code."""
        told = " ".join(sentence.split())
        print(told, file=sys.stderr)
        if self.as_json:
            self.document({"error": told, "exit": code})
        return code

    @contextmanager
    def progress(self) -> Iterator[Bar]:
        bar = Bar(silent=self.quiet or not sys.stderr.isatty())
        try:
            yield bar
        finally:
            bar.close()


def warn_of_share(services: Services) -> None:
    """Say once a call, beside its answer, where a register lies that only one desk may have open."""
    if services.register.info().network_share:
        print(f"{services.path} lies on a network share. Only one desk may have it open; two at once can damage it.", file=sys.stderr)


def standard_input() -> str:
    """Raises UnreadableFile."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile("standard input", f"is not UTF-8 text (byte {error.start}).") from error


class Bar:
    """A progress bar for what takes over a second; a Progress of the services."""

    def __init__(self, silent: bool) -> None:
        self._silent = silent
        self._shown: tqdm[NoReturn] | None = None

    def step(self, done: int, total: int, doing: str) -> None:
        if self._silent:
            return
        bar = self._shown
        if bar is None or bar.total != total:
            from tqdm import tqdm

            self.close()
            bar = self._shown = tqdm(total=total, delay=1, leave=False, file=sys.stderr)
        bar.set_description(doing, refresh=False)
        bar.update(done - bar.n)

    def close(self) -> None:
        if self._shown is not None:
            self._shown.close()
            self._shown = None
