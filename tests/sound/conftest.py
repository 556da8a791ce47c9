"""The sound package sets numpy up before it is loaded, as it does in the program: it is imported first."""

from __future__ import annotations

from collections.abc import Iterator

import massage_desktop.sound  # noqa: F401  isort: skip

import pytest

from massage_desktop.sound.workers import Worker


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """One limited process that scans files."""
    worker = Worker()
    yield worker
    worker.close()
