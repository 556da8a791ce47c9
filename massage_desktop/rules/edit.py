"""What a program can do to a routine file to mend a finding; steps go by their place in the routine."""

from __future__ import annotations

import msgspec

Value = str | int | float | list[str] | tuple[float, float] | tuple[int, int]


class SetKey(msgspec.Struct, frozen=True):
    """Give ``key`` of the step at ``step`` (None: of the routine) this value, there already or not."""

    step: int | None
    key: str
    value: Value


class AddStep(msgspec.Struct, frozen=True):
    """Put a new step before the one that is at ``before`` now; the number of steps means the end."""

    before: int
    values: dict[str, Value]


class SwapSteps(msgspec.Struct, frozen=True):
    """Let two steps change places."""

    first: int
    second: int


Edit = SetKey | AddStep | SwapSteps
