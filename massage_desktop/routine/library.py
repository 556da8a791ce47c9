"""Routines by name: the bundled ones by id or code, anybody's own by the path of a file."""

from __future__ import annotations

from pathlib import Path

from .bundled import routines_dir
from .finding import Finding
from .model import Routine
from .reader import read_routine
from .suggest import advice, shown, word_list


class RoutineError(Exception):
    """No routine could be given. ``str`` is one line with advice; ``findings`` hold every mistake."""

    def __init__(self, message: str, findings: list[Finding] | None = None) -> None:
        super().__init__(message)
        self.findings: list[Finding] = findings or []


def routine_ids() -> tuple[str, ...]:
    """Ids of the bundled routines, sorted."""
    return tuple(sorted(p.stem for p in routines_dir().glob("*.toml")))


def bundled_routines() -> list[Routine]:
    """All bundled routines, in the order of their codes.

    Raises:
        RoutineError: a bundled file is damaged.
    """
    routines = [_read(routines_dir() / f"{name}.toml") for name in routine_ids()]
    return sorted(routines, key=lambda r: (len(r.code), r.code))


def routine_path(name_or_path: str | Path) -> Path:
    """The file of a routine given by id (``back_classic``), code (``R02`` or ``r02``) or path of a ``.toml``.

    Raises:
        RoutineError: no bundled routine has this name; the message names the nearest.
    """
    name = str(name_or_path)
    if isinstance(name_or_path, Path) or name.lower().endswith(".toml") or "/" in name or "\\" in name:
        return Path(name_or_path)
    wanted = name.strip().casefold().replace("-", "_")
    if wanted in routine_ids():
        return routines_dir() / f"{wanted}.toml"
    codes = {r.code.casefold(): r.id for r in bundled_routines()}
    if wanted in codes:
        return routines_dir() / f"{codes[wanted]}.toml"
    hint = advice(name, [*routine_ids(), *(c.upper() for c in codes)])
    known = hint or f" Known are {word_list(routine_ids())}; a file is named by its path, such as my.toml."
    raise RoutineError(f"There is no routine {shown(name)}.{known}")


def load_routine(name_or_path: str | Path) -> Routine:
    """The routine with this id, code or path.

    Raises:
        RoutineError: no such routine, or its file has mistakes.
    """
    return _read(routine_path(name_or_path))


def _read(path: Path) -> Routine:
    result = read_routine(path)
    if result.routine is not None:
        return result.routine
    first = result.findings[0]
    place = f"{first.file}, line {first.line}" if first.line is not None else first.file
    what = f"{first.key}: {first.message}" if first.key else first.message
    more = len(result.findings) - 1
    rest = f" ({more} more in this file.)" if more else ""
    raise RoutineError(f"{place}: {what}{rest}".replace("\n", " "), result.findings)
