"""``check``: read and check routine files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from massage_desktop.routine.bundled import routines_dir
from massage_desktop.routine.finding import Finding
from massage_desktop.rules import check_file

from .output import print_json


def check(options: argparse.Namespace) -> int:
    """Every finding of every file; exit code 1 when one of them is an error or a warning."""
    findings: list[Finding] = []
    for name in options.files:
        findings += check_file(_path_of(name))
    if options.json:
        print_json(findings)
    else:
        _print(findings, len(options.files))
    return int(any(f.severity != "note" for f in findings))


def _path_of(name: str) -> Path:
    """The file, or the bundled routine of that id when there is no such file."""
    path, bundled = Path(name), routines_dir() / f"{name}.toml"
    return bundled if not path.exists() and path.name == name and bundled.is_file() else path


def _print(findings: list[Finding], files: int) -> None:
    for f in findings:
        place = f"{f.file}:{f.line}" if f.line else f.file
        key = f" {f.key}:" if f.key else ""
        sys.stdout.write(f"{place}: {f.severity} {f.rule}:{key} {f.message}\n")
    serious = sum(f.severity != "note" for f in findings)
    what = f"{files} file{'s' if files != 1 else ''}"
    sys.stdout.write(f"{what} checked, {serious or 'no'} finding{'s' if serious != 1 else ''}.\n")
