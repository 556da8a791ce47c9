"""Finds models inside packages that are installed for their files alone."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def in_package(package: str, file: str, release: str) -> Path:
    """A file of a package, which is not imported. ImportError names the ``release`` that has it."""
    spec = find_spec(package)
    for place in (spec.submodule_search_locations or []) if spec is not None else []:
        path = Path(place) / file
        if path.is_file():
            return path
    raise ImportError(f"{release} is not installed")
