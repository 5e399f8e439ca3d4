"""What the program stands on at this machine: versions, paths, fonts, time zone data, and what is missing."""

from __future__ import annotations

import platform
import zoneinfo
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from cbm_tracker import __version__, paths
from cbm_tracker.domain.moments import zone
from cbm_tracker.errors import InvalidMeasure

_DISTRIBUTIONS = (
    "PySide6-Essentials", "SQLAlchemy", "alembic", "sqlcipher3", "reportlab", "babel", "pypdfium2", "charset-normalizer", "clevercsv",
    "platformdirs", "tqdm", "tzdata", "icalendar",
)
_PROBED_ZONES = ("Europe/Vienna", "Asia/Almaty", "America/New_York")


@dataclass(frozen=True)
class Diagnosis:
    """`missing` says what is not there and what that takes away; empty where all is well."""

    versions: dict[str, str]
    paths: dict[str, str]
    time_zones: dict[str, str]
    fonts: tuple[str, ...]
    missing: tuple[str, ...]


def diagnose() -> Diagnosis:
    missing: list[str] = []
    versions = {"cbm-tracker": __version__, "Python": platform.python_version(), "system": platform.platform()}
    versions.update(_distributions(missing))
    versions.update(_engine(missing))
    return Diagnosis(versions, _paths(missing), _time_zones(missing), _fonts(missing), tuple(missing))


def _distributions(missing: list[str]) -> dict[str, str]:
    """Ask what is installed without importing it: Qt alone would take longer than everything else."""
    found = {}
    for name in _DISTRIBUTIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            missing.append(f"The library {name}: run packaging/run.py, or install the program anew.")
    return found


def _engine(missing: list[str]) -> dict[str, str]:
    try:
        from cbm_tracker.storage.database import engine_versions
    except ImportError as error:
        missing.append(f"The database engine: no register can be opened ({error}).")
        return {}
    return engine_versions()


def _paths(missing: list[str]) -> dict[str, str]:
    told = {
        "program": Path(paths.__file__).resolve().parent, "resources": paths.resources(), "user data": paths.user_data(),
        "schema": paths.resource("schemas", "records.schema.json"),
    }
    needed = {
        "schema": told["schema"], "States": paths.resource("states", "states.json"),
        "rule packs": paths.resource("regimes"), "mappings": paths.resource("mappings"),
    }
    missing.extend(f"{name}: {path} is not there; install the program anew." for name, path in needed.items() if not path.exists())
    return {name: str(path) for name, path in told.items()}


def _time_zones(missing: list[str]) -> dict[str, str]:
    unknown = []
    for name in _PROBED_ZONES:
        try:
            zone(name)
        except InvalidMeasure:
            unknown.append(name)
    if unknown:
        missing.append(f"Time zone data: {', '.join(unknown)} not known; install tzdata.")
    system = next((folder for folder in zoneinfo.TZPATH if Path(folder).is_dir()), "")
    return {"system": system or "none", "probed": ", ".join(name for name in _PROBED_ZONES if name not in unknown) or "none"}


def _fonts(missing: list[str]) -> tuple[str, ...]:
    try:
        from cbm_tracker.reports.fonts import FILES
    except ImportError as error:
        missing.append(f"The report renderer: no report can be issued ({error}).")
        return ()
    files = [paths.resource("fonts", "report", f"{name}.ttf") for name in FILES.values()]
    missing.extend(f"The font {file.name}: reports cannot be issued without it." for file in files if not file.is_file())
    return tuple(file.stem for file in files if file.is_file())
