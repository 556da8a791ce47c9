"""The recordings of this folder and what is said in them."""

import csv
from pathlib import Path

RECORDINGS = Path(__file__).parent / "recordings"


def said_in(file: str) -> list[tuple[float, str]]:
    """When each command of a recording ends, in seconds, and which it is."""
    with (RECORDINGS / "said.csv").open() as table:
        return [
            (float(row["time_s"]), row["command"]) for row in csv.DictReader(table) if row["file"] == file
        ]
