"""What reading and checking a routine can say: one finding a mistake, all of a file at once."""

from __future__ import annotations

from typing import Literal

import msgspec

Severity = Literal["error", "warning", "note"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to know about a routine file.

    ``line`` is 1-based (None when it has no place), ``key`` the path such as ``steps[2].pressure``, ``rule``
    the id of the massage rule or ``FILE`` for mistakes of form. ``message`` says what was found and what is
    allowed, ``why`` the reason in one sentence with its source, ``mend`` how to mend it (empty where there is
    nothing to do; mistakes of form say it in their message).
    """

    file: str
    line: int | None
    key: str
    rule: str
    severity: Severity
    step: str | None
    message: str
    why: str = ""
    mend: str = ""
