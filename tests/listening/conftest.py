"""The sound package sets numpy up before it is loaded, as it does in the program: it is imported first."""

import massage_desktop.sound  # noqa: F401  isort: skip

from pathlib import Path

import pytest
from recorded import RECORDINGS

from massage_desktop.listening.available import listening_available


@pytest.fixture
def recordings() -> Path:
    """Their folder, where the extra is installed."""
    if missing := listening_available(microphone=False):
        pytest.skip(missing)
    return RECORDINGS
