"""Whether the extra is installed."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

INSTALL: Final = "pip install 'massage-desktop[voice-control]'"

_NEEDED = ("numpy", "onnxruntime")
_MICROPHONE = "miniaudio"


def listening_available(*, microphone: bool = True) -> str | None:
    """None if spoken commands can be understood, or one message that says what is missing and what to do.

    Nothing heavy is loaded. Without ``microphone`` it is enough that recordings can be read.
    """
    needed = (*_NEEDED, _MICROPHONE) if microphone else _NEEDED
    missing = [name for name in needed if find_spec(name) is None]
    if not missing:
        missing = _missing_models()
    if not missing:
        return None
    names = ", ".join(missing)
    return f"Spoken commands need an extra that is not installed ({names}). Install it with: {INSTALL}"


def _missing_models() -> list[str]:
    """What the packages that carry the two models lack."""
    from .detector import detector_file
    from .model import model_folder

    missing = []
    for find in (model_folder, detector_file):
        try:
            find()
        except ImportError as error:
            missing.append(str(error).removesuffix(" is not installed"))
    return missing
