"""The window's language: English for every test unless it asks for all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from massage_desktop.ui import language


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """What a test has changed does not reach the next one."""
    language.use("en")
    yield
    language.use("en")


@pytest.fixture(params=["en", "es"])
def each_language(request: pytest.FixtureRequest) -> str:
    """The test runs once in every language that the window speaks."""
    language.use(request.param)
    return str(request.param)
