"""What the window remembers between two days: recent registers, sizes, columns, text size. Never anything of a register."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cbm_tracker.errors import NotWritable
from cbm_tracker.paths import user_data
from cbm_tracker.whole_file import appearing

_MOST_RECENT = 12


@dataclass
class Settings:
    """`text_size` is 1.0 to 3.0; `scheme` is "system", "light" or "dark"; `lists` holds columns and order by list.

    `signing` says where the key is that signs reports, by the names of its fields; never what opens it.
    `tell_in_tray` asks for an icon in the system tray that tells what becomes due.
    """

    path: Path
    recent: list[str] = field(default_factory=list)
    text_size: float = 1.0
    scheme: str = "system"
    officer: str = ""
    lists: dict[str, Any] = field(default_factory=dict)
    splitters: dict[str, list[int]] = field(default_factory=dict)
    window: list[int] = field(default_factory=list)
    folder: str = ""
    backup_folder: str = ""
    signing: dict[str, str] = field(default_factory=dict)
    tell_in_tray: bool = False

    @classmethod
    def load(cls, path: Path | None = None) -> Settings:
        """Read the settings; what cannot be read is as if it had never been set."""
        place = path or user_data() / "settings.json"
        made = cls(place)
        try:
            told = json.loads(place.read_text("utf-8"))
        except (OSError, ValueError):
            return made
        if isinstance(told, dict):
            for key, value in told.items():
                if key != "path" and key in cls.__dataclass_fields__ and isinstance(value, type(getattr(made, key))):
                    setattr(made, key, value)
        return made

    def save(self) -> None:
        """Write the settings; a folder that cannot be written costs the memory, not the work."""
        told = {key: getattr(self, key) for key in self.__dataclass_fields__ if key != "path"}
        with suppress(OSError, NotWritable):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with appearing(self.path) as part:
                part.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")

    def opened(self, register: Path) -> None:
        """Put a register at the head of the recent ones."""
        name = str(register)
        self.recent = [name, *(other for other in self.recent if other != name)][:_MOST_RECENT]
        self.folder = str(register.parent)
        self.save()

    def forget(self, register: str) -> None:
        self.recent = [other for other in self.recent if other != register]
        self.save()
