"""``check``: read and check routine files, and mend what a program can mend."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from massage_desktop.routine.bundled import routines_dir
from massage_desktop.routine.finding import Finding
from massage_desktop.rules import check_file

from .failure import CommandError
from .output import print_json

if TYPE_CHECKING:
    from massage_desktop.rules.mend import Mended


def check(options: argparse.Namespace) -> int:
    """Every finding of every file; exit code 1 when one of them is an error or a warning."""
    if getattr(options, "fix", False):
        return _fix(options)
    findings: list[Finding] = []
    for name in options.files:
        findings += check_file(_path_of(name))
    if options.json:
        print_json(findings)
    else:
        _print(findings)
        serious = sum(f.severity != "note" for f in findings)
        files = f"{len(options.files)} file{'s' if len(options.files) != 1 else ''}"
        sys.stdout.write(f"{files} checked, {serious or 'no'} finding{'s' if serious != 1 else ''}.\n")
    return int(any(f.severity != "note" for f in findings))


def _path_of(name: str) -> Path:
    """The file, or the bundled routine of that id when there is no such file."""
    path, bundled = Path(name), routines_dir() / f"{name}.toml"
    return bundled if not path.exists() and path.name == name and bundled.is_file() else path


def _print(findings: list[Finding]) -> None:
    for f in findings:
        place = f"{f.file}:{f.line}" if f.line else f.file
        key = f" {f.key}:" if f.key else ""
        sys.stdout.write(f"{place}: {f.severity} {f.rule}:{key} {f.message}\n")
        for label, text in (("Mend", f.mend), ("Why", f.why if f.rule != "FILE" else "")):
            if text:
                sys.stdout.write(f"    {label}: {text}\n")


def _fix(options: argparse.Namespace) -> int:
    """Write a mended copy beside every file that can be mended; exit code 1 when something is left."""
    reports: list[dict[str, Any]] = []
    for name in options.files:
        path = _path_of(name)
        mended = _mended(path)
        target = _write(path, mended) if mended is not None and mended.changes else None
        left = mended.left if mended is not None else check_file(path)
        reports.append(
            {
                "file": str(path),
                "written": str(target) if target is not None else None,
                "changes": mended.changes if mended is not None else [],
                "left": left,
            }
        )
    if options.json:
        print_json(reports)
    else:
        for report in reports:
            _print_mending(report)
    return int(any(f.severity != "note" for report in reports for f in report["left"]))


def _mended(path: Path) -> Mended | None:
    """The mended text; None for a file that has mistakes of form, which only its author can mend."""
    from massage_desktop.routine.reader import read_routine
    from massage_desktop.rules.mend import mended

    if read_routine(path).routine is None:
        return None
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    return mended(text, str(path))


def _write(path: Path, mended: Mended) -> Path:
    """The mended text beside the old file, with its line ends; nothing is ever overwritten.

    Raises:
        CommandError: the mended file is there already, or cannot be written.
    """
    folder = Path() if path.parent == routines_dir() else path.parent  # the program's own stay as they are
    target = folder / f"{path.stem}.mended.toml"
    ends = "\r\n" if b"\r\n" in path.read_bytes() else "\n"
    try:
        with target.open("x", encoding="utf-8", newline=ends) as file:
            file.write(mended.text)
    except FileExistsError:
        raise CommandError(f"{target} is there already. Move it away first; it was not touched.") from None
    except OSError as error:
        raise CommandError(f"{target} cannot be written: {error.strerror}.") from None
    return target


def _print_mending(report: dict[str, Any]) -> None:
    for change in report["changes"]:
        f = change.finding
        sys.stdout.write(f"{f.file}:{f.line}: mended {f.rule}: {f.message}\n")
        sys.stdout.writelines(f"    {line}\n" for line in change.done)
    _print(report["left"])
    left = sum(f.severity != "note" for f in report["left"])
    rest = f"{left} left for you" if left else "nothing left"
    if report["written"]:
        sys.stdout.write(f"{report['written']} written: {_changed(report)}, {rest}.\n")
    else:
        sys.stdout.write(f"{report['file']}: nothing written, {rest}.\n")


def _changed(report: dict[str, Any]) -> str:
    count = len(report["changes"])
    return f"{count} change{'s' if count != 1 else ''}"
