"""Reading the bundled tables of this package."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from massage_desktop.routine.bundled import assets_dir

T = TypeVar("T")


class DamagedInstallationError(RuntimeError):
    """A bundled file is missing or damaged; the text is one line for the person."""


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything read from a bundled table: immutable, no unknown keys."""


def read_asset(name: str, kind: type[T]) -> T:
    """The bundled table ``assets/<name>`` as ``kind``.

    Raises:
        DamagedInstallationError: the file is missing, unreadable or does not fit ``kind``.
    """
    path = assets_dir() / name
    try:
        return msgspec.toml.decode(path.read_text("utf-8"), type=kind)
    except (OSError, ValueError) as error:  # msgspec.DecodeError is a ValueError
        why = str(error).replace("\n", " ")
        raise DamagedInstallationError(
            f"{path}: cannot be used ({why}). Install the program again to put it right."
        ) from error
