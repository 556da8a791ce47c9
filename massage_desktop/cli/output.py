"""Printing: JSON with stable keys, or plain tables."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import msgspec


def print_json(value: object) -> None:
    """``value`` as indented JSON on stdout; numbers are finite (infinities become null)."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    sys.stdout.write(text + "\n")


def print_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A quiet table that fits the terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in head:
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    console = Console(file=sys.stdout)
    if not console.is_terminal:
        console = Console(file=sys.stdout, width=160)
    console.print(table)
