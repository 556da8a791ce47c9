"""Keeps Linux's sound library (ALSA) from writing pages to the terminal where there is no microphone."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

_TEXT = ctypes.c_char_p


@cache
def silence_alsa() -> Any:
    """From now on ALSA keeps its remarks to itself; nothing else that is written to the terminal is hidden.

    What it has to say reaches the program as the failure of a call anyway. The result only keeps the answer
    to ALSA alive.
    """
    if not sys.platform.startswith("linux"):
        return None
    try:
        library = ctypes.CDLL("libasound.so.2")
        tell = library.snd_lib_error_set_handler
    except (OSError, AttributeError):  # no ALSA, no remarks
        return None
    # File, line, function, error number, and a format whose values are not looked at.
    answer = ctypes.CFUNCTYPE(None, _TEXT, ctypes.c_int, _TEXT, ctypes.c_int, _TEXT)(lambda *_: None)
    tell.restype = ctypes.c_int
    tell.argtypes = [ctypes.c_void_p]
    tell(ctypes.cast(answer, ctypes.c_void_p))
    return answer
